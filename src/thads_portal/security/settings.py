"""Settings: each change by a person is in the record of actions, and some are not theirs to change.

What the portal's rules fix keeps its value by whatever door; what has a page and an action of its
own is changed there alone, where its rule and its entry stand.
"""

from AccessControl import getSecurityManager
from plone.registry.interfaces import IRecordModifiedEvent
from thads_portal.content.calendar import RECORD as CALENDAR_RECORD
from thads_portal.content.populations import RECORD as POPULATIONS_RECORD
from thads_portal.domain.recording import Recorded
from thads_portal.errors import SettingFixed
from thads_portal.register.record import note
from thads_portal.security.doors import is_own
from thads_portal.security.province_policy import BOARD_ALONE_PROVINCES
from thads_portal.security.province_policy import HEAD_PUBLISHES_PROVINCES
from thads_portal.security.province_policy import TRUSTED_PROVINCES
from thads_portal.security.role_requests import CONSENT_RECORD
from zope.component import adapter
from zope.component.hooks import getSite
from zope.globalrequest import getRequest


#: Record -> the only value it may be given.
FIXED = {
    "plone.enable_self_reg": False,
    "plone.enable_user_pwd_choice": False,
    "plone.enable_user_folders": False,
    "plone.use_email_as_login": False,
    "plone.use_uuid_as_userid": False,
    "plone.allow_anon_views_about": False,
}
#: Set by actions of the portal, which record what they set.
BY_ACTION = frozenset({
    TRUSTED_PROVINCES, HEAD_PUBLISHES_PROVINCES, BOARD_ALONE_PROVINCES, CONSENT_RECORD,
    CALENDAR_RECORD, POPULATIONS_RECORD,
})  # fmt: skip


@adapter(IRecordModifiedEvent)
def setting_changed(event) -> None:
    """Raises SettingFixed."""
    name = event.record.__name__
    if name in FIXED and event.newValue != FIXED[name]:
        raise SettingFixed(name=name)
    request = getRequest()
    actor = getSecurityManager().getUser()
    if actor is None or not actor.getId() or event.newValue == event.oldValue:
        # The set-up, a job or a command.
        return
    published = request.get("PUBLISHED") if request is not None else None
    if published is not None and is_own(published):
        # A page of the portal's: its action has its entry.
        return
    if name in BY_ACTION:
        if published is not None:
            raise SettingFixed(name=name)
        return
    note(getSite(), Recorded.SETTINGS_CHANGED, actor=actor.getId(), details={"setting": name})
