"""The provinces in the order a reader looks for them: the Vietnamese alphabet."""

from functools import cache
from html import escape
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_region
from thads_portal.domain.provinces import find_place
from thads_portal.domain.provinces import merged_into
from thads_portal.domain.provinces import OF_TODAY
from thads_portal.domain.provinces import other_names
from thads_portal.domain.provinces import Province
from thads_portal.domain.provinces import provinces_2025
from thads_portal.domain.provinces import Region


def _alphabetical(provinces) -> tuple[Province, ...]:
    return tuple(sorted(provinces, key=lambda province: sort_key(province.name, "organisation")))


@cache
def provinces_in_order() -> tuple[Province, ...]:
    """All provinces."""
    return _alphabetical(all_provinces())


@cache
def provinces_together() -> tuple[tuple[Province, tuple[Province, ...]], ...]:
    """The 34 provinces of today in order, each with all of the 63 in it: its own name first."""
    heads = [province for province in provinces_in_order() if not province.is_merged]
    return tuple(
        (
            head,
            (
                head,
                *(p for p in provinces_in_order() if p.is_merged and p.successor_slug == head.slug),
            ),
        )
        for head in heads
    )


@cache
def regions_in_order() -> tuple[tuple[Region, tuple[Province, ...]], ...]:
    """The regions from north to south, each with the provinces of today in order, each of those
    followed by the older ones that are in it.
    """
    return tuple(
        (
            region,
            tuple(
                province
                for head, members in provinces_together()
                if head.region == region
                for province in members
            ),
        )
        for region, _provinces in by_region()
    )


def province_options(chosen: str = "", language: str = "vi") -> str:
    """The provinces as ``<option>`` elements, `chosen` selected: a slug, or one of the 34 behind
    ``2025:``, which a group of old provinces begins with.

    On every page with a search: as a loop in a template it would be a fifth of the page's time.
    """
    found = find_place(chosen) if chosen else None
    if found is None:
        return _options("", language)
    old, now = found
    if now and not _several(provinces_2025()[now]):
        old, now = now, None
    return _options(old or f"{OF_TODAY}{now}", language)


def _several(head: Province) -> bool:
    return len(merged_into(head.slug)) > 1


@cache
def region_lists(root: str, language: str) -> str:
    """The regions as headings, each with the links to its provinces below `root`."""
    return "".join(
        '<div class="region" data-index-group="true">'
        f"<h3>{escape(region.name_en if language == 'en' else region.name)}</h3>"
        f"<ul>{''.join(_link(province, root, language) for province in provinces)}</ul></div>"
        for region, provinces in regions_in_order()
    )


#: Behind the name of a province that is part of another now.
_NOW_IN = ("nay thuộc", "now in")


def _link(province: Province, root: str, language: str) -> str:
    now = ""
    if province.is_merged:
        told = (
            f'{_NOW_IN[language == "en"]} <span lang="vi">{escape(province.successor_name)}</span>'
        )
        now = f' <span class="small soft">({told})</span>'
    names = ", ".join(other_names().get(province.slug, ()))
    known = f' data-names="{escape(names)}"' if names else ""
    return (
        f'<li><a href="{escape(root)}/{province.slug}" lang="vi"{known}>{escape(province.name)}</a>'
        f"{now}</li>"
    )


#: The whole of a province of today, beside the old ones in it.
_WHOLE = ("mới", "new")


@cache
def _options(chosen: str, language: str) -> str:
    return "".join(
        _option(head, chosen, language)
        if members == (head,)
        else f'<optgroup label="{escape(head.successor_name)}">'
        f"{_whole(head, chosen, language)}"
        f"{''.join(_option(province, chosen, language) for province in members)}</optgroup>"
        for head, members in provinces_together()
    )


def _whole(head: Province, chosen: str, language: str) -> str:
    value = f"{OF_TODAY}{head.slug}"
    selected = " selected" if value == chosen else ""
    told = f"{head.successor_name} ({_WHOLE[language == 'en']})"
    return f'<option value="{value}"{selected}>{escape(told)}</option>'


def _option(province: Province, chosen: str, language: str) -> str:
    """With what else it is known by, for who types instead of looking through the list."""
    selected = " selected" if province.slug == chosen else ""
    names = ", ".join(other_names().get(province.slug, ()))
    known = f' data-names="{escape(names)}"' if names else ""
    now = ""
    if province.is_merged:
        now = f' data-now="{_NOW_IN[language == "en"]} {escape(province.successor_name)}"'
    return f'<option value="{province.slug}"{selected}{known}{now}>{escape(province.name)}</option>'
