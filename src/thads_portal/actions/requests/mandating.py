"""Look at the paper of who acts for others, end a mandate, or note one that came later."""

from datetime import date
from thads_portal.actions.requests import telling
from thads_portal.actions.requests.following import checked_text
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import note
from thads_portal.database.sql import Cursor
from thads_portal.domain.requests.mandates import Kind
from thads_portal.domain.requests.mandates import Told
from thads_portal.domain.requests.steps import Entry
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestNotFound
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import mandates
from thads_portal.register.requests import rows
from thads_portal.register.requests.rows import Request


def check_paper(handler: Handler, id: int, mandate: int, *, accepted: bool, text: str = "") -> None:
    """Whether the paper holds; why not must be said (Law 106/2025/QH15, Art. 97). The sender is told."""
    text = checked_text(text) if text.strip() or not accepted else ""
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, None)
        if not mandates.check(
            cursor, id, mandate, by=handler.account, at=handler.when, accepted=accepted
        ):
            raise RequestNotFound
        _written(cursor, handler, request, Entry.MANDATE_CHECKED, text, {"accepted": accepted})


def end(handler: Handler, id: int, mandate: int, text: str) -> None:
    """From today it holds no more; the sender is told at once (Decree 152/2026/NĐ-CP, Art. 2)."""
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, None)
        if not mandates.end(cursor, id, mandate, on=handler.today):
            raise RequestNotFound
        _written(cursor, handler, request, Entry.MANDATE_ENDED, text, {})


def add(
    handler: Handler,
    id: int,
    *,
    kind: str,
    people: dict[str, str],
    since: date | None,
    until: date | None,
) -> None:
    """A paper that was handed in later. Raises Rejected at the field that is missing or wrong."""
    if kind not in list(Kind):
        raise Rejected([Problem(0, None, "mandate_kind", Code.MISSING, {})])
    for field in ("principal", "representative", "mandate_paper"):
        if not people.get(field):
            raise Rejected([Problem(0, None, field, Code.MISSING, {})])
    if since is not None and until is not None and until < since:
        raise Rejected([Problem(0, None, "mandate_until", Code.ENDS_BEFORE, {})])
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, None)
        mandates.add(cursor, id, Told(Kind(kind), people, since, until))
        _written(cursor, handler, request, Entry.MANDATE_ADDED, "", {})


def _written(
    cursor: Cursor,
    handler: Handler,
    request: Request,
    kind: Entry,
    text: str,
    details: dict[str, bool],
) -> None:
    rows.change(cursor, request.id)
    entries.write(cursor, request.id, kind, actor=handler.account, text=text, details=details)
    note(cursor, handler, request, kind)
    telling.tell(cursor, request)
