"""A book as it is kept with an upload: its lists, and every filled row with what it is.

Nothing is left out here: rows above and below a list, totals, sections and signatures are
kept as what they are, so that each row of the file can be accounted for.
"""

from collections.abc import Mapping
from datetime import date
from thads_portal.domain.person_names import looks_like_person
from thads_portal.importing.spreadsheet.amounts import unit_in
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import plain
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.cells import Struck
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.headings import NAMES
from thads_portal.importing.spreadsheet.layout import is_ending_heading
from thads_portal.importing.spreadsheet.layout import is_ending_title
from thads_portal.importing.spreadsheet.layout import is_head
from thads_portal.importing.spreadsheet.layout import is_section
from thads_portal.importing.spreadsheet.layout import is_signature
from thads_portal.importing.spreadsheet.layout import is_total
from thads_portal.importing.spreadsheet.notices import Notice
from thads_portal.importing.spreadsheet.notices import notice
from thads_portal.importing.spreadsheet.notices import tell_sheet
from thads_portal.importing.spreadsheet.people import begins_lower
from thads_portal.importing.spreadsheet.people import is_organisation
from thads_portal.importing.spreadsheet.tables import FEWEST
from thads_portal.importing.spreadsheet.tables import Grid
from thads_portal.importing.spreadsheet.tables import HeadingFinder
from thads_portal.importing.spreadsheet.tables import Table
from thads_portal.importing.spreadsheet.template import NO_LISTS
from typing import Any

import re


_COLUMN_NUMBER = re.compile(r"\(?\s?(\d{1,2}|[A-Za-z])\s?\)?(\s?=.{0,40})?")
_IGNORED = frozenset({Column.NUMBER, Column.UNUSED})
#: Filled cells that make a row one of the list wherever it stands.
_ENOUGH = 3
_WIDE = 3
#: Lines above a list that say what it is.
_TITLE_LINES = 12


def source_of(
    book: Book, given: Mapping[str, Mapping[int, Column]] | None = None
) -> dict[str, Any]:
    """The lists and rows of `book`: see ``evaluate``. `given`: meanings set by hand, by sheet
    and column."""
    source: dict[str, Any] = {"tables": [], "rows": [], "notices": []}
    notices = source["notices"]
    if book.macros:
        notices.append(notice(Notice.MACROS))
    for sheet in book.sheets:
        reader = _SheetReader(sheet, book.hint, (given or {}).get(sheet.name, {}))
        reader.read(len(source["tables"]), len(source["rows"]))
        source["tables"] += [_kept(table) for table in reader.tables]
        source["rows"] += reader.rows
        listed = sheet.name not in NO_LISTS
        if listed and not reader.tables and sheet.rows:
            notices.append(notice(Notice.NO_LIST_ON_SHEET, sheet=sheet.name))
        if reader.tables:
            tell_sheet(notices, sheet, reader.tables, reader.rows)
    if book.unread_sheets:
        notices.append(notice(Notice.UNREAD_SHEETS, sheets=", ".join(book.unread_sheets[:10])))
    return source


def _kept(table: Table) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "sheet": table.sheet,
        "rows": list(table.heading_rows),
        "columns": {str(column): held.value for column, held in table.columns.items()},
        "headings": {str(column): text for column, text in sorted(table.headings.items())},
        "title": table.title,
    }
    if table.unit > 1:
        kept["unit"] = table.unit
    if table.ending:
        kept["ending"] = True
    if table.signer:
        kept["signer"] = table.signer
    return kept


class _SheetReader:
    """Every row of one sheet, and the lists on it."""

    def __init__(self, sheet: Sheet, hint, given: Mapping[int, Column]) -> None:
        self.sheet = sheet
        self.grid = Grid(sheet, hint)
        self.finder = HeadingFinder(self.grid, given)
        self.tables: list[Table] = []
        self.rows: list[dict[str, Any]] = []
        self.places: dict[int, int] = {}
        self.first_table = 0
        self.first_place = 0
        self.ended = False
        self.started = False
        #: Lines since the last row of a list: the title of one that may follow.
        self.lines: list[str] = []

    def read(self, first_table: int, first_place: int) -> None:
        self.first_table, self.first_place = first_table, first_place
        rows = self.sheet.rows
        heading = None if self.sheet.name in NO_LISTS else self.finder.first()
        if heading is None:
            kind = "example" if self.sheet.name in NO_LISTS else "no_list"
            for row in rows:
                self._add(row, kind)
            return
        start, found = heading
        for row in rows[:start]:
            self._add(row, "title")
        place = self._begin(start, found)
        previous = rows[place - 1].number
        while place < len(rows):
            row = rows[place]
            again = self.finder.again(place, self._own_texts(row), self.tables[-1])
            if again is not None:
                place = self._next_heading(place, again)
                previous = rows[place - 1].number
                continue
            gap = row.number - previous > 1
            previous = row.number
            place += 1
            self._add(row, self._kind(row, gap=gap))
        self._signer()

    def _begin(self, start: int, found) -> int:
        table = self.finder.table(start, found)
        table.title = [line[:400] for line in self.lines[-_TITLE_LINES:]]
        amounts = [
            text
            for column, text in table.headings.items()
            if table.columns.get(column) in (Column.AMOUNT, Column.OBLIGATION)
        ]
        table.unit = max([unit_in(text) for text in (*amounts, *table.title)], default=1)
        table.ending = any(map(is_ending_title, table.title)) or any(
            map(is_ending_heading, table.headings.values())
        )
        self.tables.append(table)
        self.started = self.ended = False
        self.lines = []
        depth = found[0]
        for row in self.sheet.rows[start : start + depth]:
            self._add(row, "heading")
        return start + depth

    def _next_heading(self, place: int, found) -> int:
        """A heading repeated on the next page goes on with the list; another begins a new one."""
        table = self.tables[-1]
        depth, _columns = found
        texts = self.finder.texts(place, depth)
        if texts == table.headings and not any("danh s" in line.lower() for line in self.lines):
            for row in self.sheet.rows[place : place + depth]:
                self._add(row, "heading")
            self.ended = False
            return place + depth
        return self._begin(place, found)

    # Rows

    def _own_texts(self, row: Row) -> dict[int, str]:
        return {column: text for column, cell in row.cells.items() if (text := _shown(cell))}

    def _add(self, row: Row, kind: str) -> None:
        cells: dict[str, list[Any]] = {}
        kept: dict[str, Any] = {"sheet": self.sheet.name, "r": row.number, "k": kind, "c": cells}
        listed = kind == "row"
        if self.tables:
            kept["t"] = self.first_table + len(self.tables) - 1
        for column, cell in row.cells.items():
            text = _shown(cell)
            if not text and not cell.error:
                continue
            cells[str(column)] = _cell(cell, text)
            if not listed:
                continue
            if cell.error or (cell.formula and cell.value is None):
                kept.setdefault("b", []).append(column)
            elif isinstance(cell.value, date):
                kept.setdefault("d", []).append(column)
            elif isinstance(cell.value, int | float):
                kept.setdefault("num", []).append(column)
            if cell.struck is not Struck.NO:
                kept.setdefault("sp" if cell.struck is Struck.PART else "sa", []).append(column)
            if cell.other:
                kept.setdefault("alt", {})[str(column)] = cell.other
            if cell.formula:
                kept["fx"] = kept.get("fx", 0) + 1
        if not cells:
            return
        if row.hidden:
            kept["hidden"] = 1
        if listed:
            self._merged(row, kept)
            self.started = True
            self.lines = []
        elif kind in ("title", "section", "note", "signature"):
            self.lines += [cell[1] for _column, cell in sorted(cells.items())]
        self.places[row.number] = self.first_place + len(self.rows)
        self.rows.append(kept)

    def _merged(self, row: Row, kept: dict[str, Any]) -> None:
        """Which of its cells go on with a merged cell of a row above."""
        for column in self.grid.by_row.get(row.number, ()):
            above = self.grid.from_above(row.number, column)
            if above is not None and above[0] in self.places and str(column) not in kept["c"]:
                kept.setdefault("m", {})[str(column)] = self.places[above[0]]

    def _kind(self, row: Row, *, gap: bool) -> str:
        table = self.tables[-1]
        texts = self._own_texts(row)
        if not texts:
            return "blank"
        listed = list(texts.values())
        if not self.started and _is_numbering(listed):
            return "number_row"
        names = table.names()
        useful = [
            column
            for column in texts
            if column in table.columns and table.columns[column] not in _IGNORED
        ]
        leading = [text for column, text in texts.items() if column <= max([*names, 1])]
        if is_total(leading) and len(useful) <= _ENOUGH and not _has_person(texts, names):
            return "total"
        enough = len(useful) >= _ENOUGH
        if not enough and any(is_signature(text) for text in listed):
            self.ended = True
            return "signature"
        if self.ended and not enough:
            section = self._section(row, texts, table)
            if section and not any(map(looks_like_person, listed)):
                return "section"
            return "signature"
        if not enough and gap and len(listed) > 1 and all(map(looks_like_person, listed)):
            self.ended = True
            return "signature"
        if self._section(row, texts, table):
            return "section"
        self.ended = False
        if useful:
            return "row" if self.started or len(useful) > 1 or _has_person(texts, names) else "note"
        if any(table.columns.get(column) is Column.UNUSED for column in texts) and self.started:
            return "row" if not gap else "note"
        return "note"

    def _section(self, row: Row, texts: Mapping[int, str], table: Table) -> bool:
        """Whether the row is one line of words that heads those below it."""
        numbers = [column for column in texts if table.columns.get(column) is Column.NUMBER]
        words = {text for column, text in texts.items() if column not in numbers}
        number = texts[numbers[0]] if numbers else ""
        if not words and numbers and len(texts) == 1:
            # All in the first column, not merged.
            if number.isdigit() or len(number) < 4:
                return False
            words, number = {number}, ""
        if len(words) != 1:
            return False
        text = next(iter(words))
        columns = [column for column in texts if texts[column] == text]
        column = columns[0]
        wide = max(self.grid.width(row.number, each) for each in columns) >= _WIDE
        held = table.columns.get(column)
        if not wide and held not in (None, Column.NUMBER, *NAMES):
            return False
        if is_section(number, text):
            return True
        if wide:
            return not (looks_like_person(text) or is_organisation(text))
        if looks_like_person(text, family=False) or is_organisation(text) or begins_lower(text):
            return False
        return held is None and column < min([*table.names(), 2])

    def _signer(self) -> None:
        """Who signs below the lists: the name under the title of the head."""
        signatures = [row for row in self.rows if row["k"] == "signature"]
        name = ""
        place: int | None = None
        for row in signatures:
            for column, cell in row["c"].items():
                if is_head(cell[1]):
                    place = int(column)
                    name = ""
                    lines = cell[1].split("\n")
                    if len(lines) > 1 and looks_like_person(lines[-1].strip()):
                        name = lines[-1].strip()
                elif place is not None and abs(int(column) - place) <= 1:
                    last = cell[1].split("\n")[-1].strip()
                    if looks_like_person(last):
                        name = last
        if name:
            for table in self.tables:
                table.signer = name


def _shown(cell: Cell) -> str:
    if cell.value is None and not cell.error:
        return ""
    return cell.live if cell.struck is Struck.PART else cell.text


def _cell(cell: Cell, text: str) -> list[Any]:
    if cell.error and not text:
        return ["#?", "#?"]
    kept: list[Any] = [cell.before or plain(cell.value), text]
    if cell.encoding is not None:
        kept.append(cell.encoding.value)
    return kept


def _has_person(texts: Mapping[int, str], names: list[int]) -> bool:
    return any(looks_like_person(texts.get(column, "").split("\n")[0]) for column in names)


def _is_numbering(texts: list[str]) -> bool:
    """The row of column numbers under the headings: (1) (2) (3), or A B 1 2."""
    return len(texts) >= FEWEST and all(
        len(text) < 50 and _COLUMN_NUMBER.fullmatch(text) for text in texts
    )
