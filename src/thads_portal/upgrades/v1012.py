"""To 1012: a file that is chosen in Plone's forms takes the place of the one that is there."""

from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def upgrade(setup_tool) -> None:
    getUtility(IRegistry)["plone.bundles/thads.jscompilation"] = "++plone++thads/plone.js"
