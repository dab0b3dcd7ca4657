"""The portal's public address: what everything that leaves or is kept is built from.

Mails, reset links, codes on papers, feeds, files and what robots read never repeat the Host
header of whoever asked: a visitor chooses that, and could have a link to a site of their own
mailed, signed or cached. The operator says the address once, by ``THADS_PUBLIC_ADDRESS`` or the
registry; the variable is written into the registry when a worker starts, so that both are one
setting. While it is set, a Host that is not named there is refused (421), and every address
in every answer is built from it. While it is not, any Host is served with addresses of its own,
and what leaves or is kept names the address that the portal listens on.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from plone.base.interfaces import IPloneSiteRoot
from plone.registry.interfaces import IRegistry
from thads_portal.domain.web_addresses import host_name
from thads_portal.domain.web_addresses import Origin
from thads_portal.domain.web_addresses import origins_of
from thads_portal.errors import Misdirected
from thads_portal.i18n import ENGLISH_PATH
from zope.component import adapter
from zope.component import queryUtility
from zope.traversing.interfaces import IBeforeTraverseEvent

import os
import re


VARIABLE = "THADS_PUBLIC_ADDRESS"
RECORD = "thads_portal.public_address"
#: Who asks from the machine itself by these is no visitor: a health check, or the operator.
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+")


def public_address() -> str:
    """The address without a slash at its end."""
    known = _origins(queryUtility(IRegistry))
    return str(known[0]) if known else listening_address()


def known_addresses() -> tuple[str, ...]:
    """All that the operator has named, the public one first."""
    return tuple(str(origin) for origin in _origins(queryUtility(IRegistry)))


def is_set() -> bool:
    """Whether the operator has said what the address is."""
    return bool(_origins(queryUtility(IRegistry)))


def listening_address() -> str:
    """Where the portal listens, as a browser on its machine reaches it."""
    host = os.environ.get("THADS_ADDRESS", "").strip() or "localhost"
    host = "localhost" if host == "*" else host
    host = f"[{host}]" if ":" in host else host
    port = os.environ.get("THADS_PORT", "").strip() or "8080"
    return f"http://{host}" if port == "80" else f"http://{host}:{port}"


def public_address_of(thing) -> str:
    """The public address of a content object of the site, the same whatever language is read."""
    path = thing.absolute_url_path().rstrip("/")
    if f"{path}/".startswith(f"{ENGLISH_PATH}/"):
        path = path.removeprefix(ENGLISH_PATH)
    return f"{public_address()}{path}"


@contextmanager
def speaking_publicly(request) -> Iterator[None]:
    """Within, Plone's own templates build the addresses in mails from the public address."""
    before = request.get("SERVER_URL", "")
    _speak(request, public_address())
    try:
        yield
    finally:
        _speak(request, before)


@adapter(IPloneSiteRoot, IBeforeTraverseEvent)
def settle_address(site, event) -> None:
    """Before anything of the site is reached: refuse a foreign Host, speak with one's own address.

    Raises Misdirected.
    """
    known = _origins(site.portal_registry)
    request = event.request
    if not known or "SERVER_URL" not in request.other:
        return
    asked = host_name(request.environ.get("HTTP_HOST", ""))
    local = asked in _LOCAL_NAMES and _LOOPBACK.fullmatch(request.environ.get("REMOTE_ADDR", ""))
    _speak(request, str(known[0]))
    if asked and not local and asked not in {origin.host for origin in known}:
        raise Misdirected


def keep_variable(registry) -> bool:
    """Write the variable into the record; whether that changed it."""
    named = os.environ.get(VARIABLE, "").strip()
    if not named or registry.get(RECORD) == named:
        return False
    registry[RECORD] = named
    return True


def _origins(registry) -> Sequence[Origin]:
    named = os.environ.get(VARIABLE, "").strip()
    if not named and registry is not None:
        named = registry.get(RECORD) or ""
    try:
        return origins_of(named)
    except ValueError:
        # Nobody is shut out by a slip of the pen in the registry.
        return ()


def _speak(request, address: str) -> None:
    other = request.other
    before = other.get("SERVER_URL", "")
    if before == address:
        return
    other["SERVER_URL"] = address
    request._resetURLS()
    for name in ("ACTUAL_URL", "VIRTUAL_URL"):
        text = other.get(name, "")
        if before and text.startswith(before):
            other[name] = address + text.removeprefix(before)
