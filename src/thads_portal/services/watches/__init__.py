"""``@watches``: an organisation is told when something is published, amended or ended about whom it watches.

By a signed call to its address, or by asking for the deliveries; see docs/sharing.md. Names and births are
digested under the organisation's key and not kept; a number comes as a digest already.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.actions.watching import networks
from thads_portal.domain import matching
from thads_portal.domain import watching
from thads_portal.domain.name_match import MAX_QUERY
from thads_portal.domain.names import full_token
from thads_portal.domain.names import parse_name
from thads_portal.domain.sharing import Asker
from thads_portal.domain.sharing import DataKind
from thads_portal.domain.sharing import name_digest as logged_name
from thads_portal.domain.sharing import Scope
from thads_portal.domain.typed import holds_personal_number
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import BadRequest
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import QuotaUsedUp
from thads_portal.errors import ThadsError
from thads_portal.register import acts
from thads_portal.register import inquiries
from thads_portal.register import organisations
from thads_portal.register import watches
from thads_portal.register.acts import ActKind
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.secret_keys import personal_number_key
from thads_portal.services.answer import database_of
from thads_portal.services.answer import moment
from thads_portal.services.answer import RegisterService
from thads_portal.services.asking import Ground
from thads_portal.services.asking import ground_of
from thads_portal.services.asking import needed_asker
from thads_portal.services.asking import only_members
from thads_portal.services.bodies import json_object
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from uuid import uuid4
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import re


MOST = 1_000
MAX_BODY = 4 * 1024 * 1024
MEMBERS = ("purpose", "case_reference", "subjects", "url", "events", "expires")
SUBJECT = ("ref", "name", "birth_date", "id_hmac")


@implementer(IPublishTraverse)
class _Watches(RegisterService):
    limited = False
    #: What may stand behind the service's name, as a pattern.
    below = ""

    def __init__(self, context, request):
        super().__init__(context, request)
        self._path: list[str] = []

    def publishTraverse(self, request, name):
        self._path.append(name)
        self.fit()
        return self

    def fit(self) -> None:
        path = "/".join(self._path)
        if not re.fullmatch(self.below, path):
            raise NotFound(path)

    def reply(self) -> dict[str, Any]:
        self._dsn = database_of(self.context)
        self._asker = needed_asker(self.request, self._dsn, Scope.WATCHES)
        return self.act()

    def act(self) -> dict[str, Any]:
        raise NotImplementedError

    def _own(self, cursor) -> watches.Watch:
        """The watch that the address names, if it is the asker's."""
        name = self._path[0] if self._path else ""
        try:
            found = watches.of(cursor, self._asker.id, str(UUID(name)))
        except ValueError:
            found = None
        if found is None:
            raise NotFound(name)
        return found


class Begin(_Watches):
    """A new watch; 201 with its id."""

    def act(self) -> dict[str, Any]:
        body = json_object(self.request, MAX_BODY)
        only_members(body, MEMBERS)
        ground = ground_of(self._asker, body.get("purpose"), body.get("case_reference"))
        expires = _expiry(body.get("expires"))
        events = _events(body.get("events"))
        url = _url(body.get("url"))
        with reading(self._dsn) as cursor:
            found = organisations.asker_with_key(cursor, self._asker.key.id)
        key = found[1] if found is not None else b""
        subjects, names = _subjects(body.get("subjects"), ground, key)
        name = uuid4()
        with own_transaction(self._dsn) as cursor:
            acts.sequence(cursor)
        with own_transaction(self._dsn) as cursor:
            most = self._asker.organisation.watched_most
            if watches.watched(cursor, self._asker.id) + len(subjects) > most:
                raise QuotaUsedUp(most=most)
            watches.begin(
                cursor,
                str(name),
                subjects,
                organisation=self._asker.id,
                key=self._asker.key.id,
                purpose=ground.purpose,
                case_reference=ground.case_reference,
                url=url,
                events=events,
                expires=expires,
            )
            _log(cursor, self._asker, ground, name, names)
        self.request.response.setStatus(201)
        return {
            "id": str(name),
            "subjects": len(subjects),
            "events": events,
            "expires": moment(expires),
            "deliveries": f"/++api++/@watches/{name}/deliveries",
        }


class Read(_Watches):
    """All watches, in pages; one; its deliveries behind ``since``, or with ``dead=1`` those that were given up."""

    below = "|[^/]+(/deliveries)?"
    parameters = ("after",)

    def publishTraverse(self, request, name):
        super().publishTraverse(request, name)
        self.parameters = ("since", "dead") if self._path[1:] else ()
        return self

    def act(self) -> dict[str, Any]:
        with reading(self._dsn) as cursor:
            if not self._path:
                return self._page(cursor)
            watch = self._own(cursor)
            if len(self._path) == 1:
                return _watch(watch)
            since = self.request.form.get("since") or "0"
            if not (isinstance(since, str) and since.isascii() and since.isdigit() and len(since) < 19):  # fmt: skip
                raise BadRequest(detail="since=0")
            dead = self.request.form.get("dead") or "0"
            if dead not in ("0", "1"):
                raise BadRequest(detail="dead=1")
            found = watches.deliveries(cursor, watch.id, since=int(since), dead=dead == "1")
        more, found = len(found) > watches.PAGE, found[: watches.PAGE]
        return {
            "items": [
                {
                    **each.as_dict(),
                    "made": moment(each.made),
                    "attempts": each.attempts,
                    "delivered": moment(each.delivered),
                    "dead": moment(each.dead),
                }
                for each in found
            ],
            "since": found[-1].id if found else int(since),
            "more": more,
        }

    def _page(self, cursor) -> dict[str, Any]:
        """The newest first; ``next`` goes on behind the last that is shown, whatever comes anew."""
        here, after = self.request["ACTUAL_URL"], self.request.form.get("after") or None
        try:
            known = after is None or watches.of(cursor, self._asker.id, str(UUID(after)))
        except (ValueError, TypeError, AttributeError):
            known = None
        if not known:
            raise BadRequest(detail="after (batching.next)")
        found = watches.newest(cursor, self._asker.id, after=after, limit=watches.PAGE + 1)
        links = {"@id": _link(here, **({"after": after} if after else {})), "first": here}
        more, found = len(found) > watches.PAGE, found[: watches.PAGE]
        if more:
            links["next"] = _link(here, after=found[-1].id)
        return {
            "items": [_watch(each) for each in found],
            "total": watches.count(cursor, self._asker.id),
            "batching": links,
        }


class End(_Watches):
    """Ends a watch: its subjects are forgotten at once."""

    below = "[^/]+"

    def act(self) -> dict[str, Any]:
        with own_transaction(self._dsn) as cursor:
            watch = self._own(cursor)
            watches.end(cursor, watch.id)
        return {"id": watch.id, "ended": moment(datetime.now(UTC))}


def _link(address: str, **parameters: str) -> str:
    return f"{address}?{urlencode(parameters)}" if parameters else address


def _watch(each: watches.Watch) -> dict[str, Any]:
    return {
        "id": each.id,
        "purpose": each.purpose,
        "case_reference": each.case_reference,
        "url": each.url,
        "events": list(each.events),
        "created": moment(each.created),
        "expires": moment(each.expires),
        "ended": moment(each.ended),
        "subjects": each.subjects,
    }


def _expiry(given: object) -> datetime:
    """A day (to its end, in Vietnam) or a time with zone, within the longest term."""
    now = datetime.now(UTC)
    try:
        if not isinstance(given, str):
            raise ValueError("expires")
        found = datetime.fromisoformat(given)
        if len(given) == 10:
            found = found.replace(tzinfo=VIETNAM) + timedelta(days=1)
        if found.tzinfo is None or not now < found <= now + watching.LONGEST:
            raise ValueError(given)
    except (ValueError, OverflowError):
        raise BadRequest(detail="expires (≤ 12 months)") from None
    return found


def _events(given: object) -> list[str]:
    known = [each.value for each in ActKind]
    if given is None:
        return known
    if not isinstance(given, list) or not given or any(each not in known for each in given):
        raise BadRequest(detail=f"events ⊆ {{{', '.join(known)}}}")
    return [each for each in known if each in given]


def _url(given: object) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not watching.url_fits(given, allowed=networks()):
        raise BadRequest(detail="url (https://…)")
    return given


def _subjects(
    given: object, ground: Ground, key: bytes
) -> tuple[list[watches.Subject], list[inquiries.Subject]]:
    """The subjects under the organisation's key, and how they stand in the log of inquiries."""
    if not isinstance(given, list) or not given:
        raise BadRequest(detail="subjects")
    if len(given) > MOST:
        raise ThadsError(code=Code.TOO_MANY_SUBJECTS, max=MOST)
    found: dict[str, watches.Subject] = {}
    noted = []
    for place, each in enumerate(given):
        where = f"subjects[{place}]"
        if not isinstance(each, dict):
            raise BadRequest(detail=where)
        only_members(each, SUBJECT, where)
        subject = _subject(each, ground, key, where)
        if subject.ref in found:
            raise BadRequest(detail=f"{where}.ref")
        found[subject.ref] = subject
        folded = full_token(parse_name(each["name"]).own)
        digest = logged_name(folded, key=personal_number_key())
        noted.append(inquiries.Subject(digest, None, "watched"))
    return list(found.values()), noted


def _subject(given: dict[str, Any], ground: Ground, key: bytes, where: str) -> watches.Subject:
    ref, name = given.get("ref"), given.get("name")
    if not isinstance(ref, str) or not ref.strip() or not ref.isprintable() or len(ref) > watching.LONGEST_REF:  # fmt: skip
        raise BadRequest(detail=f"{where}.ref")
    if not isinstance(name, str) or len(name) > MAX_QUERY or not name.isprintable():
        raise BadRequest(detail=f"{where}.name")
    if holds_personal_number(name) or holds_personal_number(ref) or not parse_name(name).words:
        raise BadRequest(detail=f"{where}.name")
    birth = digest = None
    if given.get("birth_date") is not None:
        _agreed(DataKind.BIRTH, ground)
        text = matching.birth_of(given["birth_date"])
        if text is None:
            raise BadRequest(detail=f"{where}.birth_date")
        birth = watching.birth_digest(text, key=key)
    if given.get("id_hmac") is not None:
        _agreed(DataKind.ID, ground)
        try:
            digest = bytes.fromhex(given["id_hmac"])
        except (TypeError, ValueError):
            raise BadRequest(detail=f"{where}.id_hmac (hex)") from None
        if len(digest) != 32:
            raise BadRequest(detail=f"{where}.id_hmac (64 hex)")
    return watches.Subject(ref, watching.name_digest(name, key=key), birth, digest)


def _agreed(kind: DataKind, ground: Ground) -> None:
    if kind not in ground.kinds:
        raise NotAllowed(code=Code.KIND_NOT_AGREED, kind=kind.value)


def _log(cursor, asker: Asker, ground: Ground, name: UUID, names: list[inquiries.Subject]) -> None:
    """In the same transaction: nobody is watched who does not stand in the log."""
    inquiries.write(
        cursor,
        name,
        names,
        organisation=asker.id,
        key=asker.key.id,
        service=Scope.WATCHES.value,
        purpose=ground.purpose,
        case_reference=ground.case_reference,
    )
