"""To 1022: provinces whose public texts follow by themselves what a trusted feed reports about cases."""

from plone.registry import field
from plone.registry import Record
from thads_portal.security.province_policy import LEDGER_FOLLOWED_PROVINCES
from zope.component.hooks import getSite


def upgrade(setup_tool) -> None:
    """None does so before somebody says it."""
    records = getSite().portal_registry.records
    if LEDGER_FOLLOWED_PROVINCES not in records:
        records[LEDGER_FOLLOWED_PROVINCES] = Record(
            field.List(
                title="Provinces whose public texts follow the ledger",
                description="Slugs of the provinces where what a trusted feed reports about a case is"
                " applied to the public text at once.",
                required=False,
                value_type=field.ASCIILine(),
            ),
            [],
        )
