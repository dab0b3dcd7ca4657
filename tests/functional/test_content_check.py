"""Listings with marks of earlier faults, told to who may mend them, and to nobody else."""

from thads_portal.content.register import REGISTER_ID
from thads_portal.register.content_check import found
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import pytest
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
