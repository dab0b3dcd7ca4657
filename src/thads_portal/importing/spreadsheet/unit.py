"""A unit: what the rows about one debtor under one decision say together; and how rows join it."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from thads_portal.importing.spreadsheet.acts import split_act
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.kinds import obligation_kinds
from thads_portal.importing.spreadsheet.people import begins_lower
from thads_portal.importing.spreadsheet.values import read_day

import re


_DITTO = re.compile(
    r"[\s\-–—.\"“”'’‘`〃″,/\\]{0,8}(?:n[/.]?t|như trên|nhu tren|như t|như dòng trên|giống trên|như nt|idem|ditto|trên)[\s\-–—.\"“”'’‘`〃,/\\]{0,8}"
    r"|[\"“”″〃]{1,4}|''|’’|``|//|\\\\|(?:[\-–—] ?[\"“”〃] ?[\-–—])",
    re.IGNORECASE,
)
NOTHING = re.compile(r"[\-–—.\s]{1,8}")
_ACTS = frozenset({Column.JUDGMENT, Column.ENFORCEMENT, Column.DECISION})
_DAYS = frozenset({Column.JUDGMENT_DATE, Column.ENFORCEMENT_DATE, Column.DECISION_DATE})
_NUMBERS = {
    Column.JUDGMENT_NUMBER: Column.JUDGMENT,
    Column.ENFORCEMENT_NUMBER: Column.ENFORCEMENT,
    Column.DECISION_NUMBER: Column.DECISION,
}
DOCUMENTS = (*_ACTS, *_NUMBERS)


@dataclass(slots=True)
class Context:
    """What the sections above a row say of it."""

    agency: str = ""
    officer: str = ""
    commune: str = ""
    ending: bool = False


@dataclass(slots=True)
class Unit:
    """Rows of the source that are about one debtor. `texts`: column -> text, ditto marks replaced.

    `more`: (place, obligation, sum) of the rows that went into it. `remarks`: (column, word,
    value). `numeric`: columns whose cell is a number. `left`: why it is left out, or "".
    """

    places: list[int]
    table: int
    row: int
    sheet: str
    texts: dict[int, str]
    context: Context
    numeric: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()
    more: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    broken: frozenset[int] = frozenset()
    left: str = ""
    #: Whether the cell of names was asked about.
    named: bool = False


def is_ditto(text: str) -> bool:
    """Whether a cell says "as above"."""
    return len(text) <= 24 and bool(_DITTO.fullmatch(text.strip()))


def number_in(text: str) -> str:
    """The number of the document that a text names, or ""."""
    if not text or not any(sign.isdigit() for sign in text):
        return ""
    try:
        number = split_act(text[:300]).number
    except ValueError:
        return ""
    return number if "/" in number else ""


def join(unit: Unit, place: int, row, texts: Mapping[int, str], columns, corrected) -> None:
    """Lay the cells of a further row, which say `texts`, over the unit. `corrected`: columns whose
    text an editor has typed."""
    unit.places.append(place)
    obligation = amount = ""
    merged = {int(column) for column in row.get("m", ())}
    for column, text in texts.items():
        held = columns.get(column, Column.UNUSED)
        if column in merged or held is Column.NUMBER or is_ditto(text) or NOTHING.fullmatch(text):
            continue
        if held is Column.OBLIGATION:
            obligation = text
        elif held is Column.AMOUNT:
            number = column in row.get("num", ()) and str(column) not in corrected
            amount = row["c"][str(column)][0] if number else text
        else:
            _lengthen(unit, column, held, text)
    _obligation(unit, columns, place, obligation, amount)


def _lengthen(unit: Unit, column: int, held: Column, text: str) -> None:
    before = unit.texts.get(column, "")
    if not before:
        unit.texts[column] = text
    elif text in before:
        return
    elif (held in DOCUMENTS and number_in(before) and number_in(text)) or (
        held in _DAYS and read_day(before).day and read_day(text).day
    ):
        unit.remarks.append((column, "second_document", text[:200]))
    elif (
        held in (Column.GROUND_TEXT, Column.UNUSED) and not begins_lower(text) and len(before) > 60
    ):
        unit.texts[column] = f"{before}; {text}"
    else:
        unit.texts[column] = f"{before} {text}"


def _obligation(unit: Unit, columns, place: int, obligation: str, amount: str) -> None:
    column = next((each for each, held in columns.items() if held is Column.OBLIGATION), None)
    sums = next((each for each, held in columns.items() if held is Column.AMOUNT), None)
    apart = bool(amount)
    if amount and sums is not None and not unit.texts.get(sums):
        unit.texts[sums] = amount
        unit.numeric -= {sums}
        apart = False
    elif amount and sums is not None and not any(sign.isdigit() for sign in amount):
        # The rest of a sum in words, broken into lines.
        unit.texts[sums] = f"{unit.texts[sums]} {amount}"
        unit.numeric -= {sums}
        apart = False
    if obligation and column is not None:
        before = unit.texts.get(column, "")
        another = apart or _begins_another(before, obligation)
        if obligation not in before:
            joint = "; " if another and before else " "
            unit.texts[column] = f"{before}{joint}{obligation}".strip()
    if apart:
        unit.more.append((place, obligation, amount))


def _begins_another(before: str, text: str) -> bool:
    """Whether a further line of obligations is one of its own, and not the rest of a sentence."""
    if begins_lower(text) or not before or before.rstrip().endswith((",", "và", "cho", "-", "(")):
        return False
    return bool(obligation_kinds(" ".join(text.split()[:4])))
