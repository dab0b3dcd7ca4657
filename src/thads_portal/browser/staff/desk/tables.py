"""Tables for work: columns, rows with a box each, filters kept in the address, a pager.

On a phone each row becomes a card, so every cell carries the name of its column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: "" or ``number`` (right, tabular), ``main`` (the row's name), ``due``."""

    name: str
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`text` with its link, lines below it, and tags: (text, class)."""

    text: str = ""
    address: str = ""
    more: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`key` is what the box of the row sends; `label` names it to who hears the page."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`name` of the boxes; "" for a table without any."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    name: str = ""

    @property
    def lines(self):
        """(row, [(column, cell)])."""
        return [(row, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Addresses of the first and the next page, "" where there is none; what is shown in words."""

    shown: str = ""
    first: str = ""
    next: str = ""


def address_with(path: str, params: dict[str, str], **changes: str | None) -> str:
    """`path` with `params` and `changes`; a change to None or "" leaves the parameter out."""
    merged = {**params, **changes}
    query = urlencode({name: value for name, value in merged.items() if value})
    return f"{path}?{query}" if query else path
