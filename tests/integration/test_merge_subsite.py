"""A merged province's subsite is handed to the successor's staff on a day, and not before."""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from datetime import date
from datetime import datetime
from datetime import timedelta
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.words import VIETNAM
from thads_portal.security.accounts import create_account
from thads_portal.security.handover import handed_over
from thads_portal.security.provinces import allowed_provinces
from thads_portal.subsites.merge import effect_of
from thads_portal.subsites.merge import merge
from thads_portal.subsites.merge import MergeProblem
from thads_portal.subsites.merge import take_back
from thads_portal.testing import make_listing
from zope.annotation.interfaces import IAnnotations

import pytest
import transaction


NOW = datetime.now(VIETNAM)
TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
PEOPLE = {
    "bien-tap-lao-cai": "editors-lao-cai",
    "thu-truong-lao-cai": "heads-lao-cai",
    "phan-mem-lao-cai": "case-system-lao-cai",
    "bien-tap-yen-bai": "editors-yen-bai",
}


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        for name, group in PEOPLE.items():
            create_account(
                username=name,
                password="suoi da trau nuoc lanh 47",
                group=group,
                full_name=name,
                email=f"{name}@thads.example",
            )
        number = make_listing(portal, site, state=State.DRAFT, province="yen-bai").getId()
        transaction.commit()
    return number


@pytest.fixture
def site(portal, listing):
    with portal.site() as site:
        yield site
        transaction.abort()


def can(site, name, permission, place):
    # Plone keeps the answers for the length of a request; each question here is one of its own.
    IAnnotations(site.REQUEST).clear()
    newSecurityManager(None, site.acl_users.getUserById(name).__of__(site.acl_users))
    return bool(getSecurityManager().checkPermission(permission, place))


def rights(site, name):
    """May enter, sign and feed in Yên Bái."""
    place = site["yen-bai"][REGISTER_ID]
    asked = (Permission.CREATE.value, Permission.SIGN.value, Permission.FEED.value)
    return [can(site, name, permission, place) for permission in asked]


def hand(site, first, today=TODAY, now=NOW):
    merge(site, "yen-bai", "lao-cai", first=first, now=now, today=today, actor="thu")


def test_before_the_day_nothing_changes_and_from_the_day_on_the_successor_s_staff_works(site):
    nobody = {name: rights(site, name) for name in PEOPLE}
    hand(site, TOMORROW)
    assert {name: rights(site, name) for name in PEOPLE} == nobody
    assert nobody["bien-tap-lao-cai"] == [False, False, False]
    hand(site, TODAY)
    assert rights(site, "bien-tap-lao-cai") == [True, False, False]
    assert rights(site, "thu-truong-lao-cai") == [False, True, False]
    assert rights(site, "phan-mem-lao-cai") == [False, False, True]
    # The old province's people keep what they had.
    assert rights(site, "bien-tap-yen-bai") == nobody["bien-tap-yen-bai"] == [True, False, False]
    # And nobody of Yên Bái works in Lào Cai.
    place = site["lao-cai"][REGISTER_ID]
    assert not can(site, "bien-tap-yen-bai", Permission.CREATE.value, place)
    newSecurityManager(None, site.acl_users.getUserById("bien-tap-lao-cai").__of__(site.acl_users))
    assert allowed_provinces(site, Permission.CREATE.value) == {"lao-cai", "yen-bai"}


def test_the_successor_works_on_the_listings_of_the_old_province(site, listing):
    draft = site["yen-bai"][REGISTER_ID][listing]
    assert not can(site, "bien-tap-lao-cai", Permission.SUBMIT.value, draft)
    agency, path = draft.agency, draft.getPhysicalPath()
    hand(site, TODAY)
    assert can(site, "bien-tap-lao-cai", Permission.SUBMIT.value, draft)
    # On the day nothing is rewritten.
    assert (draft.agency, draft.getPhysicalPath()) == (agency, path)


def test_desks_and_mails_by_the_day(site):
    first = date(2026, 12, 15)
    hand(site, first, today=date(2026, 12, 1))
    assert handed_over(site, "lao-cai", date(2026, 12, 14)) == ("lao-cai",)
    assert handed_over(site, "lao-cai", first) == ("lao-cai", "yen-bai")
    assert handed_over(site, "yen-bai", first) == ("yen-bai",)
    assert site["yen-bai"].staff_of(date(2026, 12, 14)) == ("yen-bai",)
    assert site["yen-bai"].staff_of(first) == ("yen-bai", "lao-cai")


def test_it_can_be_taken_back_until_the_day(site):
    hand(site, TOMORROW)
    take_back(site, "yen-bai", "lao-cai", now=NOW, today=TODAY, actor="thu")
    assert site["yen-bai"].handover is None
    hand(site, TODAY)
    with pytest.raises(MergeProblem, match="taken back"):
        take_back(site, "yen-bai", "lao-cai", now=NOW, today=TODAY, actor="thu")
    with pytest.raises(MergeProblem, match="taken back"):
        hand(site, TOMORROW)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("yen-bai", "phu-tho", "lao-cai"),
        ("lao-cai", "yen-bai", "no province that was merged"),
        ("atlantis", "lao-cai", "no province that was merged"),
    ],
)
def test_only_into_the_province_that_took_the_territory_over(site, old, new, said):
    with pytest.raises(MergeProblem, match=said):
        merge(site, old, new, first=TOMORROW, now=NOW, today=TODAY, actor="thu")


def test_a_day_that_is_over_is_refused_and_the_effect_is_told_beforehand(site, portal):
    with pytest.raises(MergeProblem, match="is over"):
        hand(site, TODAY - timedelta(days=1))
    effect = effect_of(site, "yen-bai", "lao-cai", portal.dsn)
    assert effect.listings == {"draft": 1}
    assert effect.people["editors-lao-cai"] == effect.people["heads-lao-cai"] == 1


def test_it_is_recorded(site, portal, listing):
    hand(site, TOMORROW)
    take_back(site, "yen-bai", "lao-cai", now=NOW, today=TODAY, actor="thu")
    transaction.commit()
    found = portal.query(
        "SELECT action, details ->> 'successor' FROM thads_record WHERE province = 'yen-bai'"
        " AND action LIKE 'subsite_%%' ORDER BY action"
    )
    assert found == [("subsite_merge_taken_back", "lao-cai"), ("subsite_merged", "lao-cai")]
