"""The preview of an upload: the editor's own rows and columns, and what becomes of each row."""

from functools import cached_property
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.importing.spreadsheet import desk
from thads_portal.importing.spreadsheet.cells import address
from thads_portal.importing.spreadsheet.cells import column_name
from thads_portal.importing.spreadsheet.fields_of_columns import missing_columns
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import LABELS
from thads_portal.importing.spreadsheet.notices import in_words
from thads_portal.importing.spreadsheet.plan import texts_of
from thads_portal.importing.spreadsheet.words import field_label
from thads_portal.importing.spreadsheet.words import MARKS
from thads_portal.importing.spreadsheet.words import problem_in_words
from thads_portal.importing.spreadsheet.words import remarks_of
from thads_portal.register import uploads
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import PAGE
from thads_portal.register.uploads import Upload
from typing import Any


#: In the order of what the editor has to do about them.
_ORDER = (
    Mark.WRONG,
    Mark.NEW,
    Mark.UPDATE,
    Mark.SAME,
    Mark.ENDED,
    Mark.TWIN,
    Mark.SKIPPED,
)
_TAGS = {
    Mark.NEW: "live",
    Mark.WRONG: "due overdue",
    Mark.UPDATE: "note",
    Mark.TWIN: "note",
}


class Preview:
    """What the template shows of an upload, for one page of rows."""

    def __init__(self, page, upload: Upload) -> None:
        self.page = page
        self.upload = upload
        self.filter = page.sent.text("loc")
        if self.filter not in list(Mark):
            self.filter = ""
        self.start = max(page.sent.number("tu") or 0, 0)
        self.editing = page.sent.number("dong")
        self.say = page.say
        self.language = page.language

    @cached_property
    def places(self) -> list[int]:
        """The rows that the filter lets through, by their place in the file."""
        marks = self.upload.marks
        if not self.filter:
            return list(range(len(marks)))
        return [place for place, mark in enumerate(marks) if mark == self.filter]

    @cached_property
    def shown(self) -> list[int]:
        return self.places[self.start : self.start + PAGE]

    @property
    def counts(self) -> list[dict]:
        """Every mark that occurs, as a filter."""
        counts = [
            {
                "label": self.say(_("excel_all_rows", default="Tất cả các dòng")),
                "count": self.page.number(len(self.upload.marks)),
                "address": self.page.here,
                "current": None if self.filter else "true",
                "pressing": "",
            }
        ]
        counts += [
            {
                "label": self.say(MARKS[mark]),
                "count": self.page.number(self.upload.count(mark)),
                "address": self.page.at(self.upload.id, loc=mark.value),
                "current": "true" if self.filter == mark else None,
                "pressing": "pressing" if mark is Mark.WRONG else "",
            }
            for mark in _ORDER
            if self.upload.count(mark)
        ]
        return counts

    @property
    def notices(self) -> list[str]:
        return [self.say(in_words(kept)) for kept in self.upload.summary.get("notices", ())]

    @cached_property
    def missing(self) -> list[str]:
        """Fields that no column and no common value gives, for some list of the file."""
        defaults = self.upload.options.get("defaults") or {}
        names = {
            name
            for table in self.upload.summary["tables"]
            for name in missing_columns(
                (Column(held) for held in table["columns"].values()), defaults
            )
        }
        return sorted(self.say(field_label(name)) for name in names)

    @property
    def missing_text(self) -> str:
        return message("column_missing")[self.language]

    @property
    def earlier(self) -> str | None:
        """When the very same file was written before."""
        with self.page.register() as cursor:
            earlier = uploads.written_before(cursor, self.upload)
        return self.page.words.day(earlier.created) if earlier else None

    # Columns

    @property
    def column_forms(self) -> list[dict]:
        """For each list: its sheet, and for each of its columns what it is taken for."""
        options = [(column.value, self.say(LABELS[column])) for column in Column]
        return [
            {
                "sheet": table["sheet"],
                "columns": [
                    {
                        "name": f"c-{place}-{column}",
                        "id": f"c-{place}-{column}",
                        "letter": column_name(int(column)),
                        "heading": heading,
                        "chosen": table["columns"].get(column, Column.UNUSED.value),
                    }
                    for column, heading in table["headings"].items()
                ],
                "options": options,
            }
            for place, table in enumerate(self.upload.summary["tables"])
        ]

    # Rows

    @cached_property
    def groups(self) -> list[dict]:
        """The rows shown, under the heads of the list that each is from."""
        with self.page.register() as cursor:
            rows = uploads.rows_at(cursor, self.upload.id, self.shown)
            twins = sorted({row["twin"] for row in rows.values() if "twin" in row})
            first = uploads.rows_at(cursor, self.upload.id, twins) if twins else {}
        groups: list[dict] = []
        for place in self.shown:
            row = rows[place]
            if not groups or groups[-1]["table"] != row["t"]:
                groups.append(self._group(row["t"]))
            twin = first[row["twin"]]["r"] if "twin" in row else None
            groups[-1]["rows"].append(self._row(place, row, twin, groups[-1]["columns"]))
        return groups

    def _group(self, number: int) -> dict:
        table = self.upload.summary["tables"][number]
        return {
            "table": number,
            "sheet": table["sheet"],
            "columns": [
                (int(column), column_name(int(column)), heading)
                for column, heading in table["headings"].items()
            ],
            "rows": [],
        }

    def _row(self, place: int, row: dict[str, Any], twin: int | None, columns) -> dict:
        mark = Mark(self.upload.marks[place])
        problems: dict[int | None, list[str]] = {}
        for problem in row["p"]:
            text = problem_in_words(problem, row["r"], self.say, self.language)
            problems.setdefault(problem[1], []).append(text)
        texts = texts_of(row)
        return {
            "place": place,
            "number": row["r"],
            "mark": self.say(MARKS[mark]),
            "tag": f"tag {_TAGS.get(mark, '')}".strip(),
            "wrong": mark is Mark.WRONG,
            "skipped": bool(row.get("x")),
            "hidden": row.get("hidden"),
            "edit": self.page.at(
                self.upload.id, loc=self.filter, tu=str(self.start or ""), dong=str(place)
            )
            + f"#dong-{place}",
            "cells": [
                self._cell(place, row, column, heading, texts, problems)
                for column, _letter, heading in columns
            ],
            "problems": [text for texts_ in problems.values() for text in texts_],
            "remarks": remarks_of(row, twin, self.say, self.language),
        }

    def _cell(self, place: int, row, column: int, heading: str, texts, problems) -> dict:
        read = row["c"].get(str(column)) or ["", ""]
        text = texts.get(column, "")
        edited = str(column) in (row.get("e") or {})
        wrong = column in problems
        kinds = ("cell-wrong" if wrong else "", "long" if len(text) > 20 else "")
        return {
            "kind": " ".join(filter(None, kinds)) or None,
            "name": f"o-{place}-{column}",
            "heading": heading,
            "address": address(column, row["r"]),
            "text": text,
            "long": len(text) > 40 or "\n" in text,
            "before": read[0] if len(read) > 2 or edited else None,
            "edited": edited,
            "wrong": wrong,
            "input": wrong or self.editing == place,
            "problems": problems.get(column, ()),
        }

    @property
    def previous(self) -> str | None:
        if self.start <= 0:
            return None
        before = max(self.start - PAGE, 0)
        return self.page.at(self.upload.id, loc=self.filter, tu=str(before or ""))

    @property
    def next(self) -> str | None:
        if self.start + PAGE >= len(self.places):
            return None
        return self.page.at(self.upload.id, loc=self.filter, tu=str(self.start + PAGE))

    @property
    def place_in_words(self) -> str:
        last = min(self.start + PAGE, len(self.places))
        return f"{self.page.number(self.start + 1)}–{self.page.number(last)} / {self.page.number(len(self.places))}"

    # Writing

    @property
    def new(self) -> int:
        return self.upload.count(Mark.NEW)

    @property
    def updates(self) -> int:
        return self.upload.count(Mark.UPDATE)

    @property
    def wrong(self) -> int:
        return self.upload.count(Mark.WRONG)

    @cached_property
    def asks_document(self) -> bool:
        return bool(self.updates) and desk.has_published_updates(self.page.context, self.upload)

    @property
    def document_fields(self) -> list:
        make = self.page.make_field
        return [
            make(
                "document.number",
                _("excel_document_number", default="Số văn bản làm căn cứ sửa đổi"),
                longest=100,
            ),
            make(
                "document.date",
                _("excel_document_date", default="Ngày văn bản làm căn cứ sửa đổi"),
                kind="date",
            ),
        ]
