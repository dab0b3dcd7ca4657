"""1004: roles with a second person; sessions, tokens and links that end; no way back to old versions.

Sessions and tokens from before are over: they were signed with a key in the database. Links to
set a password that were mailed before open nothing any more.
"""

from plone.registry import field
from plone.registry import Record
from plone.registry.interfaces import IRegistry
from thads_portal.domain.role_giving import Consent
from thads_portal.domain.role_giving import DEFAULT
from thads_portal.security import configlets
from thads_portal.security.pas import resets
from thads_portal.security.pas.install import install
from thads_portal.security.role_requests import CONSENT_RECORD
from zope.component import getUtility
from zope.component.hooks import getSite


_REVERT = "CMFEditions: Revert to previous versions"


def upgrade(setup_tool) -> None:
    """Any number of times."""
    site = getSite()
    install(site.acl_users)
    resets.install(site)
    configlets.hide_shut(site)
    site.manage_permission(_REVERT, roles=[], acquire=0)
    records = getUtility(IRegistry).records
    if CONSENT_RECORD not in records:
        choice = field.Choice(
            title="Second person for roles that approve",
            description="Who confirms a role of the board or of an administrator: another"
            " administrator, the board, or either.",
            values=[each.value for each in Consent],
        )
        records[CONSENT_RECORD] = Record(choice, DEFAULT.value)
