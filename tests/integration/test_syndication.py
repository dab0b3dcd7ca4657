"""Content of one site on others: every step, who may take it, and what it leaves behind."""

from plone import api
from thads_portal.actions.changes.decide import accept_change
from thads_portal.actions.changes.decide import version_of
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.propose import propose_change
from thads_portal.actions.context import ActionContext
from thads_portal.actions.publication import take_step
from thads_portal.actions.syndication.decide import accept
from thads_portal.actions.syndication.decide import decline
from thads_portal.actions.syndication.everywhere import show_everywhere
from thads_portal.actions.syndication.propose import propose
from thads_portal.actions.syndication.propose import take_back
from thads_portal.browser.shared.latest import latest
from thads_portal.catalog.lists import find
from thads_portal.catalog.lists import Wanted
from thads_portal.domain.topics import Topic
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import PublicAlready
from thads_portal.errors import Rejected
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import contextlib
import itertools
import pytest
import transaction


NAMES = itertools.count()


@contextlib.contextmanager
def acting(portal, role, path):
    """The item at `path` and who acts; committed."""
    with portal.site(role=role) as site:
        yield site.restrictedTraverse(path), ActionContext()
        transaction.commit()


@pytest.fixture
def item(portal):
    """The path of a published news item of Cao Bằng, written and handed in by its editor."""
    name = f"tin-{next(NAMES)}"
    with portal.site(role="provincial_editor") as site:
        made = api.content.create(
            site["cao-bang"]["tin-tuc"], "News Item", id=name, title=f"Tin mẫu {name}"
        )
        take_step(made, "submit", ActionContext())
        transaction.commit()
    path = f"cao-bang/tin-tuc/{name}"
    with acting(portal, "editorial_board", path) as (made, who):
        take_step(made, "publish", who)
    return path


def titles(portal, place="gateway", topic=Topic.NEWS):
    with portal.site():
        return [entry.path for entry in find(Wanted(topic, place), size=100).entries]


def actions_of(portal, path):
    return [
        row[0]
        for row in portal.query(
            "SELECT action FROM thads_record WHERE about = %s ORDER BY id", path
        )
    ]


def proposed(portal, item):
    with acting(portal, "provincial_editor", item) as (made, who):
        propose(made, who)


def accepted(portal, item):
    proposed(portal, item)
    with acting(portal, "editorial_board", item) as (made, who):
        accept(made, who)


def test_proposed_accepted_corrected_withdrawn(portal, item):
    assert f"/{item}" not in titles(portal)
    proposed(portal, item)
    assert f"/{item}" not in titles(portal)
    with acting(portal, "editorial_board", item) as (made, who):
        accept(made, who)
    assert f"/{item}" in titles(portal)
    with portal.site() as site:
        newest = {each.title: each for each in latest(site, "news", 50)}
        name = item.rpartition("/")[2]
        assert newest[f"Tin mẫu {name}"].source == "Tỉnh Cao Bằng"
    with acting(portal, "provincial_editor", item) as (made, who):
        take_step(made, "retract", who)
    assert f"/{item}" not in titles(portal)
    with acting(portal, "provincial_editor", item) as (made, who):
        take_step(made, "submit", who)
    with acting(portal, "editorial_board", item) as (made, who):
        take_step(made, "publish", who)
    # Public again at home; on the gateway only when somebody decides anew.
    assert f"/{item}" not in titles(portal)
    assert f"/{item}" in titles(portal, "cao-bang")
    assert actions_of(portal, item) == [
        "content_submitted",
        "content_published",
        "content_proposed",
        "content_accepted",
        "content_retracted",
        "content_withdrawn",
        "content_submitted",
        "content_published",
    ]


def state_of(portal, item):
    with portal.site() as site:
        return site.unrestrictedTraverse(item).syndication["state"]


@pytest.mark.parametrize("role", ["provincial_editor", "editorial_board", "administrator"])
def test_what_the_gateway_shows_is_changed_by_nobody_alone(portal, item, role):
    accepted(portal, item)
    with portal.site(role=role) as site:
        made = site.unrestrictedTraverse(item)
        made.title = "Tiêu đề đã sửa"
        with pytest.raises(PublicAlready):
            notify(ObjectModifiedEvent(made))
    assert state_of(portal, item) == "accepted"


def test_an_accepted_change_shows_on_the_gateway_at_once(portal, item):
    accepted(portal, item)
    with acting(portal, "provincial_editor", item) as (made, who):
        draft = draft_of(made)
        draft.title = "Tiêu đề đã sửa"
        assert propose_change(made, draft, who)
    with portal.site() as site:
        assert "Tiêu đề đã sửa" not in {each.title for each in latest(site, "news", 50)}
    with portal.site(role="provincial_editor") as site, pytest.raises(NotAllowed):
        made = site.restrictedTraverse(item)
        accept_change(made, ActionContext(), seen=version_of(made))
    with acting(portal, "editorial_board", item) as (made, who):
        accept_change(made, who, seen=version_of(made))
    with portal.site() as site:
        assert "Tiêu đề đã sửa" in {each.title for each in latest(site, "news", 50)}
    assert state_of(portal, item) == "accepted"
    assert actions_of(portal, item)[-2:] == ["change_proposed", "change_accepted"]


def test_declined_with_a_reason_and_proposed_again(portal, item):
    proposed(portal, item)
    with portal.site(role="editorial_board") as site, pytest.raises(Rejected):
        decline(site.restrictedTraverse(item), ActionContext(), reason="  ")
    with acting(portal, "editorial_board", item) as (made, who):
        decline(made, who, reason="Chỉ liên quan trong tỉnh")
    with portal.site() as site:
        assert site.unrestrictedTraverse(item).syndication["reason"] == "Chỉ liên quan trong tỉnh"
    proposed(portal, item)


def test_the_province_takes_it_back(portal, item):
    accepted(portal, item)
    with acting(portal, "provincial_editor", item) as (made, who):
        take_back(made, who)
    assert f"/{item}" not in titles(portal)


def test_removed_at_home_is_gone_everywhere(portal, item):
    accepted(portal, item)
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        api.content.delete(site.unrestrictedTraverse(item))
        transaction.commit()
    assert f"/{item}" not in titles(portal)


@pytest.mark.parametrize("role", ["agency_head", "central_editor", "editorial_board", None])
def test_only_its_editors_propose(portal, item, role):
    with portal.site(role=role) as site, pytest.raises(NotAllowed):
        propose(site.unrestrictedTraverse(item), ActionContext())


@pytest.mark.parametrize("role", ["provincial_editor", "central_editor", "administrator", None])
def test_only_the_board_takes_and_declines(portal, item, role):
    proposed(portal, item)
    with portal.site(role=role) as site:
        made = site.unrestrictedTraverse(item)
        with pytest.raises(NotAllowed):
            accept(made, ActionContext())
        with pytest.raises(NotAllowed):
            decline(made, ActionContext(), reason="Không")


def test_twice_is_refused(portal, item):
    accepted(portal, item)
    with portal.site(role="editorial_board") as site, pytest.raises(Conflict):
        accept(site.restrictedTraverse(item), ActionContext())
    with portal.site(role="provincial_editor") as site, pytest.raises(Conflict):
        propose(site.restrictedTraverse(item), ActionContext())


def test_a_notice_of_the_gateway_on_all_subsites(portal):
    with portal.site(role="central_editor") as site:
        made = api.content.create(
            site["thong-bao"], "PublicNotice", id="chung", title="Thông báo chung", kind="other"
        )
        with pytest.raises(Conflict):
            show_everywhere(made, ActionContext())
        take_step(made, "submit", ActionContext())
        transaction.commit()
    with acting(portal, "editorial_board", "thong-bao/chung") as (made, who):
        take_step(made, "publish", who)
    assert titles(portal, "ha-noi", Topic.NOTICES) == []
    with acting(portal, "central_editor", "thong-bao/chung") as (made, who):
        show_everywhere(made, who)
    for place in ("gateway", "ha-noi", "cao-bang"):
        assert titles(portal, place, Topic.NOTICES) == ["/thong-bao/chung"]
    with portal.site() as site:
        (found,) = latest(site["ha-noi"], "notices", 4)
        assert found.source == "Cổng thông tin điện tử Thi hành án dân sự"
    with acting(portal, "editorial_board", "thong-bao/chung") as (made, who):
        take_step(made, "reject", who, reason="Đăng nhầm")
    assert titles(portal, "ha-noi", Topic.NOTICES) == []


def test_returned_with_a_reason_that_the_editor_reads(portal):
    with portal.site(role="provincial_editor") as site:
        made = api.content.create(
            site["cao-bang"]["thong-bao"], "PublicNotice", id="tra", title="x"
        )
        made.kind = "auction"
        take_step(made, "submit", ActionContext())
        transaction.commit()
    with portal.site(role="editorial_board") as site, pytest.raises(Rejected):
        take_step(site.restrictedTraverse("cao-bang/thong-bao/tra"), "reject", ActionContext())
    with acting(portal, "editorial_board", "cao-bang/thong-bao/tra") as (made, who):
        take_step(made, "reject", who, reason="Thiếu hạn đăng ký")
    with portal.site(role="provincial_editor") as site:
        from thads_portal.browser.shared.content_work import Work

        work = Work(site.restrictedTraverse("cao-bang/thong-bao/tra"), site.REQUEST)
        assert work.returned == "Thiếu hạn đăng ký"
        with pytest.raises(Conflict):
            take_step(work.context, "publish", ActionContext())
