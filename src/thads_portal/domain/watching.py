"""What organisations watch: subjects as digests under their key, signed messages, where none may go.

Both sides know the key's digest (``sharing.digest_of``): the organisation from its key, the portal
because it keeps nothing else. Under it the organisation makes the digest of a number, so that none
leaves its house; names and births are digested by the portal and not kept. Pure.
"""

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from ipaddress import ip_address
from ipaddress import ip_network
from ipaddress import IPv4Address
from ipaddress import IPv6Address
from thads_portal.domain.identifiers import normal_personal_number
from thads_portal.domain.matching import Decision
from thads_portal.domain.names import by_names
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

import base64
import hashlib
import hmac


#: A watch lasts at most so long; a message is tried for so long.
LONGEST = timedelta(days=366)
TRIED_FOR = timedelta(hours=24)
#: Minutes to wait before each next attempt; the last repeats.
WAITS = (1, 2, 5, 10, 30, 60, 120)
LONGEST_REF, LONGEST_URL = 100, 500
#: What Python calls global and may lead within: IPv4 behind a translator (RFC 6052), IPv6 of one site
#: (RFC 3879), relays of 6to4, addresses of examples and of a link's own protocols.
_OTHERS = tuple(
    ip_network(each)
    for each in ("64:ff9b::/96", "fec0::/10", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")
)
#: IPv4 in the last 32 bits (ISATAP, RFC 5214): ...:0:5efe:10.0.0.1.
_ISATAP = (0x00005EFE, 0x02005EFE)


def name_digest(name: str, *, key: bytes) -> bytes:
    """Of the name without marks, whatever the order of its words; `key` is the key's digest."""
    return _digest("name", full_token(parse_name(name).own), key)


def held_names(name: str, *, key: bytes) -> list[bytes]:
    """Of a listing's name and of the other names that stand with it; one word alone names nobody."""
    others = [each for each in by_names(name) if len(parse_name(each).words) > 1]
    return [name_digest(each, key=key) for each in (name, *others)]


def id_digest(number: str, *, key: bytes) -> bytes:
    """Of a personal or enterprise number in its normal form: what an organisation sends as ``id_hmac``."""
    return _digest("id", normal_personal_number(number) or number, key)


def birth_digests(born: date, *, key: bytes) -> tuple[bytes, bytes, bytes]:
    """Of the year, month and day of a birth."""
    text = born.isoformat()
    year, month, day = (birth_digest(text[:size], key=key) for size in (4, 7, 10))
    return year, month, day


def birth_digest(text: str, *, key: bytes) -> bytes:
    """Of a birth as precise as it is known (``matching.birth_of``)."""
    return _digest("birth", text, key)


def _digest(kind: str, text: str, key: bytes) -> bytes:
    return hmac.digest(key, f"{kind}\0{text}".encode(), hashlib.sha256)


def decide(
    *,
    same_name: bool,
    asked_id: bytes | None,
    held_id: bytes | None,
    asked_birth: bytes | None,
    held_births: Iterable[bytes],
) -> Decision:
    """What a listing says about a subject; NONE: it is somebody else."""
    if asked_id is not None and held_id is not None:
        if hmac.compare_digest(asked_id, held_id):
            return Decision.SAME_ID
        return Decision.DIFFERENT_ID_ONLY if same_name else Decision.NONE
    if not same_name:
        return Decision.NONE
    births = tuple(held_births)
    if asked_birth is not None and births:
        return Decision.PROBABLE if asked_birth in births else Decision.NONE
    return Decision.SAME_NAME


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts have failed."""
    return timedelta(minutes=WAITS[min(max(attempts, 1), len(WAITS)) - 1])


def url_fits(url: str, *, allowed: Iterable[str] = ()) -> bool:
    """Whether messages may go to `url` as it is written: HTTPS, a host, no account, no fragment.

    Whether its host is a public one is asked when it is called (:func:`may_call`). To one of
    the networks `allowed` also HTTP may be spoken.
    """
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError:
        return False
    scheme = parts.scheme == "https" or (parts.scheme == "http" and bool(tuple(allowed)))
    return scheme and bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment


def is_named(address: IPv4Address | IPv6Address | str, allowed: Iterable[str]) -> bool:
    """Whether the IP `address` is in one of the networks `allowed`."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(each, strict=False) for each in allowed)


def may_call(address: str, *, allowed: Iterable[str] = ()) -> bool:
    """Whether the portal may connect to the IP `address`: a public one, or in one of `allowed`.

    Private, link-local, loopback, multicast, reserved ones and IPv4 within IPv6 are none.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if is_named(found, allowed):
        return True
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is not None or getattr(found, "teredo", None) is not None:
        return False
    if any(found in each for each in _OTHERS):
        return False
    if found.version == 6 and int(found) >> 32 & 0xFFFFFFFF in _ISATAP:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


# HTTP Message Signatures (RFC 9421)

_COMPONENTS = ("@method", "@target-uri", "content-type", "content-digest")


def target_uri(url: str) -> str:
    """`url` as who is called sees it: host in small letters, no port that is understood, a path."""
    parts = urlsplit(url)
    host = parts.netloc.lower()
    host = host.removesuffix(":443" if parts.scheme == "https" else ":80").removesuffix(":")
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def signed_headers(
    url: str, body: bytes, *, key_id: str, key: bytes, created: int
) -> dict[str, str]:
    """The headers of a POST of `body` to `url`, signed with HMAC-SHA256 under the key's digest.

    `created`: seconds since 1970.
    """
    content = base64.b64encode(hashlib.sha256(body).digest()).decode()
    values = {
        "@method": "POST",
        "@target-uri": target_uri(url),
        "content-type": "application/json",
        "content-digest": f"sha-256=:{content}:",
    }
    named = " ".join(f'"{name}"' for name in _COMPONENTS)
    parameters = f'({named});created={created};keyid="{key_id}";alg="hmac-sha256"'
    lines = [f'"{name}": {values[name]}' for name in _COMPONENTS]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    made = base64.b64encode(hmac.digest(key, base.encode(), hashlib.sha256)).decode()
    return {
        "Content-Type": values["content-type"],
        "Content-Digest": values["content-digest"],
        "Signature-Input": f"thads={parameters}",
        "Signature": f"thads=:{made}:",
    }
