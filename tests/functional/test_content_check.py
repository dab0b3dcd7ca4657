"""Listings with marks of earlier faults, told to who may mend them, and to nobody else."""

from thads_portal.browser.staff import content_check
from thads_portal.content.register import REGISTER_ID
from thads_portal.register.content_check import found
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import pytest
import re
import transaction


PAGE = f"/cao-bang/{REGISTER_ID}/kiem-tra-noi-dung"


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        marked = make_listing(portal, site, debtor_name="Nông Văn Thử (1990)").id
        fine = make_listing(portal, site, debtor_name="Nông Văn Đúng").id
        other = make_listing(portal, site, province="ha-noi", obligation_amount=12_000_005).id
        gone = make_listing(portal, site, debtor_name="Lý (1990)", state="ended").id
        transaction.commit()
    return {"marked": marked, "fine": fine, "other": other, "gone": gone}


def test_the_register_is_read_and_not_changed(portal, numbers):
    before = portal.query("SELECT number, revision FROM thads_listing ORDER BY number")
    seen = {each.number for each in found(portal.dsn)}
    assert {numbers["marked"], numbers["other"]} <= seen
    assert not {numbers["fine"], numbers["gone"]} & seen
    only = {each.number for each in found(portal.dsn, province="ha-noi")}
    assert numbers["other"] in only and numbers["marked"] not in only
    assert portal.query("SELECT number, revision FROM thads_listing ORDER BY number") == before


def test_an_editor_sees_those_of_the_own_province(portal, server, numbers):
    editor = Visitor(server, portal.accounts["provincial_editor"])
    page = editor.get(PAGE)
    assert page.status == 200
    assert PAGE in editor.get("/cao-bang/ban-lam-viec").text
    assert f"/{numbers['marked']}/sua" in page.text and "năm sinh" in page.text
    assert numbers["other"] not in page.text and numbers["fine"] not in page.text
    assert editor.get(PAGE.replace("cao-bang", "ha-noi")).status == 403
    assert Visitor(server).get(PAGE).status in (302, 401)


def test_the_list_is_read_page_by_page(portal, server, numbers, monkeypatch):
    monkeypatch.setattr(content_check, "PAGE", 1)
    with portal.site() as site:
        more = make_listing(portal, site, debtor_name="Lục Văn Thử (1991)").id
        transaction.commit()
    editor = Visitor(server, portal.accounts["provincial_editor"])
    first = editor.get(PAGE).text
    following = re.search(r'rel="next[^"]*" href="[^"]*(\?sau=[^"]*)"', first)[1]
    second = editor.get(PAGE + following).text
    here = {number for number in (numbers["marked"], more) if f"/{number}/sua" in first}
    assert len(here) == 1
    assert {numbers["marked"], more} - here == {
        number for number in (numbers["marked"], more) if f"/{number}/sua" in second
    }
    assert 'rel="next' not in second
