"""What an address of a listing answers when the listing is not public.

Publication that ended leaves 410 with its date, whatever follows the number,
whatever format is asked for and by whatever door; a listing that was never
published answers like an address that never existed. Who may see the listing
goes on to it. Zope asks who somebody is only after it has found the object, when
it would answer "log in" and so betray that there is something; hence the look at
the credentials here.
"""

from AccessControl.Permissions import view as VIEW
from Acquisition import aq_parent
from datetime import datetime
from plone.rest.interfaces import IAPIRequest
from thads_portal.content.register import IDebtorRegister
from thads_portal.domain.codes import State
from thads_portal.interfaces import IThadsLayer
from zExceptions import HTTPGone
from zExceptions import NotFound
from zope.component import adapter
from zope.traversing.interfaces import IBeforeTraverseEvent

import re


#: A public number, with whatever follows it in the same segment (``.json``, ``.pdf``).
_NUMBER = re.compile(r"(?P<number>[12][0-9]{3}-[0-9]{7})(?![0-9])", re.ASCII)


class ListingGone(HTTPGone):
    """Publication of the listing `number` ended at `ended_at` (aware; None if not known).

    `province` and `agency` (its key) tell whom to ask.
    """

    def __init__(self, number: str, ended_at: datetime | None, *, province: str, agency: str):
        super().__init__(number)
        self.number = number
        self.ended_at = ended_at
        self.province = province
        self.agency = agency


@adapter(IDebtorRegister, IBeforeTraverseEvent)
def guard_listing(register, event):
    """Before the register is asked for a listing: answer for one that is not public."""
    request = event.request
    names = request.get("TraversalRequestNameStack")
    if not names or not IThadsLayer.providedBy(request):
        return
    asked = _NUMBER.match(names[-1])
    if asked is None:
        return
    listing = register.get(asked["number"])
    if listing is None or any(_NUMBER.match(name) for name in names[:-1]):
        # Whatever the method: WebDAV's would find room for a new thing here. And below one
        # listing another is found by acquisition, before it is asked who may see it.
        raise NotFound(names[-1])
    if listing.state == State.PUBLISHED or _may_view(request, listing):
        _follow_suffix(request, names, asked)
        return
    # Also while a reopened listing waits for the board: it is not public again yet.
    if listing.ended_at is not None and listing.first_published is not None:
        raise ListingGone(
            listing.getId(), listing.ended_at, province=listing.province, agency=listing.agency
        )
    raise NotFound(names[-1])


def _follow_suffix(request, names: list[str], asked) -> None:
    """``<number>.json`` leads to the listing's view ``listing.json``, and so each suffix."""
    suffix = names[-1][asked.end() :]
    if not suffix.startswith(".") or len(names) > 1:
        return
    names[-1] = asked["number"]
    # To the API, the plain address is JSON already.
    if not (IAPIRequest.providedBy(request) and suffix == ".json"):
        names.insert(0, f"@@listing{suffix}")


def _may_view(request, listing) -> bool:
    user = _user_of_credentials(request, listing)
    return user is not None and bool(user.has_permission(VIEW, listing))


def _user_of_credentials(request, context):
    """Whose credentials came with the request, or None; asks as the publisher will ask."""
    while context is not None:
        users = getattr(context, "__allow_groups__", None)
        plugins = getattr(users, "plugins", None)
        if plugins is not None:
            for user_id, login in users._extractUserIds(request, plugins):
                user = users._findUser(plugins, user_id, login, request=request)
                if user is not None:
                    return user
        context = aq_parent(context)
    return None
