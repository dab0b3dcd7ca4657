"""What it costs to take everything away: all listings as a file, and the page of statistics."""

from tests.benchmarks.load import memory_of
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.register import statistics

import http.client
import time


_PIECE = 256 * 1024


def exports(run) -> list[Row]:
    """The whole register as CSV and NDJSON over HTTP, one after the other."""
    portal = run.portal
    held = portal.query("SELECT count(*) FROM thads_search")[0][0]
    rows = []
    for suffix, goal in (("csv", Goal(20_000, 40_000)), ("ndjson", None)):
        with memory_of(portal.worker) as memory:
            took, lines = _download(portal.port, f"/tra-cuu.{suffix}")
        assert lines >= held, (suffix, lines, held)
        work = f"all {held:,} listings as {suffix}"
        rows.append(Row(f"export_{suffix}", work, held / took, "rows/s", goal))
        limit = Goal(30, 10, most=True)
        rows.append(
            Row(
                f"export_{suffix}_memory",
                "its growth in the second half",
                memory.growth(),
                "MB",
                limit,
            )
        )
    begun = time.perf_counter()
    statistics.take(portal.dsn)
    rows.append(Row("statistics", "counting the statistics", time.perf_counter() - begun, "s"))
    times = sorted(_download(portal.port, "/thong-ke")[0] * 1000 for _ in range(40))
    rows.append(
        Row("statistics_page", "page of statistics, p95", times[37], "ms", Goal(40, 25, most=True))
    )
    return rows


def _download(port: int, path: str) -> tuple[float, int]:
    """Seconds until the last byte, and lines. Raises IncompleteRead if it breaks off."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path)
    response = connection.getresponse()
    assert response.status == 200, response.status
    lines = 0
    while piece := response.read(_PIECE):
        lines += piece.count(b"\n")
    connection.close()
    return time.perf_counter() - begun, lines
