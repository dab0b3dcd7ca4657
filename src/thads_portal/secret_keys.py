"""The installation's secrets: for keyed digests of numbers, and to sign sessions and tokens.

A plain hash of twelve digits can be reversed by trying them all; with a key it cannot. Who
reads a key that signs sessions can sit down as anybody. So both stay out of the database: a dump
alone reveals and opens nothing. Losing the first means that the register must be rebuilt with a
new one; losing the second, that everybody signs in anew.
"""

from contextlib import suppress
from functools import cache
from pathlib import Path

import hashlib
import hmac
import os
import secrets


KEY_FILE = Path("keys/personal-number.key")
SESSION_KEY_FILE = Path("keys/session.key")
ALERTS_KEY_FILE = Path("keys/alerts.key")
LOG_KEY_FILE = Path("keys/publication-log.key")
#: The settings with keys that all machines with one database must have alike: what one has digested,
#: signed or sealed the others find, believe and open.
SHARED = (
    "THADS_PERSONAL_NUMBER_KEY",
    "THADS_SESSION_KEY",
    "THADS_LOG_KEY",
    "THADS_ALERTS_KEY",
    "THADS_FIELDS_KEYS",
    "THADS_REQUESTS_KEYS",
    "THADS_INFORMANTS_KEYS",
)
_BYTES = 32


@cache
def personal_number_key() -> bytes:
    """The key from ``THADS_PERSONAL_NUMBER_KEY`` (hex), else the instance's own file."""
    return _key("THADS_PERSONAL_NUMBER_KEY", KEY_FILE)


@cache
def session_key() -> bytes:
    """The key from ``THADS_SESSION_KEY`` (hex), else the instance's own file."""
    return _key("THADS_SESSION_KEY", SESSION_KEY_FILE)


@cache
def publication_log_key() -> bytes:
    """The seed of the Ed25519 key that signs the publication log and what it certifies.

    From ``THADS_LOG_KEY`` (64 hex digits), else the instance's own file. Who loses it cannot go on with
    the log under its name; who reads it can sign a false one.
    """
    return _key("THADS_LOG_KEY", LOG_KEY_FILE)


@cache
def ring_of(name: str) -> tuple[bytes, ...]:
    """The keys of the ring `name` (``requests``, ``informants``, ``fields``), the one that seals first.

    From ``THADS_REQUESTS_KEYS``, ``THADS_INFORMANTS_KEYS`` or ``THADS_FIELDS_KEYS`` (hex, parted by commas), else the
    instance's own file of that name, a key a line.
    """
    configured = os.environ.get(f"THADS_{name.upper()}_KEYS", "").strip()
    if configured:
        return tuple(bytes.fromhex(each.strip()) for each in configured.split(",") if each.strip())
    path = ring_file(name)
    if not path.exists():
        _create(path)
    return tuple(bytes.fromhex(line) for line in path.read_text().split())


def ring_file(name: str) -> Path:
    return Path(os.environ["THADS_VAR"]) / "keys" / f"{name}.keys"


def add_to_ring(name: str) -> None:
    """Put a new key on top of the ring; the older ones go on opening what they have sealed."""
    path = ring_file(name)
    known = path.read_text() if path.exists() else ""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{secrets.token_hex(_BYTES)}\n{known}")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    ring_of.cache_clear()


@cache
def alerts_key() -> bytes:
    """The key that encrypts the addresses and searches of the public's alerts.

    From ``THADS_ALERTS_KEY`` (64 hex digits), else the instance's own file. Without it nobody can be told
    any more.
    """
    return _key("THADS_ALERTS_KEY", ALERTS_KEY_FILE)


def signing_key(purpose: str) -> str:
    """A key for one `purpose` (``session``, ``token``), made of the session key: 64 hex digits."""
    return hmac.digest(session_key(), purpose.encode(), hashlib.sha256).hex()


def _key(variable: str, file: Path) -> bytes:
    """From the environment, else from `file` in the instance's ``var`` (``THADS_VAR``).

    The file is made once, readable by its owner only. Several hosts that serve one database
    must share the key through the environment.
    """
    configured = os.environ.get(variable, "").strip()
    if configured:
        return bytes.fromhex(configured)
    path = Path(os.environ["THADS_VAR"]) / file
    if not path.exists():
        _create(path)
    return bytes.fromhex(path.read_text().strip())


def _create(path: Path) -> None:
    """Whole or not at all, and never over a key that another process has just made."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        # A whole line: who adds a key below adds another line, and does not lengthen this one.
        file.write(f"{secrets.token_hex(_BYTES)}\n")
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
