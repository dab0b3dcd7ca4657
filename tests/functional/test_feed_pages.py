"""Feeds go on page by page until the horizon: who follows them misses nothing and keeps nobody."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from tests.support.feeding import body_of
from tests.support.feeding import events_of
from tests.support.feeding import feed
from tests.support.reading import SCHEMA
from thads_portal.content.register import REGISTER_ID
from thads_portal.register.own_transaction import own_transaction
from thads_portal.services.fairness import limiter
from thads_portal.services.followers.changes import DEFAULT_KEPT
from thads_portal.services.followers.changes import KEPT
from thads_portal.testing_http import Visitor
from urllib.parse import urlsplit

import feedparser
import json
import jsonschema
import pytest
import re
import transaction


PROVINCE = "cao-bang"
ISSUED, ENDED, REOPENED = 170, 130, 10


def _later(event: dict, kind: str, number: str, **more) -> bytes:
    kept = {name: event[name] for name in ("external_id", "province")}
    document = {"number": number, "date": event["occurred_on"]}
    made = {"event": kind, **kept, "occurred_on": event["occurred_on"], "document": document}
    return json.dumps({**made, **more}, ensure_ascii=False).encode() + b"\n"


@pytest.fixture(scope="module")
def visitor(portal, server):
    """A day of much work: far more is new, ended and reopened than one page holds."""
    with portal.site():
        api.portal.set_registry_record("thads_portal.trusted_provinces", [PROVINCE])
        transaction.commit()
    body = body_of(count=ISSUED, seed=5, provinces=(PROVINCE,))
    feed(portal, body)
    issued = events_of(body)
    ended = issued[:ENDED]
    feed(portal, b"".join(_later(e, "ended", "1/KT", end_reason="discharged") for e in ended))
    feed(portal, b"".join(_later(e, "reopened", "2/ML") for e in ended[:REOPENED]))
    limiter.forget()
    return Visitor(server)


def told_by(visitor, path: str) -> tuple[list[str], list[str], int]:
    """Ids of entries and of tombstones on all pages of an Atom feed, and how many pages there were."""
    entries, gone, pages, known = [], [], 0, None
    while path:
        answer = visitor.get(path)
        assert answer.status == 200, answer.text
        read = feedparser.parse(answer.body)
        assert not read.bozo
        entries += [each.id for each in read.entries]
        gone += re.findall(r'<at:deleted-entry ref="([^"]*)"', answer.text)
        links = {each.rel: each.href for each in read.feed.links}
        assert _path(links["self"]) == path
        assert known in (None, links.get("first")), "each page leads to the first"
        known, pages = links.get("first"), pages + 1
        path = _path(links.get("next", ""))
    return entries, gone, pages


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _ids(portal, state: str) -> set[str]:
    from thads_portal.opendata.feeds import id_of

    rows = portal.query("SELECT number FROM thads_listing WHERE state = %s", state)
    return {id_of(number) for (number,) in rows}


@pytest.mark.parametrize(
    "path",
    ["/tra-cuu.atom", f"/{PROVINCE}/{REGISTER_ID}.atom", f"/tra-cuu.atom?province={PROVINCE}"],
)
def test_whoever_follows_next_knows_all_that_is_public_and_all_that_ended(portal, visitor, path):
    entries, gone, pages = told_by(visitor, path)
    public, ended = _ids(portal, "published"), _ids(portal, "ended")
    assert len(public) == ISSUED - ENDED + REOPENED and len(ended) == ENDED - REOPENED
    assert sorted(entries) == sorted(public)
    assert sorted(gone) == sorted(ended)
    assert pages == 3


def test_a_filter_and_a_way_of_searching_stay_on_the_next_page(portal, visitor):
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "SELECT count(*) FROM thads_listing WHERE state = 'published' AND ground = 'a'"
        )
        ((count,),) = cursor.fetchall()
    entries, gone, _pages = told_by(visitor, f"/{PROVINCE}/{REGISTER_ID}.atom?ground=a")
    assert (len(entries), gone) == (count, [])


def test_json_feed_goes_on_with_next_url(portal, visitor):
    path, numbers, ended, feeds = f"/{PROVINCE}/{REGISTER_ID}.feed.json", [], [], set()
    while path:
        page = visitor.get(path).json()
        jsonschema.validate(page, SCHEMA)
        numbers += [each["id"] for each in page["items"]]
        ended += [each["id"] for each in page["_thads"]["ended"]]
        feeds.add(page["feed_url"])
        path = _path(page.get("next_url", ""))
    assert sorted(numbers) == sorted(_ids(portal, "published"))
    assert sorted(ended) == sorted(_ids(portal, "ended"))
    assert len(feeds) == 1, "the address of the feed itself is one"


def test_what_was_reopened_is_told_first_and_as_such(visitor):
    page = visitor.get(f"/{PROVINCE}/{REGISTER_ID}.feed.json").json()
    assert all("reopened" in each["_thads"] for each in page["items"][:REOPENED])
    assert "reopened" not in page["items"][REOPENED]["_thads"]


def test_pages_end_at_the_horizon(portal, visitor):
    with portal.site():
        before = api.portal.get_registry_record(KEPT, default=DEFAULT_KEPT)
    old = datetime.now(UTC) - timedelta(days=before + 5)
    with own_transaction(portal.dsn) as cursor:
        cursor.execute(
            "UPDATE thads_listing SET ended_at = %s WHERE state = 'ended' AND number IN (SELECT number"
            " FROM thads_listing WHERE state = 'ended' ORDER BY number LIMIT 40)",
            (old,),
        )
    _entries, gone, _pages = told_by(visitor, f"/{PROVINCE}/{REGISTER_ID}.atom")
    assert len(gone) == ENDED - REOPENED - 40


@pytest.mark.parametrize("before", ["x", "1.2", "0", "1-2026-0000001", "0.0.0", "9" * 16 + "-x.0"])
def test_a_page_that_nobody_was_led_to_is_refused(visitor, before):
    answer = visitor.get(f"/tra-cuu.feed.json?before={before}")
    assert (answer.status, answer.json()["code"]) == (400, "bad_filter")
    assert answer.json()["field"] == "before"
