"""Keeps Plone's general machinery from harming a register.

Link integrity counts children through the catalog and would call a full
register empty; int ids would be written for each listing.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Products.CMFCore.permissions import ManagePortal
from thads_portal.errors import NotAllowed
from thads_portal.errors import RegisterNotEmpty


def no_key_reference(listing):
    """A listing has no key reference, so no int id is made for it."""
    return


def no_links(listing):
    """A listing's texts are plain: there is no link to keep whole."""
    return


def refuse_to_remove_place(place, event):
    """Removing a subsite or a section is for the managers: its editors may remove what is in it."""
    removed = aq_base(event.object) is aq_base(place)
    if removed and not getSecurityManager().checkPermission(ManagePortal, place):
        raise NotAllowed


def refuse_to_take_filled_register_away(register, event):
    """Removing, moving or renaming a register, or any container above it, needs it empty."""
    if event.oldParent is None:
        # It is being added.
        return
    if len(aq_base(register)._tree):
        raise RegisterNotEmpty
