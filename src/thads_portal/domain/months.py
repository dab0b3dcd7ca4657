"""Terms in calendar months: the day of the same number, or the last day of a shorter month.

Civil Code 2015, Art. 147-148. A term that ends on a rest day ends on the next working day
(Art. 148(5)); that part needs the calendar and stands in ``WorkingCalendar``.
"""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """`months` after `day`; of 31/08 and six months the last day of February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
