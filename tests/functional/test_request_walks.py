"""Every procedure from its first question to the answer in the citizen's hand, over HTTP, without a script."""

from io import BytesIO
from PIL import Image
from tests.support.citizen import Citizen
from tests.support.citizen import errors_of
from tests.support.exhaustive import part
from tests.support.request_desk import act
from tests.support.request_desk import acted
from tests.support.request_desk import file_of
from tests.support.request_desk import INBOX
from tests.support.request_desk import SETTINGS
from tests.support.request_desk import take_as
from tests.support.request_rows import typed_for
from tests.support.staff import Staff
from thads_portal.domain.requests.common import AGENCY
from thads_portal.domain.requests.common import ASKING
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Handling
from thads_portal.domain.requests.shapes import Outcome
from thads_portal.domain.requests.shapes import Paper
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Shape
from thads_portal.testing import make_listing
from urllib.parse import quote

import json
import pypdf
import pytest
import re
import transaction
import zipfile


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SERVICES = [each.id for each in PROCEDURES]
#: Each procedure in one of its two ways, in turns; in both in the full run.
WALKS = [
    (service, mode)
    for place, service in enumerate(SERVICES)
    for mode in part(("support", "official"), place, 2)
]
#: Bytes of a page without its pictures.
LARGEST = 60_000


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Nông Văn Sửa")
        transaction.commit()
        return made.id


@pytest.fixture(scope="module")
def people(portal, server):
    found = {role: Staff(server, account) for role, account in portal.accounts.items()}
    hours = {"day": "15/12/2099", "from": "07:00", "to": "17:00", "minutes": "15"}
    answer = found["provincial_editor"].post(SETTINGS, [("action", "gio"), *hours.items()])
    assert answer.status == 303
    return found


@pytest.fixture
def citizen(server):
    return Citizen(server)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "blue").save(out, "JPEG")
    return out.getvalue()


def words_of(document: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages)


def sent_papers(citizen, procedure) -> list[str]:
    """Send a file for each paper that may be sent; their names."""
    names = []
    for place, paper in enumerate(each for each in procedure.papers if each.online):
        name, data = (f"{paper.id}.jpg", picture()) if place % 2 else (f"{paper.id}.pdf", PDF)
        path = f"/yeu-cau/{procedure.id}/giay-to"
        answer = citizen.upload(path, name, data, {"loai": paper.id})
        assert answer.status == 303, errors_of(answer)
        names.append(name)
    return names


def looked_at(citizen, *, official: bool, typed: dict[str, str]) -> None:
    """What holds of every page that the citizen has seen."""
    for answer in citizen.read:
        pdf = answer.headers["Content-Type"].startswith("application/pdf")
        text = words_of(answer.body) if pdf else answer.text
        if not official:
            assert "đã nộp" not in text.casefold()
        if answer.status == 200:
            assert "no-store" in answer.headers["Cache-Control"]
            assert pdf or len(answer.body) < LARGEST, len(answer.body)
        told = str(answer.headers)
        for value in typed.values():
            assert not value.startswith("Điền") or quote(value) not in told


@pytest.mark.parametrize(("service", "mode"), WALKS)
def test_from_the_first_question_to_the_answer(portal, citizen, people, listing, service, mode):
    procedure, editor, head = BY_ID[service], people["provincial_editor"], people["agency_head"]
    take_as(head, service, mode)
    behalf = {"support": "self", "official": "group"}[mode]
    typed = typed_for(service, listing, behalf=behalf)
    citizen.fill(service, **typed)
    names = sent_papers(citizen, procedure)
    check = citizen.get(f"/yeu-cau/{service}/kiem-tra").text
    for question in procedure.asked(typed):
        for field in question.fields:
            if field.shape in (Shape.TEXT, Shape.AREA):
                assert typed[field.name] in check, field.name
    number, code = citizen.finish(service)
    receipt = words_of(citizen.get(f"/yeu-cau/{service}/bien-nhan.pdf").body)
    assert number in receipt
    assert code in receipt
    assert ("HỖ TRỢ" in receipt) == (mode == "support")
    shown = citizen.open(number, code).text
    form = citizen.get("/yeu-cau/theo-doi?mau-don=1")
    assert ('href="/yeu-cau/theo-doi?mau-don=1"' in shown) == (
        mode == "support" and bool(procedure.form_title)
    )
    if procedure.form_title:
        assert procedure.form_title.split()[0] in words_of(form.body)

    # The agency: the head alone first, where the letter is about its own people.
    path = file_of(portal, number)
    if procedure.handling is Handling.HEAD_FIRST:
        assert number not in editor.get(INBOX).text
        assert editor.get(path).status == 404
        acted(head, path, "giao", account=portal.accounts["provincial_editor"]["username"])
    else:
        acted(editor, path, "nhan")
    page = editor.get(path).text
    for name in names:
        assert name in page
    for field in procedure.fields(typed):
        if field.shape in (Shape.TEXT, Shape.AREA) and field.name not in procedure.identity_fields:
            # Numbers of bank accounts are the accountant's, and the head's where none is named.
            assert (typed[field.name] in page) is not field.accountant, field.name
            assert typed[field.name] in head.get(path).text
    if 'value="thu-ly"' in page:
        acted(editor, path, "thu-ly")
    acted(editor, path, "bo-sung", text="Đề nghị gửi thêm một giấy")
    assert "Đề nghị gửi thêm một giấy" in citizen.get("/yeu-cau/theo-doi").text
    more = citizen.upload(
        "/yeu-cau/theo-doi", "them.pdf", PDF, {"viec": "bo-sung", "text": "Gửi thêm đây"}
    )
    assert more.status == 303, errors_of(more)
    assert "Gửi thêm đây" in editor.get(path).text
    assert "them.pdf" in editor.get(path).text
    acted(editor, path, "tra-loi", text="Cơ quan đã nhận phần gửi thêm")
    acted(editor, path, "moi-hen", text="Mời chọn giờ đến")
    hours = citizen.get("/yeu-cau/theo-doi").text
    slot = re.search(r'name="gio" type="radio" value="(\d+)"', hours)[1]
    assert citizen.send("/yeu-cau/theo-doi", {"viec": "hen", "gio": slot}).status == 303
    outcome = procedure.outcomes[0].code
    filled = act(editor, path, "mau", outcome=outcome)
    template = re.search(r'<textarea id="e-answer"[^>]*>([^<]*)<', filled.text)[1].strip()
    assert template
    text = re.sub(r"\{[a-z_]+\}", "như đã xem xét", template)
    acted(editor, path, "trinh", outcome=outcome, text=text)
    assert act(editor, path, "ky").status == 403
    acted(head, path, "ky")

    # In the citizen's hand.
    answered = citizen.open(number, code).text
    for told in ("Đã trả lời", "Cơ quan đã nhận phần gửi thêm", "Gửi thêm đây", "15/12/2099"):
        assert told in answered, told
    paper = re.search(r'href="(/yeu-cau/theo-doi\?giay=\d+)"', answered)[1]
    document = citizen.get(paper)
    assert document.headers["Content-Type"] == "application/pdf"
    assert number in words_of(document.body)
    rated = citizen.send("/yeu-cau/theo-doi", {"viec": "danh-gia", "muc-do": "satisfied"})
    assert rated.status == 303
    looked_at(citizen, official=mode == "official", typed=typed)
    assert number in head.get(f"{INBOX}?danh-sach=xong").text


@pytest.mark.parametrize("service", SERVICES)
def test_an_agency_that_only_links_takes_nothing(portal, citizen, people, listing, service):
    take_as(people["agency_head"], service, "link")
    before = portal.query("SELECT count(*) FROM thads_request")
    citizen.fill(service, **typed_for(service, listing))
    check = citizen.get(f"/yeu-cau/{service}/kiem-tra").text
    assert "https://dichvucong.gov.vn/" in check
    assert 'name="cam-doan"' not in check
    refused = citizen.send(f"/yeu-cau/{service}/kiem-tra", {"cam-doan": "1"})
    assert refused.status == 409
    assert portal.query("SELECT count(*) FROM thads_request") == before
    take_as(people["agency_head"], service, "support")


@pytest.mark.parametrize("service", SERVICES)
def test_in_english_every_page_is_english(citizen, listing, service):
    start = citizen.get(f"/en/yeu-cau/{service}")
    assert start.status == 200
    assert BY_ID[service].title[1] in start.text
    first = re.search(rf'href="(/en/yeu-cau/{service}/[a-z-]+)', start.text)[1]
    page = citizen.get(first)
    assert BY_ID[service].questions[0].title[1] in page.text


def test_only_the_accountant_reads_a_bank_account(portal, citizen, people, listing):
    editor, head = people["provincial_editor"], people["agency_head"]
    account = portal.accounts["provincial_editor"]["username"]
    typed = typed_for("nhan-lai-tien-tai-san", listing, account="0123456789 Ngân hàng Thử")
    citizen.fill("nhan-lai-tien-tai-san", **typed)
    number, code = citizen.finish("nhan-lai-tien-tai-san")
    path = file_of(portal, number)

    def named(*accounts):
        fields = [("action", "ke-toan"), *(("accountants", each) for each in accounts)]
        return head.post(SETTINGS, fields)

    assert "0123456789" not in editor.get(path).text
    assert 'value="da-chi"' not in editor.get(path).text
    assert "0123456789" in head.get(path).text
    assert editor.post(SETTINGS, [("action", "ke-toan"), ("accountants", account)]).status == 403
    assert named(account).status == 303
    assert "0123456789" in editor.get(path).text
    assert "0123456789" not in head.get(path).text
    assert number in editor.get(f"{INBOX}?danh-sach=tien").text
    paid = {"amount": "12.500.000", "voucher": "PC-15", "paid_on": "20/11/2026"}
    assert act(head, path, "da-chi", **paid).status == 403
    assert act(editor, path, "da-chi", **{**paid, "amount": "nhiều"}).status == 422
    acted(editor, path, "da-chi", **paid)
    assert "PC-15" in citizen.open(number, code).text
    # The package for the case system names what it does not tell.
    acted(editor, path, "trinh", outcome="arranged", text="Đã chuyển trả.")
    acted(head, path, "ky")
    package = path.replace("xu-ly-yeu-cau", "tep-yeu-cau") + "&goi=1"
    for who, told in ((head, False), (editor, True)):
        archive = zipfile.ZipFile(BytesIO(who.get(package).body))
        described = json.loads(archive.read("request.json"))
        assert ("account" in described["answers"]) is told
        assert described["withheld"] == ([] if told else ["account"])
    assert named().status == 303


def test_a_group_is_represented_from_the_form_to_the_inbox(portal, citizen, people, listing):
    editor = people["provincial_editor"]
    typed = typed_for(
        "xac-nhan-ket-qua",
        listing,
        behalf="group",
        group_size="7",
        representatives="A B\nC D",
        mandate_until="31/12/2099",
    )
    citizen.fill("xac-nhan-ket-qua", **typed)
    too_many = citizen.send(
        "/yeu-cau/xac-nhan-ket-qua/nhom",
        {"group_who": "Bảy người", "group_size": "7", "representatives": "A B\nC D\nE F"},
    )
    assert too_many.status == 422
    assert "không quá 2 người" in too_many.text
    number, code = citizen.finish("xac-nhan-ket-qua")
    table = editor.get(INBOX).text.partition("<table")[2]
    assert "chưa kiểm tra giấy" in table, table[:3000]
    path = file_of(portal, number)
    page = editor.get(path).text
    for told in ("Đại diện của nhiều người", "A B", "C D", "chưa kiểm tra giấy"):
        assert told in page
    ((mandate,),) = portal.query("SELECT max(id) FROM thads_request_mandate")
    assert act(editor, path, "giay-khong-hop-le", mandate=str(mandate)).status == 422
    acted(editor, path, "giay-hop-le", mandate=str(mandate))
    assert "có hiệu lực" in editor.get(path).text
    acted(
        editor,
        path,
        "ghi-dai-dien",
        mandate_kind="mandate",
        principal="Ông E F",
        representative="Bà G H",
        mandate_paper="Số 5",
        mandate_until="31/12/2099",
    )
    page = editor.get(path).text
    assert "Bà G H" in page
    assert "31/12/2099" in page
    acted(editor, path, "cham-dut-dai-dien", mandate=str(mandate), text="Nhóm cử người khác")
    assert "Nhóm cử người khác" in citizen.open(number, code).text
    wrong = act(editor, path, "ghi-dai-dien", mandate_kind="mandate", mandate_until="99/99/2099")
    assert wrong.status == 422


def test_a_new_procedure_needs_a_row_and_texts_and_no_page(portal, citizen, people, monkeypatch):
    copies = Procedure(
        id="xin-ban-sao",
        title=("Xin bản sao giấy tờ", "Copies of papers"),
        lead=("Bản sao giấy tờ trong hồ sơ.", "Copies of papers in the file."),
        who=("Đương sự", "Parties"),
        article="Điều 1",
        questions=(
            AGENCY,
            Question(
                id="giay",
                title=("Giấy nào?", "Which paper?"),
                fields=(Field(name="paper", label=("Tên giấy", "Paper"), shape=Shape.AREA),),
            ),
            *ASKING,
        ),
        papers=(Paper(id="proof", label=("Giấy tờ kèm theo", "Papers")),),
        outcomes=(
            Outcome(
                code="given",
                label=("Đã cấp", "Given"),
                title="THÔNG BÁO CẤP BẢN SAO",
                template="Về yêu cầu số {number}: {done}",
                article="Điều 1",
            ),
        ),
        form_title="ĐƠN XIN BẢN SAO",
    )
    monkeypatch.setitem(BY_ID, copies.id, copies)
    typed = typed_for(copies.id, "", behalf="mandate", mandate_until="31/12/2099")
    citizen.fill(copies.id, **typed)
    assert sent_papers(citizen, copies) == ["proof.pdf"]
    number, code = citizen.finish(copies.id)
    path, editor = file_of(portal, number), people["provincial_editor"]
    page = editor.get(path).text
    for told in ("Xin bản sao giấy tờ", typed["paper"], typed["principal"], "proof.pdf"):
        assert told in page
    acted(editor, path, "trinh", outcome="given", text="Đã cấp.")
    acted(people["agency_head"], path, "ky")
    answered = citizen.open(number, code).text
    assert "Xin bản sao giấy tờ" in answered
    assert "Đã trả lời" in answered
