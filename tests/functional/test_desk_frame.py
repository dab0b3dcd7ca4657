"""The frame of the desks over HTTP: who gets in, who is sent where, what the public is spared."""

from thads_portal.browser.staff.desk.landing import AfterLogin
from thads_portal.testing_http import Visitor

import pytest


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Visitor(server, account) for role, account in portal.accounts.items()}


def test_people_of_a_province_are_sent_to_their_own_desk(people, server):
    for role in ("provincial_editor", "agency_head"):
        answer = people[role].get("/ban-lam-viec")
        assert answer.status in (302, 303)
        assert answer.headers["Location"] == f"{server}/cao-bang/ban-lam-viec"


@pytest.mark.parametrize("role", ["editorial_board", "inspector", "administrator"])
def test_national_staff_has_a_desk(people, role):
    answer = people[role].get("/ban-lam-viec")
    assert answer.status == 200
    assert "desk." in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_others_have_none(people, server):
    assert people["case_system"].get("/ban-lam-viec").status == 403
    # The gateway's editors have one of their own.
    assert (
        people["central_editor"].get("/ban-lam-viec").headers["Location"].endswith("/ban-bien-tap")
    )
    assert Visitor(server).get("/ban-lam-viec").status in (302, 401)


@pytest.mark.parametrize(
    "path",
    # Refused by Zope before the page, by the page, by Plone's own page.
    ["/de-nghi-dang", "/bac-kan/dot-cong-khai", "/bac-kan/ban-lam-viec", "/bac-kan/edit"],
)
def test_who_lacks_the_right_for_a_page_is_told_so(people, path):
    answer = people["provincial_editor"].get(path)
    assert answer.status == 403
    assert "Location" not in answer.headers
    assert "Tài khoản của bạn không dùng được trang này" in answer.text
    assert "Your account cannot use this page" in answer.text
    assert "hãy gửi địa chỉ trang cho quản trị hệ thống" in answer.text
    assert 'class="button" href="/cao-bang/ban-lam-viec"' in answer.text
    assert 'href="/lien-he"' in answer.text
    assert 'href="/logout"' in answer.text
    assert answer.headers["Cache-Control"].startswith(("private", "no-"))


def test_who_has_no_desk_is_told_so_without_one(people):
    answer = people["case_system"].get("/cao-bang/dot-cong-khai")
    assert answer.status == 403
    assert "Về bàn làm việc" not in answer.text


def test_who_lacks_a_right_is_led_to_the_own_desk(people):
    answer = people["central_editor"].get("/cao-bang/dot-cong-khai")
    assert answer.status == 403
    assert "bien-tap-cong" in answer.text
    assert 'href="/ban-bien-tap"' in answer.text


def test_who_is_not_signed_in_comes_back_after_the_login(server):
    answer = Visitor(server).get("/cao-bang/dot-cong-khai?trang=2")
    assert answer.status == 302
    assert answer.headers["Location"] == (
        f"{server}/login?came_from=%2Fcao-bang%2Fdot-cong-khai%3Ftrang%3D2"
    )


def test_a_form_without_its_token_changes_nothing_and_says_so(people):
    answer = people["editorial_board"].ask(
        "POST",
        "/ban-lam-viec",
        body="action=approve",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status == 403
    assert "Phiên làm việc đã thay đổi" in answer.text


def test_the_public_is_spared_the_desks(people, server):
    page = Visitor(server).get("/").text
    assert "desk." not in page
    assert "ban-lam-viec" not in page
    assert 'href="/cao-bang/ban-lam-viec"' in people["provincial_editor"].get("/").text


def test_after_the_login_one_is_at_the_own_desk(portal, server):
    from AccessControl import getSecurityManager
    from plone.base.interfaces import IRedirectAfterLogin
    from thads_portal.interfaces import IThadsLayer
    from zope.component import getMultiAdapter
    from zope.interface import alsoProvides

    with portal.site(role="provincial_editor") as site:
        assert getSecurityManager().getUser().getId()
        alsoProvides(site.REQUEST, IThadsLayer)
        after = getMultiAdapter((site, site.REQUEST), IRedirectAfterLogin)
        here = site.absolute_url()
        assert after(f"{here}/") == f"{here}/cao-bang/ban-lam-viec"
        assert after(f"{here}/cao-bang") == f"{here}/cao-bang/ban-lam-viec"
        assert after(f"{here}/tra-cuu?q=x") == f"{here}/tra-cuu?q=x"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/cao-bang/cuc",
        "//elsewhere.example/cao-bang/cuc",
        "/\\elsewhere.example/cao-bang/cuc",
        "/\t/elsewhere.example/cao-bang/cuc",
        "{site}@elsewhere.example/cao-bang/cuc",
        "{site}.elsewhere.example/cao-bang/cuc",
        "javascript:alert(1)//cao-bang/cuc",
    ],
)
def test_no_login_leads_to_another_host(portal, elsewhere):
    """The address comes in a field of the form: whoever sends the form writes it."""
    with portal.site(role="provincial_editor") as site:
        asked = elsewhere.format(site=site.absolute_url())
        landing = AfterLogin(site, site.REQUEST)
        assert landing(asked) == f"{site.absolute_url()}/cao-bang/ban-lam-viec"
        for ours in (f"{site.absolute_url()}/cao-bang/cuc?a=b", "/cao-bang/cuc"):
            assert landing(ours) == ours
