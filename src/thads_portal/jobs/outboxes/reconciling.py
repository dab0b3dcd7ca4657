"""Once a month each partner says what it has got of the month before; what differs is a report.

``GET <address>/received?month=2026-11`` answers ``{"messages": [{"id", "sha256"}]}``. What the partner lacks is
sent again under its old id. A message may have come in an earlier month than it was acknowledged in (an answer
that was lost, a portal that was stopped): for those the earlier months are asked too.
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


#: Bytes of an answer: some hundred thousand messages. Characters of an id or digest that are kept.
_LONGEST, _ID = 64_000_000, 128


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
        with own_transaction(dsn) as cursor:
            first = reports.first_made(cursor, partner, month, after)
        before = _earlier(address, month, first) if theirs is not None else None
        if theirs is None or before is None:
            # Asked again at the next run.
            continue
        with own_transaction(dsn) as cursor:
            reports.compare(cursor, partner, month, after, theirs, earlier=before)
        made += 1
    return made


def _earlier(address: Address, month: date, first: date | None) -> dict[str, str] | None:
    """What the partner has of the months from that of `first` to before `month`, at most a year."""
    found: dict[str, str] = {}
    asked = month
    for _each in range(12):
        asked = month_before(asked)
        if first is None or asked < first.replace(day=1):
            break
        received = _received(address, asked)
        if received is None:
            return None
        found = {**received, **found}
    return found


def _received(address: Address, month: date) -> dict[str, str] | None:
    status, said = ask(address, f"received?month={month:%Y-%m}", longest=_LONGEST)
    if status != 200:
        return None
    try:
        messages = orjson.loads(said)["messages"]
        return {_line(each["id"]): _line(each["sha256"]) for each in messages}
    except (ValueError, KeyError, TypeError):
        return None


def _line(given: object) -> str:
    """What can be kept and shown of an id that may be anything."""
    return "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in str(given)[:_ID]
    )
