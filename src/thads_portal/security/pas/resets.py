"""Links to set a password anew: kept as digests, one for an account, good for an hour.

Who reads the database cannot use one, and an older mail opens nothing.
"""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from BTrees.OOBTree import OOBTree
from datetime import timedelta
from Products.CMFPlone.PasswordResetTool import InvalidRequestError
from Products.CMFPlone.PasswordResetTool import PasswordResetTool
from thads_portal.security.pas import clock

import hashlib
import secrets


LASTS = timedelta(hours=1)
#: Links that are mailed to one account within an hour.
MOST = 3


class PortalResets(PasswordResetTool):
    """The tool ``portal_password_reset``."""

    security = ClassSecurityInfo()
    #: account -> when links were asked for in the last hour
    _mailed = None

    @security.private
    def may_mail(self, userid: str) -> bool:
        """Count a link that is to be mailed to the account; whether that is within its share."""
        if self._mailed is None:
            self._mailed = OOBTree()
        now = self._now()
        lately = tuple(at for at in self._mailed.get(userid, ()) if now - at < LASTS)
        if len(lately) >= MOST:
            return False
        self._mailed[userid] = (*lately, now)
        return True

    @security.private
    def requestReset(self, userid):
        if not self.getValidUser(userid):
            return None
        self.forget(userid)
        token = secrets.token_urlsafe(32)
        expiry = self.expirationDate()
        self._requests[_digest(token)] = (userid, expiry)
        return {"randomstring": token, "expires": expiry, "userid": userid}

    @security.private
    def forget(self, userid) -> None:
        """Links of the account, and those that are over, open nothing any more."""
        for key, (account, expiry) in list(self._requests.items()):
            if account == userid or self.expired(expiry):
                del self._requests[key]

    @security.private
    def resetPassword(self, userid, randomstring, password):
        """Set the password of the account that the link is for. Raises Plone's two errors."""
        self.verifyKey(randomstring)
        account, _expiry = self._requests[_digest(randomstring)]
        pas = self.aq_parent.acl_users
        if account not in (userid, pas.source_users._login_to_userid.get(userid)):
            raise InvalidRequestError
        # With the password all links of the account are over.
        pas.source_users.updateUserPassword(account, password)
        self.getValidUser(account).setMemberProperties({"must_change_password": 0})

    @security.private
    def verifyKey(self, key):
        super().verifyKey(_digest(key))

    @security.private
    def expirationDate(self):
        return self._now() + LASTS

    @security.private
    def expired(self, dt, now=None):
        return (now or self._now()) >= dt

    def _now(self):
        # Plone's tool keeps times of Greenwich that do not say so.
        return clock.now().replace(tzinfo=None, microsecond=0)


InitializeClass(PortalResets)


def _digest(token) -> str:
    return hashlib.sha256(str(token).encode()).hexdigest()


def install(portal) -> None:
    """Put the portal's tool in the place of Plone's; links in clear are over."""
    _put(portal, PortalResets)


def uninstall(portal) -> None:
    _put(portal, PasswordResetTool)


def _put(portal, kind: type[PasswordResetTool]) -> None:
    if type(portal.portal_password_reset.aq_base) is kind:
        return
    portal._delObject("portal_password_reset", suppress_events=True)
    portal._setObject("portal_password_reset", kind(), suppress_events=True)
