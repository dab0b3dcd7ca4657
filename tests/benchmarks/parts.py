"""The measurements, each a function that can be run alone by its name.

What they share is made when it is first asked for: the portal with its listings, the
plain Plone. Where a figure is a ratio, both sides are measured in this run, one right
after the other: machines are noisy.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from statistics import mean
from tests.benchmarks import excel
from tests.benchmarks import growth
from tests.benchmarks import installation
from tests.benchmarks import ledger
from tests.benchmarks import soak
from tests.benchmarks import vanilla
from tests.benchmarks.approval import approval
from tests.benchmarks.desk_inside import measured as inside
from tests.benchmarks.desk_pages import measured
from tests.benchmarks.exports import exports
from tests.benchmarks.installation import child
from tests.benchmarks.installation import Installation
from tests.benchmarks.load import memory_of
from tests.benchmarks.load import pages
from tests.benchmarks.load import percentile
from tests.benchmarks.load import repeated
from tests.benchmarks.queries import Sought
from tests.benchmarks.queries import varied
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.benchmarks.upgrade import backfilled
from tests.benchmarks.upgrade import living
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from thads_portal.register import pool
from thads_portal.register.query import parse
from thads_portal.register.search import search
from urllib.parse import urlencode

import sys
import threading
import time


#: From here on, a query is compared with an earlier run at fewer listings.
LARGE = 500_000
#: Milliseconds of a page, where it is not a plain one: must, aim.
_TIMES = {"results": (40, 20)}
#: Listings of the batch that the board approves.
BATCH = 5000


class Run:
    """What one run has made so far. `before` are the figures of an earlier run, by key."""

    def __init__(
        self,
        *,
        count: int,
        feed: int,
        vanilla_count: int,
        posts: int,
        minutes: float,
        keep: Path | None,
        before: tuple[dict, dict[str, float]] | None,
        life: ExitStack,
    ) -> None:
        self.count = count
        self.feed = feed
        self.vanilla_count = vanilla_count
        self.posts = posts
        self.minutes = minutes
        self.keep = keep
        self.before = before
        self._life = life
        self.loaded: dict = {}
        #: The feed that was sent, to be sent again.
        self.sent: bytes | None = None

    @cached_property
    def portal(self) -> Installation:
        say(f"making the portal with {self.count:,} listings")
        portal, self.loaded = self._life.enter_context(installation.serving(self.count, self.keep))
        return portal

    @cached_property
    def vanilla(self) -> vanilla.Vanilla:
        say(f"making a plain Plone with {self.vanilla_count:,} items")
        made = events(FeedOptions(count=2000, seed=1))
        sought = [
            Sought(
                event["listing"]["debtor_name"],
                event["province"],
                event["listing"]["judgment_kind"],
                "",
            )
            for event in made
        ]
        forms = [form for form in varied(sought, 330, seed=2) if "number" not in form]
        return self._life.enter_context(vanilla.running(self.vanilla_count, forms[:300]))

    def names(self, count: int, *, seed: int) -> list[str]:
        """Whole names to search the pages for."""
        return [
            form["q"] for form in varied(self.portal.sought(), 4 * count, seed=seed) if "q" in form
        ][:count]


def say(text: str) -> None:
    print(f"-- {text}", file=sys.stderr, flush=True)


def load(run: Run) -> list[Row]:
    """What filling the register took, if it was not kept from an earlier run."""
    run.portal  # noqa: B018 - asked for to be made
    if not run.loaded.get("loaded"):
        return []
    work = f"import of {run.loaded['loaded']:,} listings in one process, site empty before"
    return [Row("load", work, run.loaded["rate"], "listings/s")]


def feed(run: Run) -> list[Row]:
    """A feed of new listings through REST, the same feed again, and the worker's memory."""
    portal = run.portal
    plain = run.vanilla
    body = portal.new_feed(run.feed)
    held = portal.count()
    say(f"feed of {run.feed:,} issued events into {held:,} listings")
    posted = [plain.post_and_publish(run.posts)]
    with memory_of(portal.worker) as memory:
        took, report = portal.send_feed(body)
    posted.append(plain.post_and_publish(run.posts))
    assert report["created"] == run.feed, report
    assert report["flagged"] <= run.feed / 1000, report
    assert portal.count() == held + run.feed
    created = run.feed / took
    baseline = mean(posted)
    again, repeat = portal.send_feed(body)
    assert repeat["unchanged"] == run.feed, repeat
    posts = f"mean of {posted[0]:.1f} before and {posted[1]:.1f} after"
    work = f"feed of {run.feed:,} issued events over REST into {held:,}"
    return [
        Row("vanilla_post", "plain Plone: POST and @workflow/publish", baseline, "/s", note=posts),
        Row("feed", work, created, "/s", Goal(1000, 2500)),
        Row("feed_ratio", "the same against plain Plone", created / baseline, "x", Goal(70, 150)),
        Row("unchanged", "the same feed again", run.feed / again, "lines/s", Goal(5000, 20000)),
        Row(
            "memory",
            "peak memory of the worker and the processes that feed, together",
            memory.peak,
            "MB",
            Goal(700, 500, most=True),
        ),
        Row(
            "memory_growth",
            "its growth in the second half of the feed",
            memory.growth(),
            "MB",
            Goal(30, 10, most=True),
        ),
    ]


def editor(run: Run) -> list[Row]:
    """Saves during a bulk feed: over REST in the same worker, and at a desk in another."""
    portal = run.portal
    editor = portal.client("provincial_editor")
    status, document = editor.json(
        "POST", "/++api++/cao-bang", {"@type": "Document", "title": "Thông báo mẫu"}
    )
    assert status == 201, (status, document)
    path = f"/++api++/cao-bang/{document['id']}"
    body = portal.new_feed(run.feed)
    say(f"an editor saves during a feed of {run.feed:,} events")
    with installation.beside("desk", portal.instance) as desk:
        sender = _Sender(portal, body)
        sender.start()
        times, failed = [], []
        while sender.is_alive():
            start = time.perf_counter()
            status, answer = editor.json("PATCH", path, {"description": f"Lần {len(times)}"})
            times.append(time.perf_counter() - start)
            if status != 204:
                failed.append((status, answer))
            time.sleep(0.02)
        sender.join()
    editor.close()
    assert sender.report["created"] == run.feed, sender.report
    desk_times, desk_failed = desk["times"], desk["failed"]
    errors = len(failed) + len(desk_failed)
    limit = Goal(1.0, 0.3, most=True)
    return [
        Row("editor_errors", "errors of editors during a feed", errors, "", Goal(0, 0, most=True)),
        Row(
            "editor_p95",
            "save of a document over REST, same worker, p95",
            percentile(times, 0.95),
            "s",
            limit,
            f"{len(times)} saves, median {percentile(times, 0.5):.2f} s",
        ),
        Row(
            "desk_p95",
            "entering, amending, submitting a listing, other worker, p95",
            percentile(desk_times, 0.95),
            "s",
            limit,
            f"{len(desk_times)} saves, median {percentile(desk_times, 0.5):.2f} s",
        ),
        Row("feed_beside", "the feed meanwhile", run.feed / sender.took, "/s"),
    ]


class _Sender(threading.Thread):
    """Sends a feed beside other work."""

    def __init__(self, portal: Installation, body: bytes) -> None:
        super().__init__(daemon=True)
        self._portal = portal
        self._body = body
        self.took = 0.0
        self.report: dict = {}

    def run(self) -> None:
        self.took, self.report = self._portal.send_feed(self._body)


def queries(run: Run) -> list[Row]:
    """The search's queries, with hits, count and facets, as the pages ask for them."""
    portal = run.portal
    plain = run.vanilla
    sought = portal.sought()
    _time_queries(portal.dsn, varied(sought, 200, seed=3))
    say("1,000 varied queries")
    times = _time_queries(portal.dsn, varied(sought, 1000, seed=4))
    pool.close(portal.dsn)
    held = portal.count()
    p95 = percentile(times, 0.95) * 1000
    rows = [
        Row(
            "catalog_p50",
            f"plain Plone: catalog query over {plain.count:,}, median",
            percentile(plain.query_times, 0.5) * 1000,
            "ms",
        ),
        Row("catalog_p95", "the same, p95", percentile(plain.query_times, 0.95) * 1000, "ms"),
        Row("query_p50", f"search over {held:,}, median", percentile(times, 0.5) * 1000, "ms"),
    ]
    if held < LARGE:
        return [*rows, Row("query_p95", "the same, p95", p95, "ms", Goal(25, 10, most=True))]
    rows.append(Row("query_p95", "the same, p95", p95, "ms"))
    if run.before and "query_p95" in run.before[1]:
        ratio = p95 / run.before[1]["query_p95"]
        then = f"against p95 at {run.before[0]['listings']:,}"
        rows.append(Row("query_growth", then, ratio, "x", Goal(2, 1.3, most=True)))
    return rows


def _time_queries(dsn: str, forms: list[dict[str, str]]) -> list[float]:
    times = []
    for form in forms:
        start = time.perf_counter()
        search(dsn, parse(form))
        times.append(time.perf_counter() - start)
    return times


def public_pages(run: Run) -> list[Row]:
    """Pages for visitors, none from a cache: how many over four connections, beside plain
    Plone's; and how long each takes for one visitor at a time.
    """
    portal = run.portal
    plain = run.vanilla
    say("pages")
    names = run.names(500, seed=5)
    plain_search = plain.search_pages(names, count=60)
    paths = [f"/tra-cuu?{urlencode({'q': name})}" for name in names]
    ours = pages(portal.port, paths)
    plain_search_after = plain.search_pages(names[60:], count=60)
    baseline = mean((plain_search.rate, plain_search_after.rate))
    front = plain.front_pages(count=60)
    asked = {
        "home": ("home page", repeated(["/"], 120)),
        "subsite": ("home page of a province", repeated(["/cao-bang", "/ha-noi"], 120)),
        "listing": ("page of a listing", portal.addresses(220)),
    }
    others = {key: (work, pages(portal.port, list(each))) for key, (work, each) in asked.items()}
    front_after = plain.front_pages(count=60)
    front_rate = mean((front.rate, front_after.rate))
    asked["results"] = ("results page", paths[:220])
    alone = {
        key: (work, pages(portal.port, list(each), connections=1))
        for key, (work, each) in asked.items()
    }
    wrong = [
        ours.wrong,
        front.wrong,
        front_after.wrong,
        *(each.wrong for _, each in alone.values()),
        plain_search.wrong,
        *(each.wrong for _, each in others.values()),
    ]
    assert not any(wrong), wrong
    p95 = f"{percentile(ours.times, 0.95) * 1000:.0f} ms p95, {ours.size / 1000:.0f} kB"
    searched = f"plain Plone: @@search over {plain.count:,} items"
    return [
        Row("vanilla_search_page", searched, baseline, "pages/s"),
        Row(
            "results_page", f"results page over {portal.count():,}", ours.rate, "pages/s", note=p95
        ),
        Row(
            "results_ratio", "the same against plain Plone", ours.rate / baseline, "x", Goal(5, 15)
        ),
        Row("vanilla_front", "plain Plone: front page", front_rate, "pages/s"),
        *(
            Row(f"{key}_page", work, served.rate, "pages/s")
            for key, (work, served) in others.items()
        ),
        Row(
            "home_ratio",
            "home page against plain Plone's front page",
            others["home"][1].rate / front_rate,
            "x",
            Goal(8, 15),
        ),
        *(
            Row(
                f"{key}_time",
                f"{work}, one visitor: p95",
                percentile(served.times, 0.95) * 1000,
                "ms",
                Goal(*_TIMES.get(key, (25, 15)), most=True),
            )
            for key, (work, served) in alone.items()
        ),
    ]


def batches(run: Run) -> list[Row]:
    """The editorial board approves a batch of BATCH listings."""
    return approval(run.portal, BATCH, say)


def spreadsheet(run: Run) -> list[Row]:
    """A list of 5,000 rows from Excel: preview and drafts."""
    portal = run.portal
    say("a list from Excel")
    return excel.measure(portal)


def register(run: Run) -> list[Row]:
    """Rebuild and check of the register, while the portal serves."""
    say("rebuild and check")
    done = child("upkeep", run.portal.instance)
    held = done["listings"]
    return [
        Row(
            "rebuild",
            f"register rebuild of {held:,}",
            done["rebuild"],
            "listings/s",
            Goal(7000, 10000),
        ),
        Row("check", "register check", done["check"], "listings/s"),
    ]


#: In the order in which they run: first what only reads, while the register holds as much as
#: was asked for; a rebuild last, since it leaves dead rows behind.
def desks(run: Run) -> list[Row]:
    """The pages of the desks, over as many synthetic rows as listings, in a portal of their own."""
    say(f"desks over {run.count:,} synthetic rows")
    return measured(run.count)


def desk_inside(run: Run) -> list[Row]:
    """Inbox, search and review cards, over as many synthetic rows; minutes, and its own portals."""
    say(f"inbox and search of the desks over {run.count:,} synthetic rows")
    return inside(run.count, keep=run.keep and run.keep / "desks")


def desk_walk(run: Run) -> list[Row]:
    """Fifty listings decided in a browser by keyboard alone, in a portal of its own."""
    say("a batch of 50 decided in Chromium")
    # Imported late: Selenium is only needed here.
    from tests.benchmarks.desk_walk import measured as walk

    return walk(50)


def ledgers(run: Run) -> list[Row]:
    """The follow-up of cases over as many synthetic rows, six entries a case, in a portal of its own."""
    say(f"ledgers of {run.count:,} synthetic cases")
    return ledger.measured(run.count)


def processes(run: Run) -> list[Row]:
    """A feed by two processes against one, twice in turns, in the portal's instance."""
    say("feeds by one process and by two")
    count = max(2_500, run.feed // 2)
    words = ("1", "2", "1", "2", "--count", str(count))
    turns = child("feeding", run.portal.instance, *words)
    one, two = ([turn for turn in turns if turn["processes"] == number] for number in (1, 2))
    rates = [mean(turn["rate"] for turn in each) for each in (one, two)]
    spent = [mean(turn["python"] + turn["postgres"] for turn in each) for each in (one, two)]
    return [
        Row("feed_one", f"feed of {count:,} events by one process", rates[0], "/s"),
        Row("feed_two", "the same by two", rates[1], "/s"),
        Row("feed_two_ratio", "against one", rates[1] / rates[0], "x", Goal(1.5, 1.8)),
        Row("feed_one_cpu", "the processor's time for an event by one", spent[0], "ms"),
        Row("feed_two_cpu", "the same by two", spent[1], "ms"),
    ]


def grown(run: Run) -> list[Row]:
    """Feed, search, page and disk at 20,000, 140,000 and 1,000,000, in a portal of its own."""
    return growth.measured(run.count, feed=run.feed, keep=run.keep, say=say)


def upgrades(run: Run) -> list[Row]:
    """An installation of the first release upgraded; a column filled. Minutes, and its own portal."""
    say(f"the first release with {run.count:,} listings, upgraded while it serves")
    rows = living(run.count)
    say("a column of 1,000,000 rows, filled")
    return rows + backfilled(1_000_000)


def soaked(run: Run) -> list[Row]:
    """Mixed traffic, feeds and jobs for so many minutes, in a portal of its own."""
    say(f"{run.minutes:g} minutes of mixed traffic over {run.count:,} listings")
    return soak.measured(run.count, run.minutes, say)


PARTS: dict[str, Callable[[Run], list[Row]]] = {
    "load": load,
    "queries": queries,
    "pages": public_pages,
    "exports": exports,
    "feed": feed,
    "editor": editor,
    "desks": desks,
    "batches": batches,
    "excel": spreadsheet,
    "ledger": ledgers,
    "register": register,
    "processes": processes,
}
#: Only by their names: they take minutes, and have portals of their own.
APART: dict[str, Callable[[Run], list[Row]]] = {
    "growth": grown,
    "upgrade": upgrades,
    "desk-inside": desk_inside,
    "desk-walk": desk_walk,
    "soak": soaked,
}
