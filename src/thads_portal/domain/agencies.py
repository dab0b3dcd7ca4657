"""The enforcement agencies of the provinces: Cục, Chi cục, and regional offices.

An agency's key ``<province slug>/<id>`` is the path of its object in the subsite and
the value of ``agency`` in the case feed; a key that changes orphans the listings that
carry it. The districts are those of 31/12/2024, with the units dissolved since 2020
kept as ended rows that name their successor. Hoàng Sa, Trường Sa and Cồn Cỏ have no
Chi cục of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.tables import read_table
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One civil judgment enforcement agency (cơ quan thi hành án dân sự).

    `district` is the unit it serves with its kind ("Huyện Hòa An"), empty for a Cục.
    `valid_from` and `valid_to` are its first and last day, None where open or before
    the data begin. `successor` is the id of the agency of the same province that took
    its cases over.
    """

    province: str
    id: str
    kind: AgencyKind
    name: str
    district: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    @property
    def key(self) -> str:
        return f"{self.province}/{self.id}"

    def exists_on(self, day: date) -> bool:
        """Whether the agency was in being on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def all_agencies() -> tuple[Agency, ...]:
    """Every agency, ended ones included: by province, its Cục first."""
    return tuple(
        Agency(
            province=row["province"],
            id=row["id"],
            kind=AgencyKind(row["kind"]),
            name=row["name"],
            district=row["district"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            successor=row["successor"] or None,
        )
        for row in read_table("agencies.tsv")
    )


@cache
def agencies_by_key() -> Mapping[str, Agency]:
    """Key -> agency."""
    return MappingProxyType({agency.key: agency for agency in all_agencies()})


@cache
def _by_province() -> Mapping[str, tuple[Agency, ...]]:
    grouped: dict[str, list[Agency]] = {}
    for agency in all_agencies():
        grouped.setdefault(agency.province, []).append(agency)
    return {slug: tuple(agencies) for slug, agencies in grouped.items()}


def agencies_of(province: str) -> tuple[Agency, ...]:
    """The agencies of a province by its slug, the Cục first; empty for an unknown slug."""
    return _by_province().get(province, ())


def by_key(key: str) -> Agency | None:
    """The agency with the key ``<province slug>/<id>``, or None."""
    return agencies_by_key().get(key)


def default_agency_key(province: str) -> str:
    """Whose listing it is when the case system names no agency: the province's Cục."""
    return f"{province}/cuc"
