"""A card for each listing that a list would make: as the public will see it, the source beneath.

The facts stand in the order of the public page and are worded as there. What is wrong
stands beside the fact it concerns and at its cell.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from thads_portal.browser.shared.labels import agency_name
from thads_portal.domain import grounds
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.words import day
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.importing.spreadsheet.cells import column_name
from thads_portal.importing.spreadsheet.words import field_label
from thads_portal.importing.spreadsheet.words import MARKS
from thads_portal.importing.spreadsheet.words import problem_in_words
from thads_portal.importing.spreadsheet.words import remarks_of
from thads_portal.importing.spreadsheet.words import value_in_words
from thads_portal.register.uploads import Mark
from typing import Any
from zope.i18nmessageid import Message


_NUMBER_AND_DAY = _("number_and_day", default="Số ${number}, ngày ${date}")
_NONE = _("excel_card_none", default="(chưa có)")
_NO_NAME = _("excel_card_no_name", default="(chưa đọc được tên)")
#: Label, and the fields that it shows; in the order of the public page.
_FACTS = (
    (_("listing_address", default="Địa chỉ"), ("debtor_address",)),
    (
        _("listing_judgment", default="Bản án, quyết định phải thi hành"),
        ("judgment_number", "judgment_date", "judgment_body", "judgment_kind"),
    ),
    (
        _("listing_enforcement", default="Quyết định thi hành án"),
        ("enforcement_decision_number", "enforcement_decision_date", "agency"),
    ),
    (
        _("listing_obligation", default="Nghĩa vụ chưa có điều kiện thi hành"),
        ("obligation", "obligation_kinds"),
    ),
    (_("fact_amount", default="Số tiền"), ("obligation_amount",)),
    (
        _("listing_ground", default="Lý do chưa có điều kiện thi hành"),
        ("ground", "ground_text"),
    ),
    (
        _("listing_decision", default="Quyết định về việc chưa có điều kiện thi hành án"),
        ("no_conditions_decision_number", "no_conditions_decision_date", "signed_by"),
    ),
)
_TAGS = {
    Mark.NEW: "live",
    Mark.WRONG: "due overdue",
    Mark.UPDATE: "note",
    Mark.TWIN: "note",
    Mark.ASKED: "due today",
}
#: Marks whose source is shown at once: there is something to do about it.
_OPEN = frozenset({Mark.WRONG, Mark.ASKED})


class Cards:
    """Makes the cards of a page; `page` words them, `editing` is the row whose cells are open."""

    def __init__(self, page, *, tables: Sequence[Mapping[str, Any]], editing: str = "") -> None:
        self.page = page
        self.tables = tables
        self.editing = editing

    def card(
        self,
        row: Mapping[str, Any],
        mark: Mark,
        sources: Sequence[Mapping[str, Any]],
        *,
        twin: int | None = None,
    ) -> dict[str, Any]:
        """`sources`: the rows of the sheet that it rests on, its own first; `twin`: a row number."""
        page = self.page
        fields = row["f"]
        problems: dict[str, list[str]] = {}
        for problem in row["p"]:
            text = problem_in_words(problem, row["r"], page.say, page.language)
            problems.setdefault(problem[0], []).append(text)
        facts = [self._fact(label, names, fields, problems) for label, names in _FACTS]
        return {
            "id": row["id"],
            "number": row["r"],
            "sheet": self.tables[row["t"]]["sheet"],
            "name": fields.get("debtor_name") or self.page.say(_NO_NAME),
            "kind": self._value("debtor_kind", fields),
            "mark": page.say(MARKS[mark]),
            "tag": f"tag {_TAGS.get(mark, '')}".strip(),
            "state": mark.value,
            "skipped": bool(row.get("x")),
            "asked": list(row.get("q") or ()),
            "facts": [fact for fact in facts if fact["lines"] or fact["wrong"]],
            "problems": [
                text
                for name, texts in problems.items()
                if not any(name in names for _label, names in _FACTS)
                for text in texts
            ],
            "remarks": remarks_of(row, twin, page.say, page.language),
            "private": self._private(fields),
            "sources": [self._source(source, row) for source in sources],
            "open": mark in _OPEN or self.editing == row["id"] or None,
        }

    def _fact(self, label, names, fields, problems) -> dict[str, Any]:
        lines = []
        number, *_rest = names
        if number.endswith("_number"):
            value, dated = fields.get(number), fields.get(names[1])
            if value or dated:
                shown = day(date.fromisoformat(dated)) if dated else self.page.say(_NONE)
                mapping = {"number": value or self.page.say(_NONE), "date": shown}
                lines.append(self.page.say(Message(_NUMBER_AND_DAY, mapping=mapping)))
            names = names[2:]
        lines += [text for name in names if (text := self._value(name, fields))]
        every = (number, *_rest)
        wrong = [text for name in every for text in problems.get(name, ())]
        return {"label": self.page.say(label), "lines": lines, "wrong": wrong}

    def _value(self, name: str, fields: Mapping[str, Any]) -> str:
        value = fields.get(name)
        if value in (None, "", []):
            return ""
        if name == "agency":
            return agency_name(value)
        if name == "signed_by":
            return self.page.say(
                _(
                    "excel_card_signed_by",
                    default="Người ký: ${name} (không hiện trên trang công khai)",
                    mapping={"name": value},
                )
            )
        if name == "ground":
            return self._ground(fields)
        return value_in_words(name, value, self.page.say, self.page.language)

    def _ground(self, fields: Mapping[str, Any]) -> str:
        """By the law of the decision's day, as the public page words it."""
        code, decided = fields["ground"], fields.get(grounds.DECIDED)
        letter = grounds.letter_label(code, self.page.language)
        if not decided:
            return letter
        scheme = grounds.scheme_of(date.fromisoformat(decided))
        return f"{letter}: {grounds.label(code, scheme, self.page.language)}"

    def _private(self, fields: Mapping[str, Any]) -> str:
        """The restricted fields that are kept, for who may see them: never for the public."""
        return "; ".join(
            f"{self.page.say(field_label(name))}: {self._value(name, fields)}"
            for name in RESTRICTED_FIELDS
            if fields.get(name)
        )

    # The source

    def _source(self, source: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
        headings = self.tables[row["t"]]["headings"]
        own = source["place"] == row["src"][0]
        wrong = {problem[1] for problem in row["p"]} if own else set()
        columns = sorted({*map(int, headings), *map(int, source["c"])})
        editing = self.editing == row["id"]
        return {
            "number": source["r"],
            "sheet": source.get("sheet") or self.tables[row["t"]]["sheet"],
            "own": own,
            "hidden": bool(source.get("hidden")),
            "struck": bool(source.get("struck")),
            "cells": [
                self._cell(source, column, headings.get(str(column), ""), column in wrong, editing)
                for column in columns
            ],
        }

    def _cell(self, source, column: int, heading: str, wrong: bool, editing: bool) -> dict:
        read = source["c"].get(str(column)) or ["", ""]
        corrected = (source.get("e") or {}).get(str(column))
        text = read[1] if corrected is None else corrected
        before = read[0] if len(read) > 2 or corrected is not None else ""
        return {
            "name": f"o-{source['place']}-{column}",
            "was": f"w-{source['place']}-{column}",
            "down": f"{source['place']}-{column}",
            "letter": column_name(column),
            "heading": heading,
            "address": address(column, source["r"]),
            "text": text,
            "long": len(text) > 40 or "\n" in text,
            "before": before if before != text else "",
            "edited": corrected is not None,
            "converted": read[2].upper() if len(read) > 2 and read[2] else "",
            "wrong": wrong,
            "input": wrong or editing,
        }
