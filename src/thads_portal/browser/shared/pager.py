"""Lists in pages: one pager for all of them, with its macro ``pager`` (``view/parts/pager``).

A list is read on from a key (`keyset_pager`: what is published meanwhile neither repeats nor
skips a row), or cut out of a counted one (`Stretch` and its `pager`). Either way the address
holds the place, and a list begins at its address without one.
"""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.i18n import _
from typing import Any
from typing import TypeVar
from urllib.parse import urlencode


_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Addresses, "" where there is no such page; what is shown in words.

    `follow`: whether search engines may go on to the other pages. `small`: the words, on the
    pages of the public.
    """

    shown: str = ""
    first: str = ""
    previous: str = ""
    next: str = ""
    follow: bool = True
    small: bool = False

    def rel(self, which: str) -> str:
        return which if self.follow else f"{which} nofollow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """`size` rows from the place `start` (from 0) of `total`."""

    start: int
    size: int
    total: int

    @property
    def previous(self) -> int | None:
        """Where the page before begins, None on the first."""
        return max(self.start - self.size, 0) if self.start > 0 else None

    @property
    def next(self) -> int | None:
        """Where the next page begins, None on the last."""
        following = self.start + self.size
        return following if following < self.total else None

    @property
    def place(self) -> tuple[int, int]:
        """(first, last) row on the page as people count, from 1; the same twice behind the end."""
        last = min(self.start + self.size, self.total)
        return min(self.start + 1, last), last

    @property
    def page(self) -> int:
        return self.start // self.size + 1

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    def of(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """The rows of the page, of all."""
        return rows[self.start : self.start + self.size]

    def pager(
        self, address: Callable[[int], str], *, shown: str = "", small: bool = False
    ) -> Pager:
        """`address` makes the address of the page that begins at a place; 0 is the list's own."""
        return Pager(
            shown=shown,
            previous="" if self.previous is None else address(self.previous),
            next="" if self.next is None else address(self.next),
            small=small,
        )


def stretch_of(page: Any, total: int, size: int, *, name: str = "tu") -> Stretch:
    """Of a counted list the page that begins where the parameter `name` says.

    Behind the end, where a list has become shorter since, it is the last page.
    """
    start = max(page.sent.number(name) or 0, 0)
    if start >= total:
        start = max(total - 1, 0) // size * size
    return Stretch(start=start, size=size, total=total)


def last_of(found: Sequence[_Row], size: int) -> _Row | None:
    """The last row of a page of `size`, of rows asked for with one more; None on the last page."""
    return found[size - 1] if len(found) > size else None


def keyset_pager(
    page: Any,
    params: dict[str, str],
    following: object,
    *,
    name: str = "sau",
    path: str = "",
    shown: str = "",
) -> Pager:
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


def stretch_pager(
    page: Any, stretch: Stretch, params: dict[str, str], *, name: str = "tu"
) -> Pager:
    """The pager of a counted list of the staff; `params` is the list's state, as in `keyset_pager`.

    It says which lines are shown of how many, where there is more than one page.
    """
    first, last = stretch.place
    text = _(
        "pager_shown",
        default="Dòng ${from}–${to} trong ${total}",
        mapping={
            "from": page.number(first),
            "to": page.number(last),
            "total": page.number(stretch.total),
        },
    )
    return stretch.pager(
        lambda place: address_with(page.address, params, **{name: str(place or "")}),
        shown=page.say(text) if stretch.pages > 1 else "",
    )


def address_with(path: str, params: dict[str, str], **changes: str | None) -> str:
    """`path` with `params` and `changes`; a change to None or "" leaves the parameter out."""
    merged = {**params, **changes}
    query = urlencode({name: value for name, value in merged.items() if value})
    return f"{path}?{query}" if query else path
