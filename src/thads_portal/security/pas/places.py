"""Accounts that are bound to networks and certificates sign in, and come with a token, from there only."""

from contextlib import suppress
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from plone.registry.interfaces import IRegistry
from thads_portal.domain.account_places import rules
from typing import Any
from urllib.parse import unquote
from zope.component import queryUtility


RECORD = "thads_portal.account_places"
#: The client's certificate (PEM, percent-encoded), as the proxy has checked that the client has its key.
HEADER = "HTTP_X_CLIENT_CERTIFICATE"


def admits(account: str, request: Any) -> bool:
    """Whether `account` may come from where `request` does."""
    registry = queryUtility(IRegistry)
    lines = (registry.get(RECORD, None) if registry is not None else None) or ()
    if not lines:
        return True
    known = rules(line for line in lines if line.strip())
    if account not in known:
        return True
    bound = known[account]
    if bound is None or request is None:
        return False
    return bound.admits(request.getClientAddr() or "", _certificate(request))


def _certificate(request: Any) -> str | None:
    """The SHA-256 of the certificate that the proxy tells of, in hex."""
    told = request.environ.get(HEADER, "")
    with suppress(ValueError):
        found = x509.load_pem_x509_certificate(unquote(told).encode())
        return found.fingerprint(hashes.SHA256()).hex()
    return None
