"""kill -9 of PostgreSQL in the middle of commits: it recovers, and so does whoever used it.

A server of the tests' own, with durable settings. ``THADS_KILLS`` and ``THADS_SEED`` as in
``test_kill_process.py``.
"""

from tests.support.killing import assert_acknowledged
from tests.support.killing import assert_agreement
from tests.support.killing import BATCH
from tests.support.killing import durable_server
from tests.support.killing import external_ids
from tests.support.killing import write_feed
from tests.support.killing import zygote
from thads_portal.testing import template
from urllib.error import HTTPError
from urllib.request import Request
from urllib.request import urlopen

import base64
import itertools
import json
import os
import pytest
import random
import threading
import time


KILLS = max(2, int(os.environ.get("THADS_KILLS", "6")) // 3)
SEED = int(os.environ.get("THADS_SEED", "20261123"))


@pytest.fixture(scope="module")
def server():
    # Begun before the server starts: whoever is forked later holds nothing of it.
    zygote()
    with durable_server() as started:
        zygote().start("trust_all", started.dsn).wait()
        yield started


@pytest.fixture(scope="module")
def feeds(tmp_path_factory):
    """Makes files of new listings, of so many batches each, that no test has fed yet."""
    folder = tmp_path_factory.mktemp("feeds")
    seeds = itertools.count(100)

    def made(batches=4):
        seed = next(seeds)
        path = folder / f"{seed}.ndjson"
        return path, write_feed(path, count=batches * BATCH, seed=seed)

    return made


def feed_until_the_database_dies(server, path, **arguments):
    job = zygote().start("feed", server.dsn, path=str(path), **arguments)
    assert job.wait() == 1, job.messages
    # One clear kind of error, whatever was going on; the portal answers 503 to it.
    assert job.error == "RegisterUnavailable", zygote().words()
    return job.acknowledged


def assert_completed(server, path, events):
    """Feeding again adds what is missing and nothing twice."""
    report = zygote().start("feed", server.dsn, path=str(path)).result()
    assert report["created"] + report["unchanged"] == len(events), report
    there = external_ids(server.dsn)
    assert len(there) == len(set(there))
    assert {event["external_id"] for event in events} <= set(there)
    assert_agreement(server.dsn)


@pytest.mark.parametrize(
    ("where", "victim"),
    [
        ("vote", "postmaster"),
        ("vote", "backend"),
        ("voted", "postmaster"),
        ("voted", "backend"),
        ("finish", "postmaster"),
        ("finish", "backend"),
        ("finished", "postmaster"),
    ],
)
def test_killed_at_each_stage_of_a_commit(server, feeds, where, victim):
    path, events = feeds()
    target = server.postmaster if victim == "postmaster" else "backend"
    fault = {"where": where, "commit": 1, "victim": target}
    acknowledged = feed_until_the_database_dies(server, path, fault=fault)
    server.restart()
    assert acknowledged == (BATCH if where == "finished" else 0)
    assert_acknowledged(server.dsn, events, acknowledged)
    there = {event["external_id"] for event in events} & set(external_ids(server.dsn))
    if where == "finish":
        # The last moment of a backend whose postmaster is gone: it may still commit.
        assert len(there) in (0, BATCH)
    else:
        assert len(there) == acknowledged
    assert_agreement(server.dsn)


DRIVER = ("OperationalError", "InterfaceError", "DatabaseError")


def test_killed_at_random_moments(server, feeds):
    chance = random.Random(SEED)
    for number in range(KILLS):
        path, events = feeds()
        job = zygote().start("feed", server.dsn, path=str(path))
        job.until("opened")
        for _ in range(chance.randrange(2)):
            job.until("ack")
        time.sleep(chance.uniform(0, 0.3))
        if number % 2:
            server.kill()
        else:
            server.kill_backends()
        # It may have been faster.
        code = job.wait()
        server.restart()
        assert code in (0, 1)
        # Killed before the feed has begun, the site itself cannot be read: the driver's own error.
        known = (
            (None, "RegisterUnavailable") if job.acks else (None, "RegisterUnavailable", *DRIVER)
        )
        assert job.error in known, zygote().words()
        assert_acknowledged(server.dsn, events, job.acknowledged)
        assert_completed(server, path, events)


# Over HTTP


class Served:
    """The portal in a process of its own, which is never restarted here."""

    def __init__(self, dsn):
        self.job = zygote().start("serve", dsn)
        self.address = self.job.until("address")["address"]

    def get(self, path, *, body=None):
        """(status, text). A request that hangs fails the test."""
        request = Request(f"{self.address}{path}", data=body, headers={"Accept": "*/*"})
        if body is not None:
            account = template().accounts["case_system"]
            pair = f"{account['username']}:{account['password']}".encode()
            request.add_header("Authorization", "Basic " + base64.b64encode(pair).decode())
            request.add_header("Content-Type", "application/x-ndjson")
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


SEARCH = "/++api++/@register-search?q=nguyen"


@pytest.fixture(scope="module")
def served(server):
    portal = Served(server.dsn)
    try:
        yield portal
    finally:
        portal.job.kill()
        portal.job.wait()


def test_portal_without_its_database_says_so_and_recovers_by_itself(server, served, feeds):
    path, events = feeds()
    body = path.read_bytes()
    assert served.get("/++api++/@case-feed", body=body)[0] == 200
    found = json.loads(served.get(SEARCH)[1])["total"]
    assert found > 50
    assert served.get("/tra-cuu?q=nguyen")[0] == 200
    server.kill_and_wait()
    for _ in range(3):
        for address, sent in ((SEARCH, None), ("/++api++/@case-feed", body)):
            # A request that hangs ends in an error of `get`.
            status, answer = served.get(address, body=sent)
            assert status == 503, answer
            assert json.loads(answer)["code"] == "register_unavailable"
            assert json.loads(answer)["message"]["vi"]
        for page in ("/", "/tra-cuu?q=nguyen", "/cao-bang/nguoi-phai-thi-hanh-an"):
            status, answer = served.get(page)
            assert status == 503, page
            assert "không tìm thấy" not in answer.replace("“không tìm thấy”", "")
    server.restart()
    assert json.loads(served.get(SEARCH)[1])["total"] == found
    for page in ("/", "/tra-cuu?q=nguyen", "/cao-bang/nguoi-phai-thi-hanh-an"):
        status, answer = served.get(page)
        assert status == 200, (page, answer)
    status, answer = served.get("/++api++/@case-feed", body=body)
    assert status == 200, answer
    assert json.loads(answer)["unchanged"] == len(events)
    path, events = feeds()
    status, answer = served.get("/++api++/@case-feed", body=path.read_bytes())
    assert status == 200, answer
    assert json.loads(answer)["created"] == len(events)
    assert_agreement(server.dsn)


@pytest.mark.parametrize("who", ["postmaster", "backends"])
def test_database_killed_under_a_feed_over_http(server, served, feeds, who):
    # Long enough that it is still going on when its first batch is seen.
    path, events = feeds(batches=10)
    body = path.read_bytes()
    before = len(external_ids(server.dsn))
    answers = []
    feeding = threading.Thread(
        target=lambda: answers.append(served.get("/++api++/@case-feed", body=body))
    )
    feeding.start()
    while len(external_ids(server.dsn)) == before and feeding.is_alive():
        time.sleep(0.01)
    assert not answers
    server.kill() if who == "postmaster" else server.kill_backends()
    feeding.join(120)
    ((status, answer),) = answers
    assert (status, json.loads(answer)["code"]) == (503, "register_unavailable"), answer
    server.restart()
    status, answer = served.get("/++api++/@case-feed", body=body)
    assert status == 200, zygote().words()
    answer = json.loads(answer)
    assert answer["created"] + answer["unchanged"] == len(events)
    assert answer["unchanged"] >= BATCH
    assert len(external_ids(server.dsn)) == before + len(events)
    assert_agreement(server.dsn)
