"""How much falls due on which day: sums of what waits, of postings and of the follow-up of cases.

Days are counted, never listings: a month of the nation is answered from sums and from indexes
that hold nothing but work.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from enum import StrEnum
from thads_portal.database.sql import Cursor
from thads_portal.domain.due_ranges import due_of
from thads_portal.domain.ledger.terms import moved_past_rest
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.waiting import later
from thads_portal.register.waiting import Waits


class Falling(StrEnum):
    """What falls due."""

    PUBLISH = "publish"
    AMENDMENT = "amendment"
    ENDING = "ending"
    POSTING = "posting"
    FOLLOW_UP = "follow_up"


_OF_WAITS = {Waits.AMENDMENT: Falling.AMENDMENT, Waits.ENDING: Falling.ENDING}
#: Longer is no term, with Tết in it, and no rest lasts longer.
_LONGEST, _LONGEST_REST = timedelta(days=60), timedelta(days=15)


def falling_due(
    cursor: Cursor,
    first: date,
    last: date,
    *,
    calendar: WorkingCalendar,
    province: str | None = None,
) -> Mapping[tuple[date, Falling], int]:
    """(day, what) -> how many have their last day then, from `first` to `last`."""
    found: Counter[tuple[date, Falling]] = Counter()
    asked = {
        "early": first - _LONGEST,
        "rest": first - _LONGEST_REST,
        "first": first,
        "last": last,
        "late": last + _LONGEST,
        "province": province,
    }
    here = "" if province is None else " AND province = %(province)s"
    cursor.execute(
        "SELECT waits, reason, waits_sort, sum(n)::bigint FROM thads_waiting_tally"
        f" WHERE waits_sort >= %(early)s AND waits_sort <= %(late)s{here}"
        " GROUP BY waits, reason, waits_sort HAVING sum(n) > 0",
        asked,
    )
    for waits, reason, sort, count in cursor.fetchall():
        since = sort - (later(waits, sort) - sort)
        due = due_of(waits, since, reason or None, calendar)
        if due is not None and first <= due <= last:
            found[due, _OF_WAITS.get(Waits(waits), Falling.PUBLISH)] += count
    cursor.execute(
        "SELECT posting_due, count(*) FROM thads_listing"
        f" WHERE posting_due >= %(first)s AND posting_due <= %(last)s{here} GROUP BY posting_due",
        asked,
    )
    for day, count in cursor.fetchall():
        found[day, Falling.POSTING] += count
    cursor.execute(
        "SELECT next_on, count(*) FROM thads_case"
        f" WHERE next_on >= %(rest)s AND next_on <= %(last)s{here} GROUP BY next_on",
        asked,
    )
    for raw, count in cursor.fetchall():
        day = moved_past_rest(raw, calendar)
        if first <= day <= last:
            found[day, Falling.FOLLOW_UP] += count
    return found
