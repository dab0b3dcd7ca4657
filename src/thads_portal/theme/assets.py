"""The public style sheet, script, fonts and marks, served from memory under addresses that change.

An address holds a digest of the content, so a browser may keep a file for a
year and still shows the new one after an upgrade. Addresses inside the style
sheet get their digests first; a file named there and missing stops the start.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import gzip
import re


#: The name of the view that serves; addresses are ``<site>/thads-static/<stem>.<digest>.<ext>``.
VIEW = "thads-static"
FOLDER = Path(__file__).parent / "static"
#: The public style sheet is these files in this order.
STYLES = (
    "tokens.css",
    "base.css",
    "components.css",
    "pages.css",
    "content.css",
    "forms.css",
    "print.css",
)

#: Sent beside it to who is signed in.
DESK_STYLES = "desk.css"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_PACKED = {".css", ".js", ".svg"}
_ADDRESS = re.compile(r"(?P<stem>[a-z0-9-]+)\.(?P<digest>[0-9a-f]{12})(?P<suffix>\.[a-z0-9]+)")
_REFERENCE = re.compile(r'url\("(?P<name>[^":]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent. `address` is relative to the view; `packed` is gzip or None."""

    address: str
    content_type: str
    body: bytes
    packed: bytes | None


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = Path(name).stem, Path(name).suffix
    digest = blake2b(body, digest_size=6).hexdigest()
    packed = gzip.compress(body, mtime=0) if suffix in _PACKED else None
    return Asset(f"{stem}.{digest}{suffix}", _TYPES[suffix], body, packed)


@cache
def assets() -> dict[str, Asset]:
    """File name -> asset; ``portal.css`` is all of STYLES."""
    found = {
        path.name: _asset(path.name, path.read_bytes())
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in _TYPES and path.suffix != ".css" and path.name != "sw.js"
    }

    def addressed(match):
        return f'url("{found[Path(match["name"]).name].address}")'

    styles = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in STYLES)
    styles = _REFERENCE.sub(addressed, _COMMENT.sub("", styles))
    found["portal.css"] = _asset("portal.css", styles.encode())
    # Of the staff alone: it must not weigh on the pages of the public.
    desk = (FOLDER / DESK_STYLES).read_text(encoding="utf-8")
    found[DESK_STYLES] = _asset(DESK_STYLES, _COMMENT.sub("", desk).encode())
    return found


@cache
def _by_stem() -> dict[tuple[str, str], Asset]:
    return {(Path(name).stem, Path(name).suffix): asset for name, asset in assets().items()}


def address(name: str) -> str:
    """Where `name` is, relative to the site; KeyError if there is no such file."""
    return f"{VIEW}/{assets()[name].address}"


@implementer(IPublishTraverse)
class StaticFiles(BrowserView):
    """``thads-static/<stem>.<digest>.<ext>``; a digest of another release gets today's file."""

    asked = None

    def publishTraverse(self, request, name):
        match = _ADDRESS.fullmatch(name)
        if self.asked is not None or match is None:
            raise NotFound(name)
        self.asked = match
        return self

    def __call__(self):
        asset = self.asked and _by_stem().get((self.asked["stem"], self.asked["suffix"]))
        if not asset:
            raise NotFound(self.__name__)
        response = self.request.response
        # Nothing to theme, to protect or to transform in a file.
        self.request.environ["plone.transformchain.disable"] = True
        current = asset.address.split(".")[1] == self.asked["digest"]
        response.setHeader("Cache-Control", _FOR_EVER if current else "no-cache")
        response.setHeader("Content-Type", asset.content_type)
        response.setHeader("X-Content-Type-Options", "nosniff")
        tag = f'"{asset.address}"'
        response.setHeader("ETag", tag)
        response.setHeader("Vary", "Accept-Encoding")
        if tag in (self.request.getHeader("If-None-Match") or ""):
            response.setStatus(304)
            return b""
        if asset.packed and "gzip" in (self.request.getHeader("Accept-Encoding") or ""):
            response.setHeader("Content-Encoding", "gzip")
            return asset.packed
        return asset.body
