"""Counts by filter: from the tallies while browsing, from the matches of a search otherwise.

A count shown beside a filter that does not fit the list it leads to makes people think
that listings are hidden: both come from the same rows and the same snapshot.
"""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import label as code_label
from thads_portal.domain.grounds import fits
from thads_portal.domain.grounds import label as full_label
from thads_portal.domain.grounds import parted
from thads_portal.domain.grounds import short_label
from thads_portal.domain.provinces import by_slug
from thads_portal.register.query import FACETS
from thads_portal.register.query import Query
from typing import Any


#: (field, value) -> what a person reads
Labeller = Callable[[str, str], str]
_CODES = {"debtor_kind": DebtorKind, "judgment_kind": JudgmentKind}
_KINDS = ("debtor_kind", "judgment_kind", "ground", "year")
#: Longest list of one facet, the most frequent values.
MAX_VALUES = 100


@dataclass(frozen=True, slots=True)
class Facet:
    """`value` of a ground is its key, the letter with its law (``domain/grounds.py``)."""

    value: str
    label: str
    count: int


Facets = Mapping[str, tuple[Facet, ...]]


def default_label(field: str, value: str) -> str:
    """Vietnamese terms of the codes and provinces; other values stand for themselves."""
    if field in _CODES and value in list(_CODES[field]):
        return code_label(_CODES[field](value))
    if field == "ground":
        return ground_label(value)
    if field == "province" and (province := by_slug(value)):
        return province.name
    return value


#: Beside a ground of the law before, where those of both stand in one list.
_OF_THE_OLD_LAW = (" (luật cũ)", " (law before)")


def ground_label(key: str, language: str = "vi", *, short: bool = False) -> str:
    """What a person reads for a ground's key; one that is in no law stands for itself."""
    code, scheme = parted(key)
    known = code in list(Ground) and scheme in list(GroundScheme) and fits(code, scheme)
    if not known:
        return key
    if not short:
        return full_label(code, scheme, language)
    law = _OF_THE_OLD_LAW[language == "en"] if scheme == GroundScheme.ART_44A else ""
    return short_label(code, scheme, language) + law


class Counts:
    """Adds up (province, agency) and (kind|kind|ground|year) counts into facets.

    `names` are the keys of the whole names among what is counted, each with the number of a
    listing that has it and how many have it; None where they were not looked at.
    """

    def __init__(self) -> None:
        self.total = 0
        self.names: list[tuple[str, int]] | None = None
        self._counts: dict[str, Counter[str]] = {field: Counter() for field in FACETS}

    def add_place(self, province: str, agency: str | None, n: int) -> None:
        self._counts["province"][province] += n
        if agency is not None:
            self._counts["agency"][agency] += n

    def add_agency(self, agency: str, n: int) -> None:
        self._counts["agency"][agency] += n

    def add_kinds(self, kinds: Iterable[str], n: int) -> None:
        self.total += n
        for field, value in zip(_KINDS, kinds, strict=True):
            self._counts[field][value] += n

    def facets(self, label: Labeller) -> dict[str, tuple[Facet, ...]]:
        """The most frequent first, years newest first; values that nothing has are left out."""
        made = {}
        for field, counter in self._counts.items():
            counted = [
                (value, n) for value, n in counter.items() if n > 0 and value not in ("", "0")
            ]
            if field == "year":
                counted.sort(key=lambda each: each[0], reverse=True)
            else:
                counted.sort(key=lambda each: (-each[1], each[0]))
            made[field] = tuple(
                Facet(value, label(field, value), n) for value, n in counted[:MAX_VALUES]
            )
        return made


def tally(cursor: Cursor, query: Query) -> Counts:
    """Exact counts of everything that the filters (not name, number, amount) let through.

    Agencies are counted only within a province: a list of all in the country helps nobody.
    """
    kinds, parameters = _conditions(query)
    names = ", ".join(_KINDS)
    source, place = _source(query)
    statement = f"SELECT 0, NULL, {names}, sum(n) FROM {source}{kinds} GROUP BY {names}"
    parameters_all = [*place, *parameters]
    empty = ", ".join("NULL" for _ in _KINDS)
    if query.places and not query.province:
        statement += (
            f" UNION ALL SELECT 2, province, {empty}, sum(n) FROM {source}{kinds} GROUP BY province"
        )
        parameters_all += [*place, *parameters]
    if query.places and not query.agency:
        statement += (
            f" UNION ALL SELECT 1, agency, {empty}, sum(n) FROM thads_agency_tally"
            f" WHERE province = ANY(%s){kinds} GROUP BY agency"
        )
        parameters_all += [list(query.places), *parameters]
    if not query.places:
        statement += (
            f" UNION ALL SELECT 2, province, {empty}, sum(n) FROM thads_tally"
            f" WHERE province <> ''{kinds} GROUP BY province"
        )
        parameters_all += parameters
    cursor.execute(statement, parameters_all)
    counts = Counts()
    for part, place_name, *values, n in cursor.fetchall():
        if part == 0:
            counts.add_kinds(map(str, values), int(n))
        elif part == 1:
            counts.add_agency(place_name, int(n))
        else:
            counts.add_place(place_name, None, int(n))
    if query.agency:
        counts.add_agency(query.agency, counts.total)
    if query.province:
        counts.add_place(query.province, None, counts.total)
    return counts


def _source(query: Query) -> tuple[str, list[Any]]:
    """The sums that the place of `query` is looked up in, and the parameters of the condition."""
    if query.agency:
        return (
            "thads_agency_tally WHERE agency = %s AND province = ANY(%s)",
            [query.agency, list(query.places)],
        )
    if query.places:
        return "thads_tally WHERE province = ANY(%s)", [list(query.places)]
    return "thads_tally WHERE province = ''", []


_NATION = "(SELECT coalesce(sum(n), 0)::bigint FROM thads_tally WHERE province = '')"


def filtered(
    cursor: Cursor, query: Query, scope: tuple[str, str | int] | None
) -> tuple[int, int, int]:
    """How many listings there are: in the nation, in `scope` (a province, a year), and under
    all filters.
    """
    kinds, parameters = _conditions(query)
    if scope is None and not kinds and not query.places:
        cursor.execute(f"SELECT {_NATION}")
        nation: int = one(cursor)
        return nation, nation, nation
    source, place = _source(query)
    column, value = scope or ("province", "")
    within = "province = %s" if column == "province" else "province = '' AND year = %s"
    cursor.execute(
        f"SELECT {_NATION},"
        f" coalesce((SELECT sum(n) FROM thads_tally WHERE {within}), 0)::bigint,"
        f" coalesce((SELECT sum(n) FROM {source}{kinds}), 0)::bigint",
        [value, *place, *parameters],
    )
    counts: tuple[int, int, int] = cursor.fetchone()
    return counts


def _conditions(query: Query) -> tuple[str, list[Any]]:
    asked = [(field, getattr(query, field)) for field in _KINDS if field != "ground"]
    asked = [(field, value) for field, value in asked if value is not None]
    conditions = "".join(f" AND {field} = %s" for field, _ in asked)
    values: list[Any] = [value if isinstance(value, int) else str(value) for _, value in asked]
    if query.grounds:
        conditions += " AND ground = ANY(%s)"
        values.append(list(query.grounds))
    return conditions, values
