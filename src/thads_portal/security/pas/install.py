"""Puts the portal's plug-ins in the place of Plone's, under the same ids, and back.

The ids stay, so whatever is active stays active, and accounts and secrets are kept.
"""

from Acquisition import aq_base
from plone.restapi.pas.plugin import JWTAuthenticationPlugin
from plone.session.plugins.session import SessionPlugin
from Products.PlonePAS.plugins.cookie_handler import ExtendedCookieAuthHelper
from Products.PlonePAS.plugins.user import UserManager
from Products.PluggableAuthService.interfaces.plugins import IValidationPlugin
from thads_portal.security.pas.login_form import LoginForm
from thads_portal.security.pas.session import PortalSession
from thads_portal.security.pas.tokens import PortalTokens
from thads_portal.security.pas.users import PortalUsers
from typing import Any


#: id -> (the portal's class, Plone's)
PLUGINS = {
    "source_users": (PortalUsers, UserManager),
    "session": (PortalSession, SessionPlugin),
    "jwt_auth": (PortalTokens, JWTAuthenticationPlugin),
    "credentials_cookie_auth": (LoginForm, ExtendedCookieAuthHelper),
}
_PLONES_POLICY = "password_policy"
#: Seconds for which a token of the API holds: a working day.
TOKEN_SECONDS = 12 * 3600


def install(pas) -> None:
    """Give `pas`, the portal's user folder, the portal's plug-ins; any number of times."""
    for plugin_id, (own, _plones) in PLUGINS.items():
        _replace(pas, plugin_id, own)
    pas["jwt_auth"].token_timeout = TOKEN_SECONDS
    # Outer bound only; PortalSession asks the registry.
    pas["session"].timeout = 7 * 24 * 3600
    active = pas.plugins.listPluginIds(IValidationPlugin)
    if _PLONES_POLICY in active:
        pas.plugins.deactivatePlugin(IValidationPlugin, _PLONES_POLICY)
    if "source_users" not in active:
        pas.plugins.activatePlugin(IValidationPlugin, "source_users")


def uninstall(pas) -> None:
    """Plone's own plug-ins again."""
    if "source_users" in pas.plugins.listPluginIds(IValidationPlugin):
        pas.plugins.deactivatePlugin(IValidationPlugin, "source_users")
    for plugin_id, (_own, plones) in PLUGINS.items():
        _replace(pas, plugin_id, plones)


def _replace(pas, plugin_id: str, cls: Any) -> None:
    old = aq_base(pas._getOb(plugin_id))
    if type(old) is cls:
        return
    new = cls.__new__(cls)
    # Activated: a ghost has no values to copy.
    old._p_activate()
    new.__dict__.update(old.__dict__)
    # Not by `_delOb`, which deactivates the plug-in.
    setattr(aq_base(pas), plugin_id, new)
