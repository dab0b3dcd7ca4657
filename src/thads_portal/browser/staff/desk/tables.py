"""Tables for work: columns, rows with a box each, filters kept in the address.

On a phone each row becomes a card, so every cell carries the name of its column.
"""

from collections.abc import Sequence
from dataclasses import dataclass


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
