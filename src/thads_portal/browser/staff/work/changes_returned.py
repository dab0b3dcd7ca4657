"""Changes of what is public that came back to who wrote them, for their desk."""

from plone import api
from thads_portal.actions.changes.propose import INDEX
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.reviewed import waiting_change
from thads_portal.i18n import _
from typing import Any
from urllib.parse import urlsplit


#: Returned changes looked at; a desk shows those of its reader.
_MOST = 50


def returned_changes(page: DeskPage, place, *, own: bool) -> dict[str, Any] | None:
    """A notice of the desk: what came back below `place`, and why; None if nothing did.

    `own`: only what the reader wrote; else all that they may change.
    """
    user = page.layout.user
    brains = api.portal.get_tool("portal_catalog").searchResults(
        {INDEX: "returned"},
        path="/".join(place.getPhysicalPath()),
        sort_on="modified",
        sort_order="descending",
        sort_limit=_MOST,
        show_inactive=True,
    )
    entries = []
    for brain in brains[:_MOST]:
        thing = brain.getObject()
        account = waiting_change(thing)
        if not account or not account["reason"]:
            continue
        mine = user is not None and user.getId() in account["by"]
        if not mine and (own or not api.user.has_permission(MODIFY, obj=thing)):
            continue
        entries.append(
            {
                "label": brain.Title or brain.getId,
                "address": f"{urlsplit(brain.getURL()).path}/ban-sua",
                "text": account["reason"],
            }
        )
    if not entries:
        return None
    heading = _("desk_changes_returned", default="Bản sửa bị trả lại")
    return {"heading": page.say(heading), "entries": entries}
