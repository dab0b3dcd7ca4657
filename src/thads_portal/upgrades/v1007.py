"""To 1007: Plone's forms have their style on every host, and the editor's buttons fit on a phone.

Plone leaves its theme out at 127.0.0.1, and with it all style of its forms.
"""

from plone.registry.interfaces import IRegistry
from zope.component import getUtility


_HOSTS = "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist"
_EDITOR = "plone.other_settings"
#: What the first release set; what an administrator has changed stays.
_EDITOR_BEFORE = '{"branding": false}'
_EDITOR_NOW = '{"branding": false, "toolbar_mode": "wrap"}'


def upgrade(setup_tool) -> None:
    registry = getUtility(IRegistry)
    hosts = registry.get(_HOSTS) or []
    registry[_HOSTS] = [host for host in hosts if host != "127.0.0.1"]
    if registry.get(_EDITOR) == _EDITOR_BEFORE:
        registry[_EDITOR] = _EDITOR_NOW
