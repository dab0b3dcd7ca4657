"""A citizen's request over HTTP: filled in page by page, sent, followed; kept where nobody reads it."""

from io import BytesIO
from PIL import Image
from tests.support.requests import Citizen
from tests.support.requests import errors_of
from tests.support.staff import Staff
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.testing import make_listing

import pypdf
import pytest
import re
import transaction


INBOX = "/cao-bang/hop-yeu-cau"
FILE = "/cao-bang/xu-ly-yeu-cau"


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Nông Văn Sửa")
        transaction.commit()
        return made.id


@pytest.fixture
def citizen(server):
    return Citizen(server)


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


def file_of(portal, number, *, place=FILE):
    ((id,),) = portal.query("SELECT id FROM thads_request WHERE number = %s", number)
    return f"{place}?id={id}"


def act(staff, path, action, **fields):
    """Press a button of a request's page; the answer."""
    page = staff.get(path)
    assert page.status == 200, (path, page.status, page.text[:1500])
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', page.text)
    sent = [("revision", revision[1] if revision else ""), ("action", action)]
    token = re.search(r'name="_authenticator"[^>]*value="([^"]+)"', page.text)[1]
    for name, value in fields.items():
        many = value if isinstance(value, list) else [value]
        sent += [(name, each) for each in many]
    return staff.post(path, sent, token)


def acted(staff, path, action, **fields):
    answer = act(staff, path, action, **fields)
    assert answer.status == 303, (action, answer.status, errors_of(answer), answer.text[:3000])


@pytest.mark.parametrize("procedure", [each.id for each in PROCEDURES])
def test_every_procedure_is_filled_in_and_sent(citizen, listing, procedure):
    citizen.fill(procedure, listing=listing)
    number, code = citizen.finish(procedure)
    page = citizen.open(number, code)
    assert page.status == 200
    assert number in page.text
    for answer in citizen.read:
        assert "đã nộp" not in answer.text.casefold()
        assert len(answer.body) < 60_000
        if answer.headers["Content-Type"].startswith("text/html"):
            assert "no-store" in answer.headers["Cache-Control"]
        assert "Hỏi" not in str(answer.headers)


def test_from_the_listing_to_the_signed_answer(portal, citizen, people, listing):
    shown = citizen.get(f"/cao-bang/nguoi-phai-thi-hanh-an/{listing}").text
    assert f"/yeu-cau/chua-dung?muc={listing}" in shown
    first = citizen.get(f"/yeu-cau/chua-dung/muc?muc={listing}").text
    assert f'value="{listing}"' in first
    path = citizen.fill("chua-dung", listing=listing, email="nong@vidu.vn")
    sent = citizen.upload(path, "bien-lai.jpg", picture(), {"loai": "proof", "tiep": "1"})
    assert sent.status == 303, errors_of(sent)
    check = citizen.get("/yeu-cau/chua-dung/kiem-tra").text
    assert "bien-lai.jpg" in check
    assert "Địa chỉ đúng là thôn Bản Sáy" in check
    number, code = citizen.finish("chua-dung")
    again = citizen.send("/yeu-cau/chua-dung/kiem-tra", {"cam-doan": "1"})
    assert again.status == 303
    assert portal.query("SELECT count(*) FROM thads_request WHERE number = %s", number) == [(1,)]
    receipt = citizen.get("/yeu-cau/chua-dung/bien-nhan.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(receipt.body)).pages)
    assert number in text
    assert code in text

    editor, head = people["provincial_editor"], people["agency_head"]
    assert number in editor.get(INBOX).text
    path = file_of(portal, number)
    page = editor.get(path).text
    assert "Địa chỉ đúng là thôn Bản Sáy" in page
    file = re.search(r"tep-yeu-cau\?id=\d+&amp;tep=([0-9a-f]+)", page)[1]
    given = editor.get(path.replace("xu-ly-yeu-cau", "tep-yeu-cau") + f"&tep={file}")
    assert given.status == 200
    assert Image.open(BytesIO(given.body)).size == (40, 30)
    acted(editor, path, "nhan")
    acted(editor, path, "ghi-chu", text="Hỏi lại xã về hộ này")
    acted(editor, path, "bo-sung", text="Đề nghị gửi xác nhận nơi cư trú")
    waiting = citizen.open(number, code).text
    assert "Đề nghị gửi xác nhận nơi cư trú" in waiting
    assert "Hỏi lại xã" not in waiting
    added = citizen.send("/yeu-cau/theo-doi", {"viec": "bo-sung", "text": "Xác nhận của xã"})
    assert added.status == 303
    acted(editor, path, "tra-loi", text="Cơ quan đang kiểm tra")
    refused = act(editor, path, "trinh", outcome="corrected", text="Kết quả: {done}")
    assert refused.status == 422
    acted(
        editor, path, "trinh", outcome="corrected", text="Đề nghị có cơ sở, cơ quan sẽ sửa địa chỉ."
    )
    assert act(editor, path, "ky").status == 403
    preview = head.get(f"{path}&xem-truoc=1")
    assert preview.body.startswith(b"%PDF")
    acted(head, path, "ky")
    answered = citizen.open(number, code).text
    assert "Đã trả lời" in answered
    paper = re.search(r'href="(/yeu-cau/theo-doi\?giay=\d+)"', answered)[1]
    document = citizen.get(paper).body
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages)
    assert "sửa địa chỉ" in text
    told = re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", text)[0]
    checked = citizen.get(f"/xac-minh?ma={told}")
    assert checked.status == 200, checked.text[:500]
    assert "Nông Thị Hỏi" not in checked.text
    rated = citizen.send("/yeu-cau/theo-doi", {"viec": "danh-gia", "muc-do": "satisfied"})
    assert rated.status == 303
    assert portal.query("SELECT n FROM thads_request_rating WHERE procedure = 'chua-dung'") == [
        (1,)
    ]


def test_nothing_of_a_request_lies_in_clear(portal, citizen, listing):
    citizen.fill("chua-dung", listing=listing, name="Lò Thị Kín", right="Bí mật của tôi")
    citizen.finish("chua-dung")
    tables = [
        name
        for (name,) in portal.query(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND (table_name ~ '^thads_request' OR table_name IN ('thads_record',"
            " 'thads_job', 'thads_file', 'procrastinate_jobs'))"
        )
    ]
    assert len(tables) > 10
    for table in tables:
        for (row,) in portal.query(
            f"SELECT row_to_json(t)::text FROM {table} AS t"  # noqa: S608 - names of the schema
        ):
            assert "Lò Thị Kín" not in row
            assert "Bí mật của tôi" not in row
            # Numbers of requests look alike.
            assert f'"{listing}"' not in row or table == "thads_record"
    assert portal.query("SELECT count(*) FROM thads_request WHERE answers IS NOT NULL")[0][0] > 0


def test_a_draft_is_come_back_to_on_another_device(server, citizen, listing):
    first = citizen.send("/yeu-cau/chua-dung/muc", {"listing": listing})
    assert first.status == 303
    saved = citizen.get("/yeu-cau/chua-dung/luu").text
    code = re.search(r'class="secret-code number">([^<]+)<', saved)[1]
    other = Citizen(server)
    assert other.send("/yeu-cau/quay-lai", {"ma": "K7QD-9M2X-4TPA-6ZRE"}).status == 422
    assert other.send("/yeu-cau/quay-lai", {"ma": code.lower()}).status == 303
    assert listing in other.get("/yeu-cau/chua-dung/kiem-tra").text


def test_wrong_codes_are_counted_and_tell_nothing(portal, server, citizen, listing):
    citizen.fill("kien-nghi-phan-anh")
    number, code = citizen.finish("kien-nghi-phan-anh")
    stranger = Citizen(server)
    unknown = stranger.open("YC-2026-9999999", "AAAAA-AAAAA")
    for _try in range(5):
        wrong = stranger.open(number, "AAAAA-AAAAA")
        assert wrong.status == unknown.status == 422
    # Then even the right one waits.
    assert stranger.open(number, code).status == 422
    assert portal.query(
        "SELECT failed_until > now() FROM thads_request WHERE number = %s", number
    ) == [(True,)]


def test_what_is_wrong_is_named_and_nothing_stored(portal, citizen):
    before = portal.query("SELECT count(*) FROM thads_request_draft")
    answer = citizen.send("/yeu-cau/chua-dung/muc", {"listing": "2026-9999999"})
    assert answer.status == 422
    assert "Không có mục công khai mang số này" in answer.text
    assert citizen.send("/yeu-cau/chua-dung/muc", {"listing": "abc"}).status == 422
    assert citizen.send("/yeu-cau/chua-dung/kiem-tra", {"cam-doan": "1"}).status == 303
    assert portal.query("SELECT count(*) FROM thads_request_draft") == before


def test_a_denunciation_keeps_its_informant_apart(portal, citizen, people, listing):
    citizen.fill(
        "to-cao", name="Hoàng Thị Giấu", address="Số 9 phố Khuất", content="Nhận tiền ngày 05/11"
    )
    number, code = citizen.finish("to-cao")
    editor, head, board = (
        people[r] for r in ("provincial_editor", "agency_head", "editorial_board")
    )
    path = file_of(portal, number)
    # Nobody before the head; the board has no part in a province's requests.
    assert number not in editor.get(INBOX).text
    assert editor.get(path).status == 404
    assert board.get(INBOX).status == 403
    page = head.get(path).text
    assert "Nhận tiền ngày 05/11" in page
    assert "Giấu" not in page
    assert "Khuất" not in page
    assert act(head, path, "mo-nguoi-to-cao", reason="Xem").status == 403
    account = portal.accounts["agency_head"]["username"]
    acted(head, path, "nguoi-xem", readers=[account])
    opened = act(head, path, "mo-nguoi-to-cao", reason="Xác minh")
    assert opened.status == 200
    assert "Hoàng Thị Giấu" in opened.text
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'informant_opened' AND about = %s", number
    ) == [(1,)]
    acted(head, path, "giao", account=portal.accounts["provincial_editor"]["username"])
    given = editor.get(path).text
    assert "Giấu" not in given
    assert act(editor, path, "mo-nguoi-to-cao", reason="Xem").status == 403
    book = head.get("/cao-bang/so-don?so=01").text
    assert number in book
    assert "Giấu" not in book
    assert "Giấu" not in citizen.open(number, code).text


def test_a_denunciation_of_the_head_goes_to_the_centre(portal, citizen, people):
    citizen.fill("to-cao", against_kind="head")
    number, _code = citizen.finish("to-cao")
    assert number not in people["agency_head"].get(INBOX).text
    assert people["agency_head"].get(file_of(portal, number)).status == 404
    assert number in people["editorial_board"].get("/hop-yeu-cau").text


def test_a_request_passes_on_and_its_sender_is_told(portal, citizen, people):
    citizen.fill("kien-nghi-phan-anh")
    number, code = citizen.finish("kien-nghi-phan-anh")
    path = file_of(portal, number)
    acted(people["provincial_editor"], path, "chuyen", province="bac-kan", text="Thuộc Thái Nguyên")
    assert people["provincial_editor"].get(path).status == 404
    page = citizen.open(number, code).text
    assert "Chuyển đến cơ quan có thẩm quyền" in page
    assert "Thái Nguyên" in page


def test_a_mode_of_link_takes_nothing(portal, citizen, people):
    head = people["agency_head"]
    settings = "/cao-bang/cach-nhan-yeu-cau"
    answer = head.post(settings, [("action", "cach"), ("cach.xac-nhan-ket-qua", "link")])
    assert answer.status == 303
    citizen.fill("xac-nhan-ket-qua")
    check = citizen.get("/yeu-cau/xac-nhan-ket-qua/kiem-tra").text
    assert "dichvucong.gov.vn" in check
    assert 'name="cam-doan"' not in check
    refused = citizen.send("/yeu-cau/xac-nhan-ket-qua/kiem-tra", {"cam-doan": "1"})
    assert refused.status == 409
    head.post(settings, [("action", "cach"), ("cach.xac-nhan-ket-qua", "official")])
    number, _code = citizen.finish("xac-nhan-ket-qua")
    assert portal.query("SELECT mode FROM thads_request WHERE number = %s", number) == [
        ("official",)
    ]


def test_an_appointment_is_taken_once(portal, server, citizen, people):
    editor = people["provincial_editor"]
    hours = [
        ("action", "gio"),
        ("day", "15/12/2099"),
        ("from", "08:00"),
        ("to", "08:30"),
        ("minutes", "30"),
    ]
    assert editor.post("/cao-bang/cach-nhan-yeu-cau", hours).status == 303
    pages = []
    for each in (citizen, Citizen(server)):
        each.fill("nhan-lai-tien-tai-san")
        number, code = each.finish("nhan-lai-tien-tai-san")
        acted(editor, file_of(portal, number), "moi-hen", text="Mời đến nhận")
        pages.append(each.open(number, code).text)
    slot = re.search(r'name="gio" type="radio" value="(\d+)"', pages[0])[1]
    assert citizen.send("/yeu-cau/theo-doi", {"viec": "hen", "gio": slot}).status == 303
    assert "08:00 15/12/2099" in citizen.get("/yeu-cau/theo-doi").text


def test_a_proved_correction_prepares_the_amendments(portal, citizen, people):
    with portal.site() as site:
        two = [make_listing(portal, site, debtor_name="Mã Văn Lặp").id for _n in range(2)]
        transaction.commit()
    citizen.fill("chua-dung", listing=two[0])
    number, _code = citizen.finish("chua-dung")
    editor, path = people["provincial_editor"], file_of(portal, number)
    fields = {
        "numbers": " ".join(two),
        "field": "debtor_address",
        "value": "Thôn Bản Sáy, xã Hòa An, tỉnh Cao Bằng",
        "found_on": "27/11/2026",
        "document.number": "7/CV-THADS",
        "document.date": "27/11/2026",
    }
    acted(editor, path, "sua-muc", **fields)
    with portal.site() as site:
        register = site["cao-bang"]["nguoi-phai-thi-hanh-an"]
        for each in two:
            assert register[each].pending["changes"]["debtor_address"].startswith("Thôn Bản Sáy")
    assert portal.query(
        "SELECT details->'listings' FROM thads_request_entry WHERE kind = 'effect'"
    ) == [(two,)]
