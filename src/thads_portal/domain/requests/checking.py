"""Checks what a citizen typed, field by field; a value that is wrong is named with what would be right."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from thads_portal.domain.names import clean
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.requests.mandates import most_representatives
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.requests.shapes import Shape
from thads_portal.errors import Code
from unicodedata import category
from unicodedata import normalize

import re


_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_PHONE = re.compile(r"\+?[0-9]{8,15}", re.ASCII)
_PERSONAL = re.compile(r"0[0-9]{11}", re.ASCII)
_LISTING = re.compile(r"[12][0-9]{3}-[0-9]{7}", re.ASCII)
_COUNT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_OLDEST = date(1900, 1, 1)
_FURTHEST = 2100


def tidy(text: str, shape: Shape) -> str:
    """`text` in NFC, without outer blanks; line breaks only where several lines are taken."""
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if shape is Shape.AREA:
        return text
    return clean(text)


def check(field: Field, text: str, *, today: date) -> tuple[str, Code | None]:
    """(the value to keep, None) or (what was typed, why it is refused)."""
    if len(text) > 4 * field.longest:
        return text[: field.longest], Code.TOO_LONG
    if any(category(each) in ("Cc", "Cs", "Co", "Cn") and each not in "\n\r\t" for each in text):
        return text, Code.BAD_CHARACTER
    if "\N{REPLACEMENT CHARACTER}" in text:
        return text, Code.BAD_CHARACTER
    value = tidy(text, field.shape)
    if not value:
        return "", Code.MISSING if field.required else None
    if len(value) > field.longest:
        return value, Code.TOO_LONG
    return _shaped(field, value, today)


def _shaped(field: Field, value: str, today: date) -> tuple[str, Code | None]:
    match field.shape:
        case Shape.DAY:
            return _day(field, value, today)
        case Shape.CHOICE:
            known = {code for code, _label in field.options}
            return (value, None) if value in known else ("", Code.UNKNOWN_VALUE)
        case Shape.PROVINCE:
            return (value, None) if by_slug(value) is not None else ("", Code.UNKNOWN_PROVINCE)
        case Shape.EMAIL:
            return value, None if _EMAIL.fullmatch(value) else Code.BAD_SHAPE
        case Shape.PHONE:
            digits = re.sub(r"[\s.()-]+", "", value)
            return (digits, None) if _PHONE.fullmatch(digits) else (value, Code.BAD_SHAPE)
        case Shape.PERSONAL_NUMBER:
            digits = re.sub(r"[\s.-]+", "", value)
            return (digits, None) if _PERSONAL.fullmatch(digits) else (value, Code.BAD_SHAPE)
        case Shape.LISTING:
            return value, None if _LISTING.fullmatch(value) else Code.BAD_SHAPE
        case Shape.COUNT:
            digits = re.sub(r"[\s.]+", "", value)
            return (digits, None) if _COUNT.fullmatch(digits) else (value, Code.BAD_SHAPE)
    return value, None


def _day(field: Field, value: str, today: date) -> tuple[str, Code | None]:
    day = read_day(value)
    if day is None:
        return value, Code.BAD_DATE
    if field.past and day > today:
        return value, Code.DATE_IN_FUTURE
    if day < _OLDEST or day.year > _FURTHEST:
        return value, Code.BAD_DATE
    return day.isoformat(), None


def read_day(text: str) -> date | None:
    """``23/11/2026`` or ``2026-11-23``; None for what is no day."""
    if match := _DAY.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        return None
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None


def check_page(
    question: Question, sent: Mapping[str, str], *, today: date
) -> tuple[dict[str, str], dict[str, Code]]:
    """(values by field, what is wrong by field) of one page."""
    values: dict[str, str] = {}
    wrong: dict[str, Code] = {}
    for field in question.fields:
        values[field.name], code = check(field, sent.get(field.name, ""), today=today)
        if code is not None:
            wrong[field.name] = code
    for field in question.fields:
        if field.speak_for and not wrong and _too_many(values, field):
            wrong[field.name] = Code.TOO_MANY_REPRESENTATIVES
    return values, wrong


def _too_many(values: Mapping[str, str], field: Field) -> bool:
    speaking = [line for line in values[field.name].split("\n") if line.strip()]
    return len(speaking) > most_representatives(int(values[field.speak_for]))


def open_pages(procedure: Procedure, answers: Mapping[str, str], *, today: date) -> list[Question]:
    """The pages that still lack an answer that is needed, or hold one that is wrong."""
    given = dict(answers)
    return [
        question
        for question in procedure.asked(given)
        if question.id not in _seen(given) or check_page(question, given, today=today)[1]
    ]


#: The answer that says which pages have been sent, so that an optional page is shown once.
SEEN = "_seen"


def _seen(answers: Mapping[str, str]) -> set[str]:
    return set(answers.get(SEEN, "").split())


def with_seen(answers: Mapping[str, str], question: str) -> dict[str, str]:
    return {**answers, SEEN: " ".join(sorted({*_seen(answers), question}))}


def kept(procedure: Procedure, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to what was asked: nothing of pages that another answer made fall away."""
    names = {field.name for field in procedure.fields(dict(answers))}
    return {name: value for name, value in answers.items() if name in names and value}


def split_identity(
    procedure: Procedure, answers: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(what the handlers read, who the informant is); the second empty where nothing lies apart."""
    apart = procedure.identity_fields
    return (
        {name: value for name, value in answers.items() if name not in apart},
        {name: value for name, value in answers.items() if name in apart},
    )
