"""Pass a request to the competent agency, join a repeated one, split one with two matters."""

from datetime import timedelta
from thads_portal.actions.requests import telling
from thads_portal.actions.requests.deadlines import of_new
from thads_portal.actions.requests.following import checked_text
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import note
from thads_portal.database.sql import one
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.requests.clocks import law_day
from thads_portal.domain.requests.clocks import variant_of
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.shapes import Handling
from thads_portal.domain.requests.steps import DEFAULT_MODE
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import Mode
from thads_portal.domain.requests.steps import State
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestNotFound
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import agencies
from thads_portal.register.requests import entries
from thads_portal.register.requests import mandates
from thads_portal.register.requests import rows


def transfer(
    handler: Handler, id: int, province: str, text: str, *, revision: int | None = None
) -> None:
    """To another province or the centre, with the reason; its clocks begin anew there, and the
    citizen is told who has it now.
    """
    text = checked_text(text)
    if (province != CENTRE and by_slug(province) is None) or province == handler.province:
        raise Rejected([Problem(0, None, "province", Code.UNKNOWN_PROVINCE, {"value": ""})])
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        if request.head_only and not handler.head:
            raise NotAllowed
        clock = of_new(
            request.procedure,
            handler.today,
            handler.calendar,
            law=request.law_day,
            variant=request.variant,
        )
        rows.change(
            cursor,
            id,
            province=province,
            assigned=None,
            state=State.RECEIVED.value,
            head_only=BY_ID[request.procedure].handling is Handling.HEAD_FIRST,
            step=clock.step,
            due_on=clock.due_on,
            decide_by=clock.decide_by,
            reminded=None,
            escalated=None,
        )
        entries.write(
            cursor,
            id,
            Entry.TRANSFERRED,
            actor=handler.account,
            text=text,
            details={"from": handler.province, "to": province},
        )
        note(cursor, handler, request, Entry.TRANSFERRED)
        telling.tell(cursor, request)


def join(handler: Handler, id: int, number: str, *, revision: int | None = None) -> None:
    """A repeated letter goes with the earlier one: counted once, answered there."""
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        earlier = rows.by_number(cursor, number.strip())
        if earlier is None or earlier.id == id or not handler.sees(earlier):
            raise Rejected([Problem(0, None, "number", Code.REQUEST_NOT_FOUND, {})])
        if earlier.procedure != request.procedure or earlier.joined_to is not None:
            raise Rejected([Problem(0, None, "number", Code.REQUEST_MOVED_ON, {})])
        rows.change(
            cursor,
            id,
            state=State.JOINED.value,
            open=False,
            joined_to=earlier.id,
            closed=handler.when,
            due_on=None,
            erase_on=handler.today + timedelta(days=365),
        )
        entries.write(
            cursor, id, Entry.JOINED, actor=handler.account, details={"number": earlier.number}
        )
        entries.write(
            cursor,
            earlier.id,
            Entry.NOTE,
            actor=handler.account,
            details={"joined": request.number},
        )
        note(cursor, handler, request, Entry.JOINED)
        telling.tell(cursor, request)


def split(handler: Handler, id: int, procedure: str, text: str) -> str:
    """Make a request of its own of the second matter of a letter; returns its number.

    Its sender follows it with the same secret code. `text` is what it is about. Raises
    RequestNotFound for what is not seen or has an informant.
    """
    text = checked_text(text)
    if procedure not in BY_ID:
        raise Rejected([Problem(0, None, "procedure", Code.MISSING, {})])
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, None)
        if BY_ID[request.procedure].identity_apart or BY_ID[procedure].identity_apart:
            raise RequestNotFound
        answers = {**rows.answers_of(request), "content": text}
        variant = variant_of(procedure, answers)
        law = law_day(procedure, answers, handler.today)
        clock = of_new(procedure, handler.today, handler.calendar, law=law, variant=variant)
        mode = agencies.mode(cursor, procedure, request.province)
        # Its sender is not sent elsewhere with half of a letter.
        mode = DEFAULT_MODE if mode is Mode.LINK else mode
        cursor.execute("SELECT code_hash FROM thads_request WHERE id = %s", (id,))
        code_hash = one(cursor)
        made = rows.insert(
            cursor,
            {
                "number": rows.next_number(cursor, handler.today.year),
                "procedure": procedure,
                "variant": variant,
                "mode": mode.value,
                "province": request.province,
                "state": State.RECEIVED.value,
                "head_only": BY_ID[procedure].handling is Handling.HEAD_FIRST,
                "received": handler.when,
                "law_day": law,
                "step": clock.step,
                "due_on": clock.due_on,
                "decide_by": clock.decide_by,
                "code_hash": code_hash,
                "mail_state": request.mail_state,
                "language": request.language,
                "erase_on": handler.today + timedelta(days=3650),
            },
            answers,
        )
        mandates.copy(cursor, request.id, made.id)
        entries.write(
            cursor,
            made.id,
            Entry.RECEIVED,
            actor=handler.account,
            details={"mode": mode.value, "from": request.number},
        )
        entries.write(
            cursor, id, Entry.SPLIT, actor=handler.account, details={"number": made.number}
        )
        rows.change(cursor, id)
        note(cursor, handler, request, Entry.SPLIT)
        telling.tell(cursor, request)
        return made.number
