"""The closed list of refusals: every code has its texts, every answer its status."""

from string import Formatter
from thads_portal import errors
from thads_portal.errors import Code
from thads_portal.messages import MESSAGES
from thads_portal.messages import PARTS

import json
import pytest


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def subclasses(cls):
    for each in cls.__subclasses__():
        yield each
        yield from subclasses(each)


def test_every_code_has_its_texts_and_no_text_is_left_over():
    assert set(MESSAGES) == {code.value for code in Code}


def test_no_text_stands_in_two_areas():
    assert sum(map(len, PARTS)) == len(MESSAGES)


@pytest.mark.parametrize("code", Code)
def test_both_languages_say_the_same(code):
    vietnamese, english = MESSAGES[code]
    vi, en = (
        {name.removesuffix(suffix) for name in placeholders(text)}
        for text, suffix in ((vietnamese, "_vi"), (english, "_en"))
    )
    assert vi == en
    assert vietnamese != english


@pytest.mark.parametrize("cls", list(subclasses(errors.ThadsError)))
def test_every_exception_has_a_status(cls):
    if not issubclass(cls, errors.ConfigurationError):
        assert errors.STATUS[cls.code] in range(400, 600)


def test_bad_filter_names_the_allowed_values():
    error = errors.BadFilter(name="ground", allowed=["a", "b"])
    assert error.status == 400
    answer = error.as_dict()
    assert (answer["field"], answer["allowed"]) == ("ground", ["a", "b"])
    assert "a, b" in answer["message"]["vi"]


def test_the_register_that_does_not_answer_is_not_an_empty_result():
    error = errors.RegisterUnavailable()
    assert error.status == 503
    assert "không phải là kết quả" in error.as_dict()["message"]["vi"]


def test_one_exception_may_say_which_limit_was_passed():
    error = errors.FeedTooLarge(code=Code.LINE_TOO_LONG, line=3, max=64)
    assert (error.status, error.as_dict()["code"]) == (413, "line_too_long")
    assert "Line 3" in str(error)


@pytest.mark.parametrize(
    "refusal", [errors.OwnWork(), errors.ThadsError(code=Code.BAD_REQUEST, detail="x")]
)
def test_a_refusal_is_raised_anew_as_it_was(refusal):
    """Plone's workflow tool makes it of its class and itself; nobody must get a TypeError instead."""
    again = type(refusal)(refusal)
    assert (again.as_dict(), again.status) == (refusal.as_dict(), refusal.status)
    assert str(again) == str(refusal)


def test_rejected_input_carries_its_problems():
    problem = errors.Problem(2, "x", "listing.ground", Code.MISSING)
    for error in (errors.Rejected([problem]), errors.FeedUnreadable([problem])):
        assert error.as_dict()["problems"] == [
            {
                "line": 2,
                "external_id": "x",
                "field": "listing.ground",
                "code": "missing",
                "message": {"vi": "Thiếu trường bắt buộc này.", "en": "This field is required."},
            }
        ]
        json.dumps(error.as_dict())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("xyz", "xyz"),
        ("x" * 200, "x" * 79 + "…"),
        ("số 079203001234", "số ••••••••••••"),
        ("a\x00\u202eb", "a��b"),
        ("{event}", "{event}"),
        (12, "12"),
    ],
)
def test_an_echo_is_short_printable_and_holds_no_long_number(value, shown):
    assert errors.echo(value) == shown


def test_braces_in_a_value_are_no_placeholders():
    problem = errors.Problem(1, None, "province", Code.UNKNOWN_PROVINCE, {"value": "{line}"})
    assert "“{line}”" in problem.as_dict()["message"]["en"]
