"""The enforcement agencies by the day: Cục and Chi cục, since 01/07/2025 those of the 34 provinces.

An agency's key ``<province slug>/<id>`` is the path of its object in the subsite and
the value of ``agency`` in the case feed; a key that changes orphans the listings that
carry it. So every old key stays: it names who issued a paper in its day. Who answers for the
case now is another question, :func:`responsible`: the successor by the date.

The districts are those of 31/12/2024, with the units dissolved since 2020 kept as ended rows
that name their successor. Hoàng Sa, Trường Sa and Cồn Cỏ have no Chi cục of their own. The
regional offices (Phòng thi hành án dân sự khu vực) are no rows here: what they are called and
where they sit is not known to us; administrators add them to the subsite of their province.

Law: Quyết định 1898/QĐ-BTP of 25/06/2025; Luật 106/2025/QH15, Articles 19(3), 22, 23(2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cache
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.provinces import merged_into
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.tables import read_table
from types import MappingProxyType


#: The first day of the 34 provincial agencies; Cục and Chi cục ended the day before.
REORGANISED = date(2025, 7, 1)
#: The id of the provincial agency in the subsite of its province.
PROVINCIAL_ID = "thads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One civil judgment enforcement agency (cơ quan thi hành án dân sự).

    `district` is the unit it serves with its kind ("Huyện Hòa An"), empty for a Cục.
    `valid_from` and `valid_to` are its first and last day, None where open or before
    the data begin. `successor` took its cases over: the id of an agency of the same province,
    or a whole key.
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

    @property
    def successor_key(self) -> str | None:
        return successor_key(self.province, self.successor)

    def exists_on(self, day: date) -> bool:
        """Whether the agency was in being on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def successor_key(province: str, successor: str | None) -> str | None:
    """The whole key that `successor` of an agency in `province` means: an id there, or a key."""
    if not successor:
        return None
    return successor if "/" in successor else f"{province}/{successor}"


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


def provincial_agency(province: str) -> Agency:
    """The agency of the 34 that serves `province` (one of the 63) since 01/07/2025.

    KeyError for a slug that is not known.
    """
    return agencies_by_key()[f"{provinces_by_slug()[province].successor_slug}/{PROVINCIAL_ID}"]


def provinces_served(key: str) -> tuple[str, ...]:
    """The slugs of the provinces whose listings the agency `key` may have issued.

    Its own; of an agency of the 34, all whose territory came together in its province.
    """
    province, _, name = key.partition("/")
    if name == "cuc" or name.startswith("chi-cuc"):
        return (province,)
    return merged_into(province) or (province,)


def issuers_of(province: str) -> tuple[Agency, ...]:
    """Whose decisions are published in `province`: the newest first, then its Cục, Chi cục."""
    if province not in provinces_by_slug():
        return ()
    head = provincial_agency(province)
    return (head, *(each for each in agencies_of(province) if each.kind is not head.kind))


def default_agency_key(province: str, decided_on: date | None = None) -> str:
    """Whose decision it is when the case system names no agency: by the day of the decision,
    the province's Cục to 30/06/2025 (and for a day not known), then the agency of the 34.
    """
    if decided_on is None or decided_on < REORGANISED or province not in provinces_by_slug():
        return f"{province}/cuc"
    return provincial_agency(province).key


def responsible(key: str, on: date) -> Agency | None:
    """Who answers on the day `on` for what the agency `key` issued: itself while it exists,
    else its successor, and theirs. None for a key that the table does not know.

    An agency that begins later than `on` stands for itself: nobody came before it.
    """
    agency = by_key(key)
    while agency is not None and agency.valid_to is not None and agency.valid_to < on:
        following = by_key(agency.successor_key or "")
        if following is None:
            break
        agency = following
    return agency


def agency_in_charge(province: str, on: date) -> Agency | None:
    """Who answers on the day `on` for the cases of `province` (one of the 63): its Cục, since
    01/07/2025 the provincial agency. None for a slug that is not known.
    """
    return responsible(f"{province}/cuc", on)


def issuer_key(key: str, decided_on: date | None) -> str:
    """The key of who issued a decision of the day `decided_on` that was sent under the agency `key`.

    Case systems go on sending the keys of agencies that ended; a decision is of the agency that
    there was on its day. On a day not known, `key` itself.
    """
    if decided_on is None:
        return key
    return responsible_key(key, key.partition("/")[0], decided_on)


@cache
def issuers_since() -> tuple[tuple[str, date, date | None, str], ...]:
    """(old key, first day, last day, the key of who issued under it on these days), of every
    agency that ended: what :func:`issuer_key` says, as rows. The last day is None where open.
    """
    found = []
    for agency in all_agencies():
        now: Agency = agency
        while now.valid_to is not None and (following := by_key(now.successor_key or "")):
            first = now.valid_to + timedelta(days=1)
            found.append((agency.key, first, following.valid_to, following.key))
            now = following
    return tuple(found)


def responsible_key(key: str, province: str, on: date) -> str:
    """The key of who answers on the day `on` for a listing of `province` issued by `key`.

    For an agency that administrators added, whom the table does not know: since 01/07/2025 the
    provincial agency, which alone has the powers of an agency, before that itself.
    """
    found = responsible(key, on)
    if found is not None:
        return found.key
    known = on >= REORGANISED and province in provinces_by_slug()
    return provincial_agency(province).key if known else key
