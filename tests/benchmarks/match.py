"""Matching many names at once: how long for a thousand, and how many a second through HTTP.

``python -m tests.benchmarks.match --count 140000`` fills a database with synthetic listings and
asks in this process (wall and processor time, p95 over requests of a thousand names);
``--dsn DSN`` takes a database that is filled already. ``--address URL --key KEY --clients 4`` asks a running portal instead. Names are drawn as the register's are, half of
them by other seeds, so that most are nobody's.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from tests.benchmarks import bare_register
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import person
from tests.benchmarks.synthetic_rows import rows
from thads_portal.database.testing import fresh_database
from thads_portal.register import pool
from thads_portal.register.matching.known import known
from thads_portal.register.matching.subjects import match
from thads_portal.register.matching.subjects import Subject
from urllib.parse import urlsplit

import argparse
import http.client
import json
import psycopg2
import random
import time


#: Requests of each client before anything is measured.
WARMS = 5


def customers(count: int, seed: int) -> list[str]:
    """Names of `count` persons as frequent as in the country."""
    chance = random.Random(seed)
    return [person(chance) for _ in range(count)]


def within(dsn: str, *, requests: int, names: int) -> dict[str, float]:
    """Figures of `requests` matches of `names` names each, in this process."""
    walls, cpu = [], time.process_time()
    for n in range(requests + 2):
        subjects = [Subject((name,)) for name in customers(names, 100 + n)]
        began = time.perf_counter()
        with pool.reading(dsn, statement_timeout=60) as cursor:
            answers = match(cursor, known(dsn), subjects, threshold=0.8, limit=5, key=b"k" * 32)
        walls.append(time.perf_counter() - began)
        if n == 1:
            walls.clear()
            cpu = time.process_time()
    walls.sort()
    return {
        "p50": walls[len(walls) // 2],
        "p95": walls[int(len(walls) * 0.95)],
        "cpu": (time.process_time() - cpu) / requests,
        "answered": sum(answer.total > 0 for answer in answers) / names,
        "results": sum(answer.total for answer in answers) / names,
    }


def over_http(
    address: str, key: str, *, clients: int, requests: int, names: int
) -> dict[str, float]:
    """Names a second of `clients` clients at once, each with `requests` requests."""
    place = urlsplit(address).netloc
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    bodies = [
        json.dumps(
            {
                "purpose": "credit",
                "case_reference": f"bench-{n}",
                "queries": {
                    str(at): {"name": name} for at, name in enumerate(customers(names, 300 + n))
                },
            }
        ).encode()
        for n in range(clients * requests)
    ]

    def client(which: int, *, warms: bool = False) -> list[float]:
        connection = http.client.HTTPConnection(place, timeout=120)
        walls = []
        for body in bodies[which::clients][: WARMS if warms else None]:
            began = time.perf_counter()
            connection.request("POST", "/++api++/@match", body=body, headers=headers)
            answer = connection.getresponse()
            data = answer.read()
            if answer.status != 200:
                raise RuntimeError(data[:300])
            walls.append(time.perf_counter() - began)
        return walls

    with ThreadPoolExecutor(clients) as threads:
        # Warms every worker.
        list(threads.map(lambda which: client(which, warms=True), range(clients)))
        began = time.perf_counter()
        walls = sorted(wall for those in threads.map(client, range(clients)) for wall in those)
        took = time.perf_counter() - began
    return {
        "names_a_second": len(bodies) * names / took,
        "p50": walls[len(walls) // 2],
        "p95": walls[int(len(walls) * 0.95)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=140_000)
    parser.add_argument("--names", type=int, default=1_000)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--address")
    parser.add_argument("--dsn")
    parser.add_argument("--key", default="")
    asked = parser.parse_args()
    if asked.address:
        figures = over_http(
            asked.address,
            asked.key,
            clients=asked.clients,
            requests=asked.requests,
            names=asked.names,
        )
        print(json.dumps(figures))
        return
    if asked.dsn:
        print(json.dumps(within(asked.dsn, requests=asked.requests, names=asked.names)))
        return
    with fresh_database() as dsn:
        with closing(psycopg2.connect(dsn)) as connection:
            bare_register.ensure(connection)
            began = time.perf_counter()
            with connection, connection.cursor() as cursor:
                copy_rows(cursor, rows(asked.count))
            print(f"filled in {time.perf_counter() - began:.0f} s")
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        print(json.dumps(within(dsn, requests=asked.requests, names=asked.names)))
        pool.close(dsn)


if __name__ == "__main__":
    main()
