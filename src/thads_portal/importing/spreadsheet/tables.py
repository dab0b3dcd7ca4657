"""Finds the headings of the lists on a sheet, and what their columns mean.

A heading may take up to three rows, merged or not. Columns side by side under one merged
heading, or under "Họ và tên đệm" and "Tên", hold one value together.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from thads_portal.domain.person_names import looks_like_person
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import text_of
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import continued
from thads_portal.importing.spreadsheet.headings import meaning
from thads_portal.importing.spreadsheet.headings import NAMES
from thads_portal.importing.spreadsheet.headings import says_what_is_left
from thads_portal.importing.spreadsheet.headings import two_part_name

import re


#: Rows at the top of a sheet among which the headings are looked for.
SEARCHED = 60
#: Columns with a meaning that make a row a row of headings.
FEWEST = 3
_DEEPEST = 3
#: Longer text is no heading.
_LONGEST = 400
#: How the headings begin that stand in front of a list, and what they say.
_HEADS = frozenset({"stt", "tt", "họ ", "ho ", "họ,", "tên", "ten", "ngư", "đươ", "s t", "ngu"})
_LEADERS = frozenset({Column.NUMBER, *NAMES})
_DATA = re.compile(r"\d ?/ ?[\dA-ZĐ]|(?<!\d)(?:19|20)\d\d(?!\d)")
_MERGED_CELLS = 4_000
_MERGES = 20_000

Found = tuple[int, dict[int, Column]]


@dataclass(slots=True)
class Table:
    """One list. `columns`: column -> meaning; `headings`: column -> text, of all that have one.
    `title`: the lines above it. `unit`: what its sums count, in VND."""

    sheet: str
    heading_rows: tuple[int, ...]
    columns: dict[int, Column]
    headings: dict[int, str]
    title: list[str] = field(default_factory=list)
    unit: int = 1
    ending: bool = False
    side_by_side: tuple[int, ...] = ()
    signer: str = ""

    def names(self) -> list[int]:
        return [column for column, held in sorted(self.columns.items()) if held in NAMES]


class Grid:
    """The cells of one sheet with their texts and what merged ranges cover."""

    def __init__(self, sheet: Sheet, hint) -> None:
        self.sheet = sheet
        self.hint = hint
        self.by_number = {row.number: row for row in sheet.rows}
        #: (row, column) -> where the value of a merged cell stands.
        self.covered: dict[tuple[int, int], tuple[int, int]] = {}
        self.by_row: dict[int, list[int]] = {}
        self.wide: dict[tuple[int, int], Merge] = {}
        for merge in sheet.merges[:_MERGES]:
            self._cover(merge)
        for row, column in self.covered:
            self.by_row.setdefault(row, []).append(column)

    def _cover(self, merge: Merge) -> None:
        start = merge.first_row, merge.first_column
        self.wide[start] = merge
        height = merge.last_row - merge.first_row + 1
        if height * (merge.last_column - merge.first_column + 1) > _MERGED_CELLS:
            return
        for row in range(merge.first_row, merge.last_row + 1):
            for column in range(merge.first_column, merge.last_column + 1):
                if (row, column) != start:
                    self.covered[row, column] = start

    def heading_text(self, number: int, column: int) -> str:
        number, column = self.covered.get((number, column), (number, column))
        row = self.by_number.get(number)
        cell = row.cells.get(column) if row else None
        if cell is None or not isinstance(cell.value, str) or len(cell.value) > _LONGEST:
            return ""
        return text_of(cell, self.hint).text

    def columns_of(self, number: int) -> Iterator[int]:
        yield from self.by_number[number].cells
        yield from self.by_row.get(number, ())

    def from_above(self, number: int, column: int) -> tuple[int, Cell] | None:
        """The row and the cell that a merge lays over this one from above."""
        start = self.covered.get((number, column))
        if start is None or start[1] != column or start[0] == number:
            return None
        above = self.by_number.get(start[0])
        cell = above.cells.get(column) if above else None
        return (start[0], cell) if cell is not None else None

    def width(self, number: int, column: int) -> int:
        merge = self.wide.get((number, column))
        return merge.last_column - merge.first_column + 1 if merge else 1

    def same_heading(self, rows: tuple[int, ...], one: int, other: int) -> bool:
        """Whether one merged cell is the lowest heading of both columns."""
        for number in reversed(rows):
            first = self.covered.get((number, one), (number, one))
            second = self.covered.get((number, other), (number, other))
            if first == second:
                return True
            if self.heading_text(number, one) or self.heading_text(number, other):
                return False
        return False


class HeadingFinder:
    """Where the headings are on a sheet."""

    def __init__(self, grid: Grid, given: Mapping[int, Column]) -> None:
        self.grid = grid
        self.rows = grid.sheet.rows
        self.given = given
        self.hidden = frozenset(getattr(grid.sheet, "hidden_columns", ()) or ())

    def first(self) -> tuple[int, Found] | None:
        best: tuple[int, Found] | None = None
        best_score = FEWEST - 1
        for start in range(min(SEARCHED, len(self.rows))):
            for depth, columns in self.at(start):
                found = score(columns)
                if found > best_score:
                    best, best_score = (start, (depth, columns)), found
        return best

    def at(self, start: int) -> Iterator[Found]:
        """What the columns mean if the headings begin in this row, for each depth."""
        texts = self.texts(start, 1)
        if len(set(texts.values())) < 2:
            return
        for depth in range(1, _DEEPEST + 1):
            if start + depth > len(self.rows):
                return
            if depth > 1:
                if self._holds_data(start + depth - 1):
                    return
                texts = self.texts(start, depth)
            columns = {
                column: found
                for column, text in texts.items()
                if (found := meaning(text)) is not None
            }
            if NAMES.intersection(columns.values()):
                for column, text in texts.items():
                    beside = columns.get(column - 1)
                    if column not in columns and (part := continued(text, beside)) is not None:
                        columns[column] = part
                yield depth, columns

    def _holds_data(self, place: int) -> bool:
        """Whether the row says numbers of documents, days or people: no heading does."""
        number = self.rows[place].number
        texts = [self.grid.heading_text(number, column) for column in self.rows[place].cells]
        return any(_DATA.search(text) or looks_like_person(text) for text in texts)

    def texts(self, start: int, depth: int) -> dict[int, str]:
        """Column -> the texts above it, a group's first, each once."""
        grid = self.grid
        rows = self.rows[start : start + depth]
        columns = sorted({column for row in rows for column in grid.columns_of(row.number)})
        texts: dict[int, list[str]] = {column: [] for column in columns}
        for level, row in enumerate(rows):
            group = ""
            for column in columns:
                text = grid.heading_text(row.number, column)
                below = level + 1 < depth and grid.heading_text(rows[level + 1].number, column)
                if not text and group and below:
                    # A group that was not merged: its name stands over the first column only.
                    text = group
                elif text:
                    group = text
                if text and text not in texts[column]:
                    texts[column].append(text)
        return {column: " ".join(parts) for column, parts in texts.items() if parts}

    def again(self, place: int, texts: Mapping[int, str], table: Table) -> Found | None:
        """The headings of a further list, if they begin in this row, whose cells say `texts`."""
        for column, text in texts.items():
            # Tens of thousands of cells come by: their beginnings are looked at first.
            if text[:3].lower() not in _HEADS or len(text) > 120:
                continue
            if text == table.headings.get(column) or meaning(text) in _LEADERS:
                break
        else:
            return None
        if self._holds_data(place):
            # "Nguyễn Văn Dũng (tên gọi khác: Bé)" is a person.
            return None
        best = None
        for depth, columns in self.at(place):
            if score(columns) >= FEWEST and (best is None or score(columns) > score(best[1])):
                best = depth, columns
        return best

    def table(self, start: int, found: Found) -> Table:
        depth, columns = found
        numbers = tuple(row.number for row in self.rows[start : start + depth])
        table = Table(self.grid.sheet.name, numbers, dict(columns), self.texts(start, depth))
        self._side_by_side(table)
        self._once_each(table)
        for column, chosen in self.given.items():
            if column in table.headings:
                if chosen is not Column.UNUSED:
                    table.columns.update(
                        {
                            other: Column.UNUSED
                            for other, held in table.columns.items()
                            if held is chosen
                        }
                    )
                table.columns[column] = chosen
        return table

    def _side_by_side(self, table: Table) -> None:
        columns = table.columns
        names = table.names()
        twice = [
            column
            for column in names[1:]
            if columns[column] is columns[names[0]] and not self._joined(table, column)
        ]
        if not twice or len(columns) <= FEWEST + 1:
            return
        start = twice[0]
        left = {held for column, held in columns.items() if column < start}
        right = [column for column in columns if column >= start]
        if sum(columns[column] in left for column in right) < FEWEST:
            return
        if columns.get(start - 1) is Column.NUMBER:
            right.append(start - 1)
        for column in right:
            columns[column] = Column.UNUSED
        table.side_by_side = (min(right), max(right))

    def _joined(self, table: Table, column: int) -> bool:
        """Whether the column goes on with the value of the one before it."""
        before = column - 1
        if table.columns.get(before) is not table.columns.get(column):
            return False
        if self.grid.same_heading(table.heading_rows, before, column):
            return True
        held = table.columns[column]
        first, second = table.headings.get(before, ""), table.headings.get(column, "")
        return held is Column.NAME and two_part_name(first, second)

    def _once_each(self, table: Table) -> None:
        """Of two columns that say the same the first that is seen counts, unless they are one."""
        columns = table.columns
        shown = [column for column in sorted(columns) if column not in self.hidden]
        # Of several sums what is still owed is what lacks the conditions.
        shown.sort(key=lambda column: not says_what_is_left(table.headings.get(column, "")))
        kept: dict[Column, int] = {}
        for column in [*shown, *sorted(self.hidden.intersection(columns))]:
            held = columns[column]
            if held is Column.UNUSED:
                continue
            if held in kept and not (kept[held] == column - 1 and self._joined(table, column)):
                columns[column] = Column.UNUSED
                continue
            if held in kept and held is Column.NAME_AND_ADDRESS:
                columns[column] = Column.ADDRESS
                continue
            kept[held] = column


def score(columns: Mapping[int, Column]) -> int:
    return len(set(columns.values()) - {Column.NUMBER, Column.UNUSED})
