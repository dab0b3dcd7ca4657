"""Who a citizen is, told by an OpenID Connect provider (as VNeID would be): off unless configured.

``THADS_OIDC_ISSUER``, ``THADS_OIDC_CLIENT``, ``THADS_OIDC_SECRET_FILE``. What it says (``openid``) fills fields of a form
in; it is no account of the portal and opens nothing.
"""

from thads_portal.security import openid
from thads_portal.security.openid import Asking
from thads_portal.security.openid import NotIdentified
from thads_portal.security.openid import Provider


_NAMES = ("THADS_OIDC_ISSUER", "THADS_OIDC_CLIENT", "THADS_OIDC_SECRET_FILE")
_FIELDS = {"name": "name", "birthdate": "born", "personal_number": "personal_number"}


def configured() -> bool:
    return openid.configured(_NAMES) is not None


def address(asking: Asking, back: str) -> str:
    """Where the citizen is sent. Raises NotIdentified."""
    return openid.address(_provider(), asking, back, scope="openid profile")


def claims(asking: Asking, code: str, back: str) -> dict[str, str]:
    """``name``, ``born`` (ISO), ``personal_number`` as far as they are told. Raises NotIdentified."""
    told = openid.claims(_provider(), asking, code, back)
    return {ours: str(told[theirs]) for theirs, ours in _FIELDS.items() if told.get(theirs)}


def _provider() -> Provider:
    provider = openid.configured(_NAMES)
    if provider is None:
        raise NotIdentified
    return provider
