"""The reporting year of enforcement: 01/10 to 30/09, in periods of 3, 6, 10 and 12 months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


PERIODS = (3, 6, 10, 12)
_FIRST_MONTH = 10


@dataclass(frozen=True, slots=True)
class Period:
    """The first `months` of the reporting year `year`, which is named for the year it ends in."""

    year: int
    months: int = 12

    @property
    def first(self) -> date:
        return date(self.year - 1, _FIRST_MONTH, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return _plus(self.first, self.months)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def each_month(self) -> Iterator[date]:
        """The first days of its months."""
        return (_plus(self.first, number) for number in range(self.months))


def _plus(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def reporting_year(day: date) -> int:
    """The reporting year that `day` is in."""
    return day.year + (day.month >= _FIRST_MONTH)
