"""The form of the follow-up's statistics, as data: its columns, its breakdowns, its equations.

The circular that sets the forms under the law of 2025 was not seen: names and numbers of columns are
the portal's own. Another layout is another list here, and nothing else.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Dimension(StrEnum):
    """By what the figures are parted; the whole first."""

    WHOLE = "whole"
    AGENCY = "agency"
    GROUND = "ground"
    OBLIGATION = "obligation"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`key` is that of a figure, `title` as (Vietnamese, English); `group` stands over several."""

    key: str
    title: tuple[str, str]
    group: tuple[str, str]


_CASES = ("Việc", "Cases")
_ENDED = ("Chấm dứt trong kỳ, theo lý do", "Ended, by reason")
_MONEY = ("Tiền (đồng)", "Money (đồng)")
_VERIFIED = ("Xác minh trong kỳ", "Verifications")


def _c(key: str, vi: str, en: str, group: tuple[str, str]) -> Column:
    return Column(key=key, title=(vi, en), group=group)


#: Reasons of an ending, each a column of its own.
REASONS = ("discharged", "resumed", "terminated", "withdrawn", "delegated", "returned", "other")
FORM: tuple[Column, ...] = (
    _c("opening", "Đầu kỳ", "Opening", _CASES),
    _c("new", "Phát sinh trong kỳ", "New", _CASES),
    _c("ended", "Chấm dứt trong kỳ", "Ended", _CASES),
    _c("closing", "Cuối kỳ", "Closing", _CASES),
    _c("moved", "Trong đó ở sổ theo dõi riêng", "In the separate register", _CASES),
    _c("unstated", "Chưa lập khoản nghĩa vụ", "Without stated lines", _CASES),
    _c("ended_discharged", "Thi hành xong", "Discharged", _ENDED),
    _c("ended_resumed", "Tiếp tục thi hành án", "Resumed", _ENDED),
    _c("ended_terminated", "Đình chỉ", "Terminated", _ENDED),
    _c("ended_withdrawn", "Thu hồi quyết định", "Withdrawn", _ENDED),
    _c("ended_delegated", "Ủy thác", "Delegated", _ENDED),
    _c("ended_returned", "Gửi lại yêu cầu", "Request returned", _ENDED),
    _c("ended_other", "Khác", "Other", _ENDED),
    _c("money_opening", "Còn phải thi hành đầu kỳ", "Left at the opening", _MONEY),
    _c("money_new", "Phải thi hành thêm", "To do, new", _MONEY),
    _c("money_done", "Đã thi hành", "Done", _MONEY),
    _c("money_reduced", "Miễn, giảm", "Exempted, reduced", _MONEY),
    _c("money_terminated", "Đình chỉ", "Terminated", _MONEY),
    _c("money_delegated", "Ủy thác", "Delegated", _MONEY),
    _c("money_out", "Theo việc chấm dứt", "Of ended cases", _MONEY),
    _c("money_closing", "Còn phải thi hành cuối kỳ", "Left at the closing", _MONEY),
    _c("verified_in_time", "Đúng hạn", "In time", _VERIFIED),
    _c("verified_late", "Trễ hạn", "Late", _VERIFIED),
    _c("verified_missing", "Quá hạn, chưa làm", "Overdue", _VERIFIED),
)
KEYS = tuple(column.key for column in FORM)

#: What must come out: (name, left side, what is added, what is taken away, right side).
EQUATIONS = (
    ("cases", "opening", ("new",), ("ended",), "closing"),
    (
        "money",
        "money_opening",
        ("money_new",),
        ("money_done", "money_reduced", "money_terminated", "money_delegated", "money_out"),
        "money_closing",
    ),
    ("reasons", "ended", (), tuple(f"ended_{each}" for each in REASONS), None),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One row: `value` of `dimension`, figures by the keys of the form."""

    dimension: Dimension
    value: str
    figures: dict[str, int]


def failures(rows: list[Figures]) -> list[str]:
    """The equations that do not come out, and sums that are not that of their parts, in words."""
    found = []
    for row in rows:
        for name, left, more, less, right in EQUATIONS:
            figures = row.figures
            made = figures[left] + sum(figures[key] for key in more)
            made -= sum(figures[key] for key in less)
            wanted = figures[right] if right is not None else 0
            if made != wanted:
                found.append(f"{name}: {row.dimension.value} {row.value}: {made} ≠ {wanted}")
    whole = [row for row in rows if row.dimension is Dimension.WHOLE]
    for dimension in Dimension:
        parts = [row for row in rows if row.dimension is dimension]
        if dimension is Dimension.WHOLE or not whole or not parts:
            continue
        for key in ("opening", "closing", "money_opening", "money_closing"):
            made = sum(row.figures[key] for row in parts)
            if made != whole[0].figures[key]:
                found.append(f"{key}: {dimension.value}: {made} ≠ {whole[0].figures[key]}")
    return found


#: Months of the periods of a reporting year, each from 1 October.
PERIODS = (3, 6, 10, 12)


def reporting_year(day: date) -> int:
    """The year in which the reporting year of `day` ends; it begins on 1 October."""
    return day.year + (day.month >= 10)
