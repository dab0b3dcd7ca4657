"""A unit whose cell names several people, made into a unit for each of them."""

from collections.abc import Mapping
from dataclasses import replace
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import NAMES
from thads_portal.importing.spreadsheet.people import is_organisation
from thads_portal.importing.spreadsheet.people import without_births
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.several import People
from thads_portal.importing.spreadsheet.several import several
from thads_portal.importing.spreadsheet.unit import Unit

import re


_BETWEEN = re.compile(r"(?<![^\W_])và(?![^\W_])|[&+;]", re.IGNORECASE)
#: Proposals that one cell may be split into.
_MOST_PEOPLE = 40
#: Columns that may say one thing for each of several people.
_EACH = (Column.ADDRESS, Column.PERSONAL_ID, Column.BIRTH, Column.AMOUNT)


def people_of(unit: Unit, columns: Mapping[int, Column], ask) -> list[Unit]:
    """The unit for each of the people that its cell names."""
    column = next(
        (each for each, held in sorted(columns.items()) if held in NAMES and unit.texts.get(each)),
        None,
    )
    if column is None or sum(held in NAMES for held in columns.values()) > 1:
        return [unit]
    try:
        people = _several(unit.texts[column])
    except ValueError:
        return [unit]
    pieces = people.pieces[:_MOST_PEOPLE]
    if len(people.pieces) > _MOST_PEOPLE:
        return [unit]
    if len(pieces) == 1 and people.sure:
        return [unit]
    choices = [
        Choice("split", {"debtor_name": list(pieces)}, {"count": len(pieces)}),
        Choice("one", {"debtor_name": " ".join(unit.texts[column].split())[:255]}),
    ]
    if len(pieces) == 1:
        choices = choices[1:]
    chosen = ask(
        Kind.NAMES,
        choices,
        column=column,
        name="debtor_name",
        cell=unit.texts[column],
        default="split" if people.sure else None,
    )
    if chosen != "split":
        unit.named = True
        return [unit]
    parts = [
        replace(unit, texts={**unit.texts, column: piece}, remarks=list(unit.remarks))
        for piece in pieces
    ]
    for held in _EACH:
        _share(unit, parts, columns, held, ask)
    for part in parts:
        part.remarks.append((column, "split", str(len(parts))))
    return parts


def _several(text: str) -> People:
    """The people of a cell; also where births and numbers stand between them."""
    people = several(text)
    if len(people.pieces) > 1 or not people.sure or is_organisation(text):
        return people
    if not _BETWEEN.search(text):
        return people
    hidden = several(without_births(text).rstrip(" ,"))
    return People(hidden.pieces, sure=False) if len(hidden.pieces) > 1 else people


def _share(unit: Unit, parts: list[Unit], columns, held: Column, ask) -> None:
    """A cell that says one thing for each of the people, or one for all."""
    column = next((each for each, other in columns.items() if other is held), None)
    text = unit.texts.get(column, "") if column is not None else ""
    if column is None or not text:
        return
    pieces = _lines(text)
    if len(pieces) == len(parts):
        chosen = ask(
            Kind.ADDRESS_LIST,
            [Choice("each", {held.value: pieces}), Choice("whole", {held.value: text})],
            column=column,
            name=held.value,
            cell=text,
            like=f"address_list/{held.value}",
        )
        if chosen == "each":
            for part, piece in zip(parts, pieces, strict=True):
                part.texts[column] = piece
    elif held in (Column.PERSONAL_ID, Column.BIRTH):
        for part in parts:
            part.texts.pop(column, None)
            part.remarks.append((column, "not_shared", ""))
    elif held is Column.AMOUNT and not _joint(unit, columns):
        chosen = ask(
            Kind.SHARES,
            [Choice("each", {held.value: text}), Choice("none", {held.value: None})],
            column=column,
            name=held.value,
            cell=text,
        )
        if chosen != "each":
            for part in parts:
                part.texts.pop(column, None)
                part.more = []


def _lines(text: str) -> list[str]:
    """The pieces of a cell that says one thing for each of several people."""
    people = several(text) if len(text) < 2000 else None
    if people is not None and len(people.pieces) > 1:
        return list(people.pieces)
    pieces = [piece.strip(" ;") for piece in text.replace(";", "\n").split("\n")]
    return [
        bare.lstrip("0123456789").lstrip(".)/- ")
        if bare[:1].isdigit() and bare[1:2] in ".)/"
        else bare.lstrip("-+•– ")
        for bare in pieces
        if bare
    ]


def _joint(unit: Unit, columns) -> bool:
    """Whether the obligation says that each owes the whole."""
    said = " ".join(
        kinds.folded(unit.texts.get(column, "")[:400])
        for column, held in columns.items()
        if held is Column.OBLIGATION
    )
    return any(word in f" {said} " for word in (" lien doi ", " cung ", " chung ", " moi nguoi "))
