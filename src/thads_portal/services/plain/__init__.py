"""plone.restapi's answers about news and documents, with a fair share and without names of accounts."""

from AccessControl import getSecurityManager
from plone.restapi.services import Service
from plone.restapi.services.content.get import ContentGet
from plone.restapi.services.search.get import SearchGet
from thads_portal.security.doors import audience_of
from thads_portal.security.open_doors import Audience
from thads_portal.security.people_hidden import without_people
from thads_portal.services.fairness import take_share
from typing import Any


class _ForVisitors(Service):
    """For who does not write: less, and counted."""

    def reply(self) -> Any:
        if audience_of(getSecurityManager().getUser()) >= Audience.WRITERS:
            return super().reply()
        take_share(self.request)
        return without_people(super().reply())


class ContentForVisitors(_ForVisitors, ContentGet):
    """``GET`` of a thing."""


class SearchForVisitors(_ForVisitors, SearchGet):
    """``GET @search``."""
