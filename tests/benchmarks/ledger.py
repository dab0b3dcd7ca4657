"""The ledger of cases over HTTP: ``python -m tests.benchmarks.ledger 500000 6 [FOLDER [PART …]]``.

In a portal of its own, filled by ``ledger_fill.py`` with synthetic cases and so many entries each; with
FOLDER it is kept, and used again by the next run. An eighth is of one province.
"""

from collections.abc import Callable
from collections.abc import Collection
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from pathlib import Path
from tests.benchmarks import results
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.ledger_fill import ledgers
from tests.benchmarks.load import Client
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.domain.ledger.form import failures
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.domain.words import VIETNAM
from thads_portal.importing.case_lists.columns import LISTS
from thads_portal.register.ledger.statistics import period_figures
from thads_portal.register.own_transaction import own_transaction
from thads_portal.security.accounts import DEMO_PROVINCE
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import json
import psutil
import re
import sys
import time


ROUNDS = 40
FEED = 20_000
LIST = 5_000
TIMELINE = 200
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_DUE = f"/{DEMO_PROVINCE}/viec-den-han"
_LISTS = ("thang", "qua-han", "chua-ghi", "cong-khai", "chuyen-so", "ket-thuc")
#: key -> role -> pages
PAGES = {
    "due.province": {
        "provincial_editor": [
            f"/{DEMO_PROVINCE}/ban-lam-viec",
            *(f"{_DUE}?danh-sach={each}" for each in (*_LISTS, "mien-giam")),
            f"{_DUE}?chap-hanh-vien=Ch%E1%BA%A5p%20h%C3%A0nh%20vi%C3%AAn%207",
            f"{_DUE}?xa=X%C3%A3%20s%E1%BB%91%207",
        ]
    },
    "due.nation": {
        "editorial_board": [
            "/ban-lam-viec",
            *(f"/viec-den-han?danh-sach={each}" for each in _LISTS),
        ]
    },
    "compliance": {
        "editorial_board": [
            "/tuan-thu",
            # The whole of the last reporting year.
            "/tuan-thu?tu=01/10/2025&den=30/09/2026",
            "/tuan-thu?theo=month",
            f"/tuan-thu?tinh={DEMO_PROVINCE}",
            f"/tuan-thu?tinh={DEMO_PROVINCE}&theo=agency",
        ]
    },
}


def measured(
    count: int,
    each: int = 6,
    *,
    keep: Path | None = None,
    parts: Collection[str] = (),
    rounds: int = ROUNDS,
) -> list[Row]:
    """All figures, or those of `parts`, over `count` cases with `each` entries."""
    found: list[Row] = []
    with serving(1, keep) as (portal, _filled):
        held = ledgers(portal, count, each)
        print(f"   {held:,} entries", file=sys.stderr)
        work: dict[str, Callable[[], list[Row]]] = {
            **{
                key: lambda key=key, pages=pages: [_pages(portal, key, pages, rounds)]
                for key, pages in PAGES.items()
            },
            "case": lambda: [_case(portal, rounds)],
            "feed": lambda: [_feed(portal)],
            "list": lambda: _list(portal),
            "statistics": lambda: [_statistics(portal, count, held)],
        }
        for key, make in work.items():
            if not parts or key in parts:
                rows = make()
                print(results.table(rows), file=sys.stderr)
                found += rows
    return found


def _timed(client, path: str) -> float:
    start = time.perf_counter()
    status, _body = client.send("GET", path)
    assert status == 200, (path, status)
    return 1000 * (time.perf_counter() - start)


def _processor(portal: Installation) -> float:
    """Seconds of the processor that the worker has taken."""
    times = psutil.Process(portal.worker).cpu_times()
    return times.user + times.system


def _pages(portal: Installation, key: str, pages: dict[str, list[str]], rounds: int) -> Row:
    taken: dict[str, list[float]] = {}
    worked = 0.0
    for role, paths in pages.items():
        client = Client(portal.port, portal.accounts[role], accept="text/html")
        for path in paths:
            _timed(client, path)
        begun = _processor(portal)
        for _round in range(rounds):
            for path in paths:
                taken.setdefault(path, []).append(_timed(client, path))
        client.close()
        worked += _processor(portal) - begun
    slowest = max(taken, key=lambda path: percentile(taken[path], 0.95))
    for path in taken:
        print(f"   {percentile(taken[path], 0.95):7.1f} ms  {path}", file=sys.stderr)
    every = [each for values in taken.values() for each in values]
    return Row(
        f"ledger.{key}",
        f"follow-up, {key}: p95",
        percentile(every, 0.95),
        "ms",
        Goal(100, 60, most=True),
        note=f"slowest {percentile(taken[slowest], 0.95):.0f} ms: {slowest};"
        f" {1000 * worked / len(every):.0f} ms of the worker's processor each",
    )


def _line(event: str, external_id: str, province: str, serial: int, **more) -> dict:
    day = (datetime.now(VIETNAM).date() - timedelta(days=serial % 20)).isoformat()
    return {
        "event": event,
        "external_id": external_id,
        "province": province,
        "occurred_on": day,
        "document": {"number": f"{serial}/BB", "date": day},
        **more,
    }


_CHECKED = {"channel": "direct", "place": "UBND xã", "conclusion": "none", "declared": True}


def _case(portal: Installation, rounds: int) -> Row:
    """The page of a case with TIMELINE entries; its listing is the one that is an object."""
    ((number, external_id, province),) = portal.query(
        "SELECT number, external_id, province FROM thads_listing"
        " WHERE state = 'published' AND external_id IS NOT NULL ORDER BY created DESC LIMIT 1"
    )
    lines = [
        _line("verified", external_id, province, n, verification=_CHECKED) for n in range(TIMELINE)
    ]
    # In a folder that was kept they are there already.
    _took, answer = portal.send_feed("\n".join(map(json.dumps, lines)).encode())
    assert answer["rejected"] == 0, answer
    client = Client(portal.port, portal.accounts["editorial_board"], accept="text/html")
    path = f"/{province}/nguoi-phai-thi-hanh-an/{number}/theo-doi-viec"
    for _n in range(3):
        _timed(client, path)
    begun = _processor(portal)
    taken = [_timed(client, path) for _n in range(rounds)]
    worked = _processor(portal) - begun
    client.close()
    return Row(
        "ledger.case",
        f"page of a case with {TIMELINE} entries: p95",
        percentile(taken, 0.95),
        "ms",
        Goal(60, 40, most=True),
        note=f"{1000 * worked / rounds:.0f} ms of the worker's processor each",
    )


def _feed(portal: Installation) -> Row:
    found = portal.query(
        "SELECT external_id, province FROM thads_listing WHERE state = 'published'"
        " AND external_id IS NOT NULL ORDER BY md5(number) LIMIT %s",
        FEED,
    )
    lines = []
    new = int(time.time())
    for serial in range(FEED):
        external_id, province = found[serial % len(found)]
        if serial % 2:
            more = {"verification": _CHECKED}
            lines.append(_line("verified", external_id, province, new + serial, **more))
        else:
            more = {"line": "1", "amount": 1000, "kind": "debt", "to_do": 1_000_000}
            lines.append(_line("collected", external_id, province, new + serial, **more))
    took, answer = portal.send_feed("\n".join(map(json.dumps, lines)).encode())
    assert answer["rejected"] < FEED / 10, answer["problems"][:3]
    return Row(
        "ledger.feed",
        f"feed of {FEED:,} entries of ledgers",
        answer["entered"] / took if "entered" in answer else answer["amended"] / took,
        "/s",
        Goal(1500, 2500),
        note=f"{answer['rejected']} refused",
    )


def _list(portal: Installation) -> list[Row]:
    """LIST payments from Excel: until the preview is there, and until they are written."""
    place = f"/{DEMO_PROVINCE}/thu-tien-tu-excel"
    found = portal.query(
        "SELECT number FROM thads_listing WHERE state = 'published' AND province = %s"
        # Of an empty ledger the public sum becomes the line.
        " AND obligation_amount > 100000"
        " ORDER BY md5(number) LIMIT %s",
        DEMO_PROVINCE,
        LIST,
    )
    target = BytesIO()
    kind = LISTS[EntryKind.COLLECTED]
    names = ("number", "occurred_on", "amount", "receipt")
    headings = {column.field: column.heading for column in kind.columns}
    with workbook(target) as book:
        sheet = book.add_worksheet(kind.sheet)
        sheet.write_row(0, 0, [headings[name] for name in names])
        new = int(time.time())
        for n in range(LIST):
            number = found[n % len(found)][0]
            sheet.write_row(n + 1, 0, [number, "20/11/2026", 1500, f"BL{new}-{n}"])
    editor = Visitor(f"http://127.0.0.1:{portal.port}", portal.accounts["provincial_editor"])
    token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', editor.get(place).text)[1]
    mark = "----thads"
    body = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("_authenticator", token), ("action", "check"))
    )
    body += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="list.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    body += target.getvalue() + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    start = time.perf_counter()
    answer = editor.ask("POST", place, body=body, headers=headers)
    address = re.sub(r"^https?://[^/]+", "", answer.headers["Location"])
    page = editor.get(address).text
    previewed = time.perf_counter() - start
    assert 'value="write"' in page, re.findall(r"x-sum.*", page)[:2]
    sent = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]
        for name in ("_authenticator", "ma", "revision")
    }
    start = time.perf_counter()
    answer = editor.ask(
        "POST", place, body=urlencode({**sent, "action": "write"}).encode(), headers=_FORM
    )
    written = time.perf_counter() - start
    assert answer.status == 303, answer.text[:2000]
    goal = Goal(6, 4, most=True)
    return [
        Row("ledger.list.preview", f"{LIST:,} payments from Excel: preview", previewed, "s", goal),
        Row("ledger.list.write", f"{LIST:,} payments from Excel: written", written, "s", goal),
    ]


def _statistics(portal: Installation, count: int, held: int) -> Row:
    now = datetime.now(UTC)
    today = now.astimezone(VIETNAM).date()
    start = time.perf_counter()
    with own_transaction(portal.dsn) as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        rows, drift = period_figures(
            cursor,
            scope="",
            first=date(2025, 10, 1),
            last=date(2026, 9, 30),
            today=today,
            cutoff=now,
        )
    took = time.perf_counter() - start
    wrong = failures(rows)
    return Row(
        "ledger.statistics",
        f"statistics of a year over {count:,} cases, {held:,} entries",
        took,
        "s",
        Goal(20, 10, most=True),
        note="; ".join([*wrong[:1], *([drift] if drift else [])]),
    )


if __name__ == "__main__":
    kept = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    told = measured(int(sys.argv[1]), int([*sys.argv, 6][2]), keep=kept, parts=sys.argv[4:])
    print(results.table(told))
