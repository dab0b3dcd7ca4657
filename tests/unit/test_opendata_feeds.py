"""Feeds read back: Atom by feedparser, JSON Feed by its schema."""

from datetime import datetime
from datetime import UTC
from tests.support.reading import SCHEMA
from thads_portal.opendata import atom
from thads_portal.opendata import jsonfeed
from thads_portal.opendata.feeds import Ended
from thads_portal.opendata.feeds import Feed
from thads_portal.opendata.feeds import FeedEntry
from thads_portal.opendata.feeds import id_of

import dataclasses
import feedparser
import json
import jsonschema
import re


MORNING = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
FEED = Feed(
    key="tra-cuu?province=cao-bang",
    title="Công khai mới & đổi <Cao Bằng>",
    subtitle="Phụ đề\x00",
    author="Cổng",
    page="https://example.org/tra-cuu?a=1&b=2",
    address="https://example.org/tra-cuu.atom?a=1&b=2",
    updated=MORNING,
    language="vi",
    rights="Điều khoản",
    entries=[
        FeedEntry(
            number="2026-0000001",
            address="https://example.org/cao-bang/x/2026-0000001",
            title="Nông Văn <Thử>\x0b",
            summary="Trả nợ & án phí",
            published=MORNING,
            updated=MORNING,
            category="debt",
        )
    ],
    ended=[Ended("2026-0000002", "https://example.org/cao-bang/x/2026-0000002", MORNING)],
)


def test_atom_reads_back():
    read = feedparser.parse(atom.write(FEED))
    assert not read.bozo
    assert (read.version, read.feed.title, read.feed.id) == ("atom10", FEED.title, FEED.id)
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": FEED.address,
        "alternate": FEED.page,
    }
    (entry,) = read.entries
    assert entry.title == "Nông Văn <Thử>\ufffd"
    assert entry.id == id_of("2026-0000001")
    assert entry.updated_parsed[:5] == (2026, 11, 23, 2, 30)
    assert (
        f'ref="{id_of("2026-0000002")}" when="2026-11-23T09:30:00+07:00"'
        in atom.write(FEED).decode()
    )


def test_json_feed_fits_its_schema():
    made = json.loads(jsonfeed.write(FEED))
    jsonschema.validate(made, SCHEMA)
    assert made["_thads"]["ended"][0]["number"] == "2026-0000002"
    jsonschema.validate(
        json.loads(jsonfeed.write(dataclasses.replace(FEED, entries=[], ended=[]))), SCHEMA
    )


def test_ids_are_the_same_for_ever():
    assert id_of("2026-0000001") == "urn:uuid:8d098b10-8cae-5ef8-b1a5-d2195d0937cb"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", FEED.id)
