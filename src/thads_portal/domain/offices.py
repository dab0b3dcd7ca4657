"""What is known of an agency beside its row of the law: address, telephone, the offices after it.

A Chi cục of the district has two that come after it: the provincial agency, which alone answers
and decides, and the regional office or offices (Phòng Thi hành án dân sự khu vực) that have its
files in their hands. Many Chi cục went into one office, some were parted among several.
Administrators keep these as data; the portal makes none up.

Law: Quyết định 1898/QĐ-BTP of 25/06/2025; Luật 106/2025/QH15, Articles 19(3), 22, 23(2).
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from thads_portal.domain.agencies import PROVINCIAL_ID
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.own_values import folded
from thads_portal.domain.provinces import by_slug

import re


#: Characters of a name or an address, of telephones, of the id within the province.
LONGEST_TEXT, LONGEST_TELEPHONE, LONGEST_ID = 255, 100, 60
#: In a cell of a list: take away what is stored.
NOTHING = frozenset({"-", "–", "—"})
KEY = re.compile(rf"[a-z0-9-]+/[a-z0-9](?:[a-z0-9-]{{0,{LONGEST_ID - 2}}}[a-z0-9])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An agency as it is stored. `key` is ``<province slug>/<id>``.

    `successors` are keys in their order: who answers after it, and the regional offices that
    took its files. `valid_from` and `valid_to` are its first and last day, None where open.
    """

    key: str
    kind: AgencyKind
    name: str
    address: str = ""
    telephone: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def province(self) -> str:
        """The slug of the subsite that it is in."""
        return self.key.partition("/")[0]

    @property
    def territory(self) -> str:
        """The slug of the province of today that it lies in."""
        return territory_of(self.province)

    def changed(self, **fields: object) -> "Office":
        return replace(self, **fields)  # type: ignore[arg-type]  # checked by the dataclass

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def territory_of(slug: str) -> str:
    """The province of today that the province `slug` of the 63 lies in; of another, itself."""
    province = by_slug(slug)
    return province.successor_slug if province is not None else slug


#: How the words of a name are shortened in lists.
_SHORTENED = (
    (
        re.compile(r"\b(t\.?h\.?a\.?d\.?s\b\.?|tha ?ds\b|tha\b|thi hanh an\b)(?! dan su)"),
        "thi hanh an dan su",
    ),
    (re.compile(r"^cc\b"), "chi cuc"),
    (re.compile(r"\bkv\b"), "khu vuc"),
    (re.compile(r"\btp\.? ?(?=[a-z])"), "thanh pho "),
    (re.compile(r"\btx\.? ?(?=[a-z])"), "thi xa "),
)


def bare_name(name: str) -> str:
    """What two spellings of an agency's name have in common: "CC THADS TP. Cao Bằng" and "Chi cục
    Thi hành án dân sự thành phố Cao Bằng" are one.
    """
    said = folded(name)
    for pattern, whole in _SHORTENED:
        said = pattern.sub(whole, said)
    return re.sub(r"[^a-z0-9]+", " ", said).strip()


_WRITTEN = (
    (re.compile(r"\bT\.?H\.?A\.?D\.?S\b\.?", re.IGNORECASE), "Thi hành án dân sự"),
    (re.compile(r"\bKV\b"), "khu vực"),
)


def written_out(name: str) -> str:
    """`name` as it is shown in public, with its shortenings written out."""
    for pattern, whole in _WRITTEN:
        name = pattern.sub(whole, name)
    return name


_KINDS = (
    (re.compile(r"^phong\b"), AgencyKind.REGIONAL_OFFICE),
    (re.compile(r"^chi cuc\b"), AgencyKind.CHI_CUC),
    (re.compile(r"^cuc\b"), AgencyKind.CUC),
    (re.compile(r"^thi hanh an dan su\b"), AgencyKind.PROVINCIAL),
)


def kind_of_name(name: str) -> AgencyKind | None:
    """What kind of agency a name, or the words for the kind itself, say; None if they do not."""
    said = bare_name(name)
    return next((kind for pattern, kind in _KINDS if pattern.search(said)), None)


def id_of_name(name: str, kind: AgencyKind) -> str:
    """The id that a new agency gets: ``phong-khu-vuc-1-cao-bang``; "" for a name without letters."""
    said = bare_name(name).replace("thi hanh an dan su", " ")
    found = "-".join(said.split())[:LONGEST_ID].strip("-")
    begins = "chi-cuc-" if kind is AgencyKind.CHI_CUC else ""
    return found if not found or found.startswith(begins) else f"{begins}{found}"[:LONGEST_ID]


def is_head(kind: AgencyKind) -> bool:
    """Whether there is one of the kind in a province, by law: no list adds another."""
    return kind in (AgencyKind.CUC, AgencyKind.PROVINCIAL)


def head_key(kind: AgencyKind, province: str) -> str:
    """The key of the Cục of the province `province`, or of the agency of the 34 that serves it."""
    if kind is AgencyKind.CUC:
        return f"{province}/cuc"
    return f"{territory_of(province)}/{PROVINCIAL_ID}"


def offices_after(key: str, lookup: Callable[[str], Office | None], on: date) -> tuple[Office, ...]:
    """The regional offices that have the files of the agency `key` on the day `on`.

    `lookup` gives the stored agency of a key. An office that ended by then stands for those that
    came after it; empty where nobody has told the portal.
    """
    found: dict[str, Office] = {}
    seen = {key}
    first = lookup(key)
    level = list(first.successors) if first is not None else []
    while level:
        following: list[str] = []
        for each in level:
            office = None if each in seen else lookup(each)
            seen.add(each)
            if office is None:
                continue
            ended = office.valid_to is not None and office.valid_to < on
            if office.kind is AgencyKind.CHI_CUC or ended:
                # A Chi cục that took over from one dissolved before it.
                following.extend(office.successors)
            elif office.kind is AgencyKind.REGIONAL_OFFICE:
                found[each] = office
        level = following
    return tuple(found.values())
