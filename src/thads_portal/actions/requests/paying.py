"""The accountant notes what was paid back or remitted: the sum, the voucher, the day."""

from datetime import date
from thads_portal.actions.requests import telling
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import note
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.words import day as day_in_words
from thads_portal.domain.words import money
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import accountants
from thads_portal.register.requests import entries
from thads_portal.register.requests import rows


_LONGEST = 100


def note_payment(
    handler: Handler, id: int, *, amount: int | None, voucher: str, on: date | None
) -> None:
    """`amount` in đồng. Also after the answer: money often moves later.

    Raises RequestNotFound, NotAllowed for who does not see money, RequestMovedOn for a procedure without.
    """
    voucher = voucher.strip()
    if not amount:
        raise Rejected([Problem(0, None, "amount", Code.MISSING, {})])
    if not voucher:
        raise Rejected([Problem(0, None, "voucher", Code.MISSING, {})])
    if len(voucher) > _LONGEST:
        raise Rejected([Problem(0, None, "voucher", Code.TOO_LONG, {"max": _LONGEST})])
    if on is None:
        raise Rejected([Problem(0, None, "paid_on", Code.BAD_DATE, {})])
    if on > handler.today:
        raise Rejected([Problem(0, None, "paid_on", Code.DATE_IN_FUTURE, {})])
    with own_transaction(handler.dsn) as cursor:
        request = rows.locked(cursor, id)
        if not handler.sees(request):
            raise RequestNotFound
        if not accountants.sees(cursor, handler.province, handler.account, head=handler.head):
            raise NotAllowed
        if not procedure_of(request).about_money or request.erased:
            raise RequestMovedOn
        rows.change(cursor, id)
        entries.write(
            cursor,
            id,
            Entry.PAID,
            actor=handler.account,
            text=f"{money(amount)}; chứng từ {voucher}; ngày {day_in_words(on)}.",
        )
        note(cursor, handler, request, Entry.PAID)
        telling.tell(cursor, request)
