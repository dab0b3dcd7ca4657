"""``POST @match``: subjects that an organisation, or anybody by name, asks about; see docs/sharing.md.

Each subject is decided on its own and a bad one fails alone. What was asked and answered is in the
log of inquiries before the answer leaves. Numbers and births are compared and never told.
"""

from datetime import datetime
from datetime import UTC
from thads_portal.domain.sharing import Asker
from thads_portal.domain.sharing import name_digest
from thads_portal.domain.sharing import number_digest
from thads_portal.domain.sharing import Scope
from thads_portal.errors import BadRequest
from thads_portal.errors import Code
from thads_portal.errors import ThadsError
from thads_portal.register import acts
from thads_portal.register import inquiries
from thads_portal.register.matching import known as names_known
from thads_portal.register.matching.subjects import Answer
from thads_portal.register.matching.subjects import match
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.secret_keys import personal_number_key
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from thads_portal.services.asking import asker_of
from thads_portal.services.asking import Ground
from thads_portal.services.asking import ground_of
from thads_portal.services.asking import only_members
from thads_portal.services.asking import today
from thads_portal.services.bodies import json_object
from thads_portal.services.fairness import take_share
from thads_portal.services.match.queries import Asked
from thads_portal.services.match.queries import read_query
from typing import Any


MOST = 1_000
DEFAULT_THRESHOLD, DEFAULT_LIMIT, MAX_LIMIT = 0.8, 5, 50
MEMBERS = ("purpose", "case_reference", "threshold", "limit", "queries")
#: Queries of a request whose answer is laid out.
READ_BY_PEOPLE = 20
#: Bytes of a body.
MAX_BODY = 4 * 1024 * 1024
#: Seconds for one of the questions to the register.
_PATIENCE = 20.0


class Match(RegisterService):
    """For organisations with a key and a purpose; without a key names only, at the public's share."""

    # Each subject takes from the share, not the request.
    limited = False

    def reply(self) -> dict[str, Any]:
        dsn = database_of(self.context)
        asker = asker_of(self.request, dsn, Scope.MATCH)
        body = json_object(self.request, MAX_BODY)
        only_members(body, MEMBERS)
        queries = _queries(body.get("queries"))
        self.laid_out = len(queries) <= READ_BY_PEOPLE
        threshold = _number(body, "threshold", DEFAULT_THRESHOLD, 0.0, 1.0)
        limit = int(_number(body, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT, whole=True))
        ground = None
        if asker is not None:
            ground = ground_of(asker, body.get("purpose"), body.get("case_reference"))
        else:
            _as_public(body)
            take_share(self.request, cost=len(queries))
        asked = {name: read_query(query, ground) for name, query in queries.items()}
        return self._answer(dsn, asked, asker, ground, threshold=threshold, limit=limit)

    def _answer(
        self,
        dsn: str,
        asked: dict[str, Asked],
        asker: Asker | None,
        ground: Ground | None,
        *,
        threshold: float,
        limit: int,
    ) -> dict[str, Any]:
        good = [(name, each.subject) for name, each in asked.items() if each.subject is not None]
        key = personal_number_key()
        with reading(dsn, statement_timeout=_PATIENCE) as cursor:
            anything = acts.waiting(cursor)
        if anything:
            with own_transaction(dsn) as cursor:
                acts.sequence(cursor)
        with reading(dsn, statement_timeout=_PATIENCE) as cursor:
            as_of = datetime.now(UTC)
            place = acts.cursor_at(acts.newest(cursor))
            answers = match(
                cursor,
                names_known.known(dsn),
                [subject for _, subject in good],
                threshold=threshold,
                limit=limit,
                key=key,
            )
        found = dict(zip((name for name, _ in good), answers, strict=True))
        noted = [
            inquiries.Subject(
                name_digest(asked[name].folded, key=key),
                number_digest(subject.number) if subject.number else None,
                found[name].decision.value,
                tuple(each.number for each in found[name].results),
            )
            for name, subject in good
        ]
        inquiry = inquiries.note(
            dsn,
            noted,
            asker=asker,
            service=Scope.MATCH.value,
            purpose=ground.purpose if ground else None,
            case_reference=ground.case_reference if ground else None,
            today=today(),
        )
        responses = {
            name: _response(found[name]) if name in found else each.refusal
            for name, each in asked.items()
        }
        return {
            "register": {"as_of": moment(as_of), "cursor": place},
            "inquiry": inquiry,
            "responses": responses,
        }


def _queries(given: object) -> dict[str, Any]:
    if not isinstance(given, dict) or not given:
        raise BadRequest(detail="queries")
    if len(given) > MOST:
        raise ThadsError(code=Code.TOO_MANY_SUBJECTS, max=MOST)
    return given


def _as_public(body: dict[str, Any]) -> None:
    """Nobody to hold to a purpose: it is taken if it is text, and not kept."""
    for name in ("purpose", "case_reference"):
        if not isinstance(body.get(name, ""), str):
            raise BadRequest(detail=name)


def _number(
    body: dict[str, Any],
    name: str,
    default: float,
    least: float,
    most: float,
    *,
    whole: bool = False,
) -> float:
    value = body.get(name, default)
    fits = isinstance(value, (int,) if whole else (int, float)) and not isinstance(value, bool)
    if not fits or not least <= value <= most:
        raise BadRequest(detail=f"{name} ({least:g}–{most:g})")
    return value


def _response(answer: Answer) -> dict[str, Any]:
    return {
        "status": 200,
        "decision": answer.decision,
        "total": answer.total,
        "truncated": answer.truncated,
        "results": [
            {
                "number": each.number,
                "score": each.score,
                "features": {
                    name: value
                    for name, value in (
                        ("name", each.name),
                        ("birth", each.birth),
                        ("id", each.id),
                        ("address", each.address),
                    )
                    if value is not None
                },
            }
            for each in answer.results
        ],
    }
