"""Base of the views that answer with data: headers, fair shares, refusals in both languages."""

from datetime import datetime
from datetime import UTC
from functools import cached_property
from Products.Five.browser import BrowserView
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyRequests
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.security.public_address import public_address
from thads_portal.services.answer import HEADERS
from thads_portal.services.fairness import READS
from thads_portal.services.fairness import take_share

import hashlib
import orjson


class DataView(BrowserView):
    """Subclasses answer in `body`; refusals become short answers with their status."""

    share = READS
    content_type = "application/json"
    #: Whether the refusals are JSON or lines of text.
    _json = True

    def __call__(self):
        response = self.request.response
        self.request.environ["plone.transformchain.disable"] = True
        for name, value in HEADERS.items():
            response.setHeader(name, value)
        try:
            take_share(self.request, self.share)
            answer = self.body()
        except ThadsError as error:
            return self._refused(error)
        response.setHeader("Content-Type", self.content_type)
        return answer

    def body(self):
        raise NotImplementedError

    def _refused(self, error: ThadsError) -> bytes:
        response = self.request.response
        response.setStatus(error.status, lock=1)
        if isinstance(error, TooManyRequests):
            response.setHeader("Retry-After", str(error.seconds))
        elif error.status == 503:
            response.setHeader("Retry-After", "120")
        answer = error.as_dict()
        response.setHeader("Cache-Control", "no-store")
        if self._json:
            response.setHeader("Content-Type", "application/json")
            return orjson.dumps(answer, option=orjson.OPT_INDENT_2)
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return f"{answer['message']['vi']}\n{answer['message']['en']}\n".encode()

    @property
    def database(self) -> str:
        return dsn_of(connection_of(self.context).db())

    @cached_property
    def root(self) -> str:
        """The portal's public address: what is answered here is kept by whoever asked."""
        return public_address()

    @cached_property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def attach(self, name: str) -> None:
        """The answer is a file called `name` (ASCII)."""
        self.request.response.setHeader("Content-Disposition", f'attachment; filename="{name}"')

    @property
    def stamp(self) -> str:
        """The day, for names of files."""
        return f"{self.now.astimezone(VIETNAM):%Y%m%d}"

    def unless_known(self, answer: bytes) -> bytes:
        """`answer`, or 304 for who has it."""
        response = self.request.response
        tag = f'"{hashlib.sha256(answer).hexdigest()[:32]}"'
        response.setHeader("ETag", tag)
        known = self.request.getHeader("If-None-Match") or ""
        if tag in [each.strip().removeprefix("W/") for each in known.split(",")]:
            response.setStatus(304, lock=1)
            return b""
        return answer
