"""Texts to start from in the forms of a listing, the page that keeps them, and what is suggested."""

from tests.support.staff import hidden
from tests.support.staff import Staff
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import json
import pytest
import transaction


NEW = "/cao-bang/nguoi-phai-thi-hanh-an/them-moi"
PAGE = "/cao-bang/mau-van-ban"


@pytest.fixture(scope="module")
def editor(portal, server):
    return Staff(server, portal.accounts["provincial_editor"])


@pytest.fixture(scope="module")
def head(portal, server):
    return Visitor(server, portal.accounts["agency_head"])


def area(page, name):
    """The text in the field `name` of a page."""
    return page.partition(f'name="{name}"')[2].partition(">")[2].partition("</textarea>")[0]


def key_of(page, title):
    option = page.partition(f">{title}")[0].rpartition('value="')[2]
    return option.partition('"')[0]


CASE = {
    "debtor_name": "Nông Văn Mẫu",
    "judgment_kind": "civil",
    "judgment_number": "15/2024/DS-ST",
    "judgment_date": "20/05/2024",
    "judgment_body": "Tòa án nhân dân huyện Hòa An",
    "obligation_amount": "12500000",
}


def test_an_obligation_is_filled_with_the_figures_of_the_case(editor):
    page = editor.get(NEW).text
    assert "Viết theo mẫu" in page
    key = key_of(page, "Trả nợ gốc và lãi")
    answer = editor.post(
        NEW, [*CASE.items(), ("template.obligation", key), ("action", "fill.obligation")]
    )
    assert answer.status == 200
    text = area(answer.text, "obligation")
    assert "12.500.000 đồng" in text
    assert "số 15/2024/DS-ST ngày 20/05/2024 của Tòa án nhân dân huyện Hòa An" in text
    assert "Nông Văn Mẫu" in answer.text
    assert 'value="debt" checked="checked"' in answer.text
    # What was typed before stays.
    again = editor.post(
        NEW,
        [*CASE.items(), ("obligation", "Đã gõ."), ("template.obligation", key), ("action", "fill.obligation")],
    )  # fmt: skip
    assert area(again.text, "obligation").startswith("Đã gõ.\n")


def test_no_form_takes_a_text_with_a_gap(editor, portal):
    before = portal.query("SELECT count(*) FROM thads_listing")
    answer = editor.post(
        NEW, [*CASE.items(), ("obligation", "Giao [tài sản] cho người"), ("action", "save")]
    )
    assert answer.status == 422
    assert "[tài sản]" in answer.text
    assert "chỗ trống của mẫu" in answer.text
    assert portal.query("SELECT count(*) FROM thads_listing") == before


def test_an_ending_and_an_amendment_have_texts_of_their_own(editor, portal):
    with portal.site() as site:
        number = make_listing(portal, site, obligation_amount=7_000_000).getId()
        transaction.commit()
    place = f"/cao-bang/nguoi-phai-thi-hanh-an/{number}"
    page = editor.get(f"{place}/cham-dut").text
    answer = editor.post(
        f"{place}/cham-dut",
        [("template.comment", key_of(page, "Đã nộp đủ")), ("action", "fill.comment"),
         ("revision", hidden(page, "revision"))],
    )  # fmt: skip
    assert answer.status == 200
    assert area(answer.text, "comment") == "Người phải thi hành án đã nộp đủ 7.000.000 đồng."
    assert "Sửa địa chỉ" in editor.get(f"{place}/sua").text


def test_an_agency_keeps_texts_of_its_own(editor, head, portal):
    assert editor.get(PAGE).status == 200
    assert head.get(PAGE).status == 403
    fields = [
        ("use", "obligation"), ("judgment_kinds", "civil"), ("title", "Mẫu của Cao Bằng"),
        ("text", "Trả [số tiền] đồng tiền thuê nhà."), ("action", "keep"),
    ]  # fmt: skip
    assert editor.post(PAGE, fields).status == 303
    page = editor.get(NEW).text
    assert "Mẫu của Cao Bằng (Dân sự)" in page
    # Changed by two at once: the second sees it.
    ((number,),) = portal.query(
        "SELECT id FROM thads_text_template WHERE title = 'Mẫu của Cao Bằng'"
    )
    form = editor.get(f"{PAGE}?sua={number}").text
    revision = hidden(form, "revision")
    changed = [("sua", str(number)), ("revision", revision), *fields]
    assert editor.post(PAGE, changed).status == 303
    assert editor.post(PAGE, changed).status == 409
    assert (
        editor.post(PAGE, [("use", "xa"), ("title", ""), ("text", ""), ("action", "keep")]).status
        == 422
    )
    assert editor.post(PAGE, [("id", str(number)), ("action", "remove")]).status == 303
    assert "Mẫu của Cao Bằng" not in editor.get(NEW).text
    recorded = portal.query("SELECT count(*) FROM thads_record WHERE action = 'template_changed'")
    assert recorded[0][0] == 3


def test_communes_and_courts_are_suggested(editor, head):
    def found(query):
        return json.loads(editor.get(f"/cao-bang/goi-y-noi?{query}").text)["found"]

    assert found("loai=xa&q=T%E1%BB%95%204,%20hoa%20an")[0] == "Tổ 4, Xã Hòa An, tỉnh Cao Bằng"
    assert found("loai=xa&tron=1&q=hoa%20an")[0] == "Xã Hòa An"
    assert "Tòa án nhân dân huyện Hòa An, tỉnh Cao Bằng" in found(
        "loai=co-quan&q=toa%20an%20hoa%20an"
    )
    assert found("loai=xa&q=") == []
    assert head.get("/cao-bang/goi-y-noi?loai=xa&q=hoa").status == 403
    assert 'data-asks="/cao-bang/goi-y-noi?loai=xa"' in editor.get(NEW).text
