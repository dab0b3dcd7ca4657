"""Every generated line passes the door of the feed: no problem, and no flag unless asked for."""

from datetime import date
from thads_portal.domain import agencies
from thads_portal.domain import provinces
from thads_portal.domain.codes import Flag
from thads_portal.domain.records import Event
from thads_portal.domain.screening import screen
from thads_portal.domain.validation import validate
from thads_portal.generator import feed
from thads_portal.generator.feed import FeedOptions

import orjson
import pytest


pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 20)


def validated(options):
    for number, line in enumerate(feed.lines(options), start=1):
        result = validate(
            number,
            orjson.loads(line),
            today=TODAY,
            known_province=lambda slug: provinces.by_slug(slug) is not None,
            known_agency=lambda key: agencies.by_key(key) is not None,
        )
        assert isinstance(result, Event), (line, result)
        yield line, screen(result.changes, today=TODAY, note=result.note)


@pytest.mark.parametrize(
    "options",
    [
        FeedOptions(count=3_000, seed=11),
        FeedOptions(count=2_000, seed=12, all_events=True, agencies=False),
        *(
            FeedOptions(count=60, seed=13, provinces=(province.slug,))
            for province in provinces.all_provinces()
        ),
    ],
    ids=lambda options: "-".join(options.provinces) or f"seed {options.seed}",
)
def test_no_line_has_a_problem_or_a_flag(options):
    for line, flags in validated(options):
        assert flags == (), line


def test_a_flagged_share_is_seen_by_the_screening():
    flags = [found for _, found in validated(FeedOptions(count=300, flagged_share=0.5))]
    flagged = sum(flag == (Flag.PERSONAL_NUMBER,) for flag in flags)
    assert 110 < flagged < 190
    assert flagged + flags.count(()) == 300
