"""Write to the citizen, for oneself, or offer hours for an appointment."""

from thads_portal.actions.requests import telling
from thads_portal.actions.requests.deadlines import after_reply
from thads_portal.actions.requests.following import checked_text
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import note
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import rows
from thads_portal.register.requests import slots


def reply(handler: Handler, id: int, text: str, *, revision: int | None = None) -> None:
    """A message to the citizen; where the law wants a first reply, it is that."""
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        columns = after_reply(request)
        kind = Entry.REPLIED if columns else Entry.MESSAGE_OUT
        if request.state is State.RECEIVED:
            columns["state"] = State.IN_PROGRESS.value
        rows.change(cursor, id, **columns)
        entries.write(cursor, id, kind, actor=handler.account, text=text)
        note(cursor, handler, request, kind)
        telling.tell(cursor, request)


def write_note(handler: Handler, id: int, text: str) -> None:
    """For the agency's own people; the citizen never sees it."""
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, None)
        rows.change(cursor, id)
        entries.write(cursor, id, Entry.NOTE, actor=handler.account, text=text)
        note(cursor, handler, request, Entry.NOTE)


def invite(handler: Handler, id: int, text: str, *, revision: int | None = None) -> None:
    """Ask the citizen to take one of the hours that the agency offers; there must be one."""
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        if not slots.free(cursor, request.province, most=1):
            raise Rejected([Problem(0, None, "text", Code.SLOT_TAKEN, {})])
        columns = after_reply(request)
        rows.change(cursor, id, **columns)
        entries.write(cursor, id, Entry.SLOTS_OFFERED, actor=handler.account, text=text)
        note(cursor, handler, request, Entry.SLOTS_OFFERED)
        telling.tell(cursor, request)
