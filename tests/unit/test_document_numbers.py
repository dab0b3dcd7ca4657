"""Numbers of documents in the form they are looked up by."""

from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.document_numbers import number_keys

import pytest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12/QĐ-CCTHADS", "12/qd-ccthads"),
        ("Số 012/QÐ – CCTHADS", "12/QĐ-CCTHADS"),
        ("số: 05/2024/DS-ST", "5/2024/DS-ST"),
        (" 5 / 2024 / DS-ST ", "5/2024/DS-ST"),
        ("2026-0000123", "2026-123"),
    ],
)
def test_writings_of_one_number(one, other):
    assert number_key(one) == number_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12/QĐ-CCTHADS", "120/QĐ-CCTHADS"),
        ("5/2024/DS-ST", "52/024/DS-ST"),
        ("10/DS", "1/DS"),
        ("2026-0000123", "2025-0000123"),
    ],
)
def test_different_numbers(one, other):
    assert number_key(one) != number_key(other)


@pytest.mark.parametrize("junk", ["", "\0", "😀", "' OR 1=1 --"[:1], "\ud800", "///"])
def test_junk_has_no_key(junk):
    assert number_key(junk) == ""


def test_keys_of_a_listing_are_distinct_and_sorted():
    assert number_keys(["2026-0000001", None, "12/QĐ", "012/QĐ", ""]) == ["12/qd", "2026-1"]
