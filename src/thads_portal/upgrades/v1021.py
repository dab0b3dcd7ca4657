"""To 1021: a person's setting whether mails tell of notes that name them and of work given to them."""

from plone import api
from thads_portal.actions.morning import NAMED


def upgrade(setup_tool) -> None:
    members = api.portal.get_tool("portal_memberdata")
    if not members.hasProperty(NAMED):
        members.manage_addProperty(NAMED, True, "boolean")
