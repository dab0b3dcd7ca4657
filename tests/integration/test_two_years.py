"""What has been without news for two years is marked by the clock, once, and stays published."""

from datetime import date
from plone import api
from thads_portal.browser.shared.track import track_tag
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.importing import two_years
from thads_portal.importing.two_years import mark
from thads_portal.register.check import check
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH
from types import SimpleNamespace

import pytest
import transaction


TODAY = date(2026, 11, 20)
OLD = date(2024, 11, 20)
YOUNG = date(2024, 11, 21)


@pytest.fixture
def listings(portal):
    """By a word: the number of a listing."""
    news = {"kind": "amended", "occurred_on": date(2025, 6, 1), "actor": "x", "recorded_at": None}
    made = {
        "old": {"no_conditions_decision_date": OLD},
        "elsewhere": {"no_conditions_decision_date": date(2020, 2, 29), "province": "lang-son"},
        "young": {"no_conditions_decision_date": YOUNG},
        "amended": {"no_conditions_decision_date": OLD, "history": (news,)},
        "draft": {"no_conditions_decision_date": OLD, "state": State.DRAFT},
        "ended": {"no_conditions_decision_date": OLD, "state": State.ENDED},
        "by hand": {
            "no_conditions_decision_date": OLD,
            "separate_track": {
                "since": date(2025, 1, 1),
                "document_number": "5/QĐ-THADS",
                "document_date": date(2025, 1, 1),
            },
        },
    }
    with portal.site() as site:
        numbers = {
            word: make_listing(portal, site, **fields).getId() for word, fields in made.items()
        }
        transaction.commit()
    return numbers


def run(portal, today=TODAY):
    with portal.site() as site:
        return mark(site, portal.dsn, today=today)["marked"]


def marked(portal, listings):
    with portal.site() as site:
        found = {}
        for word, number in listings.items():
            province = "lang-son" if word == "elsewhere" else "cao-bang"
            listing = site[province][REGISTER_ID][number]
            if listing.separate_track:
                found[word] = listing.separate_track["since"], listing.state
        return found


def test_what_is_quiet_is_marked_once(portal, listings, monkeypatch):
    monkeypatch.setattr(two_years, "BATCH", 1)
    before = portal.query("SELECT number FROM thads_listing WHERE state = 'published' ORDER BY 1")
    assert run(portal) == 2
    by_hand = (date(2025, 1, 1), State.PUBLISHED)
    assert marked(portal, listings) == {
        "old": (TODAY, State.PUBLISHED),
        "elsewhere": (date(2022, 3, 1), State.PUBLISHED),
        "by hand": by_hand,
    }
    assert (
        portal.query("SELECT number FROM thads_listing WHERE state = 'published' ORDER BY 1")
        == before
    )
    entries = portal.query(
        "SELECT actor FROM thads_record WHERE action = 'mark_track' AND listing = ANY(%s)",
        list(listings.values()),
    )
    assert entries == [("",), ("",)]
    # Again, and on the next day, when one more is two years old.
    assert run(portal) == 0
    assert run(portal, date(2026, 11, 21)) == 1


def test_the_rows_are_as_the_objects_say(portal, listings):
    run(portal)
    assert portal.query(
        "SELECT quiet_since FROM thads_listing WHERE number = ANY(%s) AND quiet_since <= %s",
        list(listings.values()), OLD,
    ) == []  # fmt: skip
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


def test_the_setting_switches_it_off(portal, listings):
    with portal.site():
        api.portal.set_registry_record(two_years.SETTING, "off")
        transaction.commit()
    try:
        assert run(portal) == 0
        assert set(marked(portal, listings)) == {"by hand"}
    finally:
        with portal.site():
            api.portal.set_registry_record(two_years.SETTING, "mark")
            transaction.commit()
    assert run(portal) >= 2


def test_the_tag_is_neutral_and_goes_with_news(portal, listings):
    page = SimpleNamespace(
        words=SimpleNamespace(day=lambda day: f"{day:%d/%m/%Y}"),
        say=lambda message: message.default.replace("${date}", message.mapping["date"]),
    )
    run(portal)
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        listing = register[listings["old"]]
        assert track_tag(page, listing) == "Không có thông tin mới từ 20/11/2024"
        assert track_tag(page, register[listings["by hand"]]) == "Theo dõi riêng từ 01/01/2025"
        listing.history = (*listing.history, {"kind": "amended", "occurred_on": TODAY})
        assert track_tag(page, listing) is None
