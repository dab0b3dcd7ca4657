"""Public numbers, personal numbers and the digests of the feed."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain import digests
from thads_portal.domain import identifiers
from unicodedata import normalize

import pytest


@given(st.integers(1000, 2999), st.integers(1, identifiers.MAX_SEQUENCE))
def test_public_number_round_trip(year, sequence):
    text = identifiers.public_number(year=year, sequence=sequence)
    parsed = identifiers.parse_public_number(text)
    assert (parsed.year, parsed.sequence, str(parsed)) == (year, sequence, text)
    assert len(text) == 12


@pytest.mark.parametrize(
    "text", ["", "2026-123", "2026-12345678", "26-0000001", "2026-000000١", "2026-0000001\n"]
)
def test_what_is_no_public_number(text):
    assert identifiers.parse_public_number(text) is None


@pytest.mark.parametrize(("year", "sequence"), [(2026, 0), (2026, 10**7), (26, 1)])
def test_a_number_that_does_not_fit_is_refused(year, sequence):
    with pytest.raises(ValueError, match="no public number"):
        identifiers.public_number(year=year, sequence=sequence)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("079203001234", "079203001234"),
        ("079 203 001.234", "079203001234"),
        ("012345678", "012345678"),
        ("0101234567", "0101234567"),
        ("0101234567-001", "0101234567-001"),
        ("0101234567001", "0101234567-001"),
        ("07920300123", None),
        ("0101234567-01", None),
        ("07920300123x", None),
        ("٠٧٩٢٠٣٠٠١٢٣٤", None),
        ("", None),
    ],
)
def test_shapes_of_personal_numbers(text, normal):
    assert identifiers.normal_personal_number(text) == normal


def test_hmac_compares_numbers_and_depends_on_the_key():
    key, other = b"k" * 32, b"o" * 32
    assert identifiers.personal_hmac("079 203 001 234", key=key) == identifiers.personal_hmac(
        "079203001234", key=key
    )
    assert identifiers.personal_hmac("079203001234", key=key) != identifiers.personal_hmac(
        "079203001234", key=other
    )
    with pytest.raises(ValueError, match="16 bytes"):
        identifiers.personal_hmac("079203001234", key=b"short")


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (" a:1 ", "a:1"),
        (normalize("NFD", "tỉnh:1"), "tỉnh:1"),
        ("x" * 200, "x" * 200),
        ("x" * 201, None),
        ("  ", None),
        ("a\nb", None),
        ("a\x00", None),
        ("a\ud800", None),
        (7, None),
        (None, None),
    ],
)
def test_external_id(value, stored):
    assert identifiers.external_id(value) == stored


LINE = {
    "event": "amended",
    "external_id": "a:1",
    "document": {"number": "1/QĐ", "date": "2026-11-20"},
    "listing": {"obligation": "Trả nợ", "obligation_amount": 5},
    "note": None,
}


def test_digests_are_what_they_always_were():
    """Stored for years: these two values are never edited."""
    key, payload = digests.line_digests(LINE, "a:1")
    assert key.hex() == "63cb32d9ac2bea817d405ed052d841df"
    assert payload.hex() == "cab2223c228edd7551526a086fd127b1"


def test_writing_the_same_line_otherwise_changes_nothing():
    decomposed = {
        **LINE,
        "document": {"date": "2026-11-20", "number": normalize("NFD", "1/QĐ ")},
        "listing": {"obligation_amount": 5, "obligation": normalize("NFD", "Trả nợ")},
    }
    del decomposed["note"]
    same = {**decomposed, "document": {**decomposed["document"], "number": "1/QĐ"}}
    assert digests.line_digests(same, "a:1") == digests.line_digests(LINE, "a:1")
    assert digests.line_digests(decomposed, "a:1")[0] == digests.line_digests(LINE, "a:1")[0]


@pytest.mark.parametrize(
    "other",
    [
        {"listing": {"obligation": "Trả nợ", "obligation_amount": 6}},
        {"listing": {"obligation": "Trả nợ", "obligation_amount": None}},
        {"listing": {"obligation": "Trả nợ"}},
        {"occurred_on": "2026-11-20"},
    ],
)
def test_another_payload_under_the_same_key(other):
    key, payload = digests.line_digests({**LINE, **other}, "a:1")
    assert key == digests.line_digests(LINE, "a:1")[0]
    assert payload != digests.line_digests(LINE, "a:1")[1]


def test_clearing_a_field_differs_from_not_naming_it_but_only_in_an_amendment():
    cleared = {**LINE, "listing": {"obligation": "x", "ground_text": None}}
    absent = {**LINE, "listing": {"obligation": "x"}}
    assert digests.payload_digest(cleared) != digests.payload_digest(absent)
    cleared["event"] = absent["event"] = "issued"
    assert digests.payload_digest(cleared) == digests.payload_digest(absent)


@pytest.mark.parametrize("part", ["event", "external_id", "number", "date"])
def test_every_part_of_the_key_counts(part):
    parts = {"event": "ended", "external_id": "a", "number": "1", "date": "2026-11-20"}
    assert digests.key_digest(**parts) != digests.key_digest(**{**parts, part: "x"})


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        "text",
        {**LINE, "document": None},
        {**LINE, "document": "1/QĐ"},
        {**LINE, "document": {"number": 1, "date": "2026-11-20"}},
        {**LINE, "event": []},
        {**LINE, "note": "\ud800"},
    ],
)
def test_a_line_without_a_key_has_no_digests(data):
    assert digests.line_digests(data, "a:1") is None


def test_duplicate_key_sees_through_writing():
    same = digests.duplicate_key("Hoàng Văn Thử", "05/2024/DS-ST", "12/QĐ-CCTHADS")
    assert digests.duplicate_key("HOANG VAN THU", "Số 5/2024/DS-ST", "12 / qđ–ccthads") == same
    assert digests.duplicate_key("Hoàng Văn Thừ Hai", "05/2024/DS-ST", "12/QĐ-CCTHADS") != same
    assert digests.duplicate_key("Hoàng Văn Thử", "06/2024/DS-ST", "12/QĐ-CCTHADS") != same
    assert digests.duplicate_key("Hoàng Văn Thử", "05/2024/DS-ST", "13/QĐ-CCTHADS") != same
