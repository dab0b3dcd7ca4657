"""Answers for the portal while its database is away.

Zope opens the database before it knows which site, page or error view a request is for. When
that fails there is only the server's own "500 Internal Server Error" left, which tells a visitor
nothing and a client that it should not try again.
"""

from collections.abc import Callable
from collections.abc import Iterable
from thads_portal.browser.shared.errors.texts import MAINTENANCE
from thads_portal.errors import RegisterUnavailable
from thads_portal.register.trouble import away
from thads_portal.theme.plain import POLICY
from typing import Any
from ZODB.POSException import StorageError

import json
import logging


logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

#: Seconds after which it makes sense to come back.
_RETRY_AFTER = "120"


def available(application: Application) -> Application:
    """`application`, with 503 in both languages where the database does not answer it."""

    def serve(environ: Environ, start_response: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        try:
            return application(environ, start_response)
        except Exception as error:  # what is not the database's goes on as it came
            if not (isinstance(error, StorageError) or away(error)):
                raise
            # Without its text: an error of the storage may quote what it was about to store.
            logger.error("The database is away: %s", type(error).__name__)
            return unavailable(environ, path, start_response)

    return serve


def unavailable(environ: Environ, path: str, start_response: Start) -> Iterable[bytes]:
    """503 in both languages, as a page or as JSON."""
    refusal = RegisterUnavailable().as_dict()
    if "/++api++" in path or "application/json" in environ.get("HTTP_ACCEPT", ""):
        kind, text = "application/json", json.dumps(refusal, ensure_ascii=False)
    else:
        kind, text = "text/html; charset=utf-8", MAINTENANCE
    body = text.encode()
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Retry-After", _RETRY_AFTER),
        ("Cache-Control", "no-store"),
        ("X-Robots-Tag", "noindex, nofollow, noarchive"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", POLICY),
    ]
    start_response("503 Service Unavailable", headers)
    return [body]
