"""Which public texts wait for the board, and which must not."""

from datetime import date
from tests.support.pace import slowness
from thads_portal.domain.codes import Flag
from thads_portal.domain.screening import has_personal_number
from thads_portal.domain.screening import screen
from time import process_time

import pytest


TODAY = date(2026, 11, 23)

PERSONAL = [
    "Bồi thường cho người có CCCD 001234567890",
    "trả nợ (số định danh 079203001234), lãi suất 10%",
    "079 203 001 234",
    "079.203.001.234",
    "079-203-001-234 tại Hà Nội",
    "CCCD: 079203 001234.",
    "0 7 9 2 0 3 0 0 1 2 3 4",
    "số 12 079 203 001 234",
    "CMND/079203001234",
    "căn cước 123456789012 cấp ngày 01/02/2021",
    "079203001234 12.500.000 đồng",
    "CMND số 012345678",
    "chứng minh nhân dân 012 345 678",
    "STK079203001234",
]
NOT_PERSONAL = [
    "",
    "Án phí 12.500.000 đồng",
    "Trả 123.456.789.012 đồng cho Ngân hàng",
    "Trả 123456789012 đồng",
    "số tiền 123456789012",
    "số tiền: 123 456 789 012 đ",
    "Tổng 123.456.789.012",
    "0792030012345",
    "20792030012345",
    "ngày 20.10.2024 12.500.000 đồng",
    "Quyết định số 123456789012/QĐ-CCTHADS",
    "Bản án số 12/001234567890",
    "điện thoại 0912 345 678, 0243 1234567",
    "từ 01.02.2024 đến 03.04.2025",
    "tài khoản 1234567890",
    "thửa đất 012345678",
    "01/02/2024/DS-ST",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_number_is_seen(text):
    assert has_personal_number(text)


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_other_number_is_left_alone(text):
    assert not has_personal_number(text)


def listing(obligation, **more):
    return {
        "debtor_name": "Hoàng Văn Thử",
        "creditor": "Đàm Thị Mẫu",
        "obligation": obligation,
        "obligation_kinds": ("debt",),
        **more,
    }


MINOR = [
    "Giao cháu Nguyễn Gia Thử cho bà Trần Thị Mẫu nuôi dưỡng",
    "cấp dưỡng nuôi con chung là Nguyễn Gia Thử mỗi tháng 1.000.000 đồng",
    "Cấp dưỡng nuôi cháu Hoa mỗi tháng 1.000.000 đồng",
    "nuôi con chung: Lê Bảo Mẫu, sinh năm 2015",
    "nuôi con Lê Bảo Mẫu",
    "người chưa thành niên Giàng A Mẫu",
    "bồi thường cho bé gái tên Lò Thị Mẫu",
    "Cháu Đặng Thử Nghiệm, con của bị đơn",
    "GIAO CHÁU NGUYỄN GIA THỬ CHO BÀ MẪU",
    "bồi thường cho Phạm Thử Nghiệm, sn 2012",
    "trẻ em Vừ A Thử",
    "cấp dưỡng nuôi bé B mỗi tháng 1.000.000 đồng",
    "giao cháu A cho mẹ nuôi",
    "nuôi con chung tên Bi",
    "nuôi con tên Na đến khi thành niên",
]
NOT_MINOR = [
    "Án phí dân sự sơ thẩm 300.000 đồng",
    "cấp dưỡng nuôi con chung cho bà Trần Thị Mẫu mỗi tháng 2.000.000 đồng",
    "cấp dưỡng nuôi cháu N.V.A đến khi đủ 18 tuổi",
    "bồi thường cho bà Nguyễn Thị Bé Ba 5.000.000 đồng",
    "trả cho ông Nguyễn Văn Mẫu sinh năm 1980 số tiền 1.000.000 đồng",
    "con Nguyễn Văn Mẫu, sinh năm 1990, trả nợ thay",
    "trả con dấu Công ty Mẫu",
    "giao con chung cho Tòa án nhân dân huyện",
    "trả tiền cho con Chi cục Mẫu",
    "cháu Hoàng Văn Thử phải trả nợ",
    "nhà trẻ Hoa Mai",
    "Trả nợ Ngân hàng Nông nghiệp và Phát triển nông thôn Việt Nam",
    "Truy thu sung quỹ Nhà nước số tiền thu lợi bất chính",
]


@pytest.mark.parametrize("text", MINOR)
def test_named_minor_is_seen(text):
    assert screen(listing(text), today=TODAY) == (Flag.MINOR_NAMED,)


@pytest.mark.parametrize("text", NOT_MINOR)
def test_other_text_is_left_alone(text):
    assert screen(listing(text), today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giao Nguyễn Gia Thử cho Trần Thị Mẫu trực tiếp nuôi dưỡng", True),
        ("Cấp dưỡng cho Lê Bảo Mẫu mỗi tháng 1.000.000 đồng", True),
        ("Cấp dưỡng cho bà Lê Bảo Mẫu mỗi tháng 1.000.000 đồng", False),
        ("Hoàng Văn Thử cấp dưỡng qua bà Trần Thị Mẫu", False),
        ("Cấp dưỡng theo Bản án của Tòa án nhân dân huyện Trùng Khánh", False),
        ("Cấp dưỡng qua Chi cục Thi hành án dân sự thành phố Cao Bằng", False),
    ],
)
@pytest.mark.parametrize("kind", ["hand_over_minor", "maintenance"])
def test_obligation_about_a_minor_is_read_more_strictly(kind, text, expected):
    assert bool(screen(listing(text, obligation_kinds=(kind,)), today=TODAY)) is expected
    assert screen(listing(text), today=TODAY) == ()


def test_every_public_text_and_the_note_are_read():
    number = "079203001234"
    for name in ("debtor_name", "debtor_address", "ground_text", "judgment_body", "signed_by"):
        assert screen(listing("Án phí", **{name: f"x {number}"}), today=TODAY) == (
            Flag.PERSONAL_NUMBER,
        )
    assert screen(listing("Án phí"), today=TODAY, note=number) == (Flag.PERSONAL_NUMBER,)


def test_restricted_fields_are_not_read():
    assert screen(listing("Án phí", personal_id="079203001234"), today=TODAY) == ()


def test_a_minor_by_the_day_of_birth_and_an_adult():
    text = "bồi thường cho Phạm Thử Nghiệm (sinh ngày {}/11/2008)"
    assert screen(listing(text.format(24)), today=TODAY) == (Flag.MINOR_NAMED, Flag.BIRTH_DATE)
    assert screen(listing(text.format(23)), today=TODAY) == (Flag.BIRTH_DATE,)


PARTED = [
    "004.079.000.126",
    "004 079 000 126",
    "004-079-000-126",
    "004–079–000126",
    "004 . 079 . 000 . 126",
    "00 40 79 00 01 26",
    "004,079,000,126",
    "004·079·000·126",
    "０04079000126",
    "００４０７９０００１２６",
    "004\u00a0079\u00a0000\u00a0126",
    "0040 7900 0126",
    "004079-000126",
    "004_079_000_126",
]


@pytest.mark.parametrize("text", PARTED)
def test_a_personal_number_is_seen_however_it_is_parted(text):
    assert has_personal_number(f"người có số {text}, trả nợ")
    assert has_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "từ 01.02.2024 - 03.04.2025",
        "0,5 ha; 1.234.567 đồng; 12 tháng 06/2024",
        "thửa 12, 34, 56; tờ 7",
        "01/2024, 02/2024, 03/2024",
        "điện thoại 0912 345 678, 0243 1234567",
    ],
)
def test_numbers_side_by_side_are_no_personal_number(text):
    assert not has_personal_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "liên hệ 0912345678",
        "gọi 0912 345 678 để nhận",
        "+84 912 345 678",
        "(84)912.345.678",
        "ĐT: 024 3825 1234",
        "điện thoại số 02063-852-123",
        "nộp vào tài khoản 3949.0.1054321 của Chi cục",
        "STK 19031234567890",
        "số tài khoản: 0451 0001 23456 tại Ngân hàng Mẫu",
        "TK số 12345678",
    ],
)
def test_telephones_and_accounts_are_seen(text):
    assert screen(listing(text), today=TODAY) == (Flag.CONTACT,)


@pytest.mark.parametrize(
    "text",
    [
        "Trả 0912345678 đồng",
        "Trả nợ 912.345.678 đồng theo tài khoản tín dụng",
        "khoản vay 300.000.000 đồng, lãi 25.345.678 đồng",
        "Quyết định 0912345678/QĐ-CCTHADS",
        "hợp đồng tín dụng ngày 05/03/2019",
        "mở tài khoản năm 2019, trả 12.500.000 đồng",
    ],
)
def test_sums_are_no_telephones(text):
    assert screen(listing(text), today=TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "sinh ngày 07/07/1977",
        "SN: 7-7-1977",
        "sn 07.07.1977",
        "sinh ngày 07 tháng 7 năm 1977",
        "ngày sinh: 07/07/1977",
        "Sinh 7/7/77",
        "ngày tháng năm sinh 07/07/1977",
    ],
)
def test_a_date_of_birth_is_seen(text):
    assert Flag.BIRTH_DATE in screen(listing(f"Trả nợ, {text}, thường trú"), today=TODAY)


RESTRICTED = {
    "personal_id": "004079000126",
    "date_of_birth": date(1979, 4, 2),
    "creditor": "Bà Đàm Thị Mẫu; Ngân hàng TMCP Phương Bắc - Chi nhánh Thử",
    "enforcement_officer": "Bế Văn Nghiệm",
    "case_number": "123/2025/THA",
}


@pytest.mark.parametrize(
    "text",
    [
        "trả cho bà Đàm Thị Mẫu 5.000.000 đồng",
        "trả cho ĐÀM THỊ  MẪU",
        "tra cho dam thi mau",
        "nợ Ngân hàng TMCP Phương Bắc",
        "chấp hành viên Bế Văn Nghiệm thụ lý",
        "hồ sơ số 123/2025/THA",
        "có số 0040 79.0001-26",
        "người ấy ra đời 02/04/1979",
        "02 tháng 4 năm 1979",
        "1979-04-02",
        "mã 02041979",
    ],
)
@pytest.mark.parametrize("field", ["obligation", "ground_text", "debtor_address", "note"])
def test_a_listing_s_own_restricted_values_are_seen(text, field):
    fields = {**listing("Án phí"), **RESTRICTED}
    note = text if field == "note" else None
    if note is None:
        fields[field] = text
    found = screen(fields, today=TODAY, note=note)
    # A whole personal number is one, whosever it is.
    assert Flag.OWN_RESTRICTED in found or ("0040" in text and Flag.PERSONAL_NUMBER in found)


@pytest.mark.parametrize(
    "text",
    [
        "Án phí 12.500.000 đồng theo bản án ngày 02/05/1979",
        "số 11123/2025/THA",
        "đường Bế Văn Nghiệm, phường Thử",
        "trả cho bà Đàm Thị Mẫuu",
        "nộp ngân sách Nhà nước",
    ],
)
def test_what_is_only_alike_is_left_alone(text):
    fields = {**listing(text), **RESTRICTED}
    assert screen(fields, today=TODAY) == ()
    assert screen({**listing(text), "creditor": "Ngân sách Nhà nước"}, today=TODAY) == ()


def test_dates_that_contradict_each_other_are_flagged_where_they_are_touched():
    fields = listing(
        "Án phí", judgment_date=date(2024, 6, 11), enforcement_decision_date=date(2024, 6, 10)
    )
    assert screen(fields, today=TODAY) == (Flag.DATES_CONTRADICT,)
    assert screen(fields, today=TODAY, only={"obligation"}) == ()
    assert screen(fields, today=TODAY, only={"judgment_date"}) == (Flag.DATES_CONTRADICT,)
    kept = {**fields, "judgment_date": "2024-06-11", "enforcement_decision_date": "2024-06-10"}
    assert screen(kept, today=TODAY) == (Flag.DATES_CONTRADICT,)


GROWING = [
    "a", "A", "Á", "1", "0", " ", "\t", ".", ",", "(", "?", "a?", "1 ", "1.", "1a", "123456789a",
    "0 4 0 7 9 ", "Aa ", "Ba Ca ", "cháu ", "cháu (", "cháu, tên ", "con: ", "bé B ", "sinh ",
    "sinh ngày ", "sinh ngày 1/", "tài khoản ", "STK: ", "điện thoại (", "01/02/", "Ã", "Ã¡",
    "· ", "«", "Nguyễn ", "Nguyễn Gia ", "CMND ", "CMND số ", "số tiền ", "&#", "%C3", "=C3",
    "\\u", "a?\x20A", "Qé", "/", "-", "0912 ", "+84 ", "đ.t", "tên tên ", "chưa thành niên ",
]  # fmt: skip


@pytest.mark.parametrize("piece", GROWING)
@pytest.mark.parametrize("kind", ["debt", "maintenance"])
@pytest.mark.slow
def test_no_text_takes_long(piece, kind):
    """32,000 signs are read in a time that grows with their number, not with its square.

    Linear is eightfold, a square is 64-fold; the clock of a busy machine doubles either.
    """
    spent = []
    for size in (4_000, 32_000):
        text = (piece * (size // len(piece) + 1))[:size]
        fields = {**listing(text, obligation_kinds=(kind,)), **RESTRICTED}
        best = min(_spent(fields) for _ in range(3))
        spent.append(best)
    assert spent[1] <= 0.05 or spent[1] <= 24 * spent[0]
    assert spent[1] <= 0.5 * slowness()


def _spent(fields):
    start = process_time()
    screen(fields, today=TODAY)
    return process_time() - start


def test_only_narrows_what_is_read():
    fields = listing("079203001234", ground_text="không có tài sản")
    assert screen(fields, today=TODAY, only={"ground_text"}) == ()
    assert screen(fields, today=TODAY, only={"obligation"}) == (Flag.PERSONAL_NUMBER,)


def test_both_flags_together():
    text = "Giao cháu Nguyễn Gia Thử (số định danh 079203001234)"
    assert screen(listing(text), today=TODAY) == (Flag.PERSONAL_NUMBER, Flag.MINOR_NAMED)


@pytest.mark.parametrize(
    ("ground", "reason", "flagged"),
    [
        ("c", "Chưa xác định được nơi cư trú của cháu được giao nuôi dưỡng.", False),
        ("c", "Chưa rõ nơi ở của Lý Thị Hạnh là người được giao nuôi dưỡng.", True),
        ("dd", "Bà Hoàng Thị Lan mất năng lực hành vi dân sự.", True),
        ("dd", "Người phải thi hành án mất năng lực hành vi dân sự.", False),
        ("e", "Tài sản thế chấp tại Ngân hàng Nông nghiệp Phát triển nhỏ hơn nghĩa vụ.", True),
        ("e", "Tài sản thế chấp nhỏ hơn nghĩa vụ được bảo đảm tại ngân hàng.", False),
        ("h", "Tài sản bị Agribank thu giữ.", True),
        ("a", "Không có tài sản; nhà đã bán cho ông Lý Văn Hòa.", False),
    ],
)
def test_a_reason_names_nobody_whom_its_ground_keeps_back(ground, reason, flagged):
    """Law 106/2025/QH15, Art. 38(1): c and đ are about persons in care, e and h about lenders."""
    fields = {
        "debtor_name": "Nông Văn Thử",
        "obligation": "Trả nợ",
        "ground": ground,
        "ground_scheme": "38/2025",
        "ground_text": reason,
    }
    assert (Flag.GROUND_NAMES_OTHERS in screen(fields, today=TODAY)) is flagged
    assert not screen({**fields, "ground_scheme": "44a/2014", "ground": "a"}, today=TODAY)
