"""Once a month each partner says what it has got of the month before; what differs is a report.

``GET <address>/received?month=2026-11`` answers ``{"messages": [{"id", "sha256"}]}``. What the partner lacks is
sent again under its old id.
"""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from thads_portal.domain.outboxes import Partner
from thads_portal.jobs.outboxes.delivery import Address
from thads_portal.jobs.outboxes.delivery import ask
from thads_portal.register.outbox import reports
from thads_portal.register.own_transaction import own_transaction

import orjson


def month_before(today: date) -> date:
    """The first day of the month before that of `today`."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def reconcile(
    dsn: str, places: Mapping[Partner, Address], month: date, *, anew: bool = False
) -> int:
    """Compare the month that begins on `month` with each partner that was not yet; how many were."""
    after = (month + timedelta(days=32)).replace(day=1)
    made = 0
    for partner, address in places.items():
        with own_transaction(dsn) as cursor:
            if not anew and reports.is_made(cursor, partner, month):
                continue
        theirs = _received(address, month)
        if theirs is None:
            # Asked again at the next run.
            continue
        with own_transaction(dsn) as cursor:
            reports.compare(cursor, partner, month, after, theirs)
        made += 1
    return made


def _received(address: Address, month: date) -> dict[str, str] | None:
    status, said = ask(address, f"received?month={month:%Y-%m}")
    if status != 200:
        return None
    try:
        return {str(each["id"]): str(each["sha256"]) for each in orjson.loads(said)["messages"]}
    except (ValueError, KeyError, TypeError):
        return None
