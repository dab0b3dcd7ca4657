"""Requests of citizens over HTTP: ``python -m tests.benchmarks.crowd 200 60 200000``.

In a portal of its own. Pages of the forms for one visitor; then so many people who each send 5 MB and their
request within so many seconds, each from an address of their own, and wait where they are told to; then the
agency's inbox over so many requests.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from dataclasses import field
from tests.benchmarks import results
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from tests.benchmarks.load import Memory
from tests.benchmarks.load import memory_of
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.support.citizen import ANSWERS
from tests.support.citizen import Citizen
from tests.support.citizen import FORM
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.register.own_transaction import own_transaction
from thads_portal.security.accounts import DEMO_PROVINCE
from thads_portal.testing_http import Visitor
from urllib.parse import urlsplit

import hashlib
import os
import psutil
import re
import sys
import threading
import time


SERVICE = "kien-nghi-phan-anh"
#: What one visitor fills in, for the times of the pages.
LONG = "khieu-nai"
ROUNDS = 30
SIZE = 5_000_000


class Person(Citizen):
    """Comes from an address of their own, and waits where they are told to."""

    def __init__(self, address: str, number: int) -> None:
        super().__init__(address)
        self.number = number
        self.waited = 0
        self.times: list[tuple[str, float, int]] = []

    def ask(self, method, path, *, body=None, headers=None):
        given = {
            **(headers or {}),
            "X-Forwarded-For": f"203.0.{self.number // 250}.{self.number % 250 + 1}",
        }
        while True:
            start = time.perf_counter()
            answer = super().ask(method, path, body=body, headers=given)
            took = time.perf_counter() - start
            if answer.status not in (429, 503):
                self.times.append((f"{method} {path}", took, len(answer.body)))
                return answer
            self.waited += 1
            time.sleep(float(answer.headers.get("Retry-After", "1")))


@dataclass
class Crowd:
    """What came of it."""

    numbers: list[str] = field(default_factory=list)
    sums: set[str] = field(default_factory=set)
    waited: int = 0
    longest: float = 0.0
    took: float = 0.0
    wrong: list[str] = field(default_factory=list)


def measured(people: int, spread: float, inbox: int) -> list[Row]:
    with serving(500) as (portal, _filled):
        rows = [*_pages(portal), _way(portal)]
        for seconds in (spread, 0.0):
            with memory_of(portal.worker) as memory:
                crowd = _crowd(portal, people, seconds)
            rows += _of_crowd(portal, crowd, people, seconds, memory)
        return [*rows, *_inbox(portal, inbox)]


def _pages(portal: Installation) -> list[Row]:
    """Each page of a long form, read and sent, one request after the other."""
    address = f"http://127.0.0.1:{portal.port}"
    times: list[tuple[str, float, int]] = []
    worker = psutil.Process(portal.worker)
    began, asked = sum(worker.cpu_times()[:2]), 0
    for number in range(ROUNDS):
        person = Person(address, number)
        person.fill(LONG)
        person.get(f"/yeu-cau/{LONG}/kiem-tra")
        person.get(f"/yeu-cau/{LONG}/giay-to")
        asked += len(person.times)
        if number >= 5:
            times += person.times
    spent = (sum(worker.cpu_times()[:2]) - began) / asked * 1000
    read = [took for what, took, _size in times if what.startswith("GET")]
    sent = [took for what, took, _size in times if what.startswith("POST")]
    goal = Goal(30, 30, most=True)
    slowest = max(
        {what for what, _took, _size in times},
        key=lambda page: percentile([took for what, took, _size in times if what == page], 0.95),
    )
    return [
        Row(
            "requests.pages",
            "a page of a form, p95",
            percentile(read, 0.95) * 1000,
            "ms",
            goal,
            note=f"{slowest}; of the worker's processor {spent:.1f} ms a request",
        ),
        Row(
            "requests.answers",
            "answers to a page sent, p95",
            percentile(sent, 0.95) * 1000,
            "ms",
            goal,
        ),
        Row(
            "requests.size",
            "largest page of a form",
            max(size for _what, _took, size in times) / 1000,
            "kB",
            Goal(60, 60, most=True),
        ),
    ]


#: How a new user of a phone is reckoned: seconds a page, a character typed, a photograph taken.
_READING, _TYPING, _TAKING = 6.0, 0.35, 10.0


def _way(portal: Installation) -> Row:
    """A request for enforcement with three photographs of 3 MB: what a new user needs for it, reckoned."""
    person = Person(f"http://127.0.0.1:{portal.port}", 900)
    service = BY_ID["yeu-cau-thi-hanh-an"]
    person.fill(service.id)
    photograph = b"%PDF-1.7\n" + os.urandom(3_000_000) + b"\ntrailer<<>>\n%%EOF\n"
    for number in range(3):
        person.upload(f"/yeu-cau/{service.id}/giay-to", f"{number}.pdf", photograph, {})
    person.get(f"/yeu-cau/{service.id}/kiem-tra")
    person.finish(service.id)
    typed = [ANSWERS[each.name] for each in service.fields(ANSWERS) if ANSWERS.get(each.name)]
    characters = sum(len(each) for each in typed)
    pages = sum(what.startswith("GET") for what, _took, _size in person.times)
    machine = sum(took for _what, took, _size in person.times)
    person_ = pages * _READING + characters * _TYPING + 3 * _TAKING
    return Row(
        "requests.way",
        f"{len(typed)} answers and 3 photographs, reckoned for a new user",
        machine + person_,
        "s",
        Goal(300, 300, most=True),
        note=f"{pages} pages, {characters} characters; the portal's part {machine:.1f} s",
    )


def _crowd(portal: Installation, people: int, spread: float) -> Crowd:
    """Everybody has filled the pages in; now they send within `spread` seconds (0: all at once)."""
    address = f"http://127.0.0.1:{portal.port}"
    persons = [Person(address, number) for number in range(people)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: each.fill(SERVICE, **ANSWERS), persons))
    crowd, lock = Crowd(), threading.Lock()
    shared = os.urandom(SIZE)
    begun = time.monotonic()

    def send(person: Person) -> None:
        time.sleep(max(0.0, begun + spread * person.number / people - time.monotonic()))
        data = b"%PDF-1.7\n" + os.urandom(16) + shared + b"\ntrailer<<>>\n%%EOF\n"
        start = time.perf_counter()
        try:
            added = person.upload(
                f"/yeu-cau/{SERVICE}/giay-to", "anh.pdf", data, {"loai": "proof", "tiep": "1"}
            )
            sent = person.ask(
                "POST", f"/yeu-cau/{SERVICE}/kiem-tra", body="cam-doan=1", headers=FORM
            )
            receipt = person.get(urlsplit(sent.headers["Location"]).path)
            number = re.search(r'class="secret-code number">([^<]+)<', receipt.text)[1]
        except (OSError, KeyError, TypeError) as error:
            with lock:
                crowd.wrong.append(f"{type(error).__name__}: {error}")
            return
        with lock:
            crowd.numbers.append(number)
            crowd.sums.add(hashlib.sha256(data).hexdigest())
            crowd.waited += person.waited
            crowd.longest = max(crowd.longest, time.perf_counter() - start)
            if added.status != 303:
                crowd.wrong.append(str(added.status))

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(send, persons))
    crowd.took = time.monotonic() - begun
    return crowd


def _of_crowd(
    portal: Installation, crowd: Crowd, people: int, spread: float, memory: Memory
) -> list[Row]:
    kept = portal.query(
        "SELECT count(*) FROM thads_request AS r JOIN thads_request_file AS f ON f.request = r.id"
        " WHERE r.number = ANY(%s) AND f.sha256 = ANY(%s)",
        crowd.numbers,
        list(crowd.sums),
    )[0][0]
    how = f"within {spread:.0f} s" if spread else "all at once"
    key = f"requests.crowd.{'minute' if spread else 'burst'}"
    return [
        Row(
            key,
            f"of {people} people who send 5 MB {how}: lost",
            people - kept,
            "",
            Goal(0, 0, most=True),
            note="; ".join(
                [
                    f"{kept} accepted in {crowd.took:.0f} s, told to wait {crowd.waited} times,"
                    f" longest {crowd.longest:.1f} s",
                    *crowd.wrong[:2],
                ]
            ),
        ),
        Row(f"{key}.memory", "memory of the worker, growth in the second half", memory.growth(), "MB",
            Goal(30, 15, most=True), note=f"peak {memory.peak:.0f} MB"),
    ]  # fmt: skip


def _inbox(portal: Installation, count: int) -> list[Row]:
    """Every list of the inbox of a province that holds all of them, for its head and an editor."""
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_request (number, procedure, mode, province, state, open, head_only, assigned,"
            " received, law_day, due_on, closed, code_hash) SELECT 'YC-2020-' || lpad(n::text, 7, '0'),"
            " (ARRAY['kien-nghi-phan-anh','khieu-nai','to-cao','chua-dung','nhan-lai-tien-tai-san'])[n %% 5 + 1],"
            " 'support', %s, CASE WHEN n %% 4 = 0 THEN 'received' ELSE 'answered' END, n %% 4 = 0, n %% 5 IN (1, 2),"
            " CASE WHEN n %% 3 = 0 THEN 'bien-tap-cao-bang' END, now() - n * interval '1 minute', current_date,"
            " current_date - 30 + n %% 60, CASE WHEN n %% 4 > 0 THEN now() - n * interval '1 minute' END, ''"
            " FROM generate_series(1, %s) AS n",
            (DEMO_PROVINCE, count),
        )
        cursor.execute("ANALYZE thads_request")
    address = f"http://127.0.0.1:{portal.port}"
    times = []
    worker = psutil.Process(portal.worker)
    began = sum(worker.cpu_times()[:2])
    for role in ("agency_head", "provincial_editor"):
        visitor = Visitor(address, portal.accounts[role])
        place = f"/{DEMO_PROVINCE}/hop-yeu-cau"
        pages: Sequence[str] = [
            f"{place}{query}"
            for query in (
                "",
                "?danh-sach=toi",
                "?danh-sach=qua-han",
                "?danh-sach=tien",
                "?danh-sach=xong",
                "?viec=khieu-nai",
                "?so=YC-2020-0000100",
            )
        ]
        for turn in range(ROUNDS):
            for page in pages:
                start = time.perf_counter()
                answer = visitor.get(page)
                took = time.perf_counter() - start
                if answer.status != 200:
                    raise RuntimeError(f"{page}: {answer.status}")
                if turn >= 3:
                    times.append((took, page))
    values = [took for took, _page in times]
    spent = (sum(worker.cpu_times()[:2]) - began) / (2 * ROUNDS * len(pages)) * 1000
    goal = Goal(100, 100, most=True)
    return [
        Row("requests.inbox", f"inbox over {count:,} requests, p95", percentile(values, 0.95) * 1000, "ms", goal,
            note=f"slowest {max(times)[1]}; of the worker's processor {spent:.1f} ms a page")
    ]  # fmt: skip


if __name__ == "__main__":
    asked = [*sys.argv[1:], *("200", "60", "200000")[len(sys.argv) - 1 :]]
    print(results.table(measured(int(asked[0]), float(asked[1]), int(asked[2]))))
