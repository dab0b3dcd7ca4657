"""Columns of dates that Excel has half swapped: typed day first under month-first settings.

There 05/03 became 3 May, a real date, and 25/03 stayed a text. Nothing in a single cell shows
it; the column does: every real date has a day of at most 12, every text one beyond.
"""

from collections.abc import Mapping
from datetime import date
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.questions import Choice
from thads_portal.importing.spreadsheet.questions import Kind
from thads_portal.importing.spreadsheet.questions import Questions
from thads_portal.importing.spreadsheet.unit import Unit
from thads_portal.importing.spreadsheet.values import parse_day
from typing import Any


_DATES = (Column.JUDGMENT_DATE, Column.ENFORCEMENT_DATE, Column.DECISION_DATE, Column.BIRTH)


class Swaps:
    """The columns, by list, whose real dates the editor wants read the other way round."""

    def __init__(self) -> None:
        self.columns: set[tuple[int, int]] = set()

    def apply(self, unit: Unit, columns: Mapping[int, Column]) -> None:
        for column in columns:
            if (unit.table, column) not in self.columns or column not in unit.days:
                continue
            try:
                day = parse_day(unit.texts.get(column, ""))
                unit.texts[column] = f"{date(day.year, day.day, day.month):%d/%m/%Y}"
            except ValueError:
                continue
            unit.remarks.append((column, "swapped", ""))


def ask_about_swapped_dates(source: Mapping[str, Any], questions: Questions) -> Swaps:
    """Look at every column of dates; what the editor says of those that look swapped."""
    swaps = Swaps()
    for place, table in enumerate(source["tables"]):
        rows = [
            (number, row)
            for number, row in enumerate(source["rows"])
            if row.get("t") == place and row["k"] == "row"
        ]
        for column, held in table["columns"].items():
            if Column(held) in _DATES and rows:
                _look(place, int(column), held, rows, table, questions, swaps)
    return swaps


def _look(place, column, held, rows, table, questions: Questions, swaps: Swaps) -> None:
    real: list[date] = []
    typed: list[date] = []
    first = None
    for number, row in rows:
        cell = row["c"].get(str(column))
        if cell is None:
            continue
        try:
            day = parse_day(cell[1])
        except ValueError:
            continue
        if column in row.get("d", ()):
            real.append(day)
            first = (number, row, day) if first is None and day.day != day.month else first
        else:
            typed.append(day)
    if not real or not typed or first is None:
        return
    if any(day.day > 12 for day in real) or any(day.day <= 12 for day in typed):
        return
    number, row, day = first
    other = date(day.year, day.day, day.month)
    chosen = questions.ask(
        Kind.US_DATES,
        [
            Choice("as_is", {held: day.isoformat()}, {"value": f"{day:%d/%m/%Y}"}),
            Choice("swap", {held: other.isoformat()}, {"value": f"{other:%d/%m/%Y}"}),
        ],
        place=number,
        row=row["r"],
        sheet=table["sheet"],
        column=column,
        name=held,
        cell=row["c"][str(column)][1],
        # One of each may be chance.
        default="as_is" if len(real) + len(typed) < 3 else None,
    )
    questions.asked[-1]["table"] = place
    if chosen == "swap":
        swaps.columns.add((place, column))
