"""``/nhat-ky-cong-khai``: the publication log for people, and as static tiles (C2SP tlog-tiles).

Below it: ``checkpoint``, ``tile/<level>/<place>``, ``tile/entries/<place>``, each full or with
``.p/<width>``; ``key``, what checks the signatures; ``consistency?from=…&to=…``.
"""

from thads_portal.browser.shared.page import PublicPage
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.register.publication_log import heads
from thads_portal.register.publication_log import tree
from thads_portal.register.publication_log.served import served
from thads_portal.services.fairness import LOG
from thads_portal.services.fairness import take_share
from thads_portal.services.proof.as_of import log_host
from thads_portal.templates import PageTemplate
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import base64
import orjson
import re


TITLE = _("log_title", default="Nhật ký công khai")
ABOUT = _(
    "about_log",
    default="Mỗi lần đăng, sửa, chấm dứt, đăng lại đều có một dấu trong nhật ký chỉ ghi thêm: ai cũng"
    " kiểm tra được rằng Cổng không sửa hay bỏ bớt điều đã công khai.",
)
_TILE = re.compile(r"(\d{1,2}|entries)((?:/x\d{3})*)/(\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)
#: A tile that is full never changes.
_FOREVER = "public, max-age=31536000, immutable"
_LONGEST = 12


@implementer(IPublishTraverse)
class PublicationLog(PublicPage):
    template = PageTemplate("page.pt")
    failed = False
    head: tree.Head | None = None
    name = key = checkpoint = ""
    _below: tuple[str, ...] = ()

    def publishTraverse(self, request, name):
        if len(self._below) == _LONGEST:
            raise NotFound(name)
        self._below = (*self._below, name)
        return self

    def __call__(self):
        if not self._below:
            return super().__call__()
        self.request.environ["plone.transformchain.disable"] = True
        return self._file("/".join(self._below))

    def update(self):
        self.layout.tell(headline=self.say(TITLE), description=self.say(ABOUT))
        try:
            with served(self.database, log_host()) as log:
                self.head, self.name, self.checkpoint = log.head, log.name, log.checkpoint
                self.key = heads.key_of(log.name)
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")

    @property
    def path(self) -> str:
        return f"{self.root}/nhat-ky-cong-khai"

    @property
    def hash(self) -> str:
        return base64.b64encode(self.head.root).decode()

    # The files

    def _file(self, path: str) -> bytes:
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("X-Robots-Tag", "noindex")
        response.setHeader("Access-Control-Allow-Origin", "*")
        response.setHeader("Cache-Control", "public, max-age=1")
        take_share(self.request, LOG)
        if path in ("checkpoint", "key"):
            response.setHeader("Content-Type", "text/plain; charset=utf-8")
            with served(self.database, log_host()) as log:
                said = log.checkpoint if path == "checkpoint" else f"{heads.key_of(log.name)}\n"
            return said.encode()
        if path == "consistency":
            return self._consistency()
        asked = _TILE.fullmatch(path.removeprefix("tile/")) if path.startswith("tile/") else None
        if asked is None:
            raise NotFound(path)
        response.setHeader("Content-Type", "application/octet-stream")
        place = int("".join(re.findall(r"\d{3}", asked[2])) + asked[3])
        width = int(asked[4]) if asked[4] else tree.WIDTH
        found = self._tile(asked[1], place, width) if width <= tree.WIDTH else b""
        if not found:
            response.setHeader("Cache-Control", "no-store")
            raise NotFound(path)
        response.setHeader("Cache-Control", _FOREVER)
        return found

    def _tile(self, level: str, place: int, width: int) -> bytes:
        """The first `width` hashes or entries of a tile; nothing if it has fewer."""
        if place >= 1 << 40:
            return b""
        with self.register() as cursor:
            if level == "entries":
                found = tree.entries(cursor, place, width)
                return found if len(found) == width * (tree.HASH + 2) else b""
            found = tree.tile(cursor, int(level), place)
        return found[: width * tree.HASH] if len(found) >= width * tree.HASH else b""

    def _consistency(self) -> bytes:
        """JSON: ``{"from", "to", "path"}``, hashes in hexadecimal."""
        response, form = self.request.response, self.request.form
        response.setHeader("Content-Type", "application/json")
        sizes = [str(form.get(name) or "") for name in ("from", "to")]
        try:
            older, newer = (
                int(size) if size.isascii() and len(size) < 16 else -1 for size in sizes
            )
            with served(self.database, log_host()) as log:
                path = log.consistency(older, newer)
        except ValueError:
            raise NotFound("consistency") from None
        return orjson.dumps({"from": older, "to": newer, "path": path})
