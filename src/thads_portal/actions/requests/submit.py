"""Send a request: the draft becomes a request with a number, a secret code and its clocks.

All in one transaction. The number is shown only after it is committed; a draft that is sent twice
makes one request, and shows the same receipt.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from thads_portal.actions.requests import telling
from thads_portal.actions.requests.deadlines import of_new
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.checking import kept
from thads_portal.domain.requests.checking import open_pages
from thads_portal.domain.requests.checking import split_identity
from thads_portal.domain.requests.clocks import law_day
from thads_portal.domain.requests.clocks import variant_of
from thads_portal.domain.requests.mandates import mandate_of
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.routing import route
from thads_portal.domain.requests.shapes import Handling
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import Mode
from thads_portal.domain.requests.steps import State
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import agencies
from thads_portal.register.requests import drafts
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import informants
from thads_portal.register.requests import mandates
from thads_portal.register.requests import rows
from thads_portal.register.requests import secret_codes


#: Days for which an open request is kept whatever becomes of it: then a person looks.
_OPEN_KEPT = 3650


@dataclass(frozen=True, slots=True)
class Receipt:
    number: str
    code: str
    #: It was sent before; nothing new was made.
    again: bool


def submit(
    dsn: str,
    token: str,
    *,
    when: datetime,
    calendar: WorkingCalendar,
    listing_province: str = "",
    language: str = "vi",
) -> Receipt:
    """Make a request of the draft `token`.

    Raises RequestNotFound without a draft, RequestMovedOn where an answer is missing or its agency
    takes the procedure elsewhere.
    """
    today = when.astimezone(VIETNAM).date()
    with own_transaction(dsn) as cursor:
        draft = drafts.locked(cursor, token)
        if draft is None:
            raise RequestNotFound
        if draft.receipt is not None:
            return Receipt(draft.receipt["number"], draft.receipt["code"], again=True)
        procedure = BY_ID[draft.procedure]
        if open_pages(procedure, draft.answers, today=today):
            raise RequestMovedOn
        answers = kept(procedure, draft.answers)
        province = route(procedure.id, answers, listing_province)
        if province is None:
            raise RequestMovedOn
        mode = agencies.mode(cursor, procedure.id, province)
        if mode is Mode.LINK:
            raise RequestMovedOn
        law = law_day(procedure.id, answers, today)
        variant = variant_of(procedure.id, answers)
        clock = of_new(procedure.id, today, calendar, law=law, variant=variant)
        public, identity = split_identity(procedure, answers)
        code = secret_codes.new_code()
        mail = bool(answers.get("email")) and not procedure.identity_apart
        request = rows.insert(
            cursor,
            {
                "number": rows.next_number(cursor, today.year),
                "procedure": procedure.id,
                "variant": variant,
                "mode": mode.value,
                "province": province,
                "state": State.RECEIVED.value,
                "head_only": procedure.handling is Handling.HEAD_FIRST,
                "received": when,
                "law_day": law,
                "step": clock.step,
                "due_on": clock.due_on,
                "decide_by": clock.decide_by,
                "code_hash": secret_codes.slow_hash(code),
                "draft": drafts.id_of(token),
                "mail_state": telling.ASKED if mail else telling.NONE,
                "language": language,
                "erase_on": today + timedelta(days=_OPEN_KEPT),
            },
            public,
        )
        if identity:
            informants.keep(cursor, request.id, identity)
        if told := mandate_of(public):
            mandates.add(cursor, request.id, told)
        files.take_over(cursor, drafts.id_of(token), request.id)
        entries.write(cursor, request.id, Entry.RECEIVED, at=when, details={"mode": mode.value})
        record.write(
            cursor,
            Recorded.REQUEST_RECEIVED,
            actor="",
            province=province,
            about=request.number,
            details={"procedure": procedure.id},
        )
        drafts.sent(cursor, token, {"number": request.number, "code": code})
        telling.tell(cursor, request, "confirm")
    return Receipt(request.number, code, again=False)
