"""A feed written by several processes: the same as by one, and what becomes of it when one dies.

The processes are forked from one that has loaded Zope, as of a worker or a command.
"""

from itertools import pairwise
from tests.support.exhaustive import part
from tests.support.killing import assert_acknowledged
from tests.support.killing import assert_agreement
from tests.support.killing import BATCH
from tests.support.killing import external_ids
from tests.support.killing import fresh_copy
from tests.support.killing import query
from tests.support.killing import write_feed
from tests.support.killing import zygote
from thads_portal.importing.feed import MAX_LINE
from thads_portal.register import rows

import pytest


#: Given by the installation and by the clock, not by the feed.
OWN = {
    *("birth_digest", "number", "number_keys", "first_published", "last_amended", "ended_at"),
    *("created", "changed", "revision", "republished_at"),
}
COMPARED = ", ".join(name for name in rows.COLUMNS if name not in OWN)
PROVINCES = ("cao-bang", "bac-kan", "an-giang", "ha-noi")
LINES = 10 * BATCH
#: One line in so many is none.
UNREADABLE = 80


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    """(the file, its lines): every kind of event, and lines that nobody can read."""
    path = tmp_path_factory.mktemp("feeds") / "mixed.ndjson"
    write_feed(path, count=LINES, seed=41, all_events=True, provinces=PROVINCES, flagged_share=0.05)
    lines = path.read_bytes().splitlines(keepends=True)
    for place in range(0, LINES, UNREADABLE):
        lines[place] = b"no line of a feed\n"
    path.write_bytes(b"".join(lines))
    return path, lines


@pytest.fixture
def dsn():
    with fresh_copy() as copy:
        yield copy


def content(dsn):
    columns = f"{COMPARED}, first_published IS NULL, last_amended IS NULL, ended_at IS NULL"
    return query(dsn, f"SELECT {columns} FROM thads_listing ORDER BY external_id")  # noqa: S608 - own names


def test_the_same_as_by_one_process(feed, dsn):
    path, _lines = feed
    with fresh_copy() as other:
        expected = zygote().start("feed", other, path=str(path)).result()
        assert expected["rejected"] > LINES // UNREADABLE
        job = zygote().start("feed", dsn, path=str(path), processes=3)
        assert job.result() == expected
        assert content(dsn) == content(other)
        refused = [
            query(
                each,
                "SELECT line, place, external_id, province, field, code"
                " FROM thads_feed_rejection ORDER BY line, place",
            )
            for each in (dsn, other)
        ]
        assert refused[0] == refused[1]
    assert_agreement(dsn)
    # Progress never goes back, and ends with the feed.
    assert all(one < next_one for one, next_one in pairwise(job.acks))
    assert job.acknowledged == LINES
    again = zygote().start("feed", dsn, path=str(path), processes=2).result()
    assert again["unchanged"] == LINES - again["rejected"]
    assert again["created"] == again["amended"] == again["ended"] == 0


def test_the_listings_of_all_are_numbered_once(dsn, tmp_path):
    path = tmp_path / "issued.ndjson"
    events = write_feed(path, count=5 * BATCH, seed=42)
    assert zygote().start("feed", dsn, path=str(path), processes=2).result()["created"] == 5 * BATCH
    ((numbers,),) = query(dsn, "SELECT count(DISTINCT number) FROM thads_listing")
    assert numbers == len(events)


@pytest.mark.parametrize("where", part(["begin", "vote", "voted", "finish", "finished"], 0, 2))
def test_a_process_of_the_feed_is_killed(dsn, tmp_path, where):
    """The feed says that it broke off; what it had told of is there, and the next one goes on."""
    path = tmp_path / "issued.ndjson"
    events = write_feed(path, count=6 * BATCH, seed=43)
    fault = {"where": where, "commit": 2}
    job = zygote().start("feed", dsn, path=str(path), processes=2, fault=fault)
    assert job.wait() == 1
    assert job.error == "WorkInterrupted"
    there = len(external_ids(dsn))
    # Batches as a whole, of which those that were told of are some.
    assert there >= job.acknowledged > 0
    assert assert_agreement(dsn) == there
    ((code, finished),) = query(dsn, "SELECT code, finished IS NOT NULL FROM thads_feed_run")
    assert (code, finished) == ("work_interrupted", True)
    report = zygote().start("feed", dsn, path=str(path), processes=2).result()
    assert (report["created"], report["unchanged"]) == (len(events) - there, there)
    assert_acknowledged(dsn, events, len(events))
    assert assert_agreement(dsn) == len(events)


def test_who_asks_is_killed(dsn, tmp_path):
    """Its helpers end with it, each behind a whole transaction."""
    path = tmp_path / "issued.ndjson"
    events = write_feed(path, count=6 * BATCH, seed=44)
    job = zygote().start("feed", dsn, path=str(path), processes=2)
    job.until("ack")
    job.kill()
    job.wait()
    report = zygote().start("feed", dsn, path=str(path), processes=2).result()
    assert report["created"] + report["unchanged"] == len(events)
    assert report["unchanged"] >= job.acknowledged
    assert assert_agreement(dsn) == len(events)


def test_a_line_too_long_is_refused_before_anything_is_written(dsn, tmp_path):
    path = tmp_path / "long.ndjson"
    write_feed(path, count=3 * BATCH, seed=45)
    with path.open("ab") as file:
        file.write(b"x" * (MAX_LINE + 1))
    job = zygote().start("feed", dsn, path=str(path), processes=2)
    assert job.wait() == 1
    assert job.error == "FeedTooLarge"
    assert external_ids(dsn) == []
