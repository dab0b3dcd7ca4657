"""Half an hour of everything at once, gently: what the portal's processes hold must not grow.

Visitors, an editor, the board, feeds (new lines, and the same again) and the jobs of the clock go on beside
each other; every few seconds it is counted what all processes of the portal hold together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from itertools import cycle
from statistics import mean
from tests.benchmarks import installation
from tests.benchmarks.installation import Installation
from tests.benchmarks.load import Client
from tests.benchmarks.load import percentile
from tests.benchmarks.queries import varied
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from thads_portal.jobs.queue import enqueue_on
from thads_portal.register.own_transaction import own_transaction
from urllib.parse import urlencode

import itertools
import psutil
import threading
import time


#: Seconds between two looks at the processes, two feeds, two jobs, two pages of one visitor.
_LOOK, _FEED, _JOB, _PAGE = 5, 15, 20, 0.5
#: Lines of a feed: so many new ones, and those of the last one once more.
_LINES = 200
#: By the clock they start at night; here again and again.
JOBS = ("bulk-files", "statistics", "ended-leave", "record-chain", "case-duties", "upkeep")
_DESKS = (
    ("provincial_editor", "/cao-bang/ban-lam-viec"),
    ("editorial_board", "/ban-lam-viec"),
)
#: Less than so much more in the last third than in the one before it.
_FLAT = Goal(1.05, 1.02, most=True)


@dataclass(slots=True)
class Held:
    """What was held at a moment (minutes since the start)."""

    minute: float
    memory: float
    descriptors: int
    threads: int
    connections: int


@dataclass(slots=True)
class Traffic:
    """What was asked for and how it was answered."""

    times: list[float] = field(default_factory=list)
    wrong: list[tuple[str, int]] = field(default_factory=list)
    lines: int = 0
    jobs: int = 0


def measured(count: int, minutes: float, say: Callable[[str], None]) -> list[Row]:
    """A portal of its own with `count` listings and two workers, for so many minutes."""
    with installation.serving(count, workers=2) as (portal, _filled):
        traffic, looks = Traffic(), []
        over = threading.Event()
        work = [*_works(portal, traffic)]
        threads = [threading.Thread(target=_again, args=(over, *each)) for each in work]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        try:
            while (passed := time.monotonic() - start) < 60 * minutes:
                if not all(thread.is_alive() for thread in threads):
                    raise RuntimeError("part of the traffic has ended")
                looks.append(_look(portal, passed / 60))
                if len(looks) % 36 == 1:
                    say(str(looks[-1]))
                time.sleep(_LOOK)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        ((failed,),) = portal.query("SELECT count(*) FROM thads_job WHERE state = 'failed'")
    return _rows(looks, traffic, failed)


def _again(over: threading.Event, seconds: float, work: Callable[[], None]) -> None:
    while not over.wait(seconds):
        work()


def _works(portal: Installation, traffic: Traffic):
    """Each kind of traffic: seconds between two times, and what is done."""
    sought = portal.sought()
    forms = varied(sought, 500, seed=9)
    places = itertools.chain.from_iterable(
        (
            "/",
            f"/tra-cuu?{urlencode(form)}",
            path,
            f"/++api++/@register-search?{urlencode(form)}",
            "/cao-bang",
            "/thong-ke",
        )
        for form, path in zip(cycle(forms), cycle(portal.addresses(500)), strict=False)
    )
    shared = threading.Lock()

    def visitor() -> Callable[[], None]:
        page, program = Client(portal.port), Client(portal.port, accept="application/json")

        def ask() -> None:
            with shared:
                path = next(places)
            _asked(traffic, program if "++api++" in path else page, path)

        return ask

    for _number in range(2):
        yield _PAGE, visitor()
    for role, desk in _DESKS:
        client = portal.client(role)
        yield 4 * _PAGE, lambda client=client, desk=desk: _asked(traffic, client, desk)

    exports = Client(portal.port)
    yield 2 * _FEED, lambda: _asked(traffic, exports, "/tra-cuu.csv?province=cao-bang")

    last: list[bytes] = []

    def feed() -> None:
        body = portal.new_feed(_LINES)
        for each in (body, *last):
            _took, report = portal.send_feed(each)
            assert not report["rejected"], report
            traffic.lines += _LINES
        last[:] = [body]

    yield _FEED, feed
    kinds = cycle(JOBS)

    def job() -> None:
        with own_transaction(portal.dsn) as cursor:
            enqueue_on(cursor, next(kinds), title="soak")
        traffic.jobs += 1

    yield _JOB, job


def _asked(traffic: Traffic, client: Client, path: str) -> None:
    start = time.perf_counter()
    status, _answer = client.send("GET", path)
    traffic.times.append(time.perf_counter() - start)
    if status >= 400:
        traffic.wrong.append((path, status))


def _look(portal: Installation, minute: float) -> Held:
    """All processes of the portal, without the database's; of memory they share, each its part."""
    memory = descriptors = threads = 0
    family = [portal.supervisor, *portal.supervisor.children(recursive=True)]
    for process in family:
        try:
            if process.name() == "postgres":
                continue
            memory += process.memory_full_info().pss
            descriptors += process.num_fds()
            threads += process.num_threads()
        except psutil.Error:
            # One that fed or made files has just ended.
            continue
    ((connections,),) = portal.query(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        " AND pid <> pg_backend_pid()"
    )
    return Held(round(minute, 1), memory / 1e6, descriptors, threads, connections)


def _rows(looks: list[Held], traffic: Traffic, failed: int) -> list[Row]:
    """The second third against the last: in the first, caches fill."""
    third = len(looks) // 3
    middle, last = looks[third : 2 * third], looks[2 * third :]
    rows = [
        Row("soak_minutes", "mixed traffic", looks[-1].minute, "min"),
        Row("soak_requests", "requests of visitors and staff", len(traffic.times), ""),
        Row("soak_p95", "the same, p95", percentile(traffic.times, 0.95) * 1000, "ms"),
        Row("soak_lines", "lines of feeds, half of them sent again", traffic.lines, ""),
        Row(
            "soak_jobs",
            "jobs of the clock, beside those that start by themselves",
            traffic.jobs,
            "",
        ),
        Row(
            "soak_wrong",
            "wrong answers",
            len(traffic.wrong),
            "",
            Goal(0, 0, most=True),
            str(traffic.wrong[:3]) if traffic.wrong else "",
        ),
        Row("soak_failed", "jobs that failed", failed, "", Goal(0, 0, most=True)),
    ]
    for key, what, unit in (
        ("memory", "memory of all processes", "MB"),
        ("descriptors", "open descriptors", ""),
        ("threads", "threads", ""),
        ("connections", "connections to the database", ""),
    ):
        before, after = ([getattr(each, key) for each in part] for part in (middle, last))
        most = max(getattr(each, key) for each in looks)
        rows += [
            Row(
                f"soak_{key}",
                f"{what}, mean of the last third",
                mean(after),
                unit,
                note=f"at most {most:,.0f}",
            ),
            Row(
                f"soak_{key}_growth",
                "against the third before",
                mean(after) / mean(before),
                "x",
                _FLAT,
            ),
        ]
    return rows
