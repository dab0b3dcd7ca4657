"""Screening a bank's customers over HTTP: ``python -m tests.benchmarks.screening --customers 1000000``.

A portal of its own (``--keep`` a folder to use it again) whose register is filled with synthetic rows
straight into the table: `@match` reads nothing else. First requests of a thousand names one after
the other against ``--small`` listings, then ``--clients`` clients at once against ``--count``. Names are
drawn as the register's are, by other seeds. Last, full names that nobody has: none may be called exact.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextlib import suppress
from pathlib import Path
from statistics import median
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.load import Client
from tests.benchmarks.log_cost import switch
from tests.benchmarks.log_cost import WITH_LOG
from tests.benchmarks.log_cost import WITHOUT_LOG
from tests.benchmarks.match import customers
from tests.benchmarks.match import over_http
from tests.benchmarks.match import WARMS
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from tests.support.organisations import enter_organisation
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from thads_portal.domain.names import split
from thads_portal.register.own_transaction import own_transaction

import argparse
import http.client
import json
import os
import psutil
import psycopg2
import time


_NAMES = 1_000
#: Listings of one transaction.
_PART = 10_000


def fill(portal: Installation, count: int) -> None:
    """Until there are `count` listings; without leaves in the publication log, which is not read here."""
    held = portal.count()
    if held >= count:
        return
    began = time.perf_counter()

    def part(begin: int) -> None:
        here = min(_PART, count + 1 - begin)
        with own_transaction(portal.dsn) as cursor:
            copy_rows(cursor, rows(here, seed=begin, start=begin))

    switch(portal, WITHOUT_LOG)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(part, range(held + 1, count + 1, _PART)))
    switch(portal, WITH_LOG)
    with closing(psycopg2.connect(portal.dsn)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(f"{count - held} listings more in {time.perf_counter() - began:.0f} s", flush=True)


def absent(portal: Installation, count: int) -> list[str]:
    """Full names of the usual words that nobody in the register has."""
    held = [name for (name,) in portal.query("SELECT debtor_name FROM thads_listing")]
    # With the other names that stand beside a name, and without: both are somebody's.
    taken = {full_token(split(name)) for name in held}
    taken |= {full_token(parse_name(name).own) for name in held}
    drawn = (name for seed in range(900, 1_000) for name in customers(2_000, seed))
    names = (name for name in drawn if len(name.split()) > 2)
    found = [name for name in names if full_token(split(name)) not in taken]
    return found[:count]


def exact_of(portal: Installation, key: str, names: list[str]) -> int:
    """How many of `names` have a result that is called exact."""
    body = {
        "purpose": "credit",
        "case_reference": "absent",
        "threshold": 0,
        "queries": {str(place): {"name": name} for place, name in enumerate(names)},
    }
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=120)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", "/++api++/@match", body=json.dumps(body).encode(), headers=headers)
    answers = json.loads(connection.getresponse().read())["responses"].values()
    return sum(
        any(each["features"]["name"] == "exact_full" for each in answer["results"])
        for answer in answers
    )


def followed(portal: Installation) -> None:
    """Changes: ten thousand in one answer, and how long after its commit one is told."""
    client = Client(portal.port, accept="application/json")
    path = "/++api++/@changes"
    _, told = client.json("GET", f"{path}?limit=1")
    since, times = told["cursor"], []
    for _ in range(10):
        began = time.perf_counter()
        _, body = client.send("GET", f"{path}?limit=10000&since={since}")
        times.append(time.perf_counter() - began)
        since = json.loads(body)["cursor"]
    print(
        f"changes, 10,000 in one answer of {len(body):,} bytes: median {median(times):.2f} s,"
        f" slowest {max(times):.2f} s",
        flush=True,
    )
    seen, start = [], portal.count() + 1
    _, told = client.json("GET", f"{path}?limit=10000&since={since}")
    while told["more"]:
        _, told = client.json("GET", f"{path}?limit=10000&since={told['cursor']}")
    for place in range(start, start + 10):
        with closing(psycopg2.connect(portal.dsn)) as connection:
            with connection, connection.cursor() as cursor:
                copy_rows(cursor, rows(1, seed=place, start=place))
            began = time.perf_counter()
        items: list = []
        while not items:
            _, told = client.json("GET", f"{path}?since={told['cursor']}")
            items = told["items"]
        seen.append(time.perf_counter() - began)
    print(f"changes, told after the commit: median {median(seen):.3f} s, slowest {max(seen):.3f} s")
    client.close()


def spent(portal: Installation) -> dict[str, float]:
    """Seconds of the processor so far: of the portal's processes, of the database's, of the clients here.

    What others on the machine use meanwhile is not in it.
    """
    server = int((portal.instance / "var/postgres/data/postmaster.pid").read_text().split()[0])
    parts = {"portal": _family(portal.supervisor), "database": _family(psutil.Process(server))}
    return {**parts, "clients": time.process_time()}


def _family(process: psutil.Process) -> float:
    """Of a process with its children, those that have ended too."""
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = each.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=140_000)
    parser.add_argument("--count", type=int, default=500_000)
    parser.add_argument("--customers", type=int, default=300_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--fill-only", action="store_true")
    asked = parser.parse_args()
    with serving(0, asked.keep, workers=asked.workers) as (portal, _filled):
        key = enter_organisation(portal, "bench", per_minute=1_000_000, subjects_per_day=10**9)
        address = f"http://127.0.0.1:{portal.port}"

        def ask(clients: int, requests: int) -> dict[str, float]:
            before = spent(portal)
            found = over_http(address, key, clients=clients, requests=requests, names=_NAMES)
            thousands = clients * (requests + min(requests, WARMS)) * _NAMES / 1_000
            used = {
                f"{part}_cpu_ms_a_thousand": 1_000 * (now - before[part]) / thousands
                for part, now in spent(portal).items()
            }
            return {**found, **used, "cpu_ms_a_thousand": sum(used.values())}

        def tell(what: str, figures: dict[str, float]) -> None:
            load = os.getloadavg()[0]
            told = {name: round(value, 3) for name, value in figures.items()}
            print(f"{portal.count()} listings, {what}, load {load:.1f}: {told}", flush=True)

        if portal.count() <= asked.small:
            fill(portal, asked.small)
            if not asked.fill_only:
                tell("one client", ask(1, asked.requests))
        fill(portal, asked.count)
        if asked.fill_only:
            return
        tell("one client", ask(1, asked.requests))
        requests = asked.customers // (asked.clients * _NAMES)
        tell(f"{asked.clients} clients", ask(asked.clients, requests))
        followed(portal)
        names = absent(portal, 1_000)
        print(f"{len(names)} names that nobody has: {exact_of(portal, key, names)} called exact")


if __name__ == "__main__":
    main()
