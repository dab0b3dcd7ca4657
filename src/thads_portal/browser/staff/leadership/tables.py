"""A table of the leadership's report: what the page, the Excel file and the PDF are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.templates import PageTemplate
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` hold text and whole numbers; `links` the address of each row's first cell, or nothing.

    `page_only`: with words of the staff, which leave in no file.
    """

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    links: Sequence[str] = ()
    page_only: bool = False

    def is_number(self, column: int) -> bool:
        """Whether the cells of `column` are counted or measured."""
        return column > 0 and all(
            isinstance(row[column], int)
            or not any(map(str.isalpha, str(row[column]).replace("điểm", "")))
            for row in self.rows
        )


#: The macro ``tables`` of both pages.
TABLES = PageTemplate("tables.pt")
