"""``GET @as-of/<number>?at=<time>``: whether a listing was public then, and the proof from the log.

While the version asked for is the one that is public, the answer is its receipt: with salt, act and
content it proves for ever what stood there. Of what has ended there are times and a proof, and the
opening of the ending, which names nobody; what its last version said is for an organisation whose
agreement covers it, with scope ``as-of`` and a purpose, and each look is in the log of inquiries.
"""

from datetime import datetime
from datetime import UTC
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from thads_portal.domain.sharing import Asker
from thads_portal.domain.sharing import DataKind
from thads_portal.domain.sharing import name_digest
from thads_portal.domain.sharing import Scope
from thads_portal.domain.web_addresses import host_name
from thads_portal.errors import BadFilter
from thads_portal.errors import ListingNotFound
from thads_portal.register import inquiries
from thads_portal.register.publication_log import openings
from thads_portal.register.publication_log.openings import Leaf
from thads_portal.register.publication_log.openings import Opening
from thads_portal.register.publication_log.served import PATH
from thads_portal.register.publication_log.served import Served
from thads_portal.register.publication_log.served import served
from thads_portal.secret_keys import personal_number_key
from thads_portal.security.public_address import public_address
from thads_portal.services import asking
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from thads_portal.services.fairness import take_share
from typing import Any
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound

import orjson
import re


_NUMBER = re.compile(r"\d{4}-\d{7}", re.ASCII)
_EXAMPLE = "2026-11-28T09:30:00+07:00"


def log_host() -> str:
    """What the log is named by when it signs for the first time: the host of the public address."""
    return host_name(public_address().partition("://")[2])


@implementer(IPublishTraverse)
class AsOf(RegisterService):
    limited = False
    parameters = ("at", "purpose", "case_reference")
    number: str | None = None

    def publishTraverse(self, request, name):
        if self.number is not None:
            raise NotFound(self, name, request)
        self.number = name
        return self

    def reply(self) -> dict[str, Any]:
        form, dsn = self.request.form, database_of(self.context)
        asker = asking.asker_of(self.request, dsn, Scope.AS_OF)
        ground = None
        if asker is not None:
            ground = asking.ground_of(asker, form.get("purpose"), form.get("case_reference"))
        else:
            take_share(self.request)
        asked = _moment(form.get("at"))
        if self.number is None or not _NUMBER.fullmatch(self.number):
            raise ListingNotFound
        with served(dsn, log_host()) as log:
            leaves = openings.leaves_of(log.cursor, self.number)
            if not leaves:
                raise ListingNotFound
            span = openings.as_of(leaves, asked)
            opening = openings.opening_of(log.cursor, self.number)
            content = None
            if ground is not None and DataKind.ENDED in ground.kinds and span is not None:
                content = openings.last_content(log.cursor, self.number, span.act.version)
        if asker is not None and ground is not None:
            # Before anything is told: no answer without its entry.
            self._note(dsn, asker, ground, content)
        with served(dsn, log_host()) as log:
            if span is None:
                return {"public": False, "from": None, "to": None, "version": 0}
            answer: dict[str, Any] = {
                "public": span.public,
                "from": moment(span.act.public_from),
                "to": moment(span.to),
                "version": span.act.version,
                "commitment": span.act.commitment.hex(),
                "proof": _proof(log, span.act),
            }
        if opening is not None and opening.commitment == span.act.commitment:
            answer["opening"] = _opening(opening)
        if content is not None and answer.get("opening", {}).get("content") is None:
            answer["content"] = orjson.Fragment(content)
        return answer

    def _note(self, dsn: str, asker: Asker, ground: asking.Ground, content: str | None) -> None:
        key = personal_number_key()
        name = orjson.loads(content)["debtor_name"] if content is not None else self.number
        subject = inquiries.Subject(
            name_digest=name_digest(full_token(parse_name(name or "").own), key=key),
            number_digest=None,
            decision="same_name" if content is not None else "none",
            numbers=(str(self.number),) if content is not None else (),
        )
        inquiries.note(
            dsn,
            [subject],
            asker=asker,
            service=Scope.AS_OF.value,
            purpose=ground.purpose,
            case_reference=ground.case_reference,
            today=asking.today(),
        )


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
