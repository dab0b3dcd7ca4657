"""Plone's Site Setup shows what is open: a link to a page that is shut helps nobody."""

from thads_portal.security.open_doors import VIEWS

import re


#: No page by its name: the list of the registry's records.
_PLACES = {"portal_registry"}
_PAGE = re.compile(r"/(?:@@)?([\w.-]+)\s*$")


def hide_shut(portal) -> None:
    """Any number of times."""
    tool = portal.portal_controlpanel
    for action in tool._actions:
        found = _PAGE.search(action.getActionExpression())
        action.visible = bool(found and (found[1] in VIEWS or found[1] in _PLACES))
    tool._p_changed = True
