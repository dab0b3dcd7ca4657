"""Settings that more than one part of the portal asks for, each with its one key in the registry."""

from plone.registry.interfaces import IRegistry
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility


SHOW_DECISION = "thads_portal.show_no_conditions_decision"
#: The office that runs the gateway.
CONTACT_NAME = "thads_portal.contact_name"
CONTACT_ADDRESS = "thads_portal.contact_address"
CONTACT_TELEPHONE = "thads_portal.contact_telephone"
CONTACT_EMAIL = "thads_portal.contact_email"
CONTACT_HOURS = "thads_portal.contact_hours"
#: On the portal: what is there is made up.
_DEMO = "thads_portal.demo"


def is_demo(portal) -> bool:
    """Whether this portal was filled with the demo's content."""
    return bool(IAnnotations(portal).get(_DEMO))


def mark_demo(portal) -> None:
    """Say from now on, on every public page, that what is here is made up."""
    if not is_demo(portal):
        IAnnotations(portal)[_DEMO] = True


def shows_decision() -> bool:
    """Whether the no-conditions decision's number and date are public here."""
    return bool(getUtility(IRegistry).get(SHOW_DECISION, True))
