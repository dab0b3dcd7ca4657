"""``de-nghi-dang``: what the provinces have proposed to the gateway, for the board.

What a province changed since the board accepted it comes first: it is shown already.
"""

from plone import api
from thads_portal.browser.shared.latest import kind_label
from thads_portal.browser.shared.latest import source_name
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import label
from thads_portal.domain.topics import Syndication
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from urllib.parse import urlsplit


PAGE_SIZE = 50


class Proposals(DeskPage):
    template = PageTemplate("proposals.pt")
    title = _("proposals_heading", default="Các tỉnh đề nghị đăng trên Cổng")

    def update(self):
        self.changed = self._found(Syndication.CHANGED)
        self.waiting = self._found(Syndication.PROPOSED)
        self.shown = self._found(Syndication.ACCEPTED)
        self.changes = self._changes()

    @property
    def trail(self):
        return [(f"{self.root}/{DESK}", self.say(_("trail_desk", default="Bàn làm việc")))]

    def _changes(self) -> list[dict]:
        """Changes of what is public already, news and contact data alike, the oldest first."""
        brains = api.portal.get_tool("portal_catalog").searchResults(
            thads_change="waiting", sort_on="modified", sort_limit=PAGE_SIZE, show_inactive=True
        )
        return [
            {
                "title": brain.Title,
                "address": f"{urlsplit(brain.getURL()).path}/ban-sua",
                "source": source_name(_home(brain)),
            }
            for brain in brains[:PAGE_SIZE]
        ]

    def _found(self, state: Syndication) -> list[dict]:
        brains = api.portal.get_tool("portal_catalog").searchResults(
            thads_syndication=state.value,
            sort_on="modified",
            sort_order="descending",
            sort_limit=PAGE_SIZE,
            show_inactive=True,
        )
        return [self._described(brain) for brain in brains[:PAGE_SIZE]]

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


def _home(brain) -> str:
    slug = brain.getPath().split("/")[2]
    return slug if by_slug(slug) is not None else GATEWAY
