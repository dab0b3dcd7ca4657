"""Restricted values of ended listings go when their term is over: value, digest, history; recorded."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from tests.support.restricted_values import SECRETS
from thads_portal.actions.field_retention import erase
from thads_portal.actions.field_retention import RECORD
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.field_retention import COMMENTS
from thads_portal.domain.field_retention import DEFAULTS
from thads_portal.domain.field_retention import terms
from thads_portal.register.check import check
from thads_portal.setup.site import SITE_ID
from thads_portal.testing import make_listing

import pytest
import transaction


NOW = datetime.now(UTC)


@pytest.fixture
def made(portal):
    """(number of a listing that ended six years ago, of one that ended yesterday, of a published one)."""
    numbers = []
    with portal.site() as site:
        for days in (6 * 366, 1, None):
            state = "published" if days is None else "ended"
            listing = make_listing(portal, site, state=state, **SECRETS)
            if days is not None:
                listing.ended_at = NOW - timedelta(days=days)
            listing.history = (
                {
                    "kind": "amended",
                    "occurred_on": date(2020, 1, 2),
                    "recorded_at": NOW,
                    "actor": "a",
                    "note": "Sửa tên",
                    "public": True,
                    "comment": "nội bộ",
                    "changes": {"creditor": ("Lý Thị Cũ", "Lý Thị Được"), "ground": ("a", "b")},
                },
            )
            listing.reindexObject(idxs=["register"])
            numbers.append(listing.id)
        transaction.commit()
    return numbers


def run(portal, lines=(), now=NOW):
    with portal.site() as site:
        count = erase(site, portal.dsn, terms(lines), now=now)
        transaction.commit()
    return count


def listing_of(site, number):
    return site["cao-bang"][REGISTER_ID][number]


def test_what_is_over_its_term_goes_and_the_rest_stays(portal, made):
    assert run(portal) == 1
    assert run(portal) == 0
    old, young, published = made
    with portal.site() as site:
        gone = listing_of(site, old)
        for name in ("personal_id", "date_of_birth", "creditor", "enforcement_officer"):
            assert getattr(gone, name) is None
        # These are kept for ten years.
        assert gone.case_number == SECRETS["case_number"]
        (entry,) = gone.history
        assert entry["comment"] == "nội bộ"
        assert entry["changes"] == {"ground": ("a", "b")}
        assert entry["note"] == "Sửa tên"
        for number in (young, published):
            kept = listing_of(site, number)
            assert {name: getattr(kept, name) for name in SECRETS} == SECRETS
            assert kept.history[0]["changes"]["creditor"] == ("Lý Thị Cũ", "Lý Thị Được")
    assert portal.query(
        "SELECT personal_hmac, birth_digest, case_hmac IS NULL FROM thads_listing"
        " WHERE number = %s",
        old,
    ) == [(None, None, False)]
    ((about, details),) = portal.query(
        "SELECT listing, details FROM thads_record WHERE action = 'restricted_erased'"
        " AND listing = %s",
        old,
    )
    assert about == old
    assert set(details["fields"]) == {
        *("personal_id", "date_of_birth", "creditor", "enforcement_officer")
    }
    assert not check(portal.database, dsn=portal.dsn, site_path=f"/{SITE_ID}")


def test_later_the_others_follow(portal, made):
    later = NOW + timedelta(days=366 * 11)
    run(portal, now=later)
    with portal.site() as site:
        for number in made[:2]:
            gone = listing_of(site, number)
            assert all(getattr(gone, name) is None for name in SECRETS)
            assert gone.history[0]["comment"] == ""
            assert gone.history[0]["note"] == "Sửa tên"
        assert listing_of(site, made[2]).creditor == SECRETS["creditor"]


def test_a_setting_changes_a_term(portal, made):
    kept = {each.name: each.months for each in terms(["personal_id -", "comments 1"])}
    assert kept["personal_id"] is None
    assert kept[COMMENTS] == 1
    assert kept["creditor"] == 60
    with pytest.raises(ValueError, match="cái gì"):
        terms(["cái gì 5"])
    for wrong in ("personal_id", "personal_id 0", "personal_id x", "ho_ten 5"):
        with pytest.raises(ValueError, match=wrong):
            terms([wrong])


def test_the_job_reads_the_setting(portal, made):
    with portal.site() as site:
        assert RECORD in site.portal_registry
    assert {each.name for each in DEFAULTS} == {*SECRETS, COMMENTS}
    assert all(each.source[0] and each.label[0] for each in DEFAULTS)
