"""Which public texts wait for the board, and which must not."""

from datetime import date
from thads_portal.domain.codes import Flag
from thads_portal.domain.screening import has_personal_number
from thads_portal.domain.screening import screen

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
        "creditor": "Trần Thị Mẫu",
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
    "bồi thường cho Phạm Thử Nghiệm (sinh ngày 24/11/2008)",
    "bồi thường cho Phạm Thử Nghiệm, sn 2012",
    "trẻ em Vừ A Thử",
]
NOT_MINOR = [
    "Án phí dân sự sơ thẩm 300.000 đồng",
    "cấp dưỡng nuôi con chung cho bà Trần Thị Mẫu mỗi tháng 2.000.000 đồng",
    "cấp dưỡng nuôi cháu N.V.A đến khi đủ 18 tuổi",
    "bồi thường cho bà Nguyễn Thị Bé Ba 5.000.000 đồng",
    "trả cho ông Nguyễn Văn Mẫu sinh năm 1980 số tiền 1.000.000 đồng",
    "con Nguyễn Văn Mẫu, sinh năm 1990, trả nợ thay",
    "bồi thường cho Phạm Thử Nghiệm (sinh ngày 23/11/2008)",
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
        ("Hoàng Văn Thử cấp dưỡng qua Trần Thị Mẫu", False),
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


def test_only_narrows_what_is_read():
    fields = listing("079203001234", ground_text="không có tài sản")
    assert screen(fields, today=TODAY, only={"ground_text"}) == ()
    assert screen(fields, today=TODAY, only={"obligation"}) == (Flag.PERSONAL_NUMBER,)


def test_both_flags_together():
    text = "Giao cháu Nguyễn Gia Thử (số định danh 079203001234)"
    assert screen(listing(text), today=TODAY) == (Flag.PERSONAL_NUMBER, Flag.MINOR_NAMED)
