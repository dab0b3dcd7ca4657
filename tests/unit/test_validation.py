"""The door of the feed, rule by rule: what is let in, and what is said to the rest."""

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from tests.support.feed_lines import AGENCIES
from tests.support.feed_lines import changed
from tests.support.feed_lines import issued
from tests.support.feed_lines import later
from tests.support.feed_lines import PROVINCES
from tests.support.feed_lines import SECRETS
from tests.support.feed_lines import TODAY
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.fields import MAX_AMOUNT
from thads_portal.domain.fields import MAX_LENGTH
from thads_portal.domain.records import Event
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.domain.validation import validate
from unicodedata import normalize

import json
import pytest


def judge(data):
    return validate(
        7,
        data,
        today=TODAY,
        known_province=PROVINCES.__contains__,
        known_agency=AGENCIES.__contains__,
    )


def found(data):
    """{field: code} of a line that must have problems."""
    problems = judge(data)
    assert isinstance(problems, list), problems
    assert problems
    assert all(problem.line == 7 for problem in problems)
    json.dumps([problem.as_dict() for problem in problems])
    return {problem.field: problem.code.value for problem in problems}


def test_an_issued_line_becomes_a_typed_event():
    event = judge(issued())
    assert (event.kind, event.reported_kind) == (EventKind.ISSUED, EventKind.ISSUED)
    assert (event.province, event.agency) == ("cao-bang", "cao-bang/chi-cuc-thanh-pho")
    assert event.document.date == date(2026, 11, 20)
    assert set(event.changes) == set(LISTING_FIELDS)
    assert event.changes["judgment_date"] == date(2024, 3, 5)
    assert event.changes["obligation_kinds"] == ("court_fee", "compensation")
    assert event.changes["personal_id"] == "079203001234"
    assert event.changes["date_of_birth"] == date(1979, 4, 2)


def test_codes_are_stored_plain():
    event = judge(issued())
    for name in ("debtor_kind", "judgment_kind", "ground"):
        assert type(event.changes[name]) is str
    assert {type(kind) for kind in event.changes["obligation_kinds"]} == {str}


@pytest.mark.parametrize("value", [..., None])
@pytest.mark.parametrize("name", ["obligation_amount", "ground_text", "restricted"])
def test_optional_fields_may_be_absent_or_null(name, value):
    event = judge(issued(**{f"listing__{name}": value}))
    assert set(event.changes) == set(LISTING_FIELDS)
    assert event.changes["personal_id" if name == "restricted" else name] is None


def test_the_agency_may_be_left_out():
    assert judge(issued(agency=...)).agency is None


@pytest.mark.parametrize("value", [..., None])
@pytest.mark.parametrize(
    "name", ["event", "external_id", "province", "occurred_on", "document", "listing"]
)
def test_required_keys(name, value):
    assert found(issued(**{name: value}))[name] == "missing"


@pytest.mark.parametrize("value", [..., None])
@pytest.mark.parametrize(
    "name",
    sorted(set(LISTING_FIELDS) - set(OPTIONAL_FIELDS)),
)
def test_required_fields_of_an_issued_listing(name, value):
    assert found(issued(**{f"listing__{name}": value})) == {f"listing.{name}": "missing"}


@pytest.mark.parametrize("name", ["number", "date"])
def test_required_parts_of_the_document(name):
    assert found(issued(**{f"document__{name}": ...})) == {f"document.{name}": "missing"}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("event", "issue", "unknown_value"),
        ("event", 1, "wrong_type"),
        ("external_id", 123, "wrong_type"),
        ("external_id", "", "empty"),
        ("external_id", "  ", "empty"),
        ("external_id", "x" * 201, "too_long"),
        ("external_id", "a\nb", "bad_shape"),
        ("external_id", "a\x00b", "bad_shape"),
        ("province", "cao bang", "unknown_province"),
        ("province", "Cao Bằng", "unknown_province"),
        ("province", "", "empty"),
        ("province", ["cao-bang"], "wrong_type"),
        ("agency", "cao-bang/khong-co", "unknown_agency"),
        ("agency", "khong-co", "unknown_agency"),
        ("agency", "ha-noi/cuc", "agency_of_another_province"),
        ("agency", "", "empty"),
        ("agency", 1, "wrong_type"),
        ("occurred_on", "2026-11-24", "date_in_future"),
        ("occurred_on", "20261120", "bad_date"),
        ("occurred_on", "2026-W47-5", "bad_date"),
        ("occurred_on", "2026-02-30", "bad_date"),
        ("occurred_on", "2026-11-20T00:00:00", "bad_date"),
        ("occurred_on", "20/11/2026", "bad_date"),
        ("occurred_on", "٢٠٢٦-11-20", "bad_date"),
        ("occurred_on", "", "bad_date"),
        ("occurred_on", 20261120, "wrong_type"),
        ("occurred_on", "1945-09-01", "date_too_early"),
        ("document", "12/QĐ", "wrong_type"),
        ("document__number", "", "empty"),
        ("document__number", "x" * 101, "too_long"),
        ("document__number", 12, "wrong_type"),
        ("document__date", "2027-01-01", "date_in_future"),
        ("listing", [], "wrong_type"),
        ("listing__debtor_name", 5, "wrong_type"),
        ("listing__debtor_name", " \u00a0\u200b", "empty"),
        ("listing__debtor_name", "—", "empty"),
        ("listing__debtor_name", "a\x00b", "bad_character"),
        ("listing__debtor_name", "a\x1bb", "bad_character"),
        ("listing__debtor_name", "a\ud800", "bad_character"),
        ("listing__debtor_name", "Nguy\ufffdn", "bad_character"),
        ("listing__debtor_name", "Nguy\ue001n", "bad_character"),
        ("listing__debtor_kind", "person", "unknown_value"),
        ("listing__debtor_kind", "", "empty"),
        ("listing__debtor_kind", ["individual"], "wrong_type"),
        ("listing__judgment_date", "2024-13-01", "bad_date"),
        ("listing__judgment_date", "2026-11-24", "date_in_future"),
        ("listing__obligation_kinds", [], "empty"),
        ("listing__obligation_kinds", "court_fee", "wrong_type"),
        ("listing__obligation_kinds", ["court_fee", "court_fee"], "repeated_value"),
        ("listing__obligation_kinds", ["tax"], "unknown_value"),
        ("listing__obligation_kinds", [["court_fee"]], "wrong_type"),
        ("listing__obligation_kinds", [None], "wrong_type"),
        ("listing__obligation_amount", "300000", "wrong_type"),
        ("listing__obligation_amount", True, "wrong_type"),
        ("listing__obligation_amount", 1.0, "wrong_type"),
        ("listing__obligation_amount", -1, "out_of_range"),
        ("listing__obligation_amount", MAX_AMOUNT + 1, "out_of_range"),
        ("listing__obligation_amount", 1.8e19, "out_of_range"),
        ("listing__ground", "i", "unknown_value"),
        ("listing__ground_text", "", "empty"),
        ("listing__restricted", "x", "wrong_type"),
        ("listing__restricted__personal_id", "12345", "bad_shape"),
        ("listing__restricted__personal_id", "", "empty"),
        ("listing__restricted__personal_id", 79203001234, "wrong_type"),
        ("listing__restricted__date_of_birth", "1979", "bad_date"),
        ("listing__restricted__date_of_birth", "2026-11-24", "date_in_future"),
        ("listing__restricted__creditor", "", "empty"),
        ("listing__restricted__case_number", "x" * 101, "too_long"),
    ],
)
def test_one_wrong_value(path, value, code):
    assert found(issued(**{path: value})) == {path.replace("__", "."): code}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("zz", "zz"),
        ("note", "note"),
        ("end_reason", "end_reason"),
        ("document__zz", "document.zz"),
        ("listing__zz", "listing.zz"),
        ("listing__agency", "listing.agency"),
        ("listing__personal_id", "listing.personal_id"),
        ("listing__restricted__zz", "listing.restricted.zz"),
    ],
)
@pytest.mark.parametrize("value", ["x", None])
def test_unknown_keys_at_every_level(path, field, value):
    assert found(issued(**{path: value})) == {field: "unknown_key"}


def test_a_line_of_junk_keys_is_not_spelled_out():
    problems = judge({f"k{number}": 1 for number in range(5000)})
    assert len(problems) < 40


@pytest.mark.parametrize(
    ("name", "longest"),
    [(f"listing__{name}", MAX_LENGTH[name]) for name in ("debtor_name", "obligation")],
)
def test_lengths_are_counted_after_cleaning(name, longest):
    assert isinstance(judge(issued(**{name: "x" * longest + "  "})), Event)
    decomposed = normalize("NFD", "ế" * longest)
    assert isinstance(judge(issued(**{name: decomposed})), Event)
    assert set(found(issued(**{name: "x" * (longest + 1)})).values()) == {"too_long"}


def test_text_is_clean_and_composed_at_the_door():
    event = judge(issued(listing__debtor_name=normalize("NFD", " Hoàng\u00a0Văn\u200b  Thử\n")))
    assert event.changes["debtor_name"] == "Hoàng Văn Thử"
    event = judge(issued(listing__obligation="dòng một\r\n\tdòng hai"))
    assert event.changes["obligation"] == "dòng một dòng hai"


def test_the_allowed_values_are_named():
    (problem,) = judge(issued(listing__ground="i"))
    assert problem.as_dict()["message"]["en"].endswith("a, b, c, d, dd, e, g, h.")


def test_a_ground_of_another_law_is_refused_with_the_right_letters():
    line = issued(
        listing__ground="e",
        listing__no_conditions_decision_date="2026-06-30",
        document={"number": "12/QĐ-CCTHADS", "date": "2026-06-30"},
    )
    (problem,) = judge(line)
    assert (problem.field, problem.code.value) == ("listing.ground", "ground_of_another_law")
    assert "a, b, c" in problem.as_dict()["message"]["vi"]


def test_the_letter_of_the_alphabet_is_read_as_its_code():
    assert judge(issued(listing__ground="đ")).changes["ground"] == "dd"
    assert judge(issued(listing__ground="đ")).changes["ground_scheme"] == "38/2025"


def test_today_is_no_future():
    assert isinstance(judge(issued(occurred_on=TODAY.isoformat())), Event)


def test_all_problems_of_a_line_are_reported():
    line = issued(
        province="x",
        occurred_on="x",
        document__number=1,
        listing__ground="x",
        listing__obligation_amount="x",
        listing__restricted__personal_id="x",
        zz=1,
    )
    assert len(found(line)) == 7


@pytest.mark.parametrize("data", [None, [], "x", 1, True, [{}]])
def test_a_line_must_be_an_object(data):
    assert found(data) == {None: "not_an_object"}


@pytest.mark.parametrize("event", ["amended", "ended", "withdrawn", "reopened"])
def test_later_events(event):
    result = judge(later(event))
    assert result.reported_kind == event
    assert result.kind == ("ended" if event == "withdrawn" else event)


def test_withdrawn_is_short_for_ended():
    assert judge(later("withdrawn")).end_reason is EndReason.WITHDRAWN
    assert judge(later("ended", end_reason="withdrawn")).end_reason is EndReason.WITHDRAWN


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (later("amended", listing={}), {"listing": "nothing_changes"}),
        (changed(later("amended"), listing=...), {"listing": "nothing_changes"}),
        (later("amended", listing={"restricted": {}}), {"listing": "nothing_changes"}),
        (later("amended", listing={"ground": None}), {"listing.ground": "missing"}),
        (later("amended", note=""), {"note": "empty"}),
        (later("amended", note="x" * 1001), {"note": "too_long"}),
        (later("amended", end_reason="resumed"), {"end_reason": "unknown_key"}),
        (later("ended", end_reason=None), {"end_reason": "missing"}),
        (later("ended", end_reason="paid"), {"end_reason": "unknown_value"}),
        (later("ended", listing={}), {"listing": "unknown_key"}),
        (later("withdrawn", end_reason="withdrawn"), {"end_reason": "unknown_key"}),
        (later("reopened", note="x"), {"note": "unknown_key"}),
    ],
)
def test_what_later_events_may_not_hold(line, expected):
    assert found(line) == expected


def test_an_amendment_holds_the_named_fields_only_and_null_clears():
    event = judge(
        later(
            "amended",
            listing={
                "obligation_amount": None,
                "debtor_address": "Tổ 2",
                "restricted": {"creditor": None},
            },
        )
    )
    assert event.changes == {
        "obligation_amount": None,
        "debtor_address": "Tổ 2",
        "creditor": None,
    }


def test_an_amendment_may_change_the_agency_alone():
    line = later("amended", agency="cao-bang/cuc")
    del line["listing"]
    assert judge(line).agency == "cao-bang/cuc"


def test_a_reopening_needs_no_fields():
    assert judge(later("reopened")).changes == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PATHS = [
    *("event", "external_id", "province", "agency", "occurred_on", "document", "listing"),
    *("document__number", "document__date", "listing__restricted"),
    *(f"listing__restricted__{name}" for name in SECRETS),
    *(f"listing__{name}" for name in LISTING_FIELDS if name not in SECRETS),
]


@given(st.sampled_from(PATHS), JSON)
def test_anything_that_is_json_is_judged(path, value):
    result = judge(issued(**{path: value}))
    assert isinstance(result, Event) or result


@given(
    st.sampled_from(sorted(SECRETS)),
    st.text(alphabet="bcxyz0123456789", min_size=9, max_size=600),
    st.booleans(),
)
def test_restricted_values_are_in_no_problem(name, secret, elsewhere):
    line = issued(
        **{f"listing__restricted__{name}": secret},
        listing__ground="zz",
        **({"listing__restricted__zz": 1} if elsewhere else {}),
    )
    shown = json.dumps([problem.as_dict() for problem in judge(line)], ensure_ascii=False)
    for value in {**SECRETS, name: secret}.values():
        assert value not in shown
