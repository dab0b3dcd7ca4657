"""Who has helpers hears of each part once, also of one that dies; no Plone, no fork."""

from multiprocessing import Pipe
from multiprocessing.connection import Connection
from thads_portal.errors import Conflict
from thads_portal.errors import WorkInterrupted
from thads_portal.register import processes
from thads_portal.register.processes import answers
from thads_portal.register.processes import available
from thads_portal.register.processes import Helper
from thads_portal.register.processes import helpers

import pytest
import socket


# Loading the database's library of objects takes seconds.
pytestmark = pytest.mark.slow


@pytest.fixture
def pair():
    """(the helper as who asks has it, the other end)."""
    mine, theirs = Pipe()
    helper = Helper(mine)
    yield helper, theirs
    theirs.close()
    helper.end()


def test_parts_are_answered_in_their_order(pair):
    helper, theirs = pair
    for part in ("one", "two"):
        helper.give(part)
        theirs.send((None, theirs.recv().upper()))
    assert [next(iter(answers([helper])))[1:] for _ in range(2)] == [("one", "ONE"), ("two", "TWO")]
    assert not helper.given
    assert list(answers([helper])) == []


def test_a_refusal_is_raised_where_it_was_asked_for(pair):
    helper, theirs = pair
    helper.give("one")
    theirs.send((Conflict, None))
    with pytest.raises(Conflict):
        helper.answer()
    assert not helper.given


def test_one_that_dies_owes_nothing(pair):
    """However many parts it has not been sent yet."""
    helper, theirs = pair
    for number in range(5):
        helper.give(b"x" * 1_000_000 * number)
    theirs.recv()
    theirs.close()
    with pytest.raises(WorkInterrupted):
        list(answers([helper]))
    assert not helper.given
    helper.withhold()
    assert not helper.given


def test_what_was_not_sent_is_taken_back(pair):
    helper, theirs = pair
    for number in range(5):
        helper.give(b"x" * 5_000_000 + b"%d" % number)
    sent = theirs.recv()
    helper.withhold()
    # The next one is on its way, since the first was taken.
    assert 1 <= len(helper.given) <= 2
    assert helper.given[0] == sent


def test_without_who_forks_there_are_none():
    assert available() == 1
    with helpers(4, None) as crew:
        assert list(crew) == []


def test_who_is_still_sending_is_let_go_before_the_channel_is_closed(monkeypatch):
    """Its number may be another's at once: nothing of this helper must be written there."""
    monkeypatch.setattr(processes, "_FAREWELL", 0.01)
    mine, theirs = socket.socketpair()
    helper = Helper(Connection(mine.detach()))
    helper.give(b"x" * 10_000_000)
    theirs.recv(1)
    helper.end()
    assert not helper._sender.is_alive()
    theirs.close()
