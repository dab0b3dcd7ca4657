"""Which province is competent: asked of the court (Law 106/2025/QH15, Art. 32), by a table with dates.

The rows are made of the provinces: their courts as they were to 30/06/2025 (of the province and
of its districts) with the successor of each, and those of the 34 since. A court is recognised by
what it is called, whole or shortened; one of a district by the district's or province's name.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.own_values import folded
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_slug

import re


#: Courts of districts ended, regional courts began (Law 81/2025/QH15; Resolution 81/2025/UBTVQH15).
REGIONAL_FROM = date(2025, 7, 1)
OLD_TO = date(2025, 6, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """`names` are folded; `province` is the slug whose subsite takes the request now."""

    title: str
    names: tuple[str, ...]
    province: str
    since: date | None = None
    until: date | None = None
    successor: str = ""


_SHORT = (
    (re.compile(r"[^a-z0-9 ]+"), " "),
    (re.compile(r"\btand\b"), "toa an nhan dan"),
    (re.compile(r"\btp\b"), "thanh pho"),
    (re.compile(r"\btx\b"), "thi xa"),
    (re.compile(r"\bhcm\b"), "ho chi minh"),
    (re.compile(r"\b(?:q|quan) ?(\d+)\b"), r"quan \1"),
    (re.compile(r" +"), " "),
)


def plain(text: str) -> str:
    """`text` folded, with what is written short written out."""
    text = folded(text[:250])
    for pattern, instead in _SHORT:
        text = pattern.sub(instead, text)
    return text.strip()


@cache
def courts() -> tuple[Court, ...]:
    """Every court that the table knows: of the 34 first, then the older ones."""
    found: list[Court] = []
    seen: set[str] = set()
    for province in all_provinces():
        if province.successor_slug in seen:
            continue
        seen.add(province.successor_slug)
        name = province.successor_official_name
        inside = name[:1].lower() + name[1:]
        found.append(
            Court(
                title=f"Tòa án nhân dân {inside}",
                names=(plain(inside), plain(province.successor_name)),
                province=province.successor_slug,
                since=REGIONAL_FROM,
            )
        )
    for province in all_provinces():
        found.append(
            Court(
                title=f"Tòa án nhân dân {province.name_inside}",
                names=(plain(province.name_inside), plain(province.name)),
                province=province.slug,
                until=OLD_TO,
                successor=province.successor_slug,
            )
        )
        found.extend(
            Court(
                title=f"Tòa án nhân dân {agency.district[:1].lower()}{agency.district[1:]},"
                f" {province.name_inside}",
                names=(plain(agency.district),),
                province=province.slug,
                until=OLD_TO,
                successor=province.successor_slug,
            )
            for agency in agencies_of(province.slug)
            if agency.district
        )
    return tuple(found)


@cache
def _by_name() -> dict[str, frozenset[str]]:
    """Name of a province or district -> slugs of the provinces it may mean."""
    found: dict[str, set[str]] = {}
    for court in courts():
        for name in court.names:
            found.setdefault(name, set()).add(court.province)
    return {name: frozenset(slugs) for name, slugs in found.items()}


@cache
def _province_names() -> tuple[tuple[str, str], ...]:
    pairs = {(plain(each.name), each.slug) for each in all_provinces()}
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def province_of(court: str, chosen: str = "", judged_on: date | None = None) -> str | None:
    """The slug of the province whose agency is competent; None if it must be asked.

    `chosen` is the province that the citizen picked and wins where the name leaves a doubt. A
    province that was merged by `judged_on` or since keeps its own subsite, whose staff is the
    successor's.
    """
    text = plain(court)
    hits = [
        (text.find(name), -len(name), slug) for name, slug in _province_names() if _in(name, text)
    ]
    if hits:
        # "huyện Bình Thạnh, thành phố Hồ Chí Minh": the province stands last; the longer name wins.
        last = max(hits, key=lambda hit: (hit[0] - hit[1], -hit[1]))
        return last[2]
    found: set[str] = set()
    for name, slugs in _by_name().items():
        if _in(name, text):
            found |= slugs
    if chosen and by_slug(chosen) is not None:
        return chosen
    return found.pop() if len(found) == 1 else None


def _in(name: str, text: str) -> bool:
    return f" {name} " in f" {text} "


def successor_of(province: str) -> str:
    """The slug of the province of today."""
    found = by_slug(province)
    return found.successor_slug if found is not None else province
