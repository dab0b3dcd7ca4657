"""What the sections hold: the marker, where it is shown, and the account of its syndication.

An item stands in one place, its own site. Other sites show a reference to it, found by the
index of places when a list is asked for: no copy can fall behind a correction.
"""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from plone.dexterity.content import FTIAwareSpecification
from thads_portal.content.site import IProvincialSite
from thads_portal.domain.topics import EVERYWHERE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import ON_GATEWAY
from zope.interface import Interface


class ISectionItem(Interface):
    """An item of a section: news, a document, a procedure, a notice or an event."""


class IBinned(Interface):
    """An item in the bin: for the staff alone, and for thirty days."""


class SectionItem:
    """Mix-in of the classes of items.

    `syndication` is None or a mapping: ``state``, ``by``, ``at`` (aware), ``reason``.
    `everywhere` is set on an item of the gateway that all subsites show. `binned` is None or a
    mapping: ``by`` (the id of an account), ``at`` (aware).
    """

    # Else zope.interface puts its own here, before Dexterity's (see ``fixed.py``).
    __providedBy__ = FTIAwareSpecification()

    syndication = None
    everywhere = False
    binned = None


def home_of(item) -> str:
    """The place of `item`: the slug of its subsite, or GATEWAY."""
    for element in aq_chain(aq_inner(item)):
        if IProvincialSite.providedBy(element):
            return aq_base(element).getId()
    return GATEWAY


def places_of(item) -> list[str]:
    """All places where `item` is shown, its own first."""
    places = [home_of(item)]
    syndication = aq_base(item).syndication
    if syndication and syndication["state"] in ON_GATEWAY:
        places.append(GATEWAY)
    if aq_base(item).everywhere:
        places.append(EVERYWHERE)
    return places
