"""Marks of earlier faults are found; nothing of the synthetic register has one."""

from tests.support.pace import assert_within
from thads_portal.domain.content_marks import Mark
from thads_portal.domain.content_marks import marks
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions

import pytest


LISTING = {
    "debtor_name": "Nông Văn Thử",
    "debtor_address": "Tổ 1, phường Sông Hiến, thành phố Cao Bằng",
    "judgment_number": "15/2024/DS-ST",
    "enforcement_decision_number": "210/QĐ-CCTHADS",
    "no_conditions_decision_number": "12/QĐ-CCTHADS",
    "obligation": "Trả nợ 12.500.000 đồng",
    "obligation_amount": 12_500_000,
}


@pytest.mark.parametrize(
    ("field", "value", "mark"),
    [
        ("enforcement_decision_number", "210/Qé-CCTHADS", Mark.DAMAGED),
        ("debtor_name", "Lê Ỗ", Mark.DAMAGED),
        ("debtor_name", "NguyÔn V¨n T¸m", Mark.DAMAGED),
        ("debtor_address", "Tá»• 1, phÆ°á»ng SÃ´ng Hiáº¿n", Mark.DAMAGED),
        ("debtor_name", "Nông Văn Thử (1990)", Mark.YEAR_IN_NAME),
        ("debtor_name", "Nông Văn Thử (sinh năm 1990)", Mark.YEAR_IN_NAME),
        ("debtor_name", "1. Nông Văn Thử 2. Lý Thị Mẫu", Mark.SEVERAL_PEOPLE),
        ("debtor_name", "Nông Văn Thử 2. Lý Thị Mẫu", Mark.SEVERAL_PEOPLE),
        ("debtor_address", "sinh năm 1990, tổ 1, phường Sông Hiến", Mark.YEAR_IN_ADDRESS),
        ("debtor_address", "1990, tổ 1, phường Sông Hiến", Mark.YEAR_IN_ADDRESS),
        ("obligation_amount", 12_000_005, Mark.AMOUNT_WORDS),
        ("obligation_amount", 1_000_000_002, Mark.AMOUNT_WORDS),
        ("obligation_amount", 12_500, Mark.UNIT_LOST),
        ("obligation_amount", 12, Mark.UNIT_LOST),
    ],
)
def test_a_mark_is_found(field, value, mark):
    assert (field, mark) in list(marks({**LISTING, field: value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("debtor_name", "NGUYỄN THỊ ĐỖ LỖ"),
        ("debtor_name", "Công ty TNHH 1 thành viên Mẫu"),
        ("debtor_name", "Ninh Văn A (tên gọi khác: Tý)"),
        ("debtor_address", "Số 1990, đường Thử, phường Mũi Né"),
        ("debtor_address", "Khu phố 2, đường 30/4"),
        ("obligation_amount", 12_001_500),
        ("obligation_amount", 12_005_000),
        ("obligation_amount", None),
    ],
)
def test_what_is_right_has_none(field, value):
    assert list(marks({**LISTING, field: value, "obligation": "Trả nợ"})) == []


@pytest.mark.slow
def test_the_synthetic_register_has_none():
    for event in events(FeedOptions(count=3_000, seed=5)):
        assert list(marks(event["listing"])) == []


@pytest.mark.parametrize("piece", ["1", "1.", "a", "(", "1.000", "1,000.", "sn ", "; ", "Ỗ"])
def test_no_text_takes_long(piece):
    text = (piece * 32_000)[:32_000]
    fields = {**LISTING, "debtor_name": text, "debtor_address": text, "obligation": text}
    assert_within(0.2, lambda: list(marks(fields)), piece)
