"""A name for each request, by which its lines in the logs of proxy, portal and client are found.

It is made here, or taken from a proxy on this machine that has given one already.
"""

from contextvars import ContextVar
from typing import Any

import re
import uuid


HEADER = "X-Request-ID"
#: Of the request that this thread serves; empty outside one.
current: ContextVar[str] = ContextVar("thads_request_id", default="")

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+")


def from_this_machine(environ: dict[str, Any]) -> bool:
    return _LOOPBACK.fullmatch(environ.get("REMOTE_ADDR", "")) is not None


def passed_on(environ: dict[str, Any]) -> bool:
    """Whether a proxy asks for somebody else."""
    return "HTTP_X_FORWARDED_FOR" in environ or "HTTP_FORWARDED" in environ


def id_of(environ: dict[str, Any]) -> str:
    """The proxy's name for the request, if it is one, else a new one."""
    given: str = environ.get("HTTP_X_REQUEST_ID", "")
    if given and from_this_machine(environ) and _GIVEN.fullmatch(given):
        return given
    return uuid.uuid4().hex
