"""To 1023: for how many days the log of inquiries is kept."""

from plone.registry import field
from plone.registry import Record
from plone.registry.interfaces import IRegistry
from thads_portal.register.inquiries import DEFAULT_KEPT
from thads_portal.register.inquiries import KEPT
from thads_portal.register.inquiries import LEAST_KEPT
from zope.component import getUtility


def upgrade(setup_tool) -> None:
    registry = getUtility(IRegistry)
    if KEPT not in registry:
        days = field.Int(
            title="Days the log of inquiries is kept",
            description="What organisations and the public asked by the API; older entries are"
            " forgotten at night.",
            min=LEAST_KEPT,
        )
        registry.records[KEPT] = Record(days, DEFAULT_KEPT)
