"""``de-nghi-dang``: what the provinces have proposed to the gateway, for the board.

What a province changed since the board accepted it comes first: it is shown already.
"""

from collections.abc import Callable
from plone import api
from thads_portal.browser.shared.latest import kind_label
from thads_portal.browser.shared.latest import source_name
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.shared.pager import stretch_of
from thads_portal.browser.shared.pager import stretch_pager
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import label
from thads_portal.domain.topics import Syndication
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from typing import Any
from urllib.parse import urlsplit


PAGE_SIZE = 50
#: Which list is shown alone, in the page's address; see ``Proposals.lists``.
_LIST = "muc"
_CHANGED, _CHANGES, _WAITING, _SHOWN = _CODES = ("da-sua", "ban-sua", "dang-cho", "dang-hien")


class Proposals(DeskPage):
    template = PageTemplate("proposals.pt")
    title = _("proposals_heading", default="Các tỉnh đề nghị đăng trên Cổng")

    def update(self):
        #: Code -> (a page of it, how many there are, its pager); of one that is not shown nothing.
        self.lists = {
            _CHANGED: self._found(_CHANGED, Syndication.CHANGED),
            _CHANGES: self._changes(),
            _WAITING: self._found(_WAITING, Syndication.PROPOSED),
            _SHOWN: self._found(_SHOWN, Syndication.ACCEPTED),
        }

    @property
    def chosen(self) -> str:
        """The list that is shown alone; "" for all of them, each with its first page."""
        code = self.sent.text(_LIST)
        return code if code in _CODES else ""

    @property
    def trail(self):
        return [(f"{self.root}/{DESK}", self.say(_("trail_desk", default="Bàn làm việc")))]

    def _changes(self) -> dict:
        """Changes of what is public already, news and contact data alike, the oldest first."""
        return self._part(_CHANGES, _change, {"thads_change": "waiting", "sort_on": "modified"})

    def _found(self, code: str, state: Syndication) -> dict:
        newest = {"sort_on": "modified", "sort_order": "descending"}
        return self._part(code, self._described, {"thads_syndication": state.value, **newest})

    def _part(self, code: str, described: Callable[[Any], dict], query: dict) -> dict:
        """A page of a list: ``rows``, ``count`` of all, ``pager``; empty where another is shown alone."""
        if self.chosen not in ("", code):
            return {"rows": [], "count": 0, "pager": Pager()}
        brains = api.portal.get_tool("portal_catalog").searchResults(query, show_inactive=True)
        # The further pages of a list show it alone.
        first = Stretch(start=0, size=PAGE_SIZE, total=len(brains))
        stretch = stretch_of(self, len(brains), PAGE_SIZE) if self.chosen else first
        return {
            "rows": [described(brain) for brain in stretch.of(brains)],
            "count": len(brains),
            "pager": stretch_pager(self, stretch, {_LIST: code}),
        }

    def _described(self, brain) -> dict:
        topic = BY_ITEM_TYPE[brain.portal_type].topic
        kind = kind_label(topic, brain.thads_kind, self.language)
        return {
            "title": brain.Title,
            "address": urlsplit(brain.getURL()).path,
            "summary": brain.Description,
            "source": source_name(brain.thads_places[0]),
            "topic": f"{label(topic, self.language)}{f' · {kind}' if kind else ''}",
            "day": brain.thads_day,
            "id": brain.UID,
        }


def _change(brain) -> dict:
    return {
        "title": brain.Title,
        "address": f"{urlsplit(brain.getURL()).path}/ban-sua",
        "source": source_name(_home(brain)),
    }


def _home(brain) -> str:
    slug = brain.getPath().split("/")[2]
    return slug if by_slug(slug) is not None else GATEWAY
