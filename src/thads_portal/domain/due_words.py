"""A deadline in words, as every desk, mail and page says it.

"hạn 25/11/2026, còn 1 ngày làm việc". Days are working days and never calendar days:
an editor who reads "còn 3 ngày" on a Friday would believe that Monday is early.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from thads_portal.domain import words
from thads_portal.domain.words import number
from thads_portal.domain.working_days import DueStatus
from thads_portal.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class DueWords:
    """`text` for a person, `status` for the sign beside it, `left` in working days.

    `left` is 0 on the last day and negative after it.
    """

    due_on: date
    status: DueStatus
    left: int
    text: str

    def __str__(self) -> str:
        return self.text


# The rows of a list have few deadlines among them, and each is counted day by day.
@lru_cache(maxsize=4096)
def due_words(
    due_on: date, *, today: date, calendar: WorkingCalendar, language: str = "vi"
) -> DueWords:
    """How a term that ends on `due_on` stands on `today`, in Vietnamese or English (``en``)."""
    left = calendar.working_days_between(today, due_on)
    status = calendar.due_status(due_on, today)
    say = _english if language == "en" else _vietnamese
    return DueWords(due_on, status, left, say(status, left, words.day(due_on)))


def _vietnamese(status: DueStatus, left: int, day: str) -> str:
    if status is DueStatus.TODAY:
        return "hạn hôm nay"
    if status is DueStatus.OVERDUE:
        # Over the weekend after its last day a term is over, and no working day has passed.
        return f"quá hạn {number(-left)} ngày làm việc" if left else f"quá hạn từ {day}"
    return f"hạn {day}, còn {number(left)} ngày làm việc" if left else f"hạn {day}, ngày nghỉ"


def _english(status: DueStatus, left: int, day: str) -> str:
    unit = "working day" if abs(left) == 1 else "working days"
    if status is DueStatus.TODAY:
        return "due today"
    if status is DueStatus.OVERDUE:
        return f"{number(-left, 'en')} {unit} overdue" if left else f"overdue since {day}"
    return f"due {day}, {number(left, 'en')} {unit} left" if left else f"due {day}, a day off"
