"""Finds the lists on the sheets of a book: headings, rows, what is not part of them.

A heading may take up to three rows, merged or not. Below it everything is a row of the
list except blank rows, rows of column numbers, totals, the names of offices that head a
section, and the lines for signatures; what is left out is said.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import column_name
from thads_portal.importing.spreadsheet.cells import Merge
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import Text
from thads_portal.importing.spreadsheet.cells import text_of
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import folded
from thads_portal.importing.spreadsheet.headings import meaning
from thads_portal.importing.spreadsheet.headings import NAMES
from thads_portal.importing.spreadsheet.notices import Notice
from thads_portal.importing.spreadsheet.notices import notice
from thads_portal.importing.spreadsheet.notices import row_list
from thads_portal.importing.spreadsheet.template import NO_LISTS
from typing import Any

import re


#: Rows at the top of a sheet among which the headings are looked for.
SEARCHED = 60
#: Columns with a meaning that make a row a row of headings.
FEWEST = 3
_DEEPEST = 3
_TOTAL = re.compile(r"^(tong cong|tong so|tong|cong)\b(?! ty\b)")
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(\s*=.*)?")
#: How the headings begin that stand in front of a list, and what they say.
_HEADS = frozenset({"stt", "tt", "họ ", "ho ", "họ,", "tên", "ten", "ngư", "đươ", "s t"})
_LEADERS = frozenset({Column.NUMBER, *NAMES})
#: Filled cells that make a row without a name one of the list after all.
_ENOUGH = 3


@dataclass(slots=True)
class Table:
    """One list. `columns`: column -> meaning; `headings`: column -> text, of all that have one."""

    sheet: str
    heading_rows: tuple[int, ...]
    columns: dict[int, Column]
    headings: dict[int, str]
    rows: list["ListRow"] = field(default_factory=list)


@dataclass(slots=True)
class ListRow:
    """One row of a list: the texts of its cells, and the section that it stands in."""

    number: int
    cells: dict[int, Text]
    section: str = ""
    hidden: bool = False
    #: Columns whose cell is a formula error or a formula without a value.
    broken: tuple[int, ...] = ()


def find_tables(
    book: Book, given: Mapping[str, Mapping[int, Column]] | None = None
) -> tuple[list[Table], list[dict[str, Any]]]:
    """The lists of `book`, and what the editor should know. `given`: meanings set by hand,
    by sheet and column."""
    tables: list[Table] = []
    notices: list[dict[str, Any]] = []
    if book.macros:
        notices.append(notice(Notice.MACROS))
    for sheet in book.sheets:
        if sheet.name in NO_LISTS:
            # Of our own template: an example is not to be published.
            continue
        found = list(_Finder(sheet, book, (given or {}).get(sheet.name, {}), notices).tables())
        tables.extend(found)
        if not found and sheet.rows:
            notices.append(notice(Notice.NO_LIST_ON_SHEET, sheet=sheet.name))
    if book.unread_sheets:
        notices.append(notice(Notice.UNREAD_SHEETS, sheets=", ".join(book.unread_sheets[:10])))
    return tables, notices


class _Finder:
    """The lists of one sheet."""

    def __init__(self, sheet: Sheet, book: Book, given, notices: list) -> None:
        self.sheet = sheet
        self.hint = book.hint
        self.given = given
        self.notices = notices
        #: (row, column) -> where the value of a merged cell stands.
        self.covered: dict[tuple[int, int], tuple[int, int]] = {}
        self.by_number = {row.number: row for row in sheet.rows}
        self.wide: dict[tuple[int, int], Merge] = {}
        for merge in sheet.merges[:20_000]:
            self._cover(merge)

    def _cover(self, merge: Merge) -> None:
        start = merge.first_row, merge.first_column
        self.wide[start] = merge
        if (merge.last_row - merge.first_row + 1) * (
            merge.last_column - merge.first_column + 1
        ) > 4_000:
            return
        for row in range(merge.first_row, merge.last_row + 1):
            for column in range(merge.first_column, merge.last_column + 1):
                if (row, column) != start:
                    self.covered[row, column] = start

    def tables(self) -> Iterator[Table]:
        heading = self._first_heading()
        if heading is None:
            return
        start, depth, columns = heading
        tables = [self._table(start, depth, columns)]
        skipped: list[int] = []
        totals: list[int] = []
        formulas = 0
        section = ""
        ended = False
        rows = self.sheet.rows
        place = start + depth
        previous = rows[place - 1].number
        while place < len(rows):
            table = tables[-1]
            row = rows[place]
            place += 1
            item = self._row(row, table)
            again = self._heading_again(place - 1, item, table)
            if again is not None:
                depth, columns = again
                tables.append(self._table(place - 1, depth, columns))
                place += depth - 1
                previous = rows[place - 1].number
                ended, section = False, ""
                continue
            gap = row.number - previous > 1
            previous = row.number
            filled = [column for column in table.columns if item.cells.get(column)]
            kind = self._kind(item, table, filled, ended=ended, gap=gap)
            if kind == "row":
                item.section = section
                table.rows.append(item)
                formulas += sum(cell.formula for cell in row.cells.values())
            elif kind == "total":
                totals.append(row.number)
                ended = True
            elif kind == "section":
                section = next(iter(item.cells.values())).text
                skipped.append(row.number)
            elif kind == "skipped":
                skipped.append(row.number)
        self._tell(tables, skipped, totals, formulas)
        yield from (table for table in tables if table.rows or len(tables) == 1)

    # Headings

    def _first_heading(self) -> tuple[int, int, dict[int, Column]] | None:
        best: tuple[int, int, dict[int, Column]] | None = None
        best_score = FEWEST - 1
        for start in range(min(SEARCHED, len(self.sheet.rows))):
            for depth, columns in self._headings_at(start):
                score = _score(columns)
                if score > best_score:
                    best, best_score = (start, depth, columns), score
        return best

    def _headings_at(self, start: int) -> Iterator[tuple[int, dict[int, Column]]]:
        """What the columns mean if the headings begin in this row, for each depth."""
        texts = self._heading_texts(start, 1)
        if len(set(texts.values())) < 2:
            return
        for depth in range(1, _DEEPEST + 1):
            if start + depth > len(self.sheet.rows):
                return
            if depth > 1:
                texts = self._heading_texts(start, depth)
            columns = {
                column: found
                for column, text in texts.items()
                if (found := meaning(text)) is not None
            }
            if NAMES.intersection(columns.values()):
                yield depth, columns

    def _heading_texts(self, start: int, depth: int) -> dict[int, str]:
        """Column -> the texts above it, a group's first, each once."""
        rows = self.sheet.rows[start : start + depth]
        columns = sorted({column for row in rows for column in self._columns_of(row.number)})
        texts: dict[int, list[str]] = {column: [] for column in columns}
        for level, row in enumerate(rows):
            group = ""
            for column in columns:
                text = self._text(row.number, column)
                if (
                    not text
                    and level + 1 < depth
                    and group
                    and self._text(rows[level + 1].number, column)
                ):
                    # A group that was not merged: its name stands over the first column only.
                    text = group
                elif text:
                    group = text
                if text and text not in texts[column]:
                    texts[column].append(text)
        return {column: " ".join(parts) for column, parts in texts.items() if parts}

    def _columns_of(self, number: int) -> Iterator[int]:
        yield from self.by_number[number].cells
        for row, column in self.covered:
            if row == number:
                yield column

    def _text(self, number: int, column: int) -> str:
        number, column = self.covered.get((number, column), (number, column))
        row = self.by_number.get(number)
        cell = row.cells.get(column) if row else None
        if cell is None or not isinstance(cell.value, str) or len(cell.value) > 400:
            return ""
        return text_of(cell, self.hint).text

    def _heading_again(
        self, place: int, item: "ListRow", table: Table
    ) -> tuple[int, dict[int, Column]] | None:
        """The headings of a further list, if they begin in this row."""
        likely = 0
        for column, cell in item.cells.items():
            text = cell.text
            # Tens of thousands of cells come by: their beginnings are looked at first.
            if text[:3].lower() not in _HEADS or len(text) > 80:
                continue
            if text == table.headings.get(column) or meaning(text) in _LEADERS:
                likely += 1
        if not likely:
            return None
        best = None
        for depth, columns in self._headings_at(place):
            if _score(columns) >= FEWEST and (best is None or _score(columns) > _score(best[1])):
                best = depth, columns
        return best

    def _table(self, start: int, depth: int, columns: dict[int, Column]) -> Table:
        headings = self._heading_texts(start, depth)
        names = [column for column in sorted(columns) if columns[column] in NAMES]
        twice = [column for column in names[1:] if columns[column] is columns[names[0]]]
        if twice and len(columns) > FEWEST + 1:
            self._side_by_side(columns, twice[0])
        # The first of two columns that say the same counts.
        seen: set[Column] = set()
        for column in sorted(columns):
            if columns[column] is Column.UNUSED:
                continue
            if columns[column] in seen:
                columns[column] = Column.UNUSED
            seen.add(columns[column])
        for column, chosen in self.given.items():
            if column in headings:
                if chosen is not Column.UNUSED:
                    columns.update(
                        {other: Column.UNUSED for other, held in columns.items() if held is chosen}
                    )
                columns[column] = chosen
        numbers = tuple(row.number for row in self.sheet.rows[start : start + depth])
        return Table(self.sheet.name, numbers, columns, headings)

    def _side_by_side(self, columns: dict[int, Column], start: int) -> None:
        left = {held for column, held in columns.items() if column < start}
        right = [column for column in columns if column >= start]
        if sum(columns[column] in left for column in right) < FEWEST:
            return
        if Column.NUMBER in (columns.get(start - 1),):
            right.append(start - 1)
        for column in right:
            columns[column] = Column.UNUSED
        names = f"{column_name(min(right))}-{column_name(max(right))}"
        self.notices.append(notice(Notice.SIDE_BY_SIDE, sheet=self.sheet.name, columns=names))

    # Rows

    def _row(self, row: Row, table: Table) -> ListRow:
        cells: dict[int, Text] = {}
        broken = []
        for column in table.headings:
            cell = row.cells.get(column)
            if cell is None:
                cell = self._from_above(row.number, column)
                if cell is None:
                    continue
            if cell.error:
                broken.append(column)
            text = text_of(cell, self.hint)
            if cell.error and not text.text:
                text = Text("#?", "#?", None)
            if text.text:
                cells[column] = text
        if not cells:
            # Something outside of the list's columns.
            for column, cell in row.cells.items():
                text = text_of(cell, self.hint)
                if text.text:
                    cells[column] = text
        return ListRow(row.number, cells, hidden=row.hidden, broken=tuple(broken))

    def _from_above(self, number: int, column: int) -> Cell | None:
        """The value of a cell that is merged with one above it."""
        start = self.covered.get((number, column))
        if start is None or start[1] != column:
            return None
        above = self.by_number.get(start[0])
        return above.cells.get(column) if above else None

    def _kind(
        self, item: ListRow, table: Table, filled: list[int], *, ended: bool, gap: bool
    ) -> str:
        """row, blank, total, section, or skipped."""
        if not item.cells:
            return "blank"
        texts = [cell.text for _column, cell in sorted(item.cells.items())]
        name = next((column for column, held in table.columns.items() if held in NAMES), -1)
        if _is_numbering(texts) and not table.rows:
            return "blank"
        leading = [
            folded(cell.text)
            for column, cell in sorted(item.cells.items())
            if column <= max(name, 1)
        ]
        useful = [column for column in filled if table.columns[column] is not Column.NUMBER]
        useful = [column for column in useful if table.columns[column] is not Column.UNUSED]
        if any(_TOTAL.match(text) for text in leading) and len(useful) <= _ENOUGH:
            return "total"
        has_name = name in item.cells and (item.number, name) not in self.wide
        if len(set(texts)) == 1 or len(useful) == 0:
            return "skipped" if ended or (gap and table.rows and not has_name) else "section"
        if has_name and len(useful) > 1:
            return "row" if not ended or len(useful) >= _ENOUGH else "skipped"
        if len(useful) >= _ENOUGH:
            return "row"
        return "skipped" if useful else "blank"

    # What is told

    def _tell(self, tables, skipped, totals, formulas: int) -> None:
        name = self.sheet.name
        tell = self.notices.append
        read = [row for table in tables for row in table.rows]
        if self.sheet.hidden and read:
            tell(notice(Notice.HIDDEN_SHEET, sheet=name))
        hidden = [row.number for row in read if row.hidden]
        if hidden:
            tell(notice(Notice.HIDDEN_ROWS, sheet=name, count=len(hidden), rows=row_list(hidden)))
        listed = [table for table in tables if table.rows]
        different = {tuple(sorted(table.columns.items())) for table in listed}
        if len(listed) > 1 and len(different) > 1:
            starts = ", ".join(str(table.heading_rows[0]) for table in listed)
            tell(notice(Notice.TWO_LISTS, sheet=name, count=len(listed), rows=starts))
        if formulas:
            tell(notice(Notice.FORMULAS, sheet=name, count=formulas))
        if totals:
            tell(notice(Notice.TOTALS, sheet=name, rows=row_list(totals)))
        if skipped:
            tell(
                notice(Notice.SKIPPED_ROWS, sheet=name, count=len(skipped), rows=row_list(skipped))
            )
        if self.sheet.blank_from is not None:
            tell(notice(Notice.BLANK_ROWS, sheet=name, row=self.sheet.blank_from))
        if self.sheet.too_wide:
            tell(notice(Notice.TOO_WIDE, sheet=name))
        unused = {
            f"{column_name(column)} ({heading[:40]})"
            for table in listed
            for column, heading in table.headings.items()
            if column not in table.columns
        }
        if unused:
            tell(notice(Notice.UNUSED_COLUMNS, sheet=name, columns="; ".join(sorted(unused)[:12])))


def _score(columns: dict[int, Column]) -> int:
    return len(set(columns.values()) - {Column.NUMBER, Column.UNUSED})


def _is_numbering(texts: list[str]) -> bool:
    """The row of column numbers under the headings: (1) (2) (3), or A B 1 2."""
    return len(texts) >= FEWEST and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)
