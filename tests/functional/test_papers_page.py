"""The staff's page for official lists: asked for, made by a job, fetched; only by who may."""

from io import BytesIO
from pypdf import PdfReader
from tests.support.staff import send_form
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from urllib.parse import urlsplit

import pytest
import re
import transaction


PAGE = "/cao-bang/in-danh-sach"
REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"


@pytest.fixture(scope="module")
def editor(portal, server):
    with portal.site() as site:
        first = make_listing(portal, site, debtor_name="Nông Văn Thử", creditor="Lý Thị Được")
        make_listing(portal, site, debtor_name="Lục Thị Cùng", creditor="Lý Thị Được")
        make_listing(portal, site, debtor_name="Hòa Văn An", agency="cao-bang/chi-cuc-hoa-an")
        transaction.commit()
        found = Visitor(server, portal.accounts["provincial_editor"])
        found.notice = f"{REGISTER}/{first.getId()}/thong-bao-niem-yet"
    return found


def post(visitor, page: str, **fields):
    return send_form(visitor, page, **{"action": "issue", **fields})


def issued(portal, editor, **fields) -> str:
    """The text of the paper that the editor asked for."""
    answer = post(editor, PAGE, **fields)
    assert answer.status == 303
    assert "/cong-viec?ma=" in answer.headers["Location"]
    portal.run_jobs()
    page = editor.ask("GET", PAGE)
    address = re.search(r'href="([^"]*tai=[^"]+)"', page.text)[1]
    document = editor.ask("GET", address)
    assert document.headers["Content-Type"] == "application/pdf"
    return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(document.body)).pages)


def test_the_editor_has_the_list_made_and_fetches_it(portal, editor):
    text = issued(portal, editor, agency="")
    assert "Nông Văn Thử" in text
    assert "Hòa Văn An" in text
    assert "Lý Thị Được" not in text


def test_of_one_agency(portal, editor):
    text = issued(portal, editor, agency="cao-bang/chi-cuc-hoa-an")
    assert "Hòa Văn An" in text
    assert "Nông Văn Thử" not in text


def test_what_was_made_before_is_reached_too(portal, editor, monkeypatch):
    """A list that ends at its twentieth reads as if there were no older ones."""
    for agency in ("", "cao-bang/chi-cuc-hoa-an"):
        issued(portal, editor, agency=agency)
    monkeypatch.setattr("thads_portal.browser.staff.papers.issue._PAGE", 1)
    held = portal.query(
        "SELECT code FROM thads_paper WHERE province = 'cao-bang' AND kind IN ('list', 'notice')"
        " ORDER BY made DESC, code DESC"
    )
    path, seen = PAGE, []
    for _ in range(20):
        text = editor.ask("GET", path).text
        seen += re.findall(r'href="[^"]*\?tai=([^"]+)"', text)
        follow = re.search(r'href="([^"]*)"[^>]*>Trang sau<', text)
        if follow is None:
            break
        path = follow[1]
    assert seen == [code for (code,) in held] and len(seen) >= 2


def test_an_agency_of_another_province_is_refused(editor):
    answer = post(editor, PAGE, agency="ha-noi/cuc")
    assert answer.status == 400
    assert "Chưa ghi được" in answer.text


def test_a_post_from_elsewhere_is_refused(editor):
    answer = editor.ask(
        "POST",
        PAGE,
        body=urlencode({"action": "issue", "agency": ""}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status == 403


@pytest.mark.parametrize("code", ["K7QD9M2X4TPA6ZRE", "abc", "%00", "<script>"])
def test_a_code_of_no_paper(editor, code):
    assert editor.ask("GET", f"{PAGE}?tai={code}").status in (400, 404)


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (None, PAGE, 302),
        ("case_system", PAGE, 403),
        ("provincial_editor", "/ha-noi/in-danh-sach", 403),
        ("agency_head", PAGE, 200),
        ("editorial_board", "/ha-noi/in-danh-sach", 200),
    ],
)
def test_who_may(portal, server, role, page, status):
    visitor = Visitor(server, portal.accounts[role] if role else None)
    assert visitor.ask("GET", page).status == status


def test_the_notice_names_everybody_of_the_decision_and_the_commune(portal, editor):
    answer = post(
        editor, editor.notice, commune="phường Thục Phán", posted_until="20/02/2027", posted_from=""
    )
    assert answer.status == 303
    address = urlsplit(answer.headers["Location"])
    document = editor.ask("GET", f"{address.path}?{address.query}")
    assert document.headers["Content-Type"] == "application/pdf"
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(document.body)).pages)
    for expected in ("phường Thục Phán", "Nông Văn Thử", "Lục Thị Cùng", "20/02/2027"):
        assert expected in text
    assert "Lý Thị Được" not in text
    again = post(
        editor, editor.notice, commune="phường Thục Phán", posted_until="20/02/2027", posted_from=""
    )
    assert again.headers["Location"] == answer.headers["Location"]


def test_a_notice_without_a_commune_or_with_a_wrong_day_is_refused(editor):
    answer = post(editor, editor.notice, commune=" ", posted_until="hôm nay", posted_from="")
    assert answer.status == 422
    assert "hôm nay" in answer.text


def test_the_notice_is_the_provinces(portal, server, editor):
    for role, status in (("editorial_board", 403), ("inspector", 403), (None, 302)):
        visitor = Visitor(server, portal.accounts[role] if role else None)
        assert visitor.ask("GET", editor.notice).status == status


@pytest.mark.parametrize("path", ["/tra-cuu.pdf", "/cao-bang/nguoi-phai-thi-hanh-an.pdf"])
def test_results_as_a_paper(server, editor, path):
    answer = Visitor(server).ask("GET", f"{path}?q=nong+van")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body)).pages)
    assert "Nông Văn Thử" in text
    assert "Hòa Văn An" not in text
    assert "Lý Thị Được" not in text


def test_too_many_for_a_paper_is_said(server, editor, monkeypatch):
    monkeypatch.setattr("thads_portal.browser.public.exports.paper.MOST", 1)
    answer = Visitor(server).ask("GET", "/cao-bang/nguoi-phai-thi-hanh-an.pdf")
    assert answer.status == 422
    assert "CSV" in answer.text


def test_results_as_a_paper_by_accept(server, editor):
    answer = Visitor(server).ask(
        "GET", "/cao-bang/nguoi-phai-thi-hanh-an?q=nong", headers={"Accept": "application/pdf"}
    )
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
