"""Grounds by the law of the decision's day."""

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain import grounds
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme

import pytest
import re


OLD, NEW = GroundScheme.ART_44A, GroundScheme.ART_38
LAST_OLD, FIRST_NEW = date(2026, 6, 30), date(2026, 7, 1)
dates = st.dates(min_value=date(2015, 7, 1), max_value=date(2030, 1, 1))


def test_the_decision_s_day_picks_the_list():
    assert [grounds.scheme_of(day) for day in (LAST_OLD, FIRST_NEW)] == [OLD, NEW]
    assert [row.letter for row in grounds.grounds_of(OLD)] == ["a", "b", "c"]
    assert [row.letter for row in grounds.grounds_of(NEW)] == [
        "a",
        "b",
        "c",
        "d",
        "đ",
        "e",
        "g",
        "h",
    ]


@given(dates)
def test_each_day_has_one_list_and_no_gap(day):
    covering = [
        law
        for law in grounds.LAWS.values()
        if law.valid_from <= day and (law.valid_to is None or day <= law.valid_to)
    ]
    assert [law.scheme for law in covering] == [grounds.scheme_of(day)]


def test_every_row_has_its_article_and_both_languages():
    for row in grounds.GROUNDS:
        assert row.article().startswith(f"điểm {row.letter} khoản 1 Điều")
        assert all(row.short) and all(row.full)
        assert grounds.parted(row.key) == (row.code, row.scheme)


def test_the_key_of_the_first_law_is_its_letter():
    """The register's sums of the first release hold plain letters."""
    assert [row.key for row in grounds.grounds_of(OLD)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("fields", "changes", "scheme", "refused"),
    [
        ({}, {"ground": "a", "no_conditions_decision_date": LAST_OLD}, OLD, False),
        ({}, {"ground": "a", "no_conditions_decision_date": FIRST_NEW}, NEW, False),
        ({}, {"ground": "dd", "no_conditions_decision_date": FIRST_NEW}, NEW, False),
        ({}, {"ground": "dd", "no_conditions_decision_date": LAST_OLD}, OLD, True),
        # Something else changes: the ground stays what it was, also one of the old list.
        (
            {"ground": "c", "ground_scheme": OLD, "no_conditions_decision_date": FIRST_NEW},
            {"debtor_name": "Nông Văn Thử"},
            None,
            False,
        ),
        # A date within one law says nothing of the ground.
        (
            {"ground": "c", "ground_scheme": OLD, "no_conditions_decision_date": FIRST_NEW},
            {"no_conditions_decision_date": date(2026, 7, 2)},
            None,
            False,
        ),
        # Nor does one that moves to another law: the ground is then told as unsettled.
        (
            {"ground": "a", "ground_scheme": OLD, "no_conditions_decision_date": LAST_OLD},
            {"no_conditions_decision_date": FIRST_NEW},
            None,
            False,
        ),
        (
            {"ground": "a", "ground_scheme": OLD, "no_conditions_decision_date": LAST_OLD},
            {"no_conditions_decision_date": FIRST_NEW, "ground": "a"},
            NEW,
            False,
        ),
    ],
)
def test_what_is_given_is_read_by_the_law_of_the_day(fields, changes, scheme, refused):
    assert grounds.settled(fields, changes) == scheme
    assert (grounds.wrong(fields, changes) is not None) is refused


def test_a_date_that_moves_to_another_law_wants_a_ground_of_it():
    stands = {"ground": "a", "ground_scheme": OLD, "no_conditions_decision_date": LAST_OLD}
    assert grounds.moves_to_another_law(stands, {"no_conditions_decision_date": FIRST_NEW})
    both = {"no_conditions_decision_date": FIRST_NEW, "ground": "a"}
    assert not grounds.moves_to_another_law(stands, both)
    earlier = {"no_conditions_decision_date": date(2026, 6, 1)}
    assert not grounds.moves_to_another_law(stands, earlier)


def test_a_refusal_names_the_right_letters():
    said = grounds.refusal("e", OLD)
    assert said["allowed"] == "a, b, c"
    assert "44a" in said["law"]
    assert grounds.letters(NEW) == "a, b, c, d, đ (dd), e, g, h"


def test_a_letter_of_the_old_list_under_the_new_law_is_told():
    assert grounds.of_the_old_list(OLD, FIRST_NEW)
    assert not grounds.of_the_old_list(OLD, LAST_OLD)
    assert not grounds.of_the_old_list(NEW, FIRST_NEW)


@given(st.sampled_from(list(Ground)) | st.none(), st.sampled_from(list(GroundScheme)) | st.none())
def test_a_filter_lets_through_what_it_says(code, scheme):
    found = {grounds.parted(key) for key in grounds.keys_for(code, scheme)}
    expected = {
        (row.code, row.scheme)
        for row in grounds.GROUNDS
        if code in (None, row.code) and scheme in (None, row.scheme)
    }
    assert found == expected


def test_every_ground_is_told_in_everyday_words_and_names_no_third_person():
    from thads_portal.domain import ground_words

    assert set(ground_words.PLAIN) == {(row.scheme, row.code) for row in grounds.GROUNDS}
    for row in grounds.GROUNDS:
        texts = ground_words.PLAIN[row.scheme, row.code]
        assert all(texts) and ground_words.plain(row.code, row.scheme, "en") == texts[1]
        if row.not_named is not None:
            assert not re.search("con |trẻ|nuôi|ngân hàng|tín dụng|child|bank", " ".join(texts))
