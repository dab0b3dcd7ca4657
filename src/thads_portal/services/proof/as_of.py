"""``GET @as-of/<number>?at=<time>``: whether a listing was public then, and the proof from the log.

While the version asked for is the one that is public, the answer is its receipt: with salt, act and
content it proves for ever what stood there. Of what has ended there are times and a proof, and the
opening of the ending, which names nobody.
"""

from datetime import datetime
from datetime import UTC
from thads_portal.domain.web_addresses import host_name
from thads_portal.errors import BadFilter
from thads_portal.errors import ListingNotFound
from thads_portal.register.publication_log import openings
from thads_portal.register.publication_log.openings import Leaf
from thads_portal.register.publication_log.openings import Opening
from thads_portal.register.publication_log.served import PATH
from thads_portal.register.publication_log.served import Served
from thads_portal.register.publication_log.served import served
from thads_portal.security.public_address import public_address
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from typing import Any
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound

import re


_NUMBER = re.compile(r"\d{4}-\d{7}", re.ASCII)
_EXAMPLE = "2026-11-28T09:30:00+07:00"


def log_host() -> str:
    """What the log is named by when it signs for the first time: the host of the public address."""
    return host_name(public_address().partition("://")[2])


@implementer(IPublishTraverse)
class AsOf(RegisterService):
    parameters = ("at",)
    number: str | None = None

    def publishTraverse(self, request, name):
        if self.number is not None:
            raise NotFound(self, name, request)
        self.number = name
        return self

    def reply(self) -> dict[str, Any]:
        asked = _moment(self.request.form.get("at"))
        if self.number is None or not _NUMBER.fullmatch(self.number):
            raise ListingNotFound
        with served(database_of(self.context), log_host()) as log:
            leaves = openings.leaves_of(log.cursor, self.number)
            if not leaves:
                raise ListingNotFound
            span = openings.as_of(leaves, asked)
            opening = openings.opening_of(log.cursor, self.number)
            if span is None:
                return {"public": False, "from": None, "to": None, "version": 0}
            answer = {
                "public": span.public,
                "from": moment(span.act.public_from),
                "to": moment(span.to),
                "version": span.act.version,
                "commitment": span.act.commitment.hex(),
                "proof": _proof(log, span.act),
            }
        if opening is not None and opening.commitment == span.act.commitment:
            answer["opening"] = _opening(opening)
        return answer


def _proof(log: Served, leaf: Leaf) -> dict[str, Any]:
    assert leaf.place is not None  # noqa: S101  # it was read from the tree
    return {
        "log": f"{public_address()}/{PATH}",
        "size": log.head.size,
        "index": leaf.place,
        "path": log.inclusion(leaf.place),
        "checkpoint": log.checkpoint,
    }


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "salt": opening.salt.hex(),
        "act": opening.act,
        "content": opening.content,
    }


def _moment(given: object) -> datetime:
    if given in (None, ""):
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(str(given))
    except ValueError:
        raise BadFilter(name="at", allowed=[_EXAMPLE]) from None
    if read.tzinfo is None:
        raise BadFilter(name="at", allowed=[_EXAMPLE])
    return read
