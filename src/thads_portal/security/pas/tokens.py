"""Tokens of the API that end with the password or the account they were given for."""

from AccessControl.class_init import InitializeClass
from AccessControl.SecurityInfo import ClassSecurityInfo
from plone.restapi.pas.plugin import JWTAuthenticationPlugin


class PortalTokens(JWTAuthenticationPlugin):
    """The plug-in ``jwt_auth``."""

    security = ClassSecurityInfo()

    @security.private
    def create_token(self, userid, timeout=None, data=None):
        stamp = self._getPAS().source_users.stamp(userid)
        return super().create_token(userid, timeout=timeout, data={**(data or {}), "stamp": stamp})

    @security.private
    def authenticateCredentials(self, credentials):
        found = super().authenticateCredentials(credentials)
        if found is None:
            return None
        payload = self._decode_token(credentials["token"]) or {}
        users = self._getPAS().source_users
        if not users.is_active(found[0]) or payload.get("stamp") != users.stamp(found[0]):
            return None
        return found


InitializeClass(PortalTokens)
