"""A citizen's request over HTTP: filled in page by page, sent, followed; kept where nobody reads it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from io import BytesIO
from PIL import Image
from tests.support.citizen import Citizen
from tests.support.citizen import errors_of
from tests.support.citizen import FORM
from tests.support.made_requests import sent
from tests.support.request_desk import act
from tests.support.request_desk import acted
from tests.support.request_desk import file_of
from tests.support.request_desk import INBOX
from tests.support.staff import Staff
from thads_portal import secret_keys
from thads_portal.actions.requests.outward import send
from thads_portal.browser.public.requests import work
from thads_portal.database.binaries import tool
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.generator.simulators import Simulator
from thads_portal.register import statistics
from thads_portal.sealing import Ring
from thads_portal.services.fairness import limiter
from thads_portal.services.fairness import REQUEST_PAGES
from thads_portal.services.fairness import REQUESTS
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import hashlib
import json
import os
import pypdf
import pytest
import random
import re
import subprocess
import threading
import time
import transaction
import zipfile


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


@pytest.mark.parametrize("page", ["/", "/tra-cuu", "/cao-bang", "/en/", "/khong-co-trang-nay"])
def test_the_way_to_them_is_on_every_page(server, page):
    prefix = "/en" if page.startswith("/en") else ""
    assert re.search(rf'href="(?:{server})?{prefix}/yeu-cau"', Visitor(server).get(page).text)


def test_headings_of_requests_are_bound_as_those_of_all_pages(server):
    assert '<span class="bound">đề nghị</span>' in Visitor(server).get("/yeu-cau").text


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
    added = citizen.upload(path, "bien-lai.jpg", picture(), {"loai": "proof", "tiep": "1"})
    assert added.status == 303, errors_of(added)
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


def test_a_browser_may_say_where_its_form_comes_from(citizen, listing):
    """With ``no-referrer`` a browser says ``Origin: null``, which is no page of ours."""
    page = citizen.get("/yeu-cau/chua-dung/muc")
    assert page.headers["Referrer-Policy"] == "same-origin"
    own = citizen.ask("POST", "/yeu-cau/chua-dung/muc", body=f"listing={listing}",
                      headers={**FORM, "Origin": citizen.address})  # fmt: skip
    assert own.status == 303
    foreign = citizen.ask("POST", "/yeu-cau/chua-dung/muc", body=f"listing={listing}",
                          headers={**FORM, "Origin": "https://xau.example"})  # fmt: skip
    assert foreign.status == 403


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
    # Under what the form called it.
    assert "<dt>name</dt>" not in opened.text and "<dt>Họ và tên</dt>" in opened.text
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


@pytest.fixture
def simulator(monkeypatch):
    """A provider of identities, and the national portal, on this machine."""
    server = Simulator(key=b"k" * 32)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("THADS_OIDC_ISSUER", server.issuer)
    monkeypatch.setenv("THADS_OIDC_CLIENT", "thads")
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_who_somebody_is_can_be_told_by_a_provider(citizen, simulator, server):
    citizen.send("/yeu-cau/kien-nghi-phan-anh/co-quan", {"province": "cao-bang"})
    asked = citizen.get("/yeu-cau/kien-nghi-phan-anh/nguoi-gui").text
    assert "/yeu-cau/dinh-danh" in asked
    away = citizen.get("/yeu-cau/dinh-danh")
    assert away.status == 303
    assert "Hỏi" not in away.headers["Location"]
    provider = Citizen(simulator.issuer)
    back = provider.get(away.headers["Location"].removeprefix(simulator.issuer))
    query = back.headers["Location"].partition("?")[2]
    # Of another browser, or with another state, it holds nothing.
    assert Citizen(server).get(f"/yeu-cau/dinh-danh?{query}").status == 303
    there = citizen.get(f"/yeu-cau/dinh-danh?{query}")
    assert there.status == 303, there.text[:1000]
    filled = citizen.get("/yeu-cau/kien-nghi-phan-anh/nguoi-gui").text
    assert 'value="Nông Thị Định"' in filled
    assert 'value="02/04/1979"' in filled
    # A code is good once, and only after a way there.
    assert citizen.get(f"/yeu-cau/dinh-danh?{query}").status == 422
    citizen.get("/yeu-cau/dinh-danh")
    assert citizen.get("/yeu-cau/dinh-danh?state=x&code=y").status == 422


def test_without_a_provider_there_is_no_such_page(citizen):
    assert citizen.get("/yeu-cau/dinh-danh").status == 404


def test_status_messages_go_out_once_and_of_no_denunciation(portal, simulator):
    made = [sent(portal.dsn, each) for each in ("kien-nghi-phan-anh", "to-cao")]
    portal.query("UPDATE thads_request SET received = received")
    simulator.refuses = True
    time.sleep(5.5)
    assert send(portal.dsn, f"{simulator.issuer}/status", b"k" * 32) == 0
    simulator.refuses = False
    assert send(portal.dsn, f"{simulator.issuer}/status", b"wrong") == 0
    assert send(portal.dsn, f"{simulator.issuer}/status", b"k" * 32) > 0
    assert send(portal.dsn, f"{simulator.issuer}/status", b"k" * 32) == 0
    numbers = [each["number"] for each in simulator.messages]
    assert numbers.count(made[0].number) == 1
    assert made[1].number not in numbers
    assert set(simulator.messages[0]) == {
        "seq",
        "number",
        "service",
        "mode",
        "step",
        "state",
        "at",
        "due",
    }


def test_a_finished_request_leaves_as_a_signed_package(portal, people):
    receipt = sent(portal.dsn, "kien-nghi-phan-anh", content="Nội dung để chuyển")
    head, editor = people["agency_head"], people["provincial_editor"]
    path = file_of(portal, receipt.number)
    acted(editor, path, "trinh", outcome="answered", text="Cơ quan đã xem xét.")
    acted(head, path, "ky")
    answer = head.get(path.replace("xu-ly-yeu-cau", "tep-yeu-cau") + "&goi=1")
    assert answer.status == 200, answer.text[:500]
    archive = zipfile.ZipFile(BytesIO(answer.body))
    manifest = archive.read("manifest.json")
    described = json.loads(manifest)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(described["public_key"]))
    key.verify(bytes.fromhex(archive.read("manifest.sig").decode()), manifest)
    for each in described["files"]:
        assert hashlib.sha256(archive.read(each["name"])).hexdigest() == each["sha256"]
    told = json.loads(archive.read("request.json"))
    assert told["answers"]["content"] == "Nội dung để chuyển"
    assert [each["kind"] for each in told["steps"]] == ["received", "answered"]


def test_figures_tell_no_small_cells(portal, citizen, people):
    for _n in range(2):
        sent(portal.dsn, "thong-tin-moi")
    statistics.take(portal.dsn)
    page = citizen.get("/thong-ke").text
    assert 'id="yeu-cau"' in page
    section = page.partition('id="yeu-cau"')[2].partition("</table>")[0]
    for cell in re.findall(r'<td class="number">([^<]*)</td>', section):
        assert not cell.strip().isdigit() or int(cell) == 0 or int(cell) >= 5
    assert 'id="yeu-cau"' in people["editorial_board"].get("/tuan-thu?tinh=cao-bang").text


def test_fuzzed_posts_fail_well_and_leave_nothing(portal, server):
    chance = random.Random(20261128)
    pages = [
        f"/yeu-cau/{each.id}/{question.id}" for each in PROCEDURES for question in each.questions
    ]
    pages += ["/yeu-cau", "/yeu-cau/theo-doi", "/yeu-cau/quay-lai", "/yeu-cau/chua-dung/kiem-tra",
              "/yeu-cau/chua-dung/giay-to", "/yeu-cau/chua-dung/luu", "/yeu-cau/chua-dung/bien-nhan",
              "/yeu-cau/kien-nghi-phan-anh/tai-len", "/yeu-cau/kien-nghi-phan-anh/giay-to"]  # fmt: skip
    names = ["listing", "name", "born", "so", "ma", "matter", "province", "court", "viec", "text", "tep",
             "giai", "bai", "cam-doan", "sua", "email:list", "x:int", "-C", "a.b", "", "ten", "co", "tu",
             "gio", "ma-thu", "muc-do", "group_size", "representatives", "content", "bo"]  # fmt: skip
    junk = ["", "\x00", "%00", "'; --", "<script>", "A" * 70_000, "2026-9999999", "\u202e",
            "../../etc/passwd", "${7*7}", "𝟎𝟎𝟕", "99/99/9999", "-1", "1e999", "null", "\r\n\r\nSet-Cookie: a=b",
            "bat-dau", "phan", "hen", "thu", "danh-gia"]  # fmt: skip
    count = int(os.environ.get("THADS_FUZZ", "150"))
    # Somebody who has begun one request, which junk cannot complete, and follows another.
    known, receipt = Citizen(server), sent(portal.dsn, "kien-nghi-phan-anh")
    begun = known.send("/yeu-cau/kien-nghi-phan-anh/co-quan", {"province": "cao-bang"})
    assert begun.status == 303
    assert known.open(receipt.number, receipt.code).status == 200
    jar = dict(known.jar)
    stored = """SELECT (SELECT count(*) FROM thads_request), (SELECT count(*) FROM thads_request_entry),
        (SELECT count(*) FROM thads_request_file), (SELECT count(*) FROM thads_request_mandate),
        (SELECT count(*) FROM thads_request_slot WHERE request IS NOT NULL),
        (SELECT sum(n) FROM thads_request_rating), (SELECT count(*) FROM thads_request_upload)"""
    before = portal.query(stored)
    stranger = Citizen(server)
    for _n in range(count):
        if chance.random() < 0.5:
            stranger.jar = dict(jar)
        path = chance.choice(pages)
        fields = {chance.choice(names): chance.choice(junk) for _f in range(chance.randint(0, 6))}
        if chance.random() < 0.2:
            stranger.jar["thads-yeu-cau"] = chance.choice(["", "x", "A" * 16, '"', "%00"])
            stranger.jar["thads-theo-doi"] = chance.choice(["", "x", "A" * 60, "!!!!"])
        body = urlencode(fields)
        if chance.random() < 0.1:
            answer = stranger.ask(
                "POST", path, body=body[: len(body) // 2].encode() + b"\xff",
                headers={"Content-Type": "multipart/form-data; boundary=x"},
            )  # fmt: skip
        else:
            answer = stranger.send(path, fields)
        assert answer.status < 500, (path, fields, answer.text[:1500])
        assert "Traceback" not in answer.text
        stranger.read.clear()
    assert portal.query(stored) == before


def test_who_sends_too_often_waits_or_works(portal, server, monkeypatch):
    citizen = Citizen(server)
    citizen.fill("kien-nghi-phan-anh")
    through = {"X-Forwarded-For": "203.0.113.9", **FORM}
    path = "/yeu-cau/kien-nghi-phan-anh/kiem-tra"
    limiter.forget()
    monkeypatch.setattr(
        "thads_portal.services.fairness._DEFAULTS", {REQUESTS: 1, REQUEST_PAGES: 90}
    )
    first = citizen.ask("POST", path, body="cam-doan=1", headers=through)
    assert first.status == 303
    citizen.jar.pop("thads-yeu-cau")
    citizen.fill("kien-nghi-phan-anh")
    told = citizen.ask("POST", path, body="cam-doan=1", headers=through)
    assert told.status == 429
    assert told.headers["Retry-After"]
    challenge = re.search(r'name="bai"[^>]*value="([^"]+)"', told.text)[1]
    for wrong in (f"bai={challenge}&giai=0", "bai=1.x.y&giai=0"):
        again = citizen.ask("POST", path, body=f"cam-doan=1&{wrong}", headers=through)
        assert again.status == 429
    answer = next(str(n) for n in range(5_000_000) if work.done(challenge, str(n)))
    done = citizen.ask(
        "POST", path, body=f"cam-doan=1&bai={challenge}&giai={answer}", headers=through
    )
    assert done.status == 303
    limiter.forget()


def test_a_lost_key_is_told_and_changes_nothing(portal, server, citizen, people, listing):
    citizen.fill("chua-dung", listing=listing, right="Dưới khóa bị mất")
    citizen.upload("/yeu-cau/chua-dung/giay-to", "a.jpg", picture(), {"loai": "proof"})
    number, code = citizen.finish("chua-dung")
    path = file_of(portal, number)
    editor = people["provincial_editor"]
    acted(editor, path, "tra-loi", text="Thư dưới khóa bị mất")
    begun = Citizen(server)
    begun.fill("chua-dung", listing=listing)
    for ring in Ring:
        # Made when it is first asked for.
        secret_keys.ring_of(ring.value)
        assert secret_keys.ring_file(ring.value).read_text().endswith("\n")
    rings = {ring: secret_keys.ring_file(ring.value) for ring in Ring}
    kept = {ring: file.read_text() for ring, file in rings.items()}
    before = portal.query("SELECT number, answers, revision FROM thads_request ORDER BY id")
    for file in rings.values():
        file.write_text("ab" * 32 + "\n")
    secret_keys.ring_of.cache_clear()
    try:
        # Steps and deadlines are there; what cannot be opened is said to be so.
        page = editor.get(path)
        assert page.status == 200
        assert "máy này không có khóa" in page.text
        followed = citizen.open(number, code)
        assert followed.status == 200
        assert "Trả lời bước đầu" in followed.text
        assert "không có khóa" in followed.text
        assert number in editor.get(INBOX).text
        assert people["agency_head"].get("/cao-bang/so-don?so=01").status == 200
        for sealed in ("/yeu-cau/chua-dung/kiem-tra", "/yeu-cau/chua-dung/bien-nhan"):
            assert citizen.get(sealed).status == 303
        assert "không có khóa" in begun.get("/yeu-cau/chua-dung").text
        file = editor.get(path.replace("xu-ly-yeu-cau", "tep-yeu-cau") + "&goi=1")
        assert file.status == 503
        # Another one may be sent meanwhile.
        other = Citizen(server)
        other.fill("kien-nghi-phan-anh")
        new, _code = other.finish("kien-nghi-phan-anh")
        after = portal.query(
            "SELECT number, answers, revision FROM thads_request WHERE number <> %s ORDER BY id",
            new,
        )
        assert [(n, bytes(a or b""), r) for n, a, r in before] == [
            (n, bytes(a or b""), r) for n, a, r in after
        ]
    finally:
        for ring, file in rings.items():
            # What was sent meanwhile is under the other key.
            file.write_text("\n".join([*kept[ring].split(), "ab" * 32, ""]))
        secret_keys.ring_of.cache_clear()
    assert "Dưới khóa bị mất" in editor.get(path).text
    assert "Thư dưới khóa bị mất" in citizen.open(number, code).text
    assert listing in begun.get("/yeu-cau/chua-dung/kiem-tra").text


def test_a_dump_and_the_log_tell_nothing(portal, citizen, people, listing, caplog):
    """Whoever gets a dump of the database, or the log, learns nothing that anybody wrote."""
    caplog.set_level("DEBUG")
    marks = [f"MARK{n}X7Q" for n in range(6)]
    citizen.fill("chua-dung", listing=listing, right=marks[0], name=marks[1], address=marks[2])
    tail = b"%PDF-1.7\n" + marks[3].encode() * 9 + b"\ntrailer<<>>\n%%EOF\n"
    name = f"{marks[4]}.pdf"
    path = "/yeu-cau/chua-dung/giay-to"
    assert citizen.upload(path, name, tail, {"loai": "proof"}).status == 303
    number, code = citizen.finish("chua-dung")
    citizen.open(number, code)
    citizen.send("/yeu-cau/theo-doi", {"viec": "nhan", "text": marks[5]})
    page = people["provincial_editor"].get(file_of(portal, number)).text
    for mark in (*marks[:3], *marks[4:]):
        assert mark in page
    dump = subprocess.run(
        [str(tool("pg_dump")), "-d", portal.dsn], stdout=subprocess.PIPE, check=True
    ).stdout
    assert number.encode() in dump
    for mark in (*marks, code.replace("-", "")):
        for form in (mark.encode(), mark.encode().hex().encode()):
            assert form not in dump, mark
        assert mark not in caplog.text
