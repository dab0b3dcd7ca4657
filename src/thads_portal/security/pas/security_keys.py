"""Security keys of accounts: kept with their second factor, beside the authenticator or instead of it.

A key is a plain dict: ``id``, ``public`` (its public key; there is nothing to seal), ``count``, ``name``,
``since`` and ``used`` (ISO 8601). A challenge belongs to one session (its id) and is taken once.
"""

from datetime import timedelta
from thads_portal.content.zope_types import Content
from thads_portal.domain import security_keys
from thads_portal.domain.security_keys import CountsBack
from thads_portal.domain.security_keys import NotTheKey
from thads_portal.domain.security_keys import Party
from thads_portal.register import challenges
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.secret_keys import personal_number_key
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.public_address import known_addresses
from thads_portal.security.public_address import public_address
from typing import Any
from typing import NamedTuple

import hashlib
import hmac


#: How long the browser may take to answer.
_ANSWERED_WITHIN = timedelta(minutes=5)
_NEW, _PROOF = "new security key", "security key"


class Key(NamedTuple):
    """What a page shows of a key; ``id`` is hex, ``used`` empty as long as nobody has signed in by it."""

    id: str
    name: str
    since: str
    used: str


def party() -> Party | None:
    """The portal by its public address; None where browsers work with no key there."""
    return security_keys.party_of(known_addresses() or (public_address(),))


def keys_of(users: Content, account: str) -> tuple[Key, ...]:
    """The keys of `account`, the oldest first."""
    return tuple(
        Key(each["id"].hex(), each["name"], each["since"], each["used"])
        for each in _kept(users, account)
    )


def may_add(users: Content, account: str) -> bool:
    return party() is not None and len(_kept(users, account)) < security_keys.MOST


def options_for_new(users: Content, account: str, session: str) -> dict[str, Any]:
    """What the browser needs to make a key. Raises NotTheKey where the portal takes none."""
    here = _party()
    return security_keys.creation(
        here,
        _challenge(users, session, _NEW),
        account=account,
        handle=_handle(account),
        known=[each["id"] for each in _kept(users, account)],
    )


def options_for_proof(users: Content, account: str, session: str) -> dict[str, Any]:
    """What the browser needs to ask one of the account's keys. Raises NotTheKey where there is none."""
    here, kept = _party(), _kept(users, account)
    if not kept:
        raise NotTheKey
    return security_keys.request(
        here, _challenge(users, session, _PROOF), known=[each["id"] for each in kept]
    )


def add(users: Content, account: str, session: str, sent: str, name: str) -> tuple[str, ...]:
    """Keep the key that the browser's answer `sent` proves; recovery codes where it is the first factor.

    In the running transaction, like all that follows. Raises NotTheKey.
    """
    kept = _kept(users, account)
    challenge = _taken(users, session, _NEW)
    made = security_keys.registered(_party(), challenge, sent)
    if len(kept) >= security_keys.MOST or any(each["id"] == made.id for each in kept):
        raise NotTheKey
    key = {
        "id": made.id,
        "public": made.public,
        "count": made.counter,
        "name": security_keys.named(name, len(kept) + 1),
        "since": _now(),
        "used": "",
    }
    codes = factors.begin(users, account)
    _keep(users, account, (*kept, key))
    users.end_sessions(account)
    factors.note_step(users, account, "key_added", key=key["name"])
    return codes


def prove(users: Content, account: str, session: str, sent: str) -> str:
    """The name of the account's key that has signed the session's challenge. Raises NotTheKey, CountsBack."""
    challenge = _taken(users, session, _PROOF)
    asked = security_keys.id_of(sent)
    kept = _kept(users, account)
    key = next((each for each in kept if each["id"] == asked), None)
    if key is None:
        raise NotTheKey
    count = security_keys.count_of(
        _party(), challenge, sent, public=key["public"], count=key["count"]
    )
    used = {**key, "count": count, "used": _now()}
    _keep(users, account, tuple(used if each is key else each for each in kept))
    name: str = key["name"]
    return name


def rename(users: Content, account: str, key_id: str, name: str) -> bool:
    """Give the key another name; False where there is no such key."""
    kept = _kept(users, account)
    for place, key in enumerate(kept):
        if key["id"].hex() == key_id:
            new = {**key, "name": security_keys.named(name, place + 1)}
            _keep(users, account, (*kept[:place], new, *kept[place + 1 :]))
            factors.note_step(users, account, "key_renamed", key=new["name"], before=key["name"])
            return True
    return False


def remove(users: Content, account: str, key_id: str) -> bool:
    """Take the key away, with the whole factor where nothing else is left; False where there is no such key."""
    kept = _kept(users, account)
    key = next((each for each in kept if each["id"].hex() == key_id), None)
    if key is None:
        return False
    _keep(users, account, tuple(each for each in kept if each is not key))
    users.end_sessions(account)
    factors.note_step(users, account, "key_removed", key=key["name"])
    factors.drop_if_empty(users, account)
    return True


def refusal(error: NotTheKey) -> str:
    """Why, as the record tells it."""
    return "counter" if isinstance(error, CountsBack) else "key"


def _party() -> Party:
    here = party()
    if here is None:
        raise NotTheKey
    return here


def _kept(users: Content, account: str) -> tuple[dict[str, Any], ...]:
    factor = (users._factors or {}).get(account) or {}
    return tuple(factor.get("keys", ()))


def _keep(users: Content, account: str, keys: tuple[dict[str, Any], ...]) -> None:
    users._factors[account] = {**users._factors[account], "keys": keys}


def _challenge(users: Content, session: str, purpose: str) -> bytes:
    now = clock.now()
    return challenges.give(_source(users), session, purpose, until=now + _ANSWERED_WITHIN, now=now)


def _taken(users: Content, session: str, purpose: str) -> bytes:
    challenge = challenges.take(_source(users), session, purpose, now=clock.now())
    if challenge is None:
        raise NotTheKey
    return challenge


def _handle(account: str) -> bytes:
    """By what a key knows the account; it tells nothing of it."""
    return hmac.digest(personal_number_key(), f"security key|{account}".encode(), hashlib.sha256)


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")


def _source(users: Content) -> str:
    source: str = dsn_of(connection_of(users).db())
    return source
