"""The follow-up over HTTP: entered on its forms, shown on the case's page, proposed and sent; told to nobody else."""

from io import BytesIO
from PIL import Image
from tests.support.desk import STEPS
from tests.support.staff import Staff
from tests.support.staff import token_of
from thads_portal.actions.context import ActionContext
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.lifecycle import Step
from thads_portal.importing.archive import dump
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import datetime
import pytest
import re
import transaction


REGISTER = f"/cao-bang/{REGISTER_ID}"
DECIDED = datetime.date(2026, 7, 14)
SECRET = "Lương ba triệu do xưởng gỗ Bình An trả"


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def editor(people):
    return people["provincial_editor"]


_NUMBERS = iter(range(700, 800))


@pytest.fixture
def listing(portal):
    """The public number of a listing with a case of its own and 12.500.000 đồng to do."""
    with portal.site() as site:
        made = make_listing(
            portal,
            site,
            debtor_name="Nông Văn Theo",
            obligation="Trả nợ 12.500.000 đồng",
            obligation_amount=12_500_000,
            obligation_kinds=("debt",),
            enforcement_decision_number=f"{next(_NUMBERS)}/QĐ-CCTHADS",
            enforcement_decision_date=datetime.date(2026, 1, 5),
            no_conditions_decision_date=DECIDED,
        )
        transaction.commit()
        return made.id


def case(people, number, role="provincial_editor"):
    answer = people[role].get(f"{REGISTER}/{number}/theo-doi-viec")
    assert answer.status == 200
    return answer.text


def revision(page):
    return re.search(r'name="revision" type="hidden" value="(\d+)"', page)[1]


def send(editor, number, form, **fields):
    path = f"{REGISTER}/{number}/{form}"
    given = {"revision": revision(editor.get(path).text), "action": "take", **fields}
    return editor.post(path, [(name.replace("__", "."), value) for name, value in given.items()])


def pay(editor, number, amount, day="03/08/2026"):
    return send(editor, number, "ghi-thu-tien", amount=amount, occurred_on=day)


def test_a_case_without_entries_says_what_is_due(people, listing):
    page = case(people, listing)
    assert "Xác minh lần tới" in page and "14/01/2027" in page
    assert "Luật 106/2025/QH15, Điều 38 khoản 3" in page
    assert "Nông Văn Theo" in page


def test_a_verification_begins_the_time_anew(people, editor, listing):
    answer = send(
        editor,
        listing,
        "ghi-xac-minh",
        occurred_on="07/09/2026",
        details__conclusion="none",
        details__channel="direct",
        details__findings=SECRET,
    )
    assert answer.status == 303
    page = case(people, listing)
    assert "08/03/2027" in page and SECRET in page
    assert SECRET in case(people, listing, "agency_head")
    assert SECRET in case(people, listing, "editorial_board")


def test_money_is_proposed_and_sent_the_usual_way(people, editor, server, listing):
    assert pay(editor, listing, "2.000.000").status == 303
    page = case(people, listing)
    assert "10.500.000" in page and "Cần sửa nghĩa vụ công khai" in page
    public = Visitor(server).get(f"{REGISTER}/{listing}").text
    assert "Trả nợ 12.500.000 đồng" in public and "10.500.000" not in public
    shown = editor.get(f"{REGISTER}/{listing}/cap-nhat-cong-khai").text
    assert "Đã thi hành, miễn giảm 2.000.000" in shown
    text = re.search(r"<textarea[^>]*name=\"obligation\"[^>]*>([^<]*)<", shown)[1]
    answer = send(
        editor,
        listing,
        "cap-nhat-cong-khai",
        obligation=text,
        obligation_amount="10.500.000",
        document__number="12/BL",
        document__date="03/08/2026",
    )
    assert answer.status == 303
    assert "Cần sửa nghĩa vụ công khai" not in case(people, listing)
    file = people["editorial_board"].get(f"{REGISTER}/{listing}/ho-so").text
    assert "Sửa đổi đang chờ duyệt" in file and "10.500.000" in file


def test_the_last_payment_prepares_the_end(people, editor, listing):
    pay(editor, listing, "12.500.000")
    assert "Cần chấm dứt công khai: Thi hành xong" in re.sub(r"\s+", " ", case(people, listing))
    answer = send(
        editor,
        listing,
        "cap-nhat-cong-khai",
        document__number="12/BL",
        document__date="03/08/2026",
    )
    assert answer.status == 303
    file = people["editorial_board"].get(f"{REGISTER}/{listing}/ho-so").text
    assert "Đề nghị chấm dứt đang chờ duyệt" in file


@pytest.mark.parametrize("step", [Step.RETURN_ENDING, Step.RECALL_ENDING])
def test_an_end_that_comes_back_is_asked_again(portal, people, editor, listing, step):
    """Returned for another paper, or called back: who has paid all does not stay public in silence."""
    pay(editor, listing, "12.500.000")
    paper = {"document__number": "12/BL", "document__date": "03/08/2026"}
    for _ in range(2):
        assert send(editor, listing, "cap-nhat-cong-khai", **paper).status == 303
        assert "Cần chấm dứt công khai" not in case(people, listing)
        with portal.site() as site:
            made = site["cao-bang"][REGISTER_ID][listing]
            # An entry's id is nothing to another installation.
            assert made.proposed_ending["asked_after"] == 0 and b"asked_after" not in dump(made)
        _comes_back(portal, listing, step)
        said = re.sub(r"\s+", " ", case(people, listing))
        assert "Cần chấm dứt công khai: Thi hành xong" in said


@pytest.mark.parametrize("step", [Step.RETURN_AMENDMENT, Step.RECALL_AMENDMENT])
def test_an_amendment_that_comes_back_is_asked_again(portal, people, editor, listing, step):
    pay(editor, listing, "2.000.000")
    sent = {"obligation": "Trả nợ", "obligation_amount": "10.500.000"}
    paper = {"document__number": "12/BL", "document__date": "03/08/2026"}
    assert send(editor, listing, "cap-nhat-cong-khai", **sent, **paper).status == 303
    # What is proposed beside it goes along.
    _take(portal, listing, Step.PROPOSE_AMENDMENT)
    assert "Cần sửa nghĩa vụ công khai" not in case(people, listing)
    _comes_back(portal, listing, step)
    assert "Cần sửa nghĩa vụ công khai" in case(people, listing)


def test_what_nobody_was_asked_for_comes_back_in_silence(portal, people, editor, listing):
    pay(editor, listing, "2.000.000")
    send(editor, listing, "cap-nhat-cong-khai", action="other")
    assert "Cần sửa nghĩa vụ công khai" not in case(people, listing)
    _take(portal, listing, Step.PROPOSE_ENDING)
    _comes_back(portal, listing, Step.RETURN_ENDING)
    assert "Cần sửa nghĩa vụ công khai" not in case(people, listing)


def _comes_back(portal, number, step):
    role = "editorial_board" if step.name.startswith("RETURN") else "provincial_editor"
    _take(portal, number, step, role)


def _take(portal, number, step, role="provincial_editor"):
    with portal.site(role=role) as site:
        STEPS[step](site["cao-bang"][REGISTER_ID][number], ActionContext())
        transaction.commit()


def test_what_is_wrong_is_said_and_nothing_is_written(people, editor, listing):
    answer = pay(editor, listing, "12.500.001")
    assert answer.status == 422
    assert "Khoản này còn 12.500.000 đồng" in answer.text and "12.500.001" in answer.text
    assert pay(editor, listing, "1", day="01/01/2026").status == 422
    assert pay(editor, listing, "nhiều").status == 422
    assert "Chưa ghi gì." in case(people, listing)
    stale = editor.post(
        f"{REGISTER}/{listing}/ghi-thu-tien",
        [("revision", "99"), ("action", "take"), ("amount", "1"), ("occurred_on", "03/08/2026")],
    )
    assert stale.status == 409


def test_a_counter_entry_takes_back_and_keeps(people, editor, listing):
    pay(editor, listing, "2.000.000")
    page = case(people, listing)
    entry = re.findall(r"muc=(\d+)", page)[0]
    answer = send(editor, listing, f"dao-but-toan?muc={entry}", muc=entry, details__note="Ghi nhầm")
    assert answer.status == 303
    page = case(people, listing)
    assert "Đã đảo" in page and "Cần sửa" not in page and "Ghi nhầm" in page


def test_other_kinds_have_one_form(people, editor, listing):
    path = f"{REGISTER}/{listing}/ghi-so"
    assert "Hoãn thi hành án" in editor.get(path).text
    answer = send(
        editor,
        listing,
        "ghi-so?loai=postponed",
        loai="postponed",
        occurred_on="01/09/2026",
        details__until="01/12/2026",
    )
    assert answer.status == 303
    page = case(people, listing)
    assert "Đang hoãn thi hành án" in page and "08/12/2026" in page
    assert (
        send(editor, listing, "ghi-so?loai=closed", loai="closed", occurred_on="02/09/2026").status
        == 303
    )
    refused = pay(editor, listing, "1")
    assert refused.status == 422 and "bút toán đảo" in refused.text


def test_lines_are_stated(people, editor, listing):
    answer = send(
        editor,
        listing,
        "lap-viec",
        details__origin="on_request",
        line__0="1", kind__0="court_fee", to_do__0="500.000",
        line__1="2", kind__1="debt", to_do__1="12.000.000",
    )  # fmt: skip
    assert answer.status == 303
    page = case(people, listing)
    assert "Theo yêu cầu" in page and "1. Án phí" in page and "12.500.000" in page
    # One receipt over both: the fee first by the order of payment, the rest of it the debt.
    pay(editor, listing, "2.500.000")
    page = case(people, listing)
    assert "10.000.000" in page


def test_nothing_of_the_ledger_leaves_by_another_door(people, editor, server, listing):
    send(
        editor,
        listing,
        "ghi-xac-minh",
        occurred_on="07/09/2026",
        details__conclusion="none",
        details__channel="direct",
        details__findings=SECRET,
        details__confirmer="Trưởng xóm Nà Lúm",
    )
    pay(editor, listing, "2.345.678")
    visitor = Visitor(server)
    doors = [
        f"{REGISTER}/{listing}",
        f"{REGISTER}/{listing}.json",
        f"{REGISTER}/{listing}.pdf",
        f"/tra-cuu?number={listing}",
        f"{REGISTER}.csv?number={listing}",
        f"{REGISTER}.atom",
        f"{REGISTER}.ndjson",
    ]
    for who in (visitor, people["inspector"], people["central_editor"], people["administrator"]):
        for door in doors:
            text = who.get(door).text
            for secret in (SECRET, "Nà Lúm", "2.345.678", "2345678"):
                assert secret not in text, door
    api = visitor.get(f"/++api++{REGISTER}/{listing}", accept="application/json").text
    record = people["editorial_board"].get(f"/nhat-ky?listing={listing}").text
    for text in (api, record):
        assert SECRET not in text and "2345678" not in text and "2.345.678" not in text
    assert (
        "Ghi sổ theo dõi việc" in people["editorial_board"].get(f"{REGISTER}/{listing}/ho-so").text
    )


def test_what_is_due_stands_on_its_list_on_the_desk_and_among_the_terms(portal, people, editor):
    with portal.site() as site:
        made = make_listing(
            portal,
            site,
            debtor_name="Lý Thị Hạn",
            enforcement_officer="Hoàng Văn Chấp",
            enforcement_decision_number="900/QĐ-CCTHADS",
            enforcement_decision_date=datetime.date(2025, 1, 6),
            no_conditions_decision_date=datetime.date(2025, 3, 10),
        )
        transaction.commit()
        number = made.id
    page = editor.get("/cao-bang/viec-den-han?danh-sach=qua-han").text
    assert "Lý Thị Hạn" in page and "10/09/2025" in page and "Hoàng Văn Chấp" in page
    assert f"{number}/theo-doi-viec" in page
    month = editor.get("/cao-bang/viec-den-han?danh-sach=thang&thang=09/2025")
    assert (
        "Lý Thị Hạn" in month.text and "Lý Thị Hạn" not in editor.get("/cao-bang/viec-den-han").text
    )
    chosen = "/cao-bang/viec-den-han?danh-sach=qua-han&chap-hanh-vien="
    assert "Lý Thị Hạn" in editor.get(chosen + "Ho%C3%A0ng%20V%C4%83n%20Ch%E1%BA%A5p").text
    assert "Lý Thị Hạn" not in editor.get(chosen + "ai").text
    book = editor.get("/cao-bang/viec-den-han?danh-sach=qua-han&tep=xlsx")
    assert book.status == 200 and "spreadsheetml" in book.headers["Content-Type"]
    assert "quá hạn xác minh" in editor.get("/cao-bang/ban-lam-viec").text
    board = people["editorial_board"]
    assert "Lý Thị Hạn" in board.get("/viec-den-han?danh-sach=qua-han").text
    terms = board.get("/tuan-thu?tu=01/09/2025&den=30/09/2025").text
    assert "Xác minh lần tới" in terms
    # Whoever sees no case is told nothing of them.
    assert "quá hạn xác minh" not in people["inspector"].get("/cao-bang/ban-lam-viec").text


def test_who_qualifies_for_relief_is_listed(portal, people, editor):
    with portal.site() as site:
        made = make_listing(
            portal,
            site,
            debtor_name="Bế Văn Miễn",
            obligation_amount=3_000_000,
            obligation_kinds=("court_fee",),
            enforcement_decision_number="901/QĐ-CCTHADS",
            enforcement_decision_date=datetime.date(2019, 1, 7),
            no_conditions_decision_date=DECIDED,
        )
        transaction.commit()
        number = made.id
    path = "/cao-bang/viec-den-han?danh-sach=mien-giam"
    assert "Bế Văn Miễn" not in editor.get(path).text
    send(editor, number, "lap-viec", line__0="1", kind__0="court_fee", to_do__0="3.000.000")
    page = editor.get(path).text
    assert "Bế Văn Miễn" in page and "Miễn nghĩa vụ" in page and "Điều 42" in page
    # What is over falls off the list.
    send(editor, number, "ghi-thu-tien", amount="3.000.000", occurred_on="10/09/2026")
    assert "Bế Văn Miễn" not in editor.get(path).text


def test_relief_begins_with_ground_a(portal, people, editor):
    """Luật 106/2025/QH15, Điều 42-45: the agency itself begins where a decision on ground a is there."""
    with portal.site() as site:
        made = make_listing(
            portal,
            site,
            debtor_name="Bế Văn Khác",
            ground="b",
            ground_scheme="44a/2014",
            obligation_amount=3_000_000,
            obligation_kinds=("court_fee",),
            enforcement_decision_number="902/QĐ-CCTHADS",
            enforcement_decision_date=datetime.date(2019, 1, 7),
            no_conditions_decision_date=datetime.date(2026, 3, 2),
        )
        transaction.commit()
        number = made.id
    send(editor, number, "lap-viec", line__0="1", kind__0="court_fee", to_do__0="3.000.000")
    page = editor.get("/cao-bang/viec-den-han?danh-sach=mien-giam").text
    assert "Bế Văn Khác" not in page


def photograph() -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Máy ảnh của Chấp"
    Image.new("RGB", (640, 480), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def send_file(editor, path, name, data, **fields):
    """A form with a file, as a phone sends it."""
    page = editor.get(path).text
    given = {
        "_authenticator": token_of(page),
        "revision": revision(page),
        "action": "take",
        **{key.replace("__", "."): value for key, value in fields.items()},
    }
    mark = "----giua"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in given.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n")
    body = b"".join(parts) + f"--{mark}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    return editor.ask("POST", path, body=body, headers=kind)


def test_a_photograph_with_a_verification_is_kept_cleaned_and_each_look_recorded(
    portal, people, editor, server, listing
):
    path = f"{REGISTER}/{listing}/ghi-xac-minh"
    answer = send_file(
        editor,
        path,
        "C:\\ảnh\\IMG_1.png",
        photograph(),
        occurred_on="07/09/2026",
        details__conclusion="none",
        details__channel="direct",
    )
    assert answer.status == 303
    page = case(people, listing)
    # Its ending is what it is, whatever it was called.
    assert "IMG_1.jpg" in page and "SHA-256" in page
    (file,) = set(re.findall(r"xem-tai-lieu\?tep=([0-9a-f]{32})", page))
    address = f"{REGISTER}/{listing}/xem-tai-lieu?tep={file}"
    for role in ("agency_head", "editorial_board"):
        seen = people[role].get(address)
        assert seen.status == 200 and seen.headers["Cache-Control"] == "no-store"
        assert seen.headers["Content-Type"] == "image/jpeg"
    for who in (people["inspector"], people["administrator"], people["central_editor"]):
        assert who.get(address).status == 403
    assert Visitor(server).get(address).status == 302
    other = address.replace(file, "0" * 32)
    assert editor.get(other).status == 404
    record = people["editorial_board"].get(f"{REGISTER}/{listing}/ho-so").text
    assert record.count("Xem tài liệu của việc") == 2
    ((stored,),) = portal.query(
        "SELECT string_agg(data, '') FROM thads_file_chunk WHERE file = %s", file
    )
    assert "Máy ảnh".encode() not in bytes(stored)
    portal.run_jobs()
    assert f"{file}&amp;nho=1" in case(people, listing)
    assert Image.open(BytesIO(editor.get(f"{address}&nho=1").body)).size == (640, 480)


def test_what_is_no_evidence_is_refused_and_nothing_is_entered(people, editor, listing):
    path = f"{REGISTER}/{listing}/ghi-xac-minh"
    answer = send_file(
        editor,
        path,
        "anh.jpg",
        b"<script>alert(1)</script>",
        occurred_on="07/09/2026",
        details__conclusion="none",
        details__channel="direct",
    )
    assert answer.status == 422 and "theo nội dung, không theo tên" in answer.text
    assert "Chưa ghi gì." in case(people, listing)
    again = send_file(editor, f"{REGISTER}/{listing}/tai-lieu-viec", "bb.pdf", b"%PDF-1.4\n%%EOF\n")
    assert again.status == 303
    assert "bb.pdf" in case(people, listing)


def test_a_period_is_counted_in_a_job_and_closed_by_the_head(portal, people, editor):
    path = "/cao-bang/thong-ke-theo-doi"
    sent = [("year", "2026"), ("months", "12")]
    assert "Khóa kỳ" not in editor.get(path).text
    assert editor.post(path, [*sent, ("action", "close")]).status == 403
    answer = editor.post(path, [*sent, ("action", "count")])
    assert answer.status == 303 and "/cong-viec?ma=" in answer.headers["Location"]
    head = people["agency_head"]
    assert head.post(path, [("year", "2027"), ("months", "12"), ("action", "close")]).status == 422
    assert head.post(path, [*sent, ("action", "close"), ("note", "Đã đối chiếu")]).status == 303
    portal.run_jobs()
    page = head.get(path).text
    assert "01/10/2025 – 30/09/2026" in page and "bản 1" in page and "Đã đối chiếu" in page
    # As of any day that is over; only whole periods are closed.
    day = ("as_of", "14/02/2026")
    assert editor.post(path, [*sent, day, ("action", "count")]).status == 303
    refused = head.post(path, [*sent, day, ("action", "close")])
    assert refused.status == 422 and "để trống ô tính đến ngày" in refused.text
    for wrong in ("31/02/2026", "14/02/2126", "01/01/1999"):
        answer = editor.post(path, [*sent, ("as_of", wrong), ("action", "count")])
        assert answer.status == 422, wrong
    portal.run_jobs()
    jobs = portal.query("SELECT state, parameters FROM thads_job WHERE kind = 'case-statistics'")
    assert {state for state, _asked in jobs} == {"done"}
    asked = {(each["first"], each["last"]) for _state, each in jobs}
    assert asked == {("2025-10-01", "2026-09-30"), ("2025-10-01", "2026-02-14")}


@pytest.fixture
def old_case(portal):
    """A listing of a case that lacks conditions for more than two years."""
    with portal.site() as site:
        made = make_listing(
            portal,
            site,
            debtor_name="Nông Văn Lâu",
            enforcement_decision_number=f"{next(_NUMBERS)}/QĐ-CCTHADS",
            enforcement_decision_date=datetime.date(2020, 1, 5),
            no_conditions_decision_date=datetime.date(2024, 6, 3),
        )
        transaction.commit()
        return made.id


def test_what_may_move_and_what_ended_stand_on_lists(people, editor, old_case):
    answer = send(editor, old_case, "lap-viec", details__origin="on_request")
    assert answer.status == 303
    verified = {"details__conclusion": "none", "details__channel": "direct"}
    assert (
        send(editor, old_case, "ghi-xac-minh", occurred_on="05/10/2026", **verified).status == 303
    )
    place = "/cao-bang/viec-den-han?danh-sach=chuyen-so"
    page = people["agency_head"].get(place).text
    assert "Nông Văn Lâu" in page and "Thông báo gửi lại yêu cầu thi hành án" in page
    assert "chuyển sổ theo dõi riêng, gửi lại yêu cầu" in editor.get("/cao-bang/ban-lam-viec").text
    assert people["agency_head"].get(f"{place}&tep=xlsx").body.startswith(b"PK")
    returned = send(
        editor, old_case, "ghi-so", loai="request_returned", occurred_on="06/10/2026",
        document__number="3/TB", document__date="06/10/2026", details__sent_procuracy="15/10/2026",
    )  # fmt: skip
    assert returned.status == 303
    # The law does not say whether that ends publication: nothing is proposed, and it is told.
    page = case(people, old_case)
    assert "luật chưa rõ" in page and "Cần chấm dứt công khai" not in page
    assert "Nông Văn Lâu" not in people["agency_head"].get(place).text
    ended = (
        people["agency_head"].get("/cao-bang/viec-den-han?danh-sach=ket-thuc&thang=10/2026").text
    )
    assert "Nông Văn Lâu" in ended and "3/TB" in ended
    # Sent to the procuracy six working days after: three were given.
    assert (
        "Nông Văn Lâu"
        not in people["agency_head"]
        .get("/cao-bang/viec-den-han?danh-sach=ket-thuc&thang=09/2026")
        .text
    )


def test_the_first_verification_and_the_decision_have_their_clock(people, editor, listing):
    answer = send(
        editor, listing, "lap-viec", details__origin="ex_officio",
        details__voluntary_until="20/11/2026", details__ground_on="10/07/2026",
    )  # fmt: skip
    assert answer.status == 303
    page = case(people, listing)
    # Nine days under the law of 2025 end on Sunday the 29th.
    assert "Xác minh lần đầu" in page and "30/11/2026" in page
    assert "Luật 106/2025/QH15, Điều 37" in page
    # Stated anew, what was said before stays.
    shown = editor.get(f"{REGISTER}/{listing}/lap-viec").text
    assert 'value="20/11/2026"' in shown
