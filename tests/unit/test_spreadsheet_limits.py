"""Files that would take a server down are refused in a moment, and nobody else notices."""

from concurrent.futures import ThreadPoolExecutor
from tests.support import bad_files
from tests.support import bombs
from tests.support.pace import assert_within
from tests.support.pace import slowness
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet import child
from thads_portal.importing.spreadsheet import process
from thads_portal.importing.spreadsheet.opening import check_file
from thads_portal.importing.spreadsheet.opening import open_book

import psutil
import pytest
import resource
import subprocess
import time


# A process for each file.
pytestmark = pytest.mark.slow

#: Seconds of the processor: a child has five, and starts first.
MOST = child.SECONDS + 1
SMALL = bad_files.xlsx()


def _largest(who: int = resource.RUSAGE_CHILDREN) -> int:
    return resource.getrusage(who).ru_maxrss


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("bomb", bombs.ALL, ids=lambda bomb: bomb.__name__)
def test_a_bomb(bomb):
    data, before = bomb(), _largest()

    def checked():
        try:
            check_file(data)
        except SpreadsheetRefused as refused:
            assert refused.as_dict()["message"]["vi"]

    # What the editor waits for, in a process that serves others.
    assert_within(0.2, checked)
    start = _seconds()
    try:
        book = open_book(data)
        assert sum(len(sheet.rows) for sheet in book.sheets) <= 10_000
    except SpreadsheetRefused as refused:
        assert refused.code in (
            Code.SPREADSHEET_UNPACKS_TOO_LARGE,
            Code.SPREADSHEET_DAMAGED,
            Code.SPREADSHEET_STRAY_QUOTE,
            Code.SPREADSHEET_ENCRYPTED,
            Code.SPREADSHEET_TOO_MANY_ROWS,
        )
    assert _seconds() - start < MOST * slowness()
    # Kilobytes of the largest child so far. One begins as a copy of this process, which counts as
    # its own; after tests of the portal that, or an earlier child, may be more than a reader takes.
    assert _largest() <= max(512 * 1024, before, _largest(resource.RUSAGE_SELF))


def test_a_reader_that_takes_too_long_is_killed(monkeypatch):
    before = {each.pid for each in psutil.Process().children()}
    monkeypatch.setattr(process, "PATIENCE", 0.01)
    with pytest.raises(SpreadsheetRefused) as refused:
        open_book(SMALL)
    assert refused.value.code is Code.SPREADSHEET_UNPACKS_TOO_LARGE
    assert {each.pid for each in psutil.Process().children()} == before


@pytest.mark.parametrize(
    ("work", "code"),
    [
        ("x = bytearray(600 * 2**20)", Code.SPREADSHEET_UNPACKS_TOO_LARGE),
        ("while True: pass", Code.SPREADSHEET_UNPACKS_TOO_LARGE),
        ("import os; os.abort()", Code.SPREADSHEET_DAMAGED),
        ("raise SystemExit(3)", Code.SPREADSHEET_DAMAGED),
        ("pass", Code.SPREADSHEET_DAMAGED),
    ],
)
def test_whatever_becomes_of_the_reader(monkeypatch, work, code):
    *start, source = process._command()
    limited = source.replace("import main; main()", "import limit; limit()")
    # The processor's time is cut short for the test; all else is as it is.
    hurry = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))"
    monkeypatch.setattr(process, "_command", lambda: (*start, f"{limited}; {hurry}\n{work}"))
    with pytest.raises(SpreadsheetRefused) as refused:
        open_book(SMALL)
    assert refused.value.code is code


def test_others_are_served_meanwhile():
    bomb = bombs.one_row_of_empty_cells()
    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(_waited, bomb) for _ in range(2)]
        ticks = 0
        while not all(each.done() for each in busy):
            time.sleep(0.01)
            ticks += 1
        assert ticks > 10
        for code, seconds in (each.result() for each in busy):
            assert code is Code.SPREADSHEET_UNPACKS_TOO_LARGE
            # Waiting for a reader costs next to nothing of this process.
            assert seconds < 0.5 * slowness()
    assert open_book(SMALL).sheets[0].rows


def _waited(data: bytes) -> tuple[Code, float]:
    """What `data` is refused for, and the seconds of the processor that this thread spent."""
    start = time.thread_time()
    return _refused(data), time.thread_time() - start


def _refused(data: bytes) -> Code:
    with pytest.raises(SpreadsheetRefused) as refused:
        open_book(data)
    return refused.value.code


def test_the_reader_has_nothing_of_plone_and_writes_nothing(tmp_path):
    source = process._command()[-1].replace(
        "import main; main()",
        "import limit, main; import sys; from thads_portal.importing.spreadsheet import opening, fonts,"
        " xlsx, xls, ods, csv_text, packed_book; print(sorted(n for n in sys.modules if"
        " n.split('.')[0] in ('zope', 'Zope2', 'plone', 'ZODB', 'psycopg2', 'lxml')));"
        f" limit(); import os; os.write(os.open({str(tmp_path / 'x')!r}, os.O_CREAT | os.O_WRONLY), b'x')",
    )
    done = subprocess.run(
        [*process._command()[:-1], source], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n"
    assert done.returncode
    assert (tmp_path / "x").read_bytes() == b""
