"""The menu of the public: five items on every page, one of which may be where the reader is.

A place without a section of its own leads to the gateway's, so that the five are the same
everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from thads_portal.content.register import REGISTER_ID
from thads_portal.i18n import _
from thads_portal.theme.sections import SECTIONS
from thads_portal.theme.sections import sections_of


NEWS = ("tin-tuc", "van-ban", "thong-bao", "su-kien")
FIGURES = ("thong-ke", "du-lieu", "danh-sach-pdf")
SEARCH = ("tra-cuu", REGISTER_ID, "huong-dan-tra-cuu", "xac-minh")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its words, its address, and ``page``, ``true`` or None for aria-current."""

    label: str
    address: str
    current: str | None = None


def menu(layout, say: Callable[[object], str]) -> list[Item]:
    """The five items of the gateway or of a subsite."""
    root, province = layout.root, layout.province
    base = f"{root}/{province.slug}" if province is not None else root
    own = {name for name, _message in sections_of(layout.place, layout.request)}
    here = layout.request.get("ACTUAL_URL", "").removeprefix(layout.site.absolute_url())
    below = here.removeprefix(f"/{province.slug}") if province is not None else here
    first = below.strip("/").partition("/")[0]

    def section(label, names: tuple[str, ...]) -> Item:
        name = next((name for name in names if name in own), None)
        address = f"{root}/{names[0]}" if name is None else f"{base}/{name}"
        return _item(say(label), address, root + here, first in names)

    provinces = _("nav_provinces", default="Các tỉnh")
    search = f"{base}/{REGISTER_ID}" if province is not None else f"{root}/tra-cuu"
    return [
        _item(say(_("nav_search", default="Tra cứu")), search, root + here, first in SEARCH),
        Item(
            say(provinces), f"{root}/#cac-tinh", "true" if below in ("", "/") and province else None
        ),
        section(_("nav_procedures", default="Thủ tục"), ("thu-tuc",)),
        section(_("nav_news", default="Tin và văn bản"), NEWS),
        section(_("section_statistics", default="Thống kê"), FIGURES),
    ]


def siblings(layout, say: Callable[[object], str]) -> list[Item]:
    """The sections beside the news, for the head of each of them; none if it is alone."""
    base = layout.root if layout.province is None else f"{layout.root}/{layout.province.slug}"
    here = layout.request.get("ACTUAL_URL", "").removeprefix(layout.site.absolute_url())
    own = [name for name, _message in sections_of(layout.place, layout.request) if name in NEWS]
    found = [
        _item(say(SECTIONS[name]), f"{base}/{name}", layout.root + here, False)
        for name in NEWS
        if name in own
    ]
    # The procedures are none of them: they have their own place in the menu.
    within = any(item.current for item in found)
    return found if within and len(found) > 1 else []


def _item(label: str, address: str, here: str, within: bool) -> Item:
    if here.rstrip("/") == address:
        return Item(label, address, "page")
    return Item(label, address, "true" if within else None)
