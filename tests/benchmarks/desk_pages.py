"""How fast the desks' pages come: ``python -m tests.benchmarks.desk_pages 500000``.

Over HTTP from a portal of its own. Its register is filled with synthetic rows straight into the
table: the desks read nothing else. An eighth of them are of one province. First a twentieth of
the rows waits, as in a portal that keeps its terms, then a fifth, as in one that does not.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from datetime import timedelta
from tests.benchmarks import results
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.load import Client
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.benchmarks.synthetic_rows import COLUMNS
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from thads_portal.domain.words import VIETNAM
from thads_portal.security.accounts import DEMO_PROVINCE

import psycopg2
import random
import re
import sys
import time


GOAL = Goal(must=150, aim=100, most=True)
ROUNDS = 40
_COLUMNS = (*COLUMNS, "flags", "waits", "waits_since", "waits_reason", "posting_due")
#: What waits -> (its state, how many in a hundred).
_WAITS = {
    "draft": ("draft", 30),
    "returned": ("returned", 10),
    "submitted": ("submitted", 20),
    "board_review": ("board_review", 25),
    "amendment": ("published", 10),
    "ending": ("published", 5),
}
_PLACE = {name: COLUMNS.index(name) for name in ("province", "agency", "state")}
#: place -> role -> its pages; each second page is asked for as well.
_PROVINCE = f"/{DEMO_PROVINCE}/ban-lam-viec"
_TABS = ("?viec=ban-nhap", "?viec=cho-ky", "?viec=cho-duyet", "?viec=sua-doi", "?viec=cham-dut")
_FILTERS = ("?han=overdue", "?han=today", "?canh-bao=1", "?viec=cho-duyet&canh-bao=1")
PAGES = {
    "province": {
        "provincial_editor": [_PROVINCE, *(_PROVINCE + each for each in (*_TABS, *_FILTERS))],
        "agency_head": [_PROVINCE, f"{_PROVINCE}?co-quan={DEMO_PROVINCE}/chi-cuc-3"],
    },
    "nation": {
        "editorial_board": [
            "/ban-lam-viec",
            *(f"/ban-lam-viec{each}" for each in (*_TABS, *_FILTERS)),
            f"/ban-lam-viec?tinh={DEMO_PROVINCE}",
            "/ban-lam-viec?tinh=ha-noi&han=overdue",
            "/ban-lam-viec?viec=phan-mem-cham-dut",
        ],
        "administrator": ["/ban-lam-viec"],
        "inspector": ["/ban-lam-viec"],
    },
}


def waiting_rows(made: Iterator[tuple], share: float, *, seed: int = 1) -> Iterator[tuple]:
    """`made` with an eighth in one province, and `share` of them waiting."""
    chance = random.Random(seed)
    today = datetime.now(VIETNAM).date()
    kinds, weights = list(_WAITS), [each for _state, each in _WAITS.values()]
    for place, row in enumerate(made):
        values = list(row)
        if place % 8 == 0:
            agency = values[_PLACE["agency"]].partition("/")[2]
            values[_PLACE["province"]] = DEMO_PROVINCE
            values[_PLACE["agency"]] = f"{DEMO_PROVINCE}/{agency}"
        waits = since = reason = posting = None
        if chance.random() < share:
            waits = chance.choices(kinds, weights)[0]
            values[_PLACE["state"]] = _WAITS[waits][0]
            days = chance.randint(0, 9) if chance.random() < 0.7 else chance.randint(10, 300)
            since = today - timedelta(days=days)
            reason = "discharged" if waits == "ending" else None
        elif chance.random() < 0.02:
            posting = today + timedelta(days=chance.randint(-30, 90))
        flags = ["likely_duplicate"] if waits and chance.random() < 0.01 else []
        yield (*values, flags, waits, since, reason, posting)


def fill(dsn: str, start: int, count: int, share: float) -> None:
    with closing(psycopg2.connect(dsn)) as connection:
        for begin in range(start, start + count, 20_000):
            here = min(20_000, start + count - begin)
            made = rows(here, seed=begin, start=begin)
            with connection, connection.cursor() as cursor:
                copy_rows(cursor, waiting_rows(made, share, seed=begin), columns=_COLUMNS)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def times(portal: Installation, pages: dict[str, list[str]], rounds: int) -> dict[str, list[float]]:
    """Page -> milliseconds of each request, one after the other."""
    found: dict[str, list[float]] = {}
    for role, paths in pages.items():
        client = Client(portal.port, portal.accounts[role], accept="text/html")
        for path in [*paths]:
            _status, body = client.send("GET", path)
            second = re.search(rb'href="([^"]*[?&;]sau=[^"]*)"', body)
            if second:
                paths = [*paths, second[1].decode().replace("&amp;", "&")]
        for _round in range(rounds):
            for path in paths:
                start = time.perf_counter()
                status, _body = client.send("GET", path)
                took = 1000 * (time.perf_counter() - start)
                assert status == 200, (role, path, status)
                found.setdefault(f"{role} {path}", []).append(took)
        client.close()
    return found


def measured(count: int, *, rounds: int = ROUNDS) -> list[Row]:
    """The 95th percentile of the desks of a province and of the country, for both shares."""
    lines = []
    with serving(0) as (portal, _filled):
        fill(portal.dsn, 1, count, 0.05)
        lines += _both(portal, "a twentieth waits", "usual", rounds)
        # More of what waits, until it is a fifth of all.
        fill(portal.dsn, count + 1, round(count * 0.19), 1.0)
        lines += _both(portal, "a fifth waits", "worst", rounds)
    return lines


def _both(portal: Installation, words: str, key: str, rounds: int) -> list[Row]:
    held = portal.count()
    here = portal.query("SELECT count(*) FROM thads_listing WHERE province = %s", DEMO_PROVINCE)
    lines = []
    for place, listings in (("province", here[0][0]), ("nation", held)):
        taken = times(portal, PAGES[place], rounds)
        every = [each for values in taken.values() for each in values]
        slowest = max(taken, key=lambda page: percentile(taken[page], 0.95))
        for page in sorted(taken, key=lambda page: -percentile(taken[page], 0.95))[:6]:
            print(f"   {percentile(taken[page], 0.95):7.1f} ms  {page}", file=sys.stderr)
        lines.append(
            Row(
                f"desk.{place}.{key}",
                f"desk, {place} of {listings:,} listings, {words}: p95",
                percentile(every, 0.95),
                "ms",
                GOAL,
                note=f"slowest {percentile(taken[slowest], 0.95):.0f} ms: {slowest}",
            )
        )
    return lines


if __name__ == "__main__":
    print(results.table(measured(int(sys.argv[1]), rounds=int([*sys.argv, ROUNDS][2]))))
