"""OpenID Connect towards a provider of identities: the code flow with PKCE, for citizens and for the staff.

The ID token's signature, issuer, audience, time and nonce are checked; nothing else the provider says is believed.
What must be known on the way back lies sealed in a cookie of the visitor's: state, nonce and verifier are of one
way there and hold for no other.
"""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http.client import HTTPException
from pathlib import Path
from thads_portal.errors import CannotUnseal
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts
from typing import Any
from typing import NamedTuple
from urllib.parse import urlencode

import base64
import binascii
import hashlib
import jwt
import logging
import orjson
import os
import secrets
import threading
import urllib.error
import urllib.request


logger = logging.getLogger(__name__)
#: Seconds that somebody may take at the provider.
LASTS = 900
_PATIENCE = 10
#: How many of a process wait for providers at once, and the seconds to get among them: a provider that hangs
#: must leave threads to those who want nothing of it.
_AT_ONCE, _TURN = 2, 0.5
#: Seconds by which the provider's clock and the portal's may differ.
_LEEWAY = 30
_LONGEST = 200_000
_COOKIE_LONGEST = 3000
_turns = threading.BoundedSemaphore(_AT_ONCE)


class NotIdentified(ValueError):
    """What the provider or the visitor sent does not hold."""


class NotReached(NotIdentified):
    """The provider does not answer, or not as one."""


class Provider(NamedTuple):
    """Who tells identities: its issuer, the portal's client there, the file with the client's secret or ""."""

    issuer: str
    client: str
    secret_file: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is remembered between the way there and the way back; `came_from` is where one wanted to go.

    `until` (seconds since 1970, in decimal) says how long: a cookie's own time is kept by browsers only.
    """

    state: str
    nonce: str
    verifier: str
    came_from: str = ""
    until: str = ""

    def sealed(self, about: str) -> str:
        """For a cookie; `about` says for whom, and opens it again."""
        kept = seal_texts(Ring.REQUESTS, asdict(self), about)
        return base64.urlsafe_b64encode(kept).decode().rstrip("=")

    def is_answered_by(self, state: str) -> bool:
        return secrets.compare_digest(self.state.encode(), state.encode())


def configured(names: tuple[str, str, str]) -> Provider | None:
    """The provider that the environment's variables `names` (issuer, client, file of the secret) tell of."""
    issuer, client, secret = (os.environ.get(name, "").strip() for name in names)
    return Provider(issuer, client, secret) if issuer and client else None


def begin(now: datetime, came_from: str = "") -> Asking:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _part in range(3))
    return Asking(state, nonce, verifier, came_from, str(int(now.timestamp()) + LASTS))


def unsealed(cookie: object, about: str, now: datetime) -> Asking | None:
    """What ``Asking.sealed`` has kept; None for anything else, and when its time is over."""
    if not isinstance(cookie, str) or not 0 < len(cookie) < _COOKIE_LONGEST:
        return None
    try:
        kept = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        asking = Asking(**unseal_texts(Ring.REQUESTS, kept, about))
        over = now.timestamp() >= int(asking.until)
    except (binascii.Error, ValueError, TypeError, CannotUnseal):
        return None
    return None if over else asking


def address(provider: Provider, asking: Asking, back: str, *, scope: str) -> str:
    """Where the visitor is sent. Raises NotReached."""
    challenge = hashlib.sha256(asking.verifier.encode()).digest()
    query = urlencode(
        {
            "response_type": "code",
            "client_id": provider.client,
            "redirect_uri": back,
            "scope": scope,
            "state": asking.state,
            "nonce": asking.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
    )
    endpoint: str = _discovered(provider.issuer)["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"


def claims(provider: Provider, asking: Asking, code: str, back: str) -> Mapping[str, Any]:
    """What the provider's ID token says, proved. Raises NotIdentified."""
    found = _discovered(provider.issuer)
    sent = {
        "grant_type": "authorization_code",
        "code": code[:2000],
        "redirect_uri": back,
        "client_id": provider.client,
        "code_verifier": asking.verifier,
    }
    if provider.secret_file:
        sent["client_secret"] = _secret(provider.secret_file)
    token = str(_json(found["token_endpoint"], urlencode(sent).encode()).get("id_token", ""))
    try:
        keys = jwt.PyJWKSet.from_dict(_json(found["jwks_uri"]))
        named = jwt.get_unverified_header(token).get("kid")
        key = next(each for each in keys.keys if each.key_id == named)
        told: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=["RS256", "ES256"],
            audience=provider.client,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "nonce", "sub"]},
        )
    except (jwt.PyJWTError, StopIteration, KeyError, TypeError) as error:
        raise NotIdentified from error
    if not secrets.compare_digest(str(told["nonce"]).encode(), asking.nonce.encode()):
        raise NotIdentified
    if not _made_for(told, provider.client):
        raise NotIdentified
    return told


def _made_for(told: Mapping[str, Any], client: str) -> bool:
    """Whether the token was made for the portal, which stands among its audiences: ``azp`` says so if there are several."""
    audiences = told["aud"] if isinstance(told["aud"], list) else [told["aud"]]
    return told["azp"] == client if "azp" in told else audiences == [client]


def _secret(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        logger.error("the secret of the provider's client cannot be read: %s", error)
        raise NotReached from error


@lru_cache(maxsize=4)
def _discovered(issuer: str) -> dict[str, Any]:
    found = _json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != issuer or not all(isinstance(found.get(n), str) for n in needed):
        raise NotReached
    return found


def _json(place: str, body: bytes | None = None) -> dict[str, Any]:
    if not place.startswith(("https://", "http://")):
        raise NotReached
    if not _turns.acquire(timeout=_TURN):
        logger.warning("too many wait for the provider of identities")
        raise NotReached
    try:
        asked = urllib.request.Request(place, data=body)  # noqa: S310 - http(s) of the provider
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310 - as above
            found = orjson.loads(answer.read(_LONGEST))
    except urllib.error.HTTPError as error:
        error.close()
        # A code that the provider does not take (400) is the visitor's.
        raise (NotIdentified if error.code in (400, 401) else NotReached) from error
    except (OSError, HTTPException, ValueError) as error:
        logger.warning("the provider of identities does not answer: %s", error)
        raise NotReached from error
    finally:
        _turns.release()
    if not isinstance(found, dict):
        raise NotReached
    return found
