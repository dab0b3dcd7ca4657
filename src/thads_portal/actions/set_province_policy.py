"""Sets the policy of a province: who signs and approves, and whether its feed publishes.

What waits where it is goes on from there under the new policy: a listing that was submitted to
a head who from now on signs on paper is submitted anew, with the signature.
"""

from AccessControl import getSecurityManager
from plone.registry.interfaces import IRegistry
from thads_portal.actions.context import ActionContext
from thads_portal.content.zope_types import Content
from thads_portal.domain.recording import Recorded
from thads_portal.domain.signing import Signing
from thads_portal.errors import NotAllowed
from thads_portal.register.record import note
from thads_portal.security.permissions import MANAGE_PORTAL_SETTINGS
from thads_portal.security.province_policy import BOARD_ALONE_PROVINCES
from thads_portal.security.province_policy import HEAD_PUBLISHES_PROVINCES
from thads_portal.security.province_policy import LEDGER_FOLLOWED_PROVINCES
from thads_portal.security.province_policy import province_policy
from thads_portal.security.province_policy import TRUSTED_PROVINCES
from zope.component import getUtility


def set_province_policy(
    subsite: Content,
    acting: ActionContext,
    *,
    signing: Signing,
    trusted: bool,
    followed: bool = False,
) -> bool:
    """Whether anything has changed. `followed`: public texts follow by themselves what a trusted feed
    reports about cases. Raises NotAllowed.
    """
    if not getSecurityManager().checkPermission(MANAGE_PORTAL_SETTINGS, subsite):
        raise NotAllowed
    province = subsite.getId()
    before = province_policy()
    known = before.signing(province), province in before.trusted
    if (*known, province in before.ledger_followed) == (signing, trusted, followed):
        return False
    _put(HEAD_PUBLISHES_PROVINCES, province, there=signing is Signing.HEAD_ALONE)
    _put(BOARD_ALONE_PROVINCES, province, there=signing is Signing.BOARD_ALONE)
    _put(TRUSTED_PROVINCES, province, there=trusted)
    _put(LEDGER_FOLLOWED_PROVINCES, province, there=followed)
    note(
        subsite,
        Recorded.SETTINGS_CHANGED,
        actor=acting.user_id,
        at=acting.when,
        province=province,
        details={
            "signing": signing.value,
            "signing_before": before.signing(province).value,
            "trusted_feed": trusted,
            "followed_ledger": followed,
        },
    )
    return True


def _put(record: str, province: str, *, there: bool) -> None:
    registry = getUtility(IRegistry)
    known = set(registry[record] or ())
    if (province in known) != there:
        registry[record] = sorted({*known, province} if there else known - {province})
