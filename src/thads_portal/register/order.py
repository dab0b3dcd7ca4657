"""The orders of a search, in the database and here, and where a page goes on."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.register.query import After
from thads_portal.register.query import Query
from thads_portal.register.query import Sort
from typing import Any


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NEWEST = ("first_published DESC, number DESC", "(first_published, number) <")
#: order -> (columns in order, how a later row compares with an earlier one). By relevance,
#: the rank comes before.
ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.RELEVANCE: _NEWEST,
    Sort.NAME: ("sort_name, number", "(sort_name, number) >"),
}
#: The columns of a place after its rank.
COLUMNS = "first_published, sort_name, number, province, agency, kinds"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a match stands in every order, and what it is counted by."""

    rank: int
    first_published: datetime
    sort_name: str
    number: str
    province: str
    agency: str
    kinds: str

    def key(self, sort: Sort) -> tuple[Any, ...]:
        """Sorts as the database does: text by code points, newest first."""
        if sort == Sort.NAME:
            return (self.sort_name, self.number)
        newest = (-_microseconds(self.first_published), _Reversed(self.number))
        return newest if sort == Sort.NEWEST else (self.rank, *newest)

    def after(self, sort: Sort) -> After:
        place = self.sort_name if sort == Sort.NAME else _microseconds(self.first_published)
        return After(sort, self.rank, place, self.number)


class _Reversed(str):
    """Text that sorts backwards."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)

    def __gt__(self, other: str) -> bool:
        return str.__lt__(self, other)


def key_of(after: After) -> tuple[Any, ...]:
    """The key of the last hit of the page before, to compare with those of places."""
    if after.sort == Sort.NAME:
        return (after.place, after.number)
    newest = (-int(after.place), _Reversed(after.number))
    return newest if after.sort == Sort.NEWEST else (after.tier, *newest)


def after_condition(query: Query) -> tuple[str, list[Any]]:
    """The condition for what comes after the page before, among rows that have a rank."""
    if query.after is None:
        return "true", []
    conditions, parameters = after_columns(query.sort, query.after)
    if query.sort == Sort.RELEVANCE:
        tier = query.after.tier
        return f"(rank > %s OR (rank = %s AND {conditions[0]}))", [tier, tier, *parameters]
    return conditions[0], parameters


def after_columns(sort: Sort, after: After | None) -> tuple[list[str], list[Any]]:
    """The same within one rank."""
    if after is None:
        return [], []
    place = after.place if sort == Sort.NAME else _moment(int(after.place))
    return [f"{ORDERS[sort][1]} (%s, %s)"], [place, after.number]


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
