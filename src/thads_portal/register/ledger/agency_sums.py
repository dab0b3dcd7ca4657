"""Sums of the duties of cases by agency between two days, from whole months and the days at their edges."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from thads_portal.database.sql import Cursor


_DAY = timedelta(days=1)
#: From here on a month that is begun, or ended, is counted by its days.
_HALF = 16
_SUMS = """
    SELECT own.agency, own.duty, sum(piece.sign * own.in_time), sum(piece.sign * own.late),
        sum(piece.sign * own.waiting)
    FROM unnest(%s::smallint[], %s::boolean[], %s::date[], %s::date[])
        AS piece (sign, whole_month, first_day, last_day)
    JOIN thads_case_agency_sum AS own ON own.whole_month = piece.whole_month
        AND own.day BETWEEN piece.first_day AND piece.last_day
    WHERE (%s::text IS NULL OR own.province = %s)
    GROUP BY 1, 2
"""


def agency_sums(
    cursor: Cursor, first: date, last: date, province: str | None
) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(agency, duty) -> how many whose last day is from `first` up to `last` were done in time, done
    late, are open. `duty` is "" for the open verification, by its day without regard to rest days.
    """
    found = list(pieces(first, last))
    if not found:
        return {}
    cursor.execute(_SUMS, (*map(list, zip(*found, strict=True)), province, province))
    return {(row[0], row[1]): (int(row[2]), int(row[3]), int(row[4])) for row in cursor}


def pieces(first: date, last: date) -> Iterator[tuple[int, bool, date, date]]:
    """(sign, by whole months?, first day, last day) that add up to the days from `first` up to `last`."""
    if first > last:
        return
    begin, end = first.replace(day=1), last.replace(day=1)
    last_of_end = end.replace(day=monthrange(end.year, end.month)[1])
    if begin == end and (last - first).days < _HALF:
        yield 1, False, first, last
        return
    if begin == end or first.day < _HALF:
        if first != begin:
            yield -1, False, begin, first - _DAY
    else:
        following = begin.replace(day=monthrange(begin.year, begin.month)[1]) + _DAY
        yield 1, False, first, following - _DAY
        begin = following
    if begin == end or last.day >= _HALF:
        if last != last_of_end:
            yield -1, False, last + _DAY, last_of_end
    else:
        yield 1, False, end, last
        end -= _DAY
    if begin <= end:
        yield 1, True, begin, end
