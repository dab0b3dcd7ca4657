"""What single cells of a list say: dates, amounts, composite cells, names, kinds, headings."""

from datetime import date
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import ObligationKind
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.composites import Act
from thads_portal.importing.spreadsheet.composites import split_act
from thads_portal.importing.spreadsheet.composites import split_name_and_address
from thads_portal.importing.spreadsheet.composites import split_person
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import meaning
from thads_portal.importing.spreadsheet.values import only_amount_in
from thads_portal.importing.spreadsheet.values import parse_amount
from thads_portal.importing.spreadsheet.values import parse_day

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "05/03/2024",
        "5/3/2024",
        "5-3-2024",
        "05.03.2024",
        " 05 / 03 / 2024 ",
        "5/3/24",
        "ngày 5 tháng 3 năm 2024",
        "Ngày 05/03/2024",
        "2024-03-05",
        "05/03/2024 00:00:00",
        "45356",
    ],
)
def test_days(text):
    assert parse_day(text) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text", ["31/02/2024", "03/25/2024", "2024", "abc", "", "5/3/2024 và 6/3/2024", "15/2024/DS-ST"]
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.500.000", 12_500_000),
        ("12,500,000", 12_500_000),
        ("12 500 000", 12_500_000),
        ("12500000", 12_500_000),
        ("12.500.000 đồng", 12_500_000),
        ("12.500.000đ", 12_500_000),
        ("12.500.000 VNĐ", 12_500_000),
        ("12.500.000,00", 12_500_000),
        ("12.500.000 đ (mười hai triệu năm trăm nghìn đồng)", 12_500_000),
        ("12,5 triệu", 12_500_000),
        ("12.5 triệu đồng", 12_500_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("1,2 tỷ đồng", 1_200_000_000),
        ("500 nghìn", 500_000),
        ("300.000đ", 300_000),
        ("0", 0),
        ("12.500.000,-", 12_500_000),
    ],
)
def test_amounts(text, amount):
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "12,5",
        "abc",
        "",
        "12.500.000 và 3.000.000",
        "1,250 tỷ",
        "1000 USD",
        "12.50.00",
        "12.500.000,5",
    ],
)
def test_what_is_no_amount(text):
    with pytest.raises(ValueError):
        parse_amount(text)


def test_the_only_amount_of_an_obligation():
    assert only_amount_in("Trả nợ số tiền 12.500.000 đồng cho ông B") == 12_500_000
    assert only_amount_in("Án phí 300.000 đồng, bồi thường 5.000.000 đồng") is None
    assert only_amount_in("Giao nhà số 12, đường 3/2") is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "15/2024/DS-ST; 05/03/2024; TAND huyện Hòa An",
            Act("15/2024/DS-ST", date(2024, 3, 5), "TAND huyện Hòa An"),
        ),
        (
            "Số 15/2024/DS-ST\nngày 05/3/2024\nTòa án nhân dân huyện Hòa An",
            Act("15/2024/DS-ST", date(2024, 3, 5), "Tòa án nhân dân huyện Hòa An"),
        ),
        (
            "Bản án số 15/2024/DS-ST ngày 05 tháng 3 năm 2024 của TAND tỉnh Cao Bằng",
            Act("15/2024/DS-ST", date(2024, 3, 5), "TAND tỉnh Cao Bằng"),
        ),
        (
            "15/2024/QĐST-HNGĐ, ngày 5.3.2024, TAND TP Cao Bằng",
            Act("15/2024/QĐST-HNGĐ", date(2024, 3, 5), "TAND TP Cao Bằng"),
        ),
        ("210/QĐ-CCTHADS ngày 10/6/2024", Act("210/QĐ-CCTHADS", date(2024, 6, 10), "")),
        ("Số: 210 ngày 10/6/2024", Act("210", date(2024, 6, 10), "")),
        (
            "05 / HSST - 10/6/2004 - Tòa án nhân dân tối cao",
            Act("05/HSST", date(2004, 6, 10), "Tòa án nhân dân tối cao"),
        ),
        ("210/QĐ-CCTHADS", Act("210/QĐ-CCTHADS", None, "")),
    ],
)
def test_composite_documents(text, act):
    assert split_act(text) == act


def test_names_with_more_in_the_cell():
    person = split_person("Nguyễn Văn A (tức A Bé)")
    assert (person.name, person.alias) == ("Nguyễn Văn A (tức A Bé)", "A Bé")
    person = split_person("Ông: Nguyễn Văn A, tên gọi khác: Tèo, sinh ngày 02/04/1979")
    assert person.name == "Nguyễn Văn A, tên gọi khác: Tèo"
    assert (person.alias, person.birth) == ("Tèo", date(1979, 4, 2))
    person = split_person("Nguyễn Thị B - SN 1980 - CCCD: 001 180 012 345")
    assert (person.name, person.personal_id) == ("Nguyễn Thị B", "001180012345")
    assert person.birth_year_only
    both = split_name_and_address("Nguyễn Văn A, sinh năm 1979\nĐịa chỉ: Tổ 3, phường Sông Hiến")
    assert (both.name, both.address) == ("Nguyễn Văn A", "Tổ 3, phường Sông Hiến")
    both = split_name_and_address("Công ty TNHH Thử; Số 5 đường A")
    assert (both.name, both.address) == ("Công ty TNHH Thử", "Số 5 đường A")


def test_kinds():
    assert kinds.judgment_kind("Hôn nhân gia đình") is JudgmentKind.MARRIAGE_FAMILY
    assert kinds.judgment_kind_of_number("15/2024/DS-ST") is JudgmentKind.CIVIL
    assert kinds.judgment_kind_of_number("12/2024/QĐST-HNGĐ") is JudgmentKind.MARRIAGE_FAMILY
    assert kinds.judgment_kind_of_number("05/HSST") is JudgmentKind.CRIMINAL
    assert kinds.judgment_kind_of_number("1/2020/KDTM-PT") is JudgmentKind.BUSINESS_COMMERCIAL
    assert kinds.judgment_kind_of_number("12") is None
    assert kinds.obligation_kinds("Án phí DSST và bồi thường cho ông B") == (
        ObligationKind.COURT_FEE,
        ObligationKind.COMPENSATION,
    )
    assert kinds.ground("điểm a khoản 1 Điều 44a") is Ground.NO_INCOME_OR_ASSETS
    assert kinds.ground("c") is Ground.ADDRESS_UNKNOWN
    assert kinds.ground("Không có tài sản, không có thu nhập") is Ground.NO_INCOME_OR_ASSETS
    assert kinds.ground("Chưa xác định được địa chỉ") is Ground.ADDRESS_UNKNOWN
    assert kinds.ground("abc xyz") is None
    assert kinds.debtor_kind("", "CTY TNHH Minh Phát") == "organisation"
    assert kinds.debtor_kind("", "Nguyễn Văn A") == "individual"


def test_agencies():
    today = date(2024, 11, 20)
    for text in (
        "Chi cục THADS huyện Hòa An",
        "CHI CỤC THI HÀNH ÁN DÂN SỰ HUYỆN HÒA AN",
        "CC THA Hoà An",
        "I. Chi cục THADS huyện Hòa An",
        "Hòa An",
    ):
        assert kinds.agency(text, "cao-bang", today) == "cao-bang/chi-cuc-hoa-an", text
    assert kinds.agency("Cục THADS tỉnh Cao Bằng", "cao-bang", today) == "cao-bang/cuc"
    assert kinds.agency("Tổ 3 phường Sông Hiến", "cao-bang", today) is None


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("STT", Column.NUMBER),
        ("Họ và tên người phải thi hành án", Column.NAME),
        ("HO TEN NGUOI PHAI THA", Column.NAME),
        ("Tên người phải THA", Column.NAME),
        ("Người phải thi hành án", Column.NAME),
        ("Họ tên, địa chỉ người phải thi hành án", Column.NAME_AND_ADDRESS),
        ("Địa chỉ người phải thi hành án", Column.ADDRESS),
        ("Nơi cư trú", Column.ADDRESS),
        ("Bản án, quyết định phải thi hành (số; ngày; cơ quan)", Column.JUDGMENT),
        ("Bản án, quyết định số", Column.JUDGMENT_NUMBER),
        ("Số bản án", Column.JUDGMENT_NUMBER),
        ("Ngày bản án", Column.JUDGMENT_DATE),
        ("Bản án, quyết định Ngày, tháng, năm", Column.JUDGMENT_DATE),
        ("Bản án, quyết định Tòa án", Column.JUDGMENT_BODY),
        ("Cơ quan ra bản án", Column.JUDGMENT_BODY),
        ("Loại án", Column.JUDGMENT_KIND),
        ("Quyết định thi hành án", Column.ENFORCEMENT),
        ("Số QĐ THA", Column.ENFORCEMENT_NUMBER),
        ("Quyết định thi hành án Ngày", Column.ENFORCEMENT_DATE),
        ("Quyết định về việc chưa có điều kiện thi hành án", Column.DECISION),
        ("Số QĐ chưa có điều kiện", Column.DECISION_NUMBER),
        ("Ngày QĐ CCĐK", Column.DECISION_DATE),
        ("QĐ về việc chưa có ĐK THA Số", Column.DECISION_NUMBER),
        ("Người ký", Column.SIGNED_BY),
        ("Nghĩa vụ phải thi hành", Column.OBLIGATION),
        ("Nghĩa vụ chưa có điều kiện thi hành", Column.OBLIGATION),
        ("Loại nghĩa vụ", Column.OBLIGATION_KINDS),
        ("Số tiền phải thi hành", Column.AMOUNT),
        ("Số tiền (đồng)", Column.AMOUNT),
        ("Lý do chưa có điều kiện thi hành", Column.GROUND_TEXT),
        ("Căn cứ", Column.GROUND),
        ("Số CCCD/CMND", Column.PERSONAL_ID),
        ("Ngày sinh", Column.BIRTH),
        ("Người được thi hành án", Column.CREDITOR),
        ("Chấp hành viên", Column.OFFICER),
        ("Số hồ sơ", Column.CASE_NUMBER),
        ("Cơ quan thi hành án", Column.AGENCY),
        ("Chi cục", Column.AGENCY),
        ("Ghi chú", Column.UNUSED),
        ("abc", None),
    ],
)
def test_headings(heading, column):
    assert meaning(heading) == column
