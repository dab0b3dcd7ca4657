"""Changes of an editor laid over an upload: cells, answers, filling down; nobody overwritten unseen."""

from pathlib import Path
from thads_portal.importing.spreadsheet import question_words
from thads_portal.importing.spreadsheet.changes import apply_change
from thads_portal.importing.spreadsheet.changes import Change
from thads_portal.importing.spreadsheet.changes import Fill
from thads_portal.importing.spreadsheet.question_words import CHOICES
from thads_portal.importing.spreadsheet.question_words import QUESTIONS
from thads_portal.importing.spreadsheet.questions import Kind

import pytest
import re


# What it imports loads Plone.
pytestmark = pytest.mark.slow


def source(*signers):
    rows = [{"sheet": "S", "t": 0, "r": 1, "k": "heading", "c": {"1": ["Người ký", "Người ký"]}}]
    rows += [
        {"sheet": "S", "t": 0, "r": number, "k": "row", "c": {"1": [text, text]} if text else {}}
        for number, text in enumerate(signers, start=2)
    ]
    return {"tables": [{"sheet": "S", "headings": {"0": "Tên", "1": "Người ký"}}], "rows": rows}


QUESTION = {
    "id": "amount-1-3",
    "like": "amount/1",
    "row": 2,
    "column": 3,
    "cell": "1,250 tỷ",
    "choices": [{"id": "reading:0"}, {"id": "reading:1"}],
}


def applied(change, options=None, *, rows=None, stale=False):
    rows = source("A", "", "", "B", "") if rows is None else rows
    return apply_change(change, options or {}, rows, [QUESTION], stale=stale)


def test_a_column_is_filled_down_into_what_is_empty():
    done = applied(Change(fills=(Fill(below=1, column=1, text="A"),)))
    assert done.options["cells"] == {"2": {"1": "A"}, "3": {"1": "A"}, "5": {"1": "A"}}
    assert done.count == 3
    again = applied(Change(fills=(Fill(below=1, column=1, text="A"),)), done.options)
    assert (again.count, again.options) == (0, done.options)
    some = applied(
        Change(fills=(Fill(table=0, column=1, text="C", first=3, last=5, everywhere=True),))
    )
    assert some.options["cells"] == {place: {"1": "C"} for place in ("2", "3", "4")}


@pytest.mark.parametrize(
    "fill",
    [
        Fill(table=7, column=1, text="A"),
        Fill(table=0, column=1, text=""),
        Fill(below=99, column=1, text="A"),
        Fill(below=1, column=44, text="A"),
    ],
)
def test_filling_what_is_not_there_changes_nothing(fill):
    assert applied(Change(fills=(fill,))).count == 0


def test_a_correction_back_to_the_file_is_none():
    done = applied(Change(cells={1: {1: "X"}}))
    assert done.options["cells"] == {"1": {"1": "X"}}
    back = applied(Change(cells={1: {1: "A"}}, seen={1: {1: "X"}}), done.options)
    assert "cells" not in back.options


def test_what_was_not_typed_is_no_change_also_on_an_old_page():
    held = {"cells": {"1": {"1": "X"}}}
    late = applied(Change(cells={1: {1: "A"}}, seen={1: {1: "A"}}), held, stale=True)
    assert (late.count, late.problems) == (0, [])
    both = applied(Change(cells={1: {1: "Y"}}, seen={1: {1: "A"}}), held, stale=True)
    assert both.count == 0
    (problem,) = both.problems
    assert problem.params == {"cell": "B2", "theirs": "X", "yours": "Y"}


def test_answers_are_given_taken_back_and_never_of_another_question():
    done = applied(
        Change(answers={"amount/1": "reading:1", "amount-1-3": "x", "other": "reading:0"})
    )
    assert done.options["answers"] == {"amount/1": "reading:1"}
    assert applied(Change(answers={"amount/1": "reading:1"}), done.options).count == 0
    assert "answers" not in applied(Change(answers={"amount/1": ""}), done.options).options
    late = Change(answers={"amount/1": "reading:0"}, answers_seen={"amount/1": ""})
    assert len(applied(late, done.options, stale=True).problems) == 1
    assert applied(late, done.options, stale=False).count == 1


def test_listings_are_left_out_and_taken_in_again():
    done = applied(Change(skip=frozenset({"1", "2.1", "<b>"})))
    assert done.options["skip"] == ["1", "2.1"]
    assert applied(Change(unskip=frozenset({"1"})), done.options).options["skip"] == ["2.1"]


def test_every_doubt_and_every_choice_has_words():
    assert set(QUESTIONS) == set(Kind)
    package = Path(question_words.__file__).parent
    used = {
        word
        for path in package.glob("*.py")
        for word in re.findall(r'\bChoice\(\s*f?"([a-z_]+)', path.read_text(encoding="utf-8"))
    }
    assert "reading" in used
    assert used <= set(CHOICES)
