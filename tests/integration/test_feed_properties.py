"""However a feed is cut, repeated or broken off, the register holds the same in the end."""

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from itertools import pairwise
from tests.support.feeding import as_body
from tests.support.feeding import feed
from tests.support.killing import assert_agreement
from tests.support.killing import query
from tests.support.killing import write_feed
from tests.support.killing import zygote
from thads_portal.content.register import REGISTER_ID
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from thads_portal.register import rows

import pytest
import signal
import transaction


#: Given by the installation and by the clock, not by the feed. `revision` counts writes.
# The digest of a birth date is made with the number.
OWN = {
    "birth_digest",
    "number",
    "number_keys",
    "first_published",
    "last_amended",
    "ended_at",
    "created",
}
OWN |= {"changed", "revision", "republished_at"}
COMPARED = ", ".join(name for name in rows.COLUMNS if name not in OWN)
TRUSTED = ["cao-bang", "bac-kan"]
OPTIONS = {
    "count": 60,
    "provinces": ("cao-bang", "bac-kan", "an-giang"),
    "all_events": True,
    "flagged_share": 0.1,
}


@pytest.fixture(scope="module", autouse=True)
def trusted(portal):
    from plone import api

    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", TRUSTED)
        transaction.commit()


def content(portal):
    """What the register holds, without what is the installation's own."""
    columns = f"{COMPARED}, first_published IS NULL, last_amended IS NULL, ended_at IS NULL"
    sql = f"SELECT {columns} FROM thads_listing ORDER BY external_id"  # noqa: S608 - own names
    return query(portal.dsn, sql)


def empty(portal):
    with portal.site() as site:
        for province in OPTIONS["provinces"]:
            register = site[province][REGISTER_ID]
            for number in list(register._tree):
                register._delObject(number)
        transaction.commit()
    assert content(portal) == []


def written(portal, *bodies) -> list:
    """The register's content after feeding `bodies` into an empty one."""
    empty(portal)
    for body in bodies:
        feed(portal, body)
    return content(portal)


def made(seed: int) -> list[dict]:
    return list(events(FeedOptions(seed=seed, **OPTIONS)))


@pytest.fixture(scope="module")
def whole(portal):
    """seed -> (events, content after one feed of all of them)."""
    known = {}

    def of(seed):
        if seed not in known:
            lines = made(seed)
            known[seed] = lines, written(portal, as_body(lines))
        return known[seed]

    return of


FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FEW
@given(seed=st.integers(90, 92), cuts=st.lists(st.integers(1, 59), max_size=5))
def test_in_any_parts(portal, whole, seed, cuts):
    lines, expected = whole(seed)
    assert expected
    places = [0, *sorted(set(cuts)), len(lines)]
    parts = [lines[start:end] for start, end in pairwise(places)]
    assert written(portal, *map(as_body, parts)) == expected


@FEW
@given(
    seed=st.integers(90, 92),
    parts=st.lists(st.tuples(st.integers(0, 59), st.integers(1, 30)), max_size=4),
)
def test_any_part_again(portal, whole, seed, parts):
    """Parts that were sent before change nothing, wherever they come from."""
    lines, expected = whole(seed)
    bodies = [as_body(lines[start : start + length]) for start, length in parts]
    assert written(portal, as_body(lines), *bodies) == expected
    report = feed(portal, as_body(lines))
    assert (report.unchanged, report.rejected) == (len(lines), 0)
    assert content(portal) == expected


@FEW
@given(seed=st.integers(90, 92), stop=st.integers(1, 59))
def test_broken_off_and_sent_again_from_the_start(portal, whole, seed, stop):
    lines, expected = whole(seed)
    assert written(portal, as_body(lines[:stop]), as_body(lines)) == expected


def test_dry_run_says_what_a_run_does(portal, whole):
    lines, expected = whole(90)
    empty(portal)
    planned = feed(portal, as_body(lines), dry_run=True)
    assert content(portal) == []
    assert feed(portal, as_body(lines)) == planned
    assert content(portal) == expected
    assert_agreement(portal.dsn)


def test_process_killed_and_sent_again(portal, tmp_path):
    path = tmp_path / "feed.ndjson"
    options = {**OPTIONS, "count": 400, "seed": 93}
    lines = write_feed(path, **options)
    expected = written(portal, path.read_bytes())
    empty(portal)
    for where, commit in (("finished", 1), ("finish", 1)):
        fault = {"where": where, "commit": commit}
        job = zygote().start("feed", portal.dsn, path=str(path), fault=fault)
        assert job.wait() == -signal.SIGKILL
    assert 0 < len(content(portal)) < len(expected)
    report = feed(portal, as_body(lines))
    assert report.rejected == 0
    assert content(portal) == expected
    assert_agreement(portal.dsn)
