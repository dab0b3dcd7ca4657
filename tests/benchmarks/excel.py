"""A list of 5,000 rows from Excel, as an editor has it: uploaded, previewed, written as drafts.

Over HTTP and through the job worker, with the times between clicks that a person sees.
"""

from tests.benchmarks.installation import Installation
from tests.benchmarks.load import memory_of
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.generator.lists import ListOptions
from thads_portal.generator.lists import messy_workbook
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import re
import time


ROWS = 5_000
PLACE = "/cao-bang/nhap-excel"
_FORM = "application/x-www-form-urlencoded"
_PATIENCE = 120


def measure(portal: Installation) -> list[Row]:
    """The rows of the table: preview, its page, memory, writing."""
    visitor = Visitor(f"http://127.0.0.1:{portal.port}", portal.accounts["provincial_editor"])
    serial = portal.query("SELECT count(*) FROM thads_listing")[0][0] + 200_000
    data = messy_workbook(ListOptions(rows=ROWS, serial=serial, wrong=frozenset({7})))
    # The worker has its libraries loaded, as after its first list of the day.
    _preview(visitor, messy_workbook(ListOptions(rows=20, serial=serial - 100, seed=2)))
    with memory_of(portal.job_worker) as reading:
        answered, path, previewed = _preview(visitor, data)
    shown = _seconds(lambda: visitor.get(path))
    with memory_of(portal.job_worker) as writing:
        written = _write(portal, visitor, path)
    return [
        Row(
            "excel_answer",
            f"Excel of {ROWS:,} rows: the upload is answered",
            answered,
            "s",
            Goal(1.0, 0.5, most=True),
        ),
        Row("excel_preview", "until its preview is there", previewed, "s", Goal(6, 4, most=True)),
        Row("excel_page", "a page of the preview", shown * 1000, "ms", Goal(400, 150, most=True)),
        Row(
            "excel_memory",
            "peak memory of the job worker until then",
            reading.peak,
            "MB",
            Goal(400, 300, most=True),
        ),
        Row("excel_write", "its rows written as drafts", ROWS / written, "listings/s"),
        Row("excel_write_memory", "peak memory meanwhile", writing.peak, "MB"),
    ]


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _token(page: str) -> str:
    return re.search(r'name="_authenticator"[^>]*value="([^"]+)"', page)[1]


def _preview(visitor: Visitor, data: bytes) -> tuple[float, str, float]:
    """Seconds until the upload was answered, its path, seconds until the preview was there."""
    mark = "----thads"
    fields = {"_authenticator": _token(visitor.get(PLACE).text), "action": "upload"}
    body = b"".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (*fields.items(), ("agency", "cao-bang/cuc"))
    )
    body += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="list.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    body += data + f"\r\n--{mark}--\r\n".encode()
    start = time.perf_counter()
    answer = visitor.ask(
        "POST", PLACE, body=body, headers={"Content-Type": f"multipart/form-data; boundary={mark}"}
    )
    answered = time.perf_counter() - start
    assert answer.status == 303, answer.status
    path = answer.headers["Location"].partition("/cao-bang")[2].join(("/cao-bang", ""))
    _until(visitor, path, 'value="write"')
    return answered, path, time.perf_counter() - start


def _until(visitor: Visitor, path: str, sign: str) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        page = visitor.get(path).text
        if sign in page:
            return page
        time.sleep(0.1)
    raise TimeoutError(path)


def _write(portal: Installation, visitor: Visitor, path: str) -> float:
    held = portal.count()
    page = visitor.get(path).text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', page)[1]
    fields = {
        "_authenticator": _token(page),
        "action": "write",
        "ma": path.partition("ma=")[2],
        "revision": revision,
    }
    start = time.perf_counter()
    answer = visitor.ask("POST", PLACE, body=urlencode(fields), headers={"Content-Type": _FORM})
    assert answer.status == 303, answer.status
    _until(visitor, path, 'value="batch"')
    took = time.perf_counter() - start
    assert portal.count() == held + ROWS - 1
    return took
