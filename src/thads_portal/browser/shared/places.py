"""The provinces in the order a reader looks for them: the Vietnamese alphabet."""

from functools import cache
from html import escape
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_region
from thads_portal.domain.provinces import Province
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.provinces import Region


def _alphabetical(provinces) -> tuple[Province, ...]:
    return tuple(sorted(provinces, key=lambda province: sort_key(province.name, "organisation")))


@cache
def provinces_in_order() -> tuple[Province, ...]:
    """All provinces."""
    return _alphabetical(all_provinces())


@cache
def regions_in_order() -> tuple[tuple[Region, tuple[Province, ...]], ...]:
    """The regions from north to south, each with its provinces in order."""
    return tuple((region, _alphabetical(provinces)) for region, provinces in by_region())


def province_options(chosen: str = "") -> str:
    """The provinces as ``<option>`` elements, `chosen` (a slug) selected.

    On every page with a search: as a loop in a template it would be a fifth of the page's time.
    """
    return _options(chosen if chosen in provinces_by_slug() else "")


@cache
def region_lists(root: str, language: str) -> str:
    """The regions as headings, each with the links to its provinces below `root`."""
    return "".join(
        '<div class="region" data-index-group="true">'
        f"<h3>{escape(region.name_en if language == 'en' else region.name)}</h3>"
        f"<ul>{''.join(_link(province, root) for province in provinces)}</ul></div>"
        for region, provinces in regions_in_order()
    )


def _link(province: Province, root: str) -> str:
    return f'<li><a href="{escape(root)}/{province.slug}">{escape(province.name)}</a></li>'


@cache
def _options(chosen: str) -> str:
    return "".join(
        f'<option value="{province.slug}"{" selected" if province.slug == chosen else ""}>'
        f"{escape(province.name)}</option>"
        for province in provinces_in_order()
    )
