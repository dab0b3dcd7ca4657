"""``de-nghi-dang``: what the provinces have proposed to the gateway, for the board."""

from plone import api
from plone.protect.authenticator import createToken
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from thads_portal.browser.content_lists.latest import kind_label
from thads_portal.browser.content_lists.latest import source_name
from thads_portal.browser.page import PublicPage
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import label
from thads_portal.domain.topics import Syndication
from urllib.parse import urlsplit


PAGE_SIZE = 50


class Proposals(PublicPage):
    template = ViewPageTemplateFile("proposals.pt")
    #: A page of the staff: nothing for search engines.
    persons = True

    def update(self):
        self.waiting = self._found(Syndication.PROPOSED)
        self.shown = self._found(Syndication.ACCEPTED)

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

    @property
    def token(self) -> str:
        return createToken()

    def messages(self):
        return IStatusMessage(self.request).show()
