"""To 1028: whether a sign-in has a second step, and for whom; accounts bound to networks; terms of restricted values."""

from plone.registry import field
from plone.registry import Record
from plone.registry.interfaces import IRegistry
from thads_portal.actions import field_retention
from thads_portal.domain.second_factor import DEFAULT
from thads_portal.domain.second_factor import Policy
from thads_portal.importing import brake
from thads_portal.security.pas import places
from thads_portal.security.pas.factors import POLICY_RECORD
from zope.component import getUtility


def upgrade(setup_tool) -> None:
    registry = getUtility(IRegistry)
    if POLICY_RECORD not in registry:
        choice = field.Choice(
            title="Second step of a sign-in",
            description="off; offered: whoever has set one up needs it; required: board, heads of"
            " agencies and administrators must have one.",
            values=[each.value for each in Policy],
        )
        registry.records[POLICY_RECORD] = Record(choice, DEFAULT.value)
    if places.RECORD not in registry:
        lines = field.List(
            title="Accounts bound to networks and certificates",
            description="A line for each: the account, then networks and certificate:SHA-256, parted"
            " by blanks. Such an account signs in from there only.",
            required=False,
            value_type=field.TextLine(),
        )
        registry.records[places.RECORD] = Record(lines, [])
    if brake.RECORD not in registry:
        most = field.Int(
            title="Endings of a feed within an hour",
            description="What an account ends beyond that within an hour waits for the board;"
            " 0: nothing waits.",
            min=0,
        )
        registry.records[brake.RECORD] = Record(most, brake.DEFAULT)
    if field_retention.RECORD not in registry:
        terms = field.List(
            title="Months that restricted values are kept after an ending",
            description="A line for each kind that is not kept as long as by default: its name, then"
            " months, or - for ever.",
            required=False,
            value_type=field.TextLine(),
        )
        registry.records[field_retention.RECORD] = Record(terms, [])
