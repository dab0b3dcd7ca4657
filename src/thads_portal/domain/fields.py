"""What one value may look like: a small check for each field of the feed and of a listing.

A check takes the value as it came and gives it back clean and typed, or raises
``Fault``. The lengths are those of the forms and of the register's columns.

Text is brought to NFC, invisible characters are dropped and blanks made single
(``names.clean``); control characters other than line breaks and tabs, lone
surrogates, private-use letters of legacy fonts and the replacement sign of a broken
conversion are refused: text with one of them was damaged before it came here, and
cleaning would hide that.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from thads_portal.domain import codes
from thads_portal.domain import words
from thads_portal.domain.agencies import provinces_served
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.field_shapes import ListingField
from thads_portal.domain.identifiers import external_id
from thads_portal.domain.identifiers import MAX_EXTERNAL_ID
from thads_portal.domain.identifiers import normal_personal_number
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.names import clean
from thads_portal.errors import Code
from thads_portal.errors import echo
from typing import Any
from unicodedata import is_normalized
from unicodedata import normalize

import re


#: Longest text of each field of a listing, and of what stands beside one, in characters after
#: cleaning.
MAX_LENGTH = {
    **{field.name: field.longest for field in LISTING_TABLE if field.longest is not None},
    "note": 1000,
    "document.number": 100,
    "agency": 255,
    "province": 64,
}
#: VND. A thousand times the largest judgment debt known.
MAX_AMOUNT = 10**15
#: The first courts of the Republic; nothing enforced today is older.
EARLIEST = date(1945, 9, 2)
EARLIEST_BIRTH = date(1880, 1, 1)

_BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\uffff\U000e0000-\U0010ffff]"
)
#: Nothing but signs and blanks is no text.
_SOMETHING = re.compile(r"\w")

TEXT = {"expected_vi": "chuỗi ký tự", "expected_en": "a string"}
OBJECT = {"expected_vi": "đối tượng JSON {…}", "expected_en": "a JSON object {…}"}
_WHOLE = {"expected_vi": "số nguyên, không có dấu ngoặc kép", "expected_en": "a whole number"}
_LIST = {
    "expected_vi": "danh sách các chuỗi ký tự, không rỗng",
    "expected_en": "a list of strings, not empty",
}
_PERSONAL_SHAPE = {
    "expected_vi": "9 hoặc 12 chữ số (cá nhân), 10 hoặc 10-3 chữ số (doanh nghiệp)",
    "expected_en": "9 or 12 digits (a person), 10 or 10-3 digits (an enterprise)",
}
_EXTERNAL_ID_SHAPE = {
    "expected_vi": f"từ 1 đến {MAX_EXTERNAL_ID} ký tự in được, không xuống dòng",
    "expected_en": f"1 to {MAX_EXTERNAL_ID} printable characters on one line",
}


class Fault(Exception):
    """One value is wrong. `params` fill the message of `code`."""

    def __init__(self, code: Code, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def check_text(value: Any, longest: int) -> str:
    """`value` cleaned; 1 to `longest` characters."""
    if type(value) is not str:
        raise Fault(Code.WRONG_TYPE, **TEXT)
    # Fast path: printable implies no control, invisible or non-breaking characters.
    if not value.isprintable() or "\ufffd" in value:
        bad = _BAD.search(value)
        if bad:
            raise Fault(Code.BAD_CHARACTER, character=f"U+{ord(bad[0]):04X}")
        value = clean(value)
    elif "  " in value or value[:1] == " " or value[-1:] == " " or not is_normalized("NFC", value):
        value = clean(value)
    if not value[:1].isalnum() and not _SOMETHING.search(value):
        raise Fault(Code.EMPTY)
    if len(value) > longest:
        raise Fault(Code.TOO_LONG, max=longest)
    text: str = value
    return text


def check_date(value: Any, today: date, earliest: date = EARLIEST) -> date:
    """A date written YYYY-MM-DD, between `earliest` and `today`."""
    if type(value) is not str:
        raise Fault(Code.WRONG_TYPE, **TEXT)
    # date.fromisoformat also reads 20261120 and 2026-W47-5, which the contract does not.
    if len(value) != 10 or value[4] != "-" or value[7] != "-":
        raise Fault(Code.BAD_DATE)
    try:
        result = date.fromisoformat(value)
    except ValueError:
        raise Fault(Code.BAD_DATE) from None
    if result > today:
        raise Fault(Code.DATE_IN_FUTURE, latest=words.day(today))
    if result < earliest:
        raise Fault(Code.DATE_TOO_EARLY, earliest=words.day(earliest))
    return result


def check_birth(value: Any, today: date) -> date:
    return check_date(value, today, EARLIEST_BIRTH)


def check_amount(value: Any, today: date | None = None) -> int:
    """VND; true and 1.0 are not whole numbers."""
    if type(value) is not int:
        # A number of more than 64 bits arrives as a float: it is too large, not mistyped.
        if type(value) is float and abs(value) > MAX_AMOUNT:
            raise Fault(Code.OUT_OF_RANGE, min=0, max=MAX_AMOUNT)
        raise Fault(Code.WRONG_TYPE, **_WHOLE)
    if not 0 <= value <= MAX_AMOUNT:
        raise Fault(Code.OUT_OF_RANGE, min=0, max=MAX_AMOUNT)
    return value


def check_personal_id(value: Any, today: date | None = None) -> str:
    if type(value) is not str:
        raise Fault(Code.WRONG_TYPE, **TEXT)
    if not value.strip():
        raise Fault(Code.EMPTY)
    normal = normal_personal_number(value.strip())
    if normal is None:
        raise Fault(Code.BAD_SHAPE, **_PERSONAL_SHAPE)
    return normal


def check_external_id(value: Any) -> str:
    if type(value) is not str:
        raise Fault(Code.WRONG_TYPE, **TEXT)
    normal = external_id(value)
    if normal is None:
        if not value.strip():
            raise Fault(Code.EMPTY)
        if len(value.strip()) > MAX_EXTERNAL_ID:
            raise Fault(Code.TOO_LONG, max=MAX_EXTERNAL_ID)
        raise Fault(Code.BAD_SHAPE, **_EXTERNAL_ID_SHAPE)
    return normal


def check_number(value: Any) -> str:
    """The number of the document an event rests on."""
    return check_text(value, MAX_LENGTH["document.number"])


def check_note(value: Any) -> str:
    return check_text(value, MAX_LENGTH["note"])


def check_province(value: Any, known: Callable[[str], bool]) -> str:
    if type(value) is not str:
        raise Fault(Code.WRONG_TYPE, **TEXT)
    if not known(value):
        if not value.strip():
            raise Fault(Code.EMPTY)
        raise Fault(Code.UNKNOWN_PROVINCE, value=echo(value))
    return value


def check_agency(value: Any, province: str | None, known: Callable[[str], bool]) -> str:
    """An agency's key; one that serves `province`, unless that is itself not known (None)."""
    if type(value) is not str:
        raise Fault(Code.WRONG_TYPE, **TEXT)
    if province is not None and value.startswith(province) and value[len(province) :][:1] == "/":
        if not known(value):
            raise Fault(Code.UNKNOWN_AGENCY, value=echo(value))
        return value
    if not value.strip():
        raise Fault(Code.EMPTY)
    if not known(value):
        raise Fault(Code.UNKNOWN_AGENCY, value=echo(value))
    if province is not None and province not in provinces_served(value):
        raise Fault(Code.AGENCY_OF_ANOTHER_PROVINCE, value=echo(value), province=province)
    return value


def _text(longest: int) -> Callable[[Any, date], str]:
    def check(value: Any, today: date) -> str:
        return check_text(value, longest)

    return check


def _one_of(kinds: type[StrEnum], *, member: bool = False) -> Callable[..., Any]:
    """A check for one code of the list; gives the plain string, or the enum member."""
    values = {each.value: each if member else each.value for each in kinds}
    allowed = ", ".join(values)

    def check(value: Any, today: date | None = None) -> Any:
        if type(value) is not str:
            raise Fault(Code.WRONG_TYPE, **TEXT)
        if value not in values:
            if not value:
                raise Fault(Code.EMPTY)
            raise Fault(Code.UNKNOWN_VALUE, value=echo(value), allowed=allowed)
        return values[value]

    return check


def _some_of(kinds: type[StrEnum]) -> Callable[..., Any]:
    """A check for codes of the list, at least one and none twice; gives a tuple of strings."""
    one = _one_of(kinds)

    def check(value: Any, today: date | None = None) -> tuple[str, ...]:
        if type(value) is not list and type(value) is not tuple:
            raise Fault(Code.WRONG_TYPE, **_LIST)
        if not value:
            raise Fault(Code.EMPTY)
        found = tuple([one(each) for each in value])
        if len(set(found)) < len(found):
            raise Fault(Code.REPEATED_VALUE)
        return found

    return check


check_event = _one_of(codes.EventKind, member=True)
check_end_reason = _one_of(codes.EndReason, member=True)

_BY_KIND: dict[Kind, Callable[[Any, date], Any]] = {
    Kind.DATE: check_date,
    Kind.BIRTH: check_birth,
    Kind.AMOUNT: check_amount,
    Kind.PERSONAL_NUMBER: check_personal_id,
}


_ground: Callable[[Any], str] = _one_of(codes.Ground)


def check_ground(value: Any, today: date | None = None) -> str:
    """A letter of a ground; đ is the code ``dd``. Which letters a law has: ``grounds.py``."""
    if type(value) is str and normalize("NFC", value) in ("đ", "Đ"):
        return codes.Ground.DD.value
    return _ground(value)


def _check_of(field: ListingField) -> Callable[[Any, date], Any]:
    if field.code_list is codes.Ground:
        return check_ground
    if field.kind is Kind.CODE and field.code_list is not None:
        return _one_of(field.code_list)
    if field.kind is Kind.CODES and field.code_list is not None:
        return _some_of(field.code_list)
    if field.kind in _BY_KIND:
        return _BY_KIND[field.kind]
    if field.longest is None:
        raise TypeError(f"{field.name}: a text needs its longest")
    return _text(field.longest)


#: listing field -> check(value, today)
CHECKS: dict[str, Callable[[Any, date], Any]] = {
    field.name: _check_of(field) for field in LISTING_TABLE
}
