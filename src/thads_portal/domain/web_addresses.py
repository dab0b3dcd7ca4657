"""Addresses on the web that are kept or shown: the portal's own public one, and links that staff enter.

Only ``http`` and ``https`` lead somewhere for everybody. ``javascript:`` and ``data:`` would
run in the page that shows them, ``file:`` would read the visitor's computer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import re


_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^]")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
#: Longest link that is taken, in characters.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a site answers. `port` is None where it is the usual one of `scheme`."""

    scheme: str
    host: str
    port: int | None = None

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{f':{self.port}' if self.port else ''}"


def origin_of(text: str) -> Origin:
    """``https://thads.example/`` -> its origin; ValueError for anything that is more or less."""
    parts = urlsplit(text.strip())
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    plain = parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or not plain:
        raise ValueError(text)
    # Reading it is what judges it.
    port = parts.port
    usual = {"http": 80, "https": 443}[parts.scheme]
    return Origin(parts.scheme, host, None if port in (None, usual) else port)


def origins_of(text: str) -> Sequence[Origin]:
    """The public address, and others after it that the portal also answers at; ValueError."""
    return [origin_of(each) for each in text.split()]


def host_name(header: str) -> str:
    """The name in a Host header, without its port, as it is compared."""
    name = header.strip().lower()
    name = name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]
    return name.rstrip(".")


def is_link(text: str) -> bool:
    """Whether `text` is a whole address of the web that may stand in a page."""
    if len(text) > LONGEST or _CONTROL.search(text):
        return False
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    # A name and a password in front of the host are for misleading people.
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc


def is_place(text: str) -> bool:
    """Whether a link to `text` leads to the web or to a page of the portal itself."""
    inside = text.removeprefix("${portal_url}").removeprefix("${navigation_root_url}")
    if inside.startswith(("/", "resolveuid/", "../resolveuid/")) and not inside.startswith("//"):
        return not _CONTROL.search(inside)
    return is_link(text)


def is_mail_address(text: str) -> bool:
    """Whether `text` is one address that a ``mailto:`` link may hold."""
    return len(text) <= 254 and _MAIL.fullmatch(text) is not None
