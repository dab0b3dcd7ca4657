"""How long it takes from the board's click until a batch is visible to the public, over HTTP."""

from collections.abc import Callable
from tests.benchmarks.installation import child
from tests.benchmarks.installation import Installation
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.testing_http import Answer
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import re
import time


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_FIELD = re.compile(r'name="(_authenticator|revision)"[^>]*value="([^"]+)"')
_OTHER = re.compile(r'value="([^"]+)"[^>]*name="(_authenticator|revision)"')
_PATIENCE = 120


def approval(portal: Installation, count: int, say: Callable[[str], None]) -> list[Row]:
    """`count` listings in one batch: clicked, polled as a visitor does, until the last is there."""
    say(f"a batch of {count:,} for the board")
    made = child("batches", portal.instance, str(count))
    path = f"/cao-bang/dot-cong-khai/{made['batch']}"
    board = Visitor(f"http://127.0.0.1:{portal.port}", portal.accounts["editorial_board"])
    visitor = Visitor(f"http://127.0.0.1:{portal.port}")
    times = []
    for _ in range(20):
        start = time.perf_counter()
        page = board.get(path)
        times.append(time.perf_counter() - start)
        assert page.status == 200, page.status
    asked = _press(board, path, page)
    say("approving")
    start = time.perf_counter()
    answer = _press(board, path, asked, confirmed="1")
    assert answer.status == 303, (answer.status, answer.text[:500])
    answered = time.perf_counter() - start
    listing = f"/cao-bang/nguoi-phai-thi-hanh-an/{made['number']}"
    while visitor.get(listing).status != 200:
        assert time.perf_counter() - start < _PATIENCE, board.get(path).text
        time.sleep(0.05)
    took = time.perf_counter() - start
    ((published,),) = portal.query(
        "SELECT count(*) FROM thads_batch_listing JOIN thads_search USING (number)"
        " WHERE batch = %s AND thads_search.province = 'cao-bang'",
        made["batch"],
    )
    assert published == count, published
    return [
        Row(
            "approval",
            f"a batch of {count:,}, from the click to visible",
            took,
            "s",
            Goal(6, 4, most=True),
            f"the click is answered after {answered:.2f} s",
        ),
        Row(
            "batch_page",
            f"page of a batch of {count:,}, p95",
            percentile(times[1:], 0.95) * 1000,
            "ms",
            Goal(150, 100, most=True),
            f"median {percentile(times[1:], 0.5) * 1000:.0f} ms",
        ),
    ]


def _press(board: Visitor, path: str, page: Answer, **more: str) -> Answer:
    fields = dict(_FIELD.findall(page.text))
    fields.update({name: value for value, name in _OTHER.findall(page.text)})
    assert len(fields) == 2, (fields, page.text[:500])
    body = urlencode({**fields, "action": "approve", **more})
    return board.ask("POST", path, body=body, headers=_FORM)
