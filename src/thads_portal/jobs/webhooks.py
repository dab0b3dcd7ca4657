"""Calls the addresses that organisations named: signed, to public hosts only, never redirected.

The host is resolved here, each of its addresses is looked at, and the connection goes to the one that
was looked at: a name that answers otherwise a moment later leads nowhere else.
"""

from collections.abc import Iterable
from contextlib import suppress
from thads_portal.domain.watching import is_named
from thads_portal.domain.watching import may_call
from thads_portal.domain.watching import url_fits
from urllib.parse import urlsplit

import http.client
import socket
import ssl
import threading


#: Seconds for each step of a call, and for all of it; bytes of an answer that are read.
PATIENCE, WHOLE, ANSWER = 10.0, 30.0, 64 * 1024


class CallFailed(Exception):
    """The message was not taken; says why, in a word or a status, nothing of the answer."""


def call(
    url: str,
    body: bytes,
    headers: dict[str, str],
    *,
    allowed: Iterable[str] = (),
    whole: float = WHOLE,
) -> None:
    """POST `body` to `url`, for `whole` seconds at most. Raises CallFailed unless the answer is 2xx.

    `allowed` are networks beside the public ones, for an installation that says so.
    """
    allowed = tuple(allowed)
    if not url_fits(url, allowed=allowed):
        raise CallFailed("url")
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _address(host, port, allowed)
    if parts.scheme != "https" and not is_named(address, allowed):
        # In clear only within the operator's own networks.
        raise CallFailed("url")
    connection = _Connection(host, port, address, secure=parts.scheme == "https")
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    # Who answers a byte at a time is not waited for.
    over = threading.Timer(whole, connection.give_up)
    over.daemon = True
    over.start()
    try:
        connection.request("POST", target, body, {**headers, "User-Agent": "THADS-watches/1"})
        answer = connection.getresponse()
        answer.read(ANSWER)
        if not 200 <= answer.status < 300:
            raise CallFailed(str(answer.status))
    except (OSError, http.client.HTTPException) as error:
        raise CallFailed(type(error).__name__) from error
    finally:
        over.cancel()
        connection.close()


def _address(host: str, port: int, allowed: tuple[str, ...]) -> str:
    """The address to connect to; all that the name has must be ones that may be called."""
    try:
        found = [
            str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ]
    except (OSError, UnicodeError) as error:
        raise CallFailed("unknown_host") from error
    if not found or not all(may_call(each, allowed=allowed) for each in found):
        raise CallFailed("private_address")
    return found[0]


class _Connection(http.client.HTTPConnection):
    """To an address that was looked at, under the host's name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._address, self._secure = address, secure
        # So that ``Host`` names no port that is understood: the address was signed without.
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), PATIENCE)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def give_up(self) -> None:
        """Whoever waits for the other side waits no longer."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)
