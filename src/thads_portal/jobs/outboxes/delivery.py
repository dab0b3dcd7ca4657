"""Delivers messages to the partners that are configured, until each is acknowledged.

``THADS_OUTBOX`` names a file of JSON, ``{partner: {"address": "https://…", "token": "…"}}``, readable by the
portal only. A message is sent to ``<address>/messages`` under its id as ``Idempotency-Key``: a partner that has it
acknowledges it again, so that a worker that dies between the sending and the note does no harm. The body is
signed with the key of the publication log (detached JWS). No redirect is followed.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from http.client import HTTPResponse
from pathlib import Path
from thads_portal.domain.certificates import detached_jws
from thads_portal.domain.outboxes import Partner
from thads_portal.domain.web_addresses import is_link
from thads_portal.errors import ConfigurationError
from thads_portal.register.outbox import messages
from thads_portal.register.outbox.messages import Waiting
from thads_portal.register.own_transaction import own_transaction
from thads_portal.secret_keys import publication_log_key
from typing import Any

import orjson
import os
import socket
import threading
import time
import urllib.error
import urllib.request


VARIABLE = "THADS_OUTBOX"
#: Seconds for an answer; messages of a partner in one run; failures of one run before a pause.
_SECONDS, _MOST, _FAILURES = 20, 1_000, 3
#: Bytes of an answer; seconds for all of it.
_LONGEST, _WHOLE = 1_000_000, 60.0
#: Statuses that say that the very message is wrong: sending it again would not help.
_REFUSED = frozenset({400, 403, 404, 410, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class Address:
    url: str
    token: str = ""


def addresses() -> dict[Partner, Address]:
    """Where the partners are. Raises ConfigurationError for a file that cannot be read or is no such."""
    path = os.environ.get(VARIABLE, "").strip()
    if not path:
        return {}
    try:
        given = orjson.loads(Path(path).read_bytes())
        found = {
            Partner(name): Address(each["address"].rstrip("/"), each.get("token", ""))
            for name, each in given.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(detail=f"{VARIABLE}: {type(error).__name__}") from error
    if not all(is_link(each.url) for each in found.values()):
        raise ConfigurationError(detail=f"{VARIABLE}: address")
    return found


def deliver(dsn: str, places: Mapping[Partner, Address]) -> dict[str, int]:
    """Send what waits: ``acknowledged``, ``failed``, ``refused``."""
    done = {"acknowledged": 0, "failed": 0, "refused": 0}
    for partner, address in places.items():
        failures = 0
        for _each in range(_MOST):
            outcome = _one(dsn, partner, address)
            if outcome is None:
                break
            done[outcome] += 1
            failures += outcome == "failed"
            if failures == _FAILURES:
                # It is away: the others of this partner wait for the next run.
                break
    return done


def _one(dsn: str, partner: Partner, address: Address) -> str | None:
    """Send the next message of `partner`; what became of it, None if there was none."""
    with own_transaction(dsn) as cursor:
        message = messages.next_of(cursor, partner)
        if message is None:
            return None
        status, said = _send(address, message)
        receipt = _receipt(said) if 200 <= status < 300 else None
        if receipt is not None:
            messages.acknowledged(cursor, message.id, receipt)
            return "acknowledged"
        refused = status in _REFUSED
        problem = f"HTTP {status}" if status else said
        messages.failed(cursor, message, problem, refused=refused)
        return "refused" if refused else "failed"


def _send(address: Address, message: Waiting) -> tuple[int, str]:
    body = message.body.encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": message.id,
        "JWS-Signature": detached_jws(message.body, seed=publication_log_key(), key_id="thads"),
    }
    return ask(address, "messages", body=body, headers=headers)


def ask(
    address: Address,
    path: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    longest: int = _LONGEST,
    whole: float = _WHOLE,
) -> tuple[int, str]:
    """Status and text of the answer; 0 and what went wrong if there is none.

    An answer of more than `longest` bytes is none, nor is one that takes more than `whole` seconds.
    """
    over = time.monotonic() + whole
    held: list[Any] = []
    opener = urllib.request.build_opener(_NoRedirect, _Http(held), _Https(held))
    asked = urllib.request.Request(  # noqa: S310 - http(s) only, see `addresses`
        f"{address.url}/{path}", data=body, headers=dict(headers or {})
    )
    if address.token:
        asked.add_header("Authorization", f"Bearer {address.token}")
    # Until the body comes, which looks at the time itself.
    timer = threading.Timer(whole, _give_up, (held,))
    timer.daemon = True
    timer.start()
    try:
        with opener.open(asked, timeout=_SECONDS) as answer:
            return answer.status, _read(answer, longest, over).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""
    except (OSError, HTTPException) as error:
        late = time.monotonic() >= over
        return 0, TimeoutError.__name__ if late else type(error).__name__
    finally:
        timer.cancel()


def _read(answer: Any, longest: int, over: float) -> bytes:
    """The body. What comes is looked at each time: who sends a byte now and then keeps nobody."""
    found, part = bytearray(), b"-"
    while part:
        part = answer.read1(64 * 1024)
        found += part
        if len(found) > longest:
            raise HTTPException("too long")
        if time.monotonic() >= over:
            raise TimeoutError
    return bytes(found)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **named: Any) -> None:
        return None


class _Holding(urllib.request.AbstractHTTPHandler):
    """Keeps the connections that are made, so that they can be given up."""

    def __init__(self, held: list[Any]) -> None:
        super().__init__()
        self._held = held

    def do_open(self, http_class: Any, req: Any, **http_conn_args: Any) -> HTTPResponse:
        def made(*args: Any, **named: Any) -> Any:
            self._held.append(http_class(*args, **named))
            return self._held[-1]

        return super().do_open(made, req, **http_conn_args)


class _Http(_Holding, urllib.request.HTTPHandler):
    pass


class _Https(_Holding, urllib.request.HTTPSHandler):
    pass


def _give_up(held: list[Any]) -> None:
    """Whoever waits for the other side waits no longer."""
    for connection in held:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _receipt(said: str) -> str | None:
    """What the partner acknowledges by; without it nothing is acknowledged."""
    try:
        receipt = orjson.loads(said)["receipt"]
    except (ValueError, KeyError, TypeError):
        return None
    # What cannot be kept or shown is no receipt: it would stop the round for all others.
    fits = isinstance(receipt, str) and receipt.isprintable() and receipt.strip()
    return receipt[:100] if fits else None
