"""Single sign-on of the staff by a provider of identities (OpenID Connect, as Keycloak): off unless configured.

``THADS_STAFF_OIDC_ISSUER``, ``THADS_STAFF_OIDC_CLIENT``, ``THADS_STAFF_OIDC_SECRET_FILE``. It tells who somebody is, by one claim
(``THADS_STAFF_OIDC_CLAIM``, else ``sub``); which account that is, and what it may do, is settled here alone.
"""

from collections.abc import Mapping
from thads_portal.security import openid
from thads_portal.security.openid import NotIdentified
from thads_portal.security.openid import Provider
from typing import Any

import os


_NAMES = ("THADS_STAFF_OIDC_ISSUER", "THADS_STAFF_OIDC_CLIENT", "THADS_STAFF_OIDC_SECRET_FILE")
CLAIM, SECOND = "THADS_STAFF_OIDC_CLAIM", "THADS_STAFF_OIDC_SECOND"
SCOPE = "openid profile email"
#: The longest subject, in characters.
LONGEST = 255


def provider() -> Provider | None:
    return openid.configured(_NAMES)


def subject_of(told: Mapping[str, Any]) -> str:
    """Who the provider says it is. Raises NotIdentified where its token does not say, or of an address nobody checked."""
    claim = os.environ.get(CLAIM, "").strip() or "sub"
    value = told.get(claim)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise NotIdentified
    if claim == "email" and told.get("email_verified") is not True:
        raise NotIdentified
    return value


def was_second_step(told: Mapping[str, Any]) -> bool:
    """Whether what the provider did stands for the second step.

    By ``THADS_STAFF_OIDC_SECOND`` only: ``amr:VALUE`` and ``acr:VALUE``, parted by blanks; one of them is enough.
    """
    ways = told.get("amr")
    said = (
        {f"amr:{each}" for each in ways if isinstance(each, str)}
        if isinstance(ways, list)
        else set()
    )
    if isinstance(told.get("acr"), str):
        said.add(f"acr:{told['acr']}")
    return not said.isdisjoint(os.environ.get(SECOND, "").split())
