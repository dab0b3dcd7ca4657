"""The second step of a sign-in: codes by time (RFC 6238) and recovery codes. Pure.

A code is of six digits and holds for its half minute and the two beside it, once: whoever reads it over a
shoulder is too late. Recovery codes are for who has lost the device; each opens once.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import hashlib
import hmac
import pyotp
import secrets


PERIOD = 30
#: Steps before and after the present one whose codes are taken too: clocks differ.
_BESIDE = 1
RECOVERY_CODES = 10
#: Without what is mistaken for another sign.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 10


class Policy(StrEnum):
    """Who has a second step."""

    OFF = "off"
    #: Whoever has set one up.
    OFFERED = "offered"
    #: Board, heads of agencies and administrators must, the others may.
    REQUIRED = "required"


DEFAULT = Policy.OFFERED
_MUST = ("editorial-board", "administrators")
_HEADS = "heads-"


def must_have(groups: Iterable[str]) -> bool:
    """Whether a member of `groups` (ids) needs it where the policy requires it."""
    return any(group in _MUST or group.startswith(_HEADS) for group in groups)


def bound_to(account: str) -> str:
    """To what the sealed key of an account's authenticator is bound."""
    return f"second-factor:{account}"


def new_secret() -> str:
    """A key for an authenticator: 160 bits, base32."""
    return pyotp.random_base32()


def address(secret: str, account: str, portal: str) -> str:
    """What the QR code holds (``otpauth://``)."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=account, issuer_name=portal)


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The time step that `code` is of; None if it is wrong, or not of a step behind `after`."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    present = int(now.timestamp()) // PERIOD
    key = pyotp.HOTP(secret)
    found = None
    for step in range(present - _BESIDE, present + _BESIDE + 1):
        # All of them, so that the time tells nothing.
        if hmac.compare_digest(key.at(step), code) and step > after:
            found = step
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of fifty bits, in two halves."""
    found = []
    for _ in range(RECOVERY_CODES):
        signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        found.append(f"{signs[:5]}-{signs[5:]}")
    return tuple(found)


def recovery_digest(code: str, account: str, *, key: bytes) -> bytes:
    """By what a recovery code is known again, however it is typed."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hmac.digest(key, f"recovery|{account}|{plain}".encode(), hashlib.sha256)
