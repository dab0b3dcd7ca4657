"""``GET @case-feed/…``: what became of what was sent, for a sender who reconciles.

``@case-feed/runs/<id>`` is one run with its counts and refused lines;
``@case-feed/listings?external_id=…`` a listing as its sender knows it. An account bound to
provinces sees its own runs and the listings of its provinces.
"""

from AccessControl import getSecurityManager
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.identifiers import external_id as normal_external_id
from thads_portal.errors import BadRequest
from thads_portal.errors import ListingNotFound
from thads_portal.errors import NotAllowed
from thads_portal.register import feed_runs
from thads_portal.register import pool
from thads_portal.register.feed_runs import FeedRun
from thads_portal.register.feed_runs import Rejection
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from thads_portal.services.case_feed.post import provinces_to_feed
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


#: Refused lines that one answer spells out; ``after`` gives the next.
PAGE = 1_000
_PARAMETERS = {"runs": ("after",), "listings": ("external_id",)}
_FOUND = "SELECT number, province, state, revision FROM thads_listing WHERE external_id = %s"


@implementer(IPublishTraverse)
class CaseFeedGet(RegisterService):
    limited = False

    def __init__(self, context, request):
        super().__init__(context, request)
        self._path: list[str] = []

    def publishTraverse(self, request, name):
        if not self._path:
            self.parameters = _PARAMETERS.get(name, ())
        self._path.append(name)
        return self

    def fit(self) -> None:
        if not self._path:
            # Feeding is another method; who may is not asked for it.
            raise NotFound("@case-feed")

    def reply(self) -> dict[str, Any]:
        allowed = provinces_to_feed(self.context)
        if allowed is not None and not allowed:
            raise NotAllowed
        match self._path:
            case ["listings"]:
                return self._listing(allowed)
            case ["runs", run] if run.isascii() and run.isdigit() and len(run) < 16:
                return self._run(int(run), allowed)
        raise NotFound("/".join(self._path))

    def _run(self, number: int, allowed: frozenset[str] | None) -> dict[str, Any]:
        after = _after(self.request.form.get("after"))
        with pool.reading(database_of(self.context)) as cursor:
            run = feed_runs.run_of(cursor, number)
            if run is None or not (allowed is None or run.actor == _account()):
                raise NotFound(str(number))
            refused = feed_runs.rejections(cursor, number, limit=PAGE + 1, after=after)
        return {**_run(run), **_refused(refused)}

    def _listing(self, allowed: frozenset[str] | None) -> dict[str, Any]:
        given = normal_external_id(self.request.form.get("external_id"))
        if given is None:
            raise BadRequest(detail="external_id")
        with pool.reading(database_of(self.context)) as cursor:
            cursor.execute(_FOUND, (given,))
            row = cursor.fetchone()
        if row is None or not (allowed is None or row[1] in allowed):
            raise ListingNotFound(number=given)
        number, province, state, revision = row
        listing = self.context[province][REGISTER_ID].get(number)
        return {
            "external_id": given,
            "number": number,
            "province": province,
            "state": state,
            "revision": revision,
            "flags": list(listing.flags) if listing is not None else [],
            "last": _last(listing.history) if listing is not None else None,
        }


def _account() -> str:
    account: str = getSecurityManager().getUser().getId()
    return account


def _after(given: object) -> tuple[int, int]:
    """``line-place`` of the last refused line that is known."""
    if given in (None, ""):
        return 0, 0
    line, _, place = str(given).partition("-")
    if not (line.isascii() and line.isdigit() and place.isascii() and place.isdigit()):
        raise BadRequest(detail="after=12-1")
    return int(line[:12]), int(place[:6])


def _run(run: FeedRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "started": moment(run.started),
        "finished": moment(run.finished),
        "atomic": run.atomic,
        "code": run.code,
        "counts": dict(run.counts or {}),
    }


def _refused(found: list[Rejection]) -> dict[str, Any]:
    more, found = len(found) > PAGE, found[:PAGE]
    return {
        "problems": [
            {
                "line": each.line,
                "external_id": each.external_id,
                "field": each.field,
                "code": each.code,
                "message": each.message,
            }
            for each in found
        ],
        "after": f"{found[-1].line}-{found[-1].place}" if more else None,
    }


def _last(history: tuple[dict[str, Any], ...]) -> dict[str, Any] | None:
    """What a later event of the same kind would be known by: the last that has a document."""
    for event in reversed(history):
        if event.get("document_number"):
            return {
                "event": str(event["kind"]),
                "occurred_on": event["occurred_on"].isoformat(),
                "document": {
                    "number": event["document_number"],
                    "date": event["document_date"].isoformat() if event["document_date"] else None,
                },
            }
    return None
