"""A database that hung is found again by itself, however long a new session takes to be made."""

from tests.support.between import between
from thads_portal.database.testing import fresh_database
from thads_portal.watching.breaker import Breaker

import pytest
import time


#: Longer than the watcher's rounds, as behind a pooler on a busy machine.
SLOWLY = 1.2
WAIT = 60


@pytest.fixture
def relay():
    with fresh_database() as dsn, between(dsn) as relay:
        yield relay


def until(holds):
    deadline = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_who_asks_whether_it_is_back_is_not_cut_off(relay):
    breaker = Breaker(relay.dsn, patience=3.0).start()
    until(lambda: breaker._peers)
    relay.still.set()
    until(lambda: breaker.hangs)
    # What the breaker itself breaks off is no answer.
    seen = set()
    for _look in range(250):
        seen.add(breaker.hangs)
        time.sleep(0.02)
    assert seen == {True}
    relay.slow = SLOWLY
    relay.still.clear()
    until(lambda: not breaker.hangs)
