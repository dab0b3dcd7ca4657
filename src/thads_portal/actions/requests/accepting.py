"""Accept a complaint or denunciation, which begins the term of its decision; extend that once."""

from thads_portal.actions.requests import telling
from thads_portal.actions.requests.deadlines import of_decision
from thads_portal.actions.requests.following import checked_text
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import note
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import term
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.errors import RequestMovedOn
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import rows


def accept(handler: Handler, id: int, *, revision: int | None = None) -> None:
    """Raises RequestMovedOn for what is not accepted first, or was already."""
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        if request.step != Step.ACCEPT.value:
            raise RequestMovedOn
        clock = of_decision(request, handler.today, handler.calendar)
        rows.change(
            cursor,
            id,
            state=State.IN_PROGRESS.value,
            step=clock.step,
            due_on=clock.due_on,
            decide_by=clock.decide_by,
            reminded=None,
            escalated=None,
        )
        due = clock.due_on.isoformat() if clock.due_on else None
        entries.write(cursor, id, Entry.ACCEPTED, actor=handler.account, details={"due": due})
        note(cursor, handler, request, Entry.ACCEPTED)
        telling.tell(cursor, request)


def extend(handler: Handler, id: int, text: str, *, revision: int | None = None) -> None:
    """With the reason, once. Raises RequestMovedOn where the law gives no extension."""
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        row = term(request.procedure, Step.EXTEND, request.law_day, request.variant)
        already = any(each.kind is Entry.EXTENDED for each in entries.of(cursor, id))
        if row is None or already or request.decide_by is None:
            raise RequestMovedOn
        due = row.ends(request.decide_by, handler.calendar)
        rows.change(
            cursor,
            id,
            due_on=due,
            decide_by=due,
            step=Step.DECIDE.value,
            reminded=None,
            escalated=None,
        )
        entries.write(
            cursor,
            id,
            Entry.EXTENDED,
            actor=handler.account,
            text=text,
            details={"due": due.isoformat(), "source": row.source},
        )
        note(cursor, handler, request, Entry.EXTENDED)
        telling.tell(cursor, request)
