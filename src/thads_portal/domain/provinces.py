"""The 63 provincial subsites: names, regions, codes with their scheme, successors.

The slug is the stable key. The two-digit codes of the General Statistics Office were
given anew in 2025 (15 was Yên Bái and is now Lào Cai), so a bare code joined with data
of the other scheme would name another province: a code is always kept with its scheme.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from thads_portal.domain.own_values import folded
from thads_portal.domain.tables import read_table
from types import MappingProxyType

import re


class CodeScheme(StrEnum):
    """Which list of administrative units a two-digit code belongs to."""

    GSO_2004 = "gso-2004"
    GSO_2025 = "gso-2025"


@dataclass(frozen=True, slots=True)
class AdministrativeCode:
    """A code of the General Statistics Office (Tổng cục Thống kê) and its scheme."""

    scheme: CodeScheme
    value: str


@dataclass(frozen=True, slots=True)
class Region:
    """A socio-economic region (vùng kinh tế - xã hội)."""

    slug: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """One province of the 63, as it was when the subsites were set up.

    `name` is the short name ("Cao Bằng"), `official_name` carries the kind of unit
    ("Tỉnh Cao Bằng"). `legacy_path` is the first segment of the old portal's address.
    The successor is the province of the 34 that took the territory over in 2025; it is
    the province itself where `successor_slug` equals `slug`.
    """

    slug: str
    code: AdministrativeCode
    name: str
    official_name: str
    region: Region
    legacy_path: str
    successor_slug: str
    successor_code: AdministrativeCode
    successor_official_name: str

    @property
    def name_inside(self) -> str:
        """The official name within a sentence: "tỉnh Cao Bằng"."""
        return _inside(self.official_name)

    @property
    def successor_name_inside(self) -> str:
        return _inside(self.successor_official_name)

    @property
    def successor_name(self) -> str:
        """The short name of the province of today: "Huế" for Thừa Thiên Huế."""
        return self.successor_official_name.removeprefix("Tỉnh ").removeprefix("Thành phố ")

    @property
    def is_merged(self) -> bool:
        """Whether another province took this one's territory over in 2025."""
        return self.successor_slug != self.slug


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]


#: The regions in the order of the law on planning, north to south.
REGIONS = (
    Region(
        "trung-du-mien-nui-phia-bac",
        "Trung du và miền núi phía Bắc",
        "Northern midlands and mountains",
    ),
    Region("dong-bang-song-hong", "Đồng bằng sông Hồng", "Red River Delta"),
    Region(
        "bac-trung-bo-duyen-hai-mien-trung",
        "Bắc Trung Bộ và Duyên hải miền Trung",
        "North Central and Central Coast",
    ),
    Region("tay-nguyen", "Tây Nguyên", "Central Highlands"),
    Region("dong-nam-bo", "Đông Nam Bộ", "Southeast"),
    Region("dong-bang-song-cuu-long", "Đồng bằng sông Cửu Long", "Mekong Delta"),
)


@cache
def all_provinces() -> tuple[Province, ...]:
    """The 63 provinces in the order of their 2004 codes, which runs north to south."""
    regions = {region.name: region for region in REGIONS}
    return tuple(
        Province(
            slug=row["slug"],
            code=AdministrativeCode(CodeScheme.GSO_2004, row["code_gso_2004"]),
            name=row["name"],
            official_name=row["official_name"],
            region=regions[row["region"]],
            legacy_path=row["legacy_path"],
            successor_slug=row["successor_slug"],
            successor_code=AdministrativeCode(CodeScheme.GSO_2025, row["successor_code_gso_2025"]),
            successor_official_name=row["successor_official_name"],
        )
        for row in read_table("provinces.tsv")
    )


@cache
def provinces_by_slug() -> Mapping[str, Province]:
    """Slug -> province, in the order of :func:`all_provinces`."""
    return MappingProxyType({province.slug: province for province in all_provinces()})


@cache
def _by_legacy_path() -> Mapping[str, Province]:
    return {province.legacy_path: province for province in all_provinces()}


def by_slug(slug: str) -> Province | None:
    """The province whose subsite is ``/<slug>``, or None."""
    return provinces_by_slug().get(slug)


def by_legacy_path(segment: str) -> Province | None:
    """The province whose pages the old portal served under ``/<segment>``, or None.

    The old portal's server did not distinguish case.
    """
    return _by_legacy_path().get(segment.lower())


def merged_into(successor: str) -> tuple[str, ...]:
    """The slugs of the provinces whose territory is in the province `successor` of the 34."""
    return tuple(each.slug for each in all_provinces() if each.successor_slug == successor)


@cache
def provinces_2025() -> Mapping[str, Province]:
    """The 34 provinces since 01/07/2025 by slug; of each, the row of the old one of that slug."""
    return MappingProxyType({p.slug: p for p in all_provinces() if not p.is_merged})


_UNIT = re.compile(r"^(tinh|thanh pho|t\.? ?p\b|t\b)[ .]*")


_UNIT_EN = re.compile(r"[ -]+(city|province)$")


def _bare(text: str) -> str:
    """The letters of a province's name without marks, blanks and the kind of unit."""
    said = folded(text).strip()
    return re.sub(r"[^a-z0-9]", "", _UNIT_EN.sub("", _UNIT.sub("", said)))


@cache
def _by_any_name() -> Mapping[str, str]:
    """Every name that people write, as letters -> slug."""
    found = {}
    for province in all_provinces():
        for name in (province.name, province.official_name, province.slug, province.legacy_path):
            found[_bare(name)] = province.slug
    for row in read_table("province_aliases.tsv"):
        found[_bare(row["alias"])] = row["slug"]
        found[re.sub(r"[^a-z0-9]", "", folded(row["alias"]))] = row["slug"]
    return MappingProxyType(found)


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """Slug -> the names beside its own that people know the province by: "Sài Gòn", "TP.HCM"."""
    found: dict[str, list[str]] = {}
    for row in read_table("province_aliases.tsv"):
        found.setdefault(row["slug"], []).append(row["alias"])
    return MappingProxyType({slug: tuple(names) for slug, names in found.items()})


def find(text: str) -> Province | None:
    """The province of the 63 that a text names, or None: a slug, a name in any spelling
    ("daklak", "TP.HCM", "Sài Gòn"), or a code with its scheme ("gso-2004:15").

    A code without a scheme names nothing: 15 was Yên Bái and is Lào Cai.
    """
    scheme, colon, code = text.strip().partition(":")
    if colon:
        if scheme != CodeScheme.GSO_2004:
            return None
        return next((p for p in all_provinces() if p.code.value == code), None)
    return by_slug(_by_any_name().get(_bare(text[:100]), ""))


#: In front of a province of today where one of the 63 may stand too: ``2025:lao-cai``.
OF_TODAY = "2025:"


def find_place(text: str) -> tuple[str | None, str | None] | None:
    """What a text says where a place of either geography may be asked for: the slug of one of the
    63, or behind ``2025:`` that of one of the 34, the other None. None for neither.
    """
    said = text.strip()
    if said.startswith(OF_TODAY):
        now = find_2025(said.removeprefix(OF_TODAY))
        return None if now is None else (None, now.slug)
    found = find(said)
    return None if found is None else (found.slug, None)


def find_2025(text: str) -> Province | None:
    """The same for the 34 of today ("gso-2025:15" is Lào Cai); a province that is no more
    names nothing here.
    """
    scheme, colon, code = text.strip().partition(":")
    if colon:
        if scheme != CodeScheme.GSO_2025:
            return None
        known = provinces_2025().values()
        return next((p for p in known if p.successor_code.value == code), None)
    found = find(text)
    return found if found is not None and not found.is_merged else None


def by_region() -> tuple[tuple[Region, tuple[Province, ...]], ...]:
    """The regions in order, each with its provinces."""
    return tuple(
        (region, tuple(p for p in all_provinces() if p.region == region)) for region in REGIONS
    )
