"""Who a citizen is, told by an OpenID Connect provider (as VNeID would be): off unless configured.

``THADS_OIDC_ISSUER``, ``THADS_OIDC_CLIENT``, ``THADS_OIDC_SECRET_FILE``. The code flow with PKCE; the ID token's
signature, issuer, audience, time and nonce are checked. What it says fills fields of a form in; it is
no account of the portal and opens nothing.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import base64
import hashlib
import jwt
import orjson
import os
import secrets
import urllib.error
import urllib.request


ISSUER, CLIENT, SECRET = "THADS_OIDC_ISSUER", "THADS_OIDC_CLIENT", "THADS_OIDC_SECRET_FILE"
_PATIENCE = 10
_LONGEST = 200_000


class NotIdentified(ValueError):
    """The provider was not reached, or what it said does not hold."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is remembered between the way there and the way back."""

    state: str
    nonce: str
    verifier: str


def configured() -> bool:
    return bool(os.environ.get(ISSUER) and os.environ.get(CLIENT))


def begin() -> Asking:
    return Asking(*(secrets.token_urlsafe(32) for _part in range(3)))


def address(asking: Asking, back: str) -> str:
    """Where the citizen is sent. Raises NotIdentified."""
    challenge = hashlib.sha256(asking.verifier.encode()).digest()
    query = urlencode(
        {
            "response_type": "code",
            "client_id": os.environ[CLIENT],
            "redirect_uri": back,
            "scope": "openid profile",
            "state": asking.state,
            "nonce": asking.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
    )
    return f"{_discovered(os.environ[ISSUER])['authorization_endpoint']}?{query}"


def claims(asking: Asking, code: str, back: str) -> dict[str, str]:
    """``name``, ``born`` (ISO), ``personal_number`` as far as they are told. Raises NotIdentified."""
    found = _discovered(os.environ[ISSUER])
    sent = {
        "grant_type": "authorization_code",
        "code": code[:2000],
        "redirect_uri": back,
        "client_id": os.environ[CLIENT],
        "code_verifier": asking.verifier,
    }
    if secret := os.environ.get(SECRET):
        sent["client_secret"] = Path(secret).read_text(encoding="utf-8").strip()
    token = str(_json(found["token_endpoint"], urlencode(sent).encode()).get("id_token", ""))
    try:
        keys = jwt.PyJWKSet.from_dict(_json(found["jwks_uri"]))
        named = jwt.get_unverified_header(token).get("kid")
        key = next(each for each in keys.keys if each.key_id == named)
        told: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=["RS256", "ES256"],
            audience=os.environ[CLIENT],
            issuer=os.environ[ISSUER],
            options={"require": ["exp", "iat", "nonce"]},
        )
    except (jwt.PyJWTError, StopIteration, KeyError, TypeError) as error:
        raise NotIdentified from error
    if not secrets.compare_digest(str(told["nonce"]), asking.nonce):
        raise NotIdentified
    fields = {"name": "name", "birthdate": "born", "personal_number": "personal_number"}
    return {ours: str(told[theirs]) for theirs, ours in fields.items() if told.get(theirs)}


@lru_cache(maxsize=4)
def _discovered(issuer: str) -> dict[str, Any]:
    found = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != issuer or not all(isinstance(found.get(n), str) for n in needed):
        raise NotIdentified
    return found


def _json(place: str, body: bytes | None = None) -> dict[str, Any]:
    if not place.startswith(("https://", "http://")):
        raise NotIdentified
    try:
        asked = urllib.request.Request(place, data=body)  # noqa: S310 - http(s) of the provider
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
            found = orjson.loads(answer.read(_LONGEST))
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise NotIdentified from error
    if not isinstance(found, dict):
        raise NotIdentified
    return found
