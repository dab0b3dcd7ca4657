"""Whose turn it is between two steps about a listing: what the leadership measures in days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.recording import Recorded


class Whose(StrEnum):
    HEAD = "head"
    BOARD = "board"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Turn:
    """From one of the steps `after` to one of the steps `done`; `label`: Vietnamese, English."""

    whose: Whose
    after: frozenset[Recorded]
    done: frozenset[Recorded]
    label: tuple[str, str]


def _steps(*steps: Recorded) -> frozenset[Recorded]:
    return frozenset(steps)


#: In the order of the way; a pair of steps belongs to one of them.
TURNS = (
    Turn(
        Whose.HEAD,
        _steps(Recorded.SUBMIT),
        _steps(Recorded.SIGN, Recorded.SIGN_AND_PUBLISH, Recorded.RETURN_UNSIGNED),
        ("Thủ trưởng ký hoặc trả lại", "The head signs or returns"),
    ),
    Turn(
        Whose.BOARD,
        _steps(Recorded.SIGN, Recorded.SUBMIT_SIGNED, Recorded.REOPENED),
        _steps(Recorded.APPROVE, Recorded.RETURN),
        ("Ban Biên tập duyệt hoặc trả lại mục mới", "The board decides on a new listing"),
    ),
    Turn(
        Whose.BOARD,
        _steps(Recorded.PROPOSE_AMENDMENT),
        _steps(Recorded.AMENDED, Recorded.APPROVE, Recorded.RETURN_AMENDMENT),
        ("Ban Biên tập duyệt hoặc trả lại đề nghị sửa", "The board decides on an amendment"),
    ),
    Turn(
        Whose.BOARD,
        _steps(Recorded.PROPOSE_ENDING),
        _steps(Recorded.ENDED, Recorded.WITHDRAWN, Recorded.RETURN_ENDING),
        ("Ban Biên tập quyết định việc chấm dứt", "The board decides on an ending"),
    ),
    Turn(
        Whose.EDITOR,
        _steps(Recorded.RETURN, Recorded.RETURN_UNSIGNED),
        _steps(Recorded.SUBMIT, Recorded.SUBMIT_SIGNED),
        ("Biên tập viên sửa và trình lại", "The editor corrects and hands in again"),
    ),
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month | None":
        """``2026-11`` or ``11/2026``; None for anything else."""
        parts = text.strip().split("-") if "-" in text else text.strip().split("/")[::-1]
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        year, month = (int(part[:4]) for part in parts)
        return cls(year, month) if 2015 <= year <= 2100 and 1 <= month <= 12 else None

    def back(self, months: int) -> "Month":
        whole = self.year * 12 + self.month - 1 - months
        return Month(whole // 12, whole % 12 + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        return self.back(-1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def words(self) -> str:
        return f"{self.month:02d}/{self.year}"


#: Months that are shown beside the asked one.
TREND = 5


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a whole year: from `first` to the day before `end`; `months` are told one by one."""

    first: date
    end: date
    months: tuple[Month, ...]
    code: str
    words: str

    @classmethod
    def of_month(cls, month: Month) -> "Period":
        trend = tuple(month.back(n) for n in range(TREND, -1, -1))
        return cls(month.first, month.next.first, trend, str(month), month.words)

    @classmethod
    def of_year(cls, year: int) -> "Period":
        months = tuple(Month(year, n) for n in range(1, 13))
        return cls(date(year, 1, 1), date(year + 1, 1, 1), months, str(year), str(year))

    @property
    def before(self) -> "Period":
        """The month, or the year, before it."""
        if len(self.code) == 4:
            return Period.of_year(self.first.year - 1)
        return Period.of_month(Month.of(self.first).back(1))

    @classmethod
    def parse(cls, text: str, today: date) -> "Period":
        """``2026-11`` or ``2026``; for anything else, and for what has not begun, this month."""
        said = text.strip()
        now = Month.of(today)
        if len(said) == 4 and said.isascii() and said.isdigit() and 2015 <= int(said) <= now.year:
            return cls.of_year(int(said))
        return cls.of_month(min(Month.parse(said) or now, now))
