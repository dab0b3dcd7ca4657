"""A short list with fixed columns as a file: read from what is uploaded, and its template.

For lists that are no list of debtors: offices, endings, postings at communes. Reading goes
through the spreadsheets' reader in its own process. One sheet is read, the first with the
headings; what is not read is told by its name.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.own_values import folded
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.errors import Code
from thads_portal.errors import echo
from thads_portal.errors import Problem
from thads_portal.importing.spreadsheet.cells import Cell
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.cells import Row
from thads_portal.importing.spreadsheet.cells import Sheet
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.opening import open_book
from thads_portal.importing.spreadsheet.values import parse_day

import io
import re


EXAMPLE, GUIDE = "Ví dụ", "Hướng dẫn"
MEGABYTE = 2**20
#: Rows at the top among which the headings are looked for.
_SEARCHED = 30
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """`heading` as it is written; `other`: how else a heading may read, without marks.

    `lines`: its text keeps its line breaks. `money`: a number in it is a sum, read as it is stored.
    """

    field: str
    heading: str
    width: int
    note: str = ""
    other: tuple[str, ...] = ()
    day: bool = False
    lines: bool = False
    money: bool = False
    choices: tuple[str, ...] = ()


#: The column by which most lists say which listing a row is about.
PUBLIC_NUMBER = ListColumn(
    field="number",
    heading="Số công khai",
    width=18,
    note="Dạng 2026-0000012. Có số này thì không cần số quyết định.",
    other=("so muc", "ma cong khai", "so cong khai tren cong"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnList:
    """What a kind of list looks like. `needed`: one of these columns makes a row one of headings."""

    sheet: str
    columns: tuple[ListColumn, ...]
    needed: frozenset[str]
    guide: tuple[str, ...]
    examples: tuple[Mapping[str, str | date | None], ...]
    #: What is said of a file in which no such list is.
    missing: Code
    most_bytes: int = 2 * MEGABYTE
    most_rows: int = MAX_ROWS


@dataclass(frozen=True, slots=True)
class ListRow:
    """`line` as the file counts; `texts`: field -> what its cell says, a day as ISO."""

    line: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListRead:
    """What was read: its rows, what cannot be a value, and what was not read (columns, sheets)."""

    rows: tuple[ListRow, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read_list(data: bytes, kind: ColumnList) -> ListRead:
    """Read an uploaded list. Raises SpreadsheetRefused, which says what to do."""
    if len(data) > kind.most_bytes:
        raise refused(Code.SPREADSHEET_TOO_LARGE, max=kind.most_bytes // MEGABYTE)
    book = open_book(data)
    unread = []
    for sheet in book.sheets:
        if sheet.name in (EXAMPLE, GUIDE):
            continue
        found = None if sheet.hidden else _headings(sheet, kind)
        if found is None:
            unread.append(sheet.name)
            continue
        row, columns, strange = found
        unread.extend(strange)
        rest = book.sheets[book.sheets.index(sheet) + 1 :]
        unread.extend(each.name for each in rest if each.name not in (EXAMPLE, GUIDE))
        unread.extend(book.unread_sheets)
        rows, problems = _rows(sheet, row, columns, kind)
        return ListRead(rows, problems, tuple(unread))
    raise refused(kind.missing)


def _headings(
    sheet: Sheet, kind: ColumnList
) -> tuple[int, dict[int, ListColumn], list[str]] | None:
    """The number of the row of headings, its columns, and headings that say nothing to us."""
    for row in sheet.rows[:_SEARCHED]:
        columns: dict[int, ListColumn] = {}
        strange = []
        for place, cell in sorted(row.cells.items()):
            column = _column_of(cell.text, kind.columns)
            if column is None or column in columns.values():
                strange.append(" ".join(cell.text.split())[:60])
            else:
                columns[place] = column
        if len(columns) >= _FEWEST and any(each.field in kind.needed for each in columns.values()):
            known = [text for text in strange if text and folded(text) not in ("stt", "tt")]
            return row.number, columns, known
    return None


def _column_of(text: str, columns: Collection[ListColumn]) -> ListColumn | None:
    said = " ".join(re.sub(r"[^a-z0-9 ]+", " ", folded(text)).split())
    for column in columns:
        own = " ".join(re.sub(r"[^a-z0-9 ]+", " ", folded(column.heading)).split())
        if said == own or said in column.other:
            return column
    return None


def _rows(
    sheet: Sheet, heading: int, columns: Mapping[int, ListColumn], kind: ColumnList
) -> tuple[tuple[ListRow, ...], tuple[Problem, ...]]:
    found: list[ListRow] = []
    problems: list[Problem] = []
    for row in sheet.rows:
        if row.number <= heading:
            continue
        texts = _texts(row, columns, problems)
        if any(texts.values()):
            found.append(ListRow(row.number, texts))
        if len(found) > kind.most_rows:
            raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=kind.most_rows)
    return tuple(found), tuple(problems)


def _texts(row: Row, columns: Mapping[int, ListColumn], problems: list[Problem]) -> dict[str, str]:
    texts = {}
    for place, column in columns.items():
        cell = row.cells.get(place)
        texts[column.field] = "" if cell is None else _text(cell, column)
        if cell is not None and cell.error:
            params = {"value": echo(cell.text)}
            problems.append(Problem(row.number, None, column.field, Code.CELL_NO_VALUE, params))
    return texts


def _text(cell: Cell, column: ListColumn) -> str:
    if column.day and isinstance(cell.value, date):
        return date(cell.value.year, cell.value.month, cell.value.day).isoformat()
    text = cell.live.strip()
    if column.money and isinstance(cell.value, int | float) and float(cell.value).is_integer():
        return str(int(cell.value))
    if column.day and text:
        try:
            return parse_day(text).isoformat()
        except ValueError:
            return text
    return text if column.lines else " ".join(text.split())


def list_file(kind: ColumnList, rows: Iterable[Mapping[str, str | date | None]] = ()) -> bytes:
    """`rows` in the columns of `kind` as an .xlsx file, with its examples and its guide."""
    target = io.BytesIO()
    with workbook(target) as book:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        head = book.add_format({**base, "bold": True, "border": 1, "text_wrap": True})
        plain = book.add_format({**base, "text_wrap": True, "num_format": "@"})
        day = book.add_format({**base, "num_format": "dd/mm/yyyy"})
        for name, listed in ((kind.sheet, rows), (EXAMPLE, kind.examples)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(kind.columns):
                sheet.set_column(place, place, column.width, day if column.day else plain)
                sheet.write_string(0, place, column.heading, head)
                if column.note:
                    sheet.write_comment(0, place, column.note)
                if column.choices and name == kind.sheet:
                    choices = {
                        "validate": "list",
                        "source": list(column.choices),
                        "error_type": "warning",
                    }
                    sheet.data_validation(1, place, kind.most_rows, place, choices)
            for number, cells in enumerate(listed, start=1):
                _write(sheet, number, cells, kind.columns, plain, day)
        guide = book.add_worksheet(GUIDE)
        guide.set_column(0, 0, 110, plain)
        for number, line in enumerate(kind.guide):
            guide.write_string(number, 0, line, plain)
    return target.getvalue()


def _write(
    sheet, number: int, cells: Mapping[str, object], columns: Sequence[ListColumn], plain, day
) -> None:
    for place, column in enumerate(columns):
        value = cells.get(column.field)
        if isinstance(value, date):
            sheet.write_datetime(number, place, value, day)
        elif value:
            sheet.write_string(number, place, str(value), plain)
