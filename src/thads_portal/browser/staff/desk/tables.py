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


def last_of(found: Sequence, size: int):
    """The last row of a page of `size`, of rows asked for with one more; None on the last page."""
    return found[size - 1] if len(found) > size else None


def pager_of(page, params: dict[str, str], following, *, name="sau", path="", shown="") -> Pager:
    """The pager of a list that is read on from a key (keyset pagination).

    `params` is the list's state, `following` the key in the parameter `name` at which the next page
    begins, empty on the last. `path`: the list's address, that of `page` if absent.
    """
    path = path or page.address
    return Pager(
        shown=shown,
        first=address_with(path, params) if page.sent.text(name) else "",
        next=address_with(path, params, **{name: str(following)}) if following else "",
    )


def address_with(path: str, params: dict[str, str], **changes: str | None) -> str:
    """`path` with `params` and `changes`; a change to None or "" leaves the parameter out."""
    merged = {**params, **changes}
    query = urlencode({name: value for name, value in merged.items() if value})
    return f"{path}?{query}" if query else path
