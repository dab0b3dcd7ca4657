"""How the portal fares as the register grows: the same figures at 20,000, 140,000 and 1,000,000.

In an instance that is filled further and further through the real import; each size is measured by
itself, right after the rows have been tidied up as PostgreSQL does within a minute.
"""

from collections.abc import Callable
from pathlib import Path
from tests.benchmarks import installation
from tests.benchmarks.load import pages
from tests.benchmarks.load import percentile
from tests.benchmarks.queries import varied
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.register import pool
from thads_portal.register.query import parse
from thads_portal.register.search import search
from urllib.parse import urlencode

import shutil
import tempfile
import time


SIZES = (20_000, 140_000, 1_000_000)
#: key -> (what, unit, whether less is better, what must be kept of the first size: must, aim)
_FIGURES = {
    "feed": ("feed of new events over REST", "/s", False, (0.8, 0.95)),
    "search": ("search with count and facets, p95", "ms", True, None),
    "page": ("results page for one visitor, p95", "ms", True, None),
    "disk": ("disk per listing without the log of changes", "kB", True, None),
}
_DISK = Goal(5, 3, most=True)


def measured(most: int, *, feed: int, keep: Path | None, say: Callable[[str], None]) -> list[Row]:
    """The figures at each size up to `most` listings, and what is left of them."""
    folder = keep or Path(tempfile.mkdtemp(prefix="thads-growth-", dir=installation.scratch()))
    folder.chmod(0o711)
    found: dict[int, dict[str, float]] = {}
    try:
        for size in [each for each in SIZES if each <= most] or [most]:
            say(f"growth: {size:,} listings")
            with installation.serving(size, folder) as (portal, _filled):
                found[size] = _at(portal, feed)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return _rows(found)


def _at(portal: installation.Installation, feed: int) -> dict[str, float]:
    sought = portal.sought()
    forms = varied(sought, 500, seed=7)
    for form in forms[:100]:
        search(portal.dsn, parse(form))
    times = []
    for form in forms:
        start = time.perf_counter()
        search(portal.dsn, parse(form))
        times.append(time.perf_counter() - start)
    pool.close(portal.dsn)
    paths = [f"/tra-cuu?{urlencode(form)}" for form in varied(sought, 220, seed=8)]
    served = pages(portal.port, paths, connections=1)
    assert not served.wrong, served.wrong[:3]
    ((size, listings),) = portal.query(
        "SELECT pg_database_size(current_database()), (SELECT count(*) FROM thads_listing)"
    )
    took, report = portal.send_feed(portal.new_feed(feed))
    assert report["created"] == feed, report
    return {
        "feed": feed / took,
        "search": percentile(times, 0.95) * 1000,
        "page": percentile(served.times, 0.95) * 1000,
        "disk": size / listings / 1000,
    }


def _rows(found: dict[int, dict[str, float]]) -> list[Row]:
    rows = []
    first = min(found)
    for size, figures in found.items():
        for key, (what, unit, _less, kept) in _FIGURES.items():
            goal = _DISK if key == "disk" and size == SIZES[-1] else None
            rows.append(Row(f"growth_{key}_{size}", f"{size:,}: {what}", figures[key], unit, goal))
            if size != first and kept is not None:
                share = figures[key] / found[first][key]
                text = f"{size:,} against {first:,}: {what}"
                rows.append(Row(f"growth_{key}_{size}_kept", text, share, "x", Goal(*kept)))
    return rows
