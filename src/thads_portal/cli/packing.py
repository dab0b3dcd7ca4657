"""Packs pages for visitors whom no proxy serves: a page of results is a sixth of its size.

A proxy in front packs what it sends by itself and keeps pages for all; so where one asks, pages
leave as they are. What holds a secret of a session beside what the visitor typed is never packed:
its length would tell the secret letter by letter (BREACH).
"""

from collections.abc import Callable
from collections.abc import Iterable

import gzip


#: Half a millisecond for a page; more saves little.
_LEVEL = 5
#: Bytes: less gains nothing, more is no page.
_LEAST, _MOST = 1_000, 2_000_000
_PACKED = ("text/html", "application/json")
#: What a proxy tells of whom it asks for.
_PROXIED = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED",
    "HTTP_VIA", "HTTP_X_REAL_IP",
)  # fmt: skip
#: The field of the token in forms of whoever may change something.
_TOKEN = b"_authenticator"

Application = Callable[[dict, Callable], Iterable[bytes]]


def packed(application: Application, environ: dict, start_response: Callable) -> Iterable[bytes]:
    """The answer of `application`, packed if it may be."""
    if not _wanted(environ):
        return application(environ, start_response)
    held = _Held(start_response)
    answer = application(environ, held)
    if held.told is None or not isinstance(answer, (list, tuple)):
        held.release()
        return answer
    status, headers, *_exception = held.told
    body = b"".join(answer)
    if not _may_be_packed(status, headers, body):
        held.release()
        return answer
    body = gzip.compress(body, _LEVEL, mtime=0)
    held.release(_packed_headers(headers, len(body)))
    return [body]


class _Held:
    """A `start_response` that keeps what it is told until it is known how the body leaves."""

    def __init__(self, start_response: Callable) -> None:
        self._start = start_response
        self._released = False
        self.told: tuple | None = None

    def __call__(self, status: str, headers: list[tuple[str, str]], *exception) -> Callable:
        if self._released:
            return self._start(status, headers, *exception)
        self.told = (status, headers, *exception)
        return self._write

    def release(self, headers: list[tuple[str, str]] | None = None) -> Callable | None:
        """Tell on what was kept, with other `headers` where given; later calls pass through."""
        self._released = True
        if self.told is None:
            return None
        status, own, *exception = self.told
        return self._start(status, own if headers is None else headers, *exception)

    def _write(self, data: bytes) -> None:
        write = self.release()
        if write is not None:
            write(data)


def _wanted(environ: dict) -> bool:
    """Whether the visitor takes packed pages, asks for one without a proxy, and is not signed in."""
    if environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _PROXIED):
        return False
    if environ.get("HTTP_AUTHORIZATION") or "__ac" in environ.get("HTTP_COOKIE", ""):
        return False
    return any(map(_takes_gzip, environ.get("HTTP_ACCEPT_ENCODING", "").split(",")))


def _takes_gzip(part: str) -> bool:
    name, _, parameters = part.partition(";")
    refused = parameters.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return name.strip().lower() in ("gzip", "x-gzip") and not refused


def _may_be_packed(status: str, headers: list[tuple[str, str]], body: bytes) -> bool:
    said = {name.lower(): value.lower() for name, value in headers}
    return (
        status[:3] not in ("204", "206", "304")
        and _LEAST <= len(body) <= _MOST
        and said.get("content-type", "").startswith(_PACKED)
        and not {"content-encoding", "content-disposition", "set-cookie"} & said.keys()
        and "private" not in said.get("cache-control", "")
        and _TOKEN not in body
    )


def _packed_headers(headers: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    """`headers` of the packed body: a strong tag would name other bytes, so it is made weak."""
    changed = []
    vary = "Accept-Encoding"
    for name, value in headers:
        match name.lower():
            case "content-length":
                continue
            case "vary":
                vary = f"{value}, {vary}"
                continue
            case "etag" if not value.startswith("W/"):
                value = f"W/{value}"
        changed.append((name, value))
    return [
        *changed,
        ("Vary", vary),
        ("Content-Encoding", "gzip"),
        ("Content-Length", str(length)),
    ]
