"""Whole pages of the desks at full size: ``python -m tests.benchmarks.desk_inside 1000000``.

The inbox of the board with 30,000 waiting items, and the search inside the desk, over HTTP from a
portal of its own whose register is filled with synthetic rows; then, of a batch of real listings,
the page of the batch and its review cards. One request after the other, one worker. Beside the
time of each answer stands the processor's time that the worker and its database used for it: on a
machine that does other things at once only that can be compared.
"""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from tests.benchmarks import results
from tests.benchmarks.desk_pages import fill
from tests.benchmarks.installation import child
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.load import Client
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.benchmarks.synthetic_rows import person
from thads_portal.security.accounts import DEMO_PROVINCE
from urllib.parse import quote

import psutil
import random
import sys
import time


INBOX = Goal(must=80, aim=60, most=True)
FIND = Goal(must=50, aim=40, most=True)
CARDS = Goal(must=150, aim=100, most=True)
#: Items that wait for the board.
WAITING = 30_000
#: Listings of the batch.
BATCH = 50
_REGISTER = "nguoi-phai-thi-hanh-an"


def timed(portal: Installation, role: str, paths: Iterable[str]) -> tuple[list[float], float]:
    """Milliseconds of each answer, and the processor's for one on the average."""
    client = Client(portal.port, portal.accounts[role], accept="text/html")
    found = []
    paths = list(paths)
    for path in paths[:20]:
        client.send("GET", path)
    worker = psutil.Process(portal.worker)
    before = _processor(worker)
    for path in paths:
        start = time.perf_counter()
        status, body = client.send("GET", path)
        found.append(1000 * (time.perf_counter() - start))
        assert status == 200, (path, status, body[:500])
    used = 1000 * (_processor(worker) - before) / len(paths)
    client.close()
    return found, used


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def line(key: str, words: str, portal: Installation, role: str, paths, goal: Goal) -> Row:
    times, used = timed(portal, role, paths)
    note = f"median {percentile(times, 0.5):.0f} ms; {used:.0f} ms of the worker's processor"
    return Row(f"desk.inside.{key}", words, percentile(times, 0.95), "ms", goal, note=note)


def sought(portal: Installation, count: int) -> dict[str, list[str]]:
    """Kind of question -> what is typed: names as people bear them, numbers that there are."""
    chance = random.Random(7)
    known = portal.query(
        "SELECT no_conditions_decision_number, number, province FROM thads_listing"
        " TABLESAMPLE SYSTEM (1) LIMIT %s",
        count,
    )
    names = [person(chance) for _ in range(count)]
    find = "/tim-trong-ban?q="
    return {
        "name": [find + quote(name) for name in names],
        "word": [find + quote(name.split()[place % 2 * -1]) for place, name in enumerate(names)],
        "decision": [find + quote(row[0]) for row in known],
        "number": [find + quote(row[1]) for row in known],
        "state": [f"{find}{quote(name)}&trang-thai=board_review" for name in names],
        "province": [f"{find}{quote(row[0])}&tinh={row[2]}" for row in known],
    }


def measured(
    count: int, *, rounds: int = 100, keep: Path | None = None, only_fill: bool = False
) -> list[Row]:
    """`keep`: a folder in which the portal with the many rows stays for the next run; with `only_fill` it
    is only made ready, which takes minutes and needs no quiet machine.
    """
    with serving(0, keep) as (portal, _filled):
        # A quarter of what waits is the board's and four in ten are its amendments, endings.
        if portal.count() < count:
            fill(portal.dsn, 1, count, WAITING / 0.4 / count)
        if only_fill:
            return []
        lines = [_inbox(portal, rounds), *_finding(portal, rounds)]
    # What follows needs a portal of its own, and may fail by itself.
    print(results.table(lines), file=sys.stderr, flush=True)
    with serving(0) as (portal, _filled):
        lines += _batch(portal, rounds)
    return lines


def _inbox(portal: Installation, rounds: int) -> Row:
    waits = ("board_review", "amendment", "ending")
    [(waiting,)] = portal.query(
        "SELECT count(*) FROM thads_listing WHERE waits = ANY(%s)", list(waits)
    )
    desk = "/ban-lam-viec"
    pages = (desk, f"{desk}?viec=cho-duyet", f"{desk}?cua=toi", f"{desk}?cua=chua")
    paths = [pages[place % len(pages)] for place in range(rounds * 2)]
    words = f"inbox of the board, {waiting:,} waiting: p95"
    return line("inbox", words, portal, "editorial_board", paths, INBOX)


def _finding(portal: Installation, rounds: int) -> list[Row]:
    held = portal.count()
    return [
        line(
            f"find.{kind}",
            f"search in the desk by {kind}, {held:,} rows: p95",
            portal,
            "editorial_board",
            paths,
            FIND,
        )
        for kind, paths in sought(portal, rounds).items()
    ]


def _batch(portal: Installation, rounds: int) -> list[Row]:
    made = child("batches", portal.instance, str(BATCH))
    numbers = portal.query(
        "SELECT number FROM thads_batch_listing WHERE batch = %s ORDER BY number", made["batch"]
    )
    cards = [f"/{DEMO_PROVINCE}/{_REGISTER}/{number}/xem-duyet" for (number,) in numbers]
    cards *= max(rounds // len(cards), 1)
    page = [f"/{DEMO_PROVINCE}/dot-cong-khai/{made['batch']}"] * rounds
    return [
        line("card", f"review card of a batch of {BATCH}: p95", portal, "editorial_board", cards, CARDS),
        line("batch", f"page of a batch of {BATCH}: p95", portal, "editorial_board", page, CARDS),
    ]  # fmt: skip


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m tests.benchmarks.desk_inside")
    parser.add_argument("count", type=int)
    parser.add_argument("rounds", type=int, nargs="?", default=100)
    parser.add_argument("--keep", type=Path, help="a folder in which the portal is kept")
    parser.add_argument("--fill", action="store_true", help="make the kept portal, no figures")
    wanted = parser.parse_args()
    lines = measured(wanted.count, rounds=wanted.rounds, keep=wanted.keep, only_fill=wanted.fill)
    print(results.table(lines) if lines else "filled")
