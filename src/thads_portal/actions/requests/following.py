"""Open a request by its number and secret code, and what its sender may do then."""

from thads_portal.actions.requests import telling
from thads_portal.actions.requests.deadlines import of_decision
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import rows
from thads_portal.register.requests import slots
from thads_portal.register.requests.figures import rate
from thads_portal.register.requests.rows import Request

import datetime
import hashlib
import hmac


#: Longest message in characters.
LONGEST = 5000


def open_by_code(dsn: str, number: str, typed: str) -> Request | None:
    """None for what does not fit, or after too many tries."""
    with own_transaction(dsn) as cursor:
        return rows.opened(cursor, number, typed)


def checked_text(text: str) -> str:
    """A message as it is kept. Raises Rejected at the field ``text``."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Rejected([Problem(0, None, "text", Code.MISSING, {})])
    if len(text) > LONGEST:
        raise Rejected([Problem(0, None, "text", Code.TOO_LONG, {"max": LONGEST})])
    if "\N{REPLACEMENT CHARACTER}" in text:
        raise Rejected([Problem(0, None, "text", Code.BAD_CHARACTER, {"character": "U+FFFD"})])
    return text


def write_message(dsn: str, id: int, text: str) -> int:
    """The citizen writes to the agency; returns the entry's id."""
    text = checked_text(text)
    with own_transaction(dsn) as cursor:
        request = rows.locked(cursor, id)
        if not request.open:
            raise RequestMovedOn
        rows.change(cursor, id)
        return entries.write(cursor, id, Entry.MESSAGE_IN, text=text)


def supplement(
    dsn: str, id: int, text: str, *, today: datetime.date, calendar: WorkingCalendar
) -> int:
    """The citizen sends what was asked for: the clock of the answer begins anew today."""
    text = checked_text(text)
    with own_transaction(dsn) as cursor:
        request = rows.locked(cursor, id)
        if request.state is not State.WAITING:
            raise RequestMovedOn
        clock = of_decision(request, today, calendar)
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
        telling.tell(cursor, request, "supplemented")
        return entries.write(cursor, id, Entry.SUPPLEMENTED, text=text)


def withdraw(dsn: str, id: int, *, when: datetime.datetime) -> None:
    with own_transaction(dsn) as cursor:
        request = rows.locked(cursor, id)
        if not request.open:
            raise RequestMovedOn
        rows.change(
            cursor,
            id,
            state=State.WITHDRAWN.value,
            open=False,
            closed=when,
            due_on=None,
            erase_on=when.date() + datetime.timedelta(days=365),
        )
        entries.write(cursor, id, Entry.WITHDRAWN, at=when)


def appoint(dsn: str, id: int, slot: int) -> None:
    """Take one of the hours that the agency offers. Raises SlotTaken."""
    with own_transaction(dsn) as cursor:
        request = rows.locked(cursor, id)
        if not request.open:
            raise RequestMovedOn
        taken = slots.take(cursor, request.province, slot, id)
        rows.change(cursor, id)
        entries.write(cursor, id, Entry.APPOINTED, details={"starts": taken.starts.isoformat()})


def mail_code(number: str, key: bytes) -> str:
    """The six digits that a mail holds and its receiver types."""
    digest = hmac.digest(key, f"mail|{number}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def confirm_mail(dsn: str, id: int, typed: str, key: bytes) -> bool:
    """Whether the digits were those of the mail; then the receipt goes out, and news from now on.

    After some tries that failed no digits are right any more: nobody finds out another one's.
    """
    with own_transaction(dsn) as cursor:
        request = rows.locked(cursor, id)
        if request.mail_state != telling.ASKED:
            return request.mail_state == telling.CONFIRMED
        if not rows.mail_try(cursor, id):
            return False
        if not hmac.compare_digest(typed.strip().encode(), mail_code(request.number, key).encode()):
            return False
        rows.change(cursor, id, mail_state=telling.CONFIRMED)
        entries.write(cursor, id, Entry.MAIL_CONFIRMED)
        telling.tell(cursor, rows.by_id(cursor, id), "receipt")
        return True


def give_rating(dsn: str, id: int, answer: str, today: datetime.date) -> bool:
    """Count how satisfied its sender is, once; the answer is kept with no request."""
    with own_transaction(dsn) as cursor:
        request = rows.locked(cursor, id)
        if request.open or request.rated:
            return False
        rate(cursor, request.procedure, answer, today)
        rows.change(cursor, id, rated=True)
        return True
