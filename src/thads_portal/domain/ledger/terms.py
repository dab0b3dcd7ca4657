"""The clocks of the follow-up, as rows keyed by the day that starts them.

A new decree is a new row and an end date on the old one. Terms in days and months that end on a
rest day end on the next working day (Civil Code 2015, Art. 148(5)); month arithmetic is in
``domain/months.py``.
"""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import StrEnum
from thads_portal.domain.ledger.kinds import NEW_LAW_FROM
from thads_portal.domain.months import add_months
from thads_portal.domain.working_days import WorkingCalendar


class FollowUp(StrEnum):
    """What is to be done about a case. The register keeps these codes."""

    FIRST_VERIFY = "first_verify"
    ISSUE_DECISION = "issue_decision"
    VERIFY = "verify"
    VERIFY_NEWS = "verify_news"
    VERIFY_AGAIN = "verify_again"
    MOVE_REGISTER = "move_register"
    RETURN_REQUEST = "return_request"
    SEND_PROCURACY = "send_procuracy"
    NOTIFY_PARTIES = "notify_parties"
    PAY_OUT = "pay_out"
    CONTINUE = "continue"
    DECIDE_TRANSFER = "decide_transfer"
    MONTHLY_LIST = "monthly_list"


class Unit(StrEnum):
    MONTHS = "months"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTerm:
    """`length` in `unit`; `special` for a prisoner with two years or more left, or an unknown new
    address; `longest` where the law lets it be longer. No length: the law gives none.
    Both days belong to it.
    """

    duty: FollowUp
    unit: Unit
    length: int | None
    valid_from: date
    valid_to: date | None
    source: str
    special: int | None = None
    longest: int | None = None

    def length_for(self, special: bool) -> int | None:
        return self.special if special and self.special is not None else self.length


#: duty -> (Vietnamese, English)
DUTY_LABELS: dict[FollowUp, tuple[str, str]] = {
    FollowUp.FIRST_VERIFY: ("Xác minh lần đầu", "First verification"),
    FollowUp.ISSUE_DECISION: (
        "Ra quyết định về việc chưa có điều kiện thi hành án",
        "Issue the no-conditions decision",
    ),
    FollowUp.VERIFY: ("Xác minh lần tới", "Next verification"),
    FollowUp.VERIFY_NEWS: ("Xác minh theo thông tin mới", "Verify new information"),
    FollowUp.VERIFY_AGAIN: ("Xác minh lại", "Verify again"),
    FollowUp.MOVE_REGISTER: ("Chuyển sổ theo dõi riêng", "Move to the separate register"),
    FollowUp.RETURN_REQUEST: ("Thông báo gửi lại yêu cầu thi hành án", "Return the request"),
    FollowUp.SEND_PROCURACY: (
        "Gửi quyết định cho Viện kiểm sát",
        "Send the decision to the procuracy",
    ),
    FollowUp.NOTIFY_PARTIES: ("Thông báo cho đương sự", "Notify the parties"),
    FollowUp.PAY_OUT: ("Chi trả tiền đã thu", "Pay out what was collected"),
    FollowUp.CONTINUE: (
        "Ra quyết định tiếp tục khi hết hoãn, tạm đình chỉ",
        "Continue after a postponement or suspension",
    ),
    FollowUp.DECIDE_TRANSFER: (
        "Quyết định chuyển giao quyền, nghĩa vụ",
        "Decide on a transfer of rights or duties",
    ),
    FollowUp.MONTHLY_LIST: (
        "Danh sách việc kết thúc hằng tháng gửi Viện kiểm sát",
        "Monthly list of ended cases to the procuracy",
    ),
}
#: duty -> what its clock starts with, (Vietnamese, English)
STARTS: dict[FollowUp, tuple[str, str]] = {
    FollowUp.FIRST_VERIFY: (
        "hết thời hạn tự nguyện thi hành án",
        "the end of the term for voluntary enforcement",
    ),
    FollowUp.ISSUE_DECISION: ("ngày có căn cứ", "the day the ground arises"),
    FollowUp.VERIFY: (
        "quyết định hoặc lần xác minh trước",
        "the decision or the verification before",
    ),
    FollowUp.VERIFY_NEWS: ("ngày nhận thông tin bằng văn bản", "receipt of the letter"),
    FollowUp.VERIFY_AGAIN: (
        "ngày nhận kết quả của người được thi hành án hoặc kháng nghị",
        "receipt of the creditor's result or of the protest",
    ),
    FollowUp.MOVE_REGISTER: ("ngày đủ điều kiện", "the day all conditions are there"),
    FollowUp.RETURN_REQUEST: (
        "đủ 2 năm, đã xác minh, không có thông tin mới",
        "two years, verified, no news",
    ),
    FollowUp.SEND_PROCURACY: ("ngày ra quyết định", "the day of the decision"),
    FollowUp.NOTIFY_PARTIES: ("ngày ra văn bản", "the day of the paper"),
    FollowUp.PAY_OUT: ("ngày thu tiền", "receipt of the money"),
    FollowUp.CONTINUE: (
        "ngày hết căn cứ hoãn, tạm đình chỉ",
        "the day the reason falls or the paper is received",
    ),
    FollowUp.DECIDE_TRANSFER: ("ngày nhận văn bản", "receipt of the paper"),
    FollowUp.MONTHLY_LIST: ("cuối tháng", "the end of the month"),
}

_OLD_FROM = date(2015, 9, 1)
_OLD_TO = date(2026, 6, 30)


def _old(duty: FollowUp, unit: Unit, length: int | None, source: str, **more: int) -> FollowUpTerm:
    return FollowUpTerm(
        duty=duty,
        unit=unit,
        length=length,
        source=source,
        valid_from=_OLD_FROM,
        valid_to=_OLD_TO,
        **more,
    )


def _new(duty: FollowUp, unit: Unit, length: int | None, source: str, **more: int) -> FollowUpTerm:
    return FollowUpTerm(
        duty=duty,
        unit=unit,
        length=length,
        source=source,
        valid_from=NEW_LAW_FROM,
        valid_to=None,
        **more,
    )


_L26 = "Luật 26/2008/QH12"
_L106 = "Luật 106/2025/QH15"
_N62 = "Nghị định 62/2015/NĐ-CP"
_N152 = "Nghị định 152/2026/NĐ-CP"
_WD, _D, _M = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS

FOLLOW_UP_TERMS = (
    _old(FollowUp.FIRST_VERIFY, _D, 10, f"{_L26}, Điều 44 khoản 1"),
    _old(FollowUp.ISSUE_DECISION, _WD, 5, f"{_N62}, Điều 9 khoản 4"),
    _old(FollowUp.VERIFY, _M, 6, f"{_L26}, Điều 44 khoản 2", special=12),
    _old(FollowUp.VERIFY_NEWS, _D, 10, f"{_N62}, Điều 9 khoản 4"),
    _old(FollowUp.VERIFY_AGAIN, _WD, 5, f"{_L26}, Điều 44 khoản 5"),
    _old(FollowUp.MOVE_REGISTER, _WD, 3, f"{_N62}, Điều 9 khoản 5"),
    _old(FollowUp.SEND_PROCURACY, _WD, 3, f"{_L26}, Điều 38"),
    _old(FollowUp.NOTIFY_PARTIES, _WD, 3, f"{_L26}, Điều 39"),
    _old(FollowUp.PAY_OUT, _D, 10, f"{_L26}, Điều 47 khoản 5"),
    _old(FollowUp.CONTINUE, _WD, 5, f"{_L26}, Điều 48, 49"),
    _new(FollowUp.FIRST_VERIFY, _D, 9, f"{_L106}, Điều 37; {_N152}, Điều 21"),
    _new(FollowUp.ISSUE_DECISION, _WD, 5, f"{_L106}, Điều 38 khoản 1"),
    _new(FollowUp.VERIFY, _M, 6, f"{_L106}, Điều 38 khoản 3", special=12),
    _new(FollowUp.VERIFY_NEWS, _D, 10, f"{_L106}, Điều 38 khoản 2"),
    _new(FollowUp.VERIFY_AGAIN, _WD, 5, f"{_L106}, Điều 37 khoản 5"),
    _new(FollowUp.MOVE_REGISTER, _WD, None, f"{_N152}, Điều 22 khoản 1"),
    _new(FollowUp.RETURN_REQUEST, _WD, None, f"{_L106}, Điều 38 khoản 4; {_N152}, Điều 22 khoản 2"),
    _new(FollowUp.SEND_PROCURACY, _WD, 3, f"{_L106}, Điều 35 khoản 2"),
    _new(FollowUp.NOTIFY_PARTIES, _WD, 3, f"{_L106}, Điều 35 khoản 1"),
    _new(FollowUp.PAY_OUT, _D, 10, f"{_L106}, Điều 54 khoản 6; {_N152}, Điều 30", longest=45),
    _new(FollowUp.CONTINUE, _WD, 5, f"{_L106}, Điều 46 khoản 3, Điều 47 khoản 3"),
    _new(FollowUp.DECIDE_TRANSFER, _D, 10, f"{_L106}, Điều 41 khoản 4"),
    _new(FollowUp.MONTHLY_LIST, _M, 1, f"{_N152}, Điều 32 khoản 2"),
)


def follow_up_term(duty: FollowUp, started_on: date) -> FollowUpTerm | None:
    """The row in force on the day that starts the clock; before the first row of a duty that the
    old law had, that row. None where the law had none.
    """
    rows = [row for row in FOLLOW_UP_TERMS if row.duty is duty]
    for row in reversed(rows):
        if row.valid_from <= started_on:
            return row
    return rows[0] if rows and rows[0].valid_from < NEW_LAW_FROM else None


def raw_day(duty: FollowUp, started_on: date, *, special: bool = False) -> date | None:
    """The day on which a term in days or months ends, rest day or not; None where there is none.

    Sorting by it is sorting by the deadline: rest days only move it forward.
    """
    row = follow_up_term(duty, started_on)
    length = row.length_for(special) if row is not None else None
    if row is None or length is None or row.unit is Unit.WORKING_DAYS:
        return None
    if row.unit is Unit.MONTHS:
        return add_months(started_on, length)
    return started_on + timedelta(days=length)


def moved_past_rest(day: date, calendar: WorkingCalendar) -> date:
    """`day`, or the next working day where it is a rest day."""
    return calendar.add_working_days(day, 0)


def follow_up_due(
    duty: FollowUp, started_on: date, calendar: WorkingCalendar, *, special: bool = False
) -> date | None:
    """The last day on which `duty` is done in time; None where the law sets no term."""
    row = follow_up_term(duty, started_on)
    length = row.length_for(special) if row is not None else None
    if row is None or length is None:
        return None
    if row.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(started_on, length)
    day = raw_day(duty, started_on, special=special)
    return None if day is None else moved_past_rest(day, calendar)


def last_raw_day(day: date, calendar: WorkingCalendar) -> date:
    """The latest raw day whose deadline is not after `day`."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
