"""The legal deadlines of publication, as rows keyed by the date of the triggering event.

A new decree is a new row and an end date on the old one, never a changed number: an
event keeps the term of the law that was in force on its day, so a listing of June 2026
is judged by the old rows for ever.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.months import add_months
from thads_portal.domain.working_days import WorkingCalendar


class Duty(StrEnum):
    """What the agency has to do."""

    FIRST_PUBLICATION = "first_publication"
    AMEND = "amend"
    END = "end"
    COMMUNE_POSTING = "commune_posting"
    COMMUNE_TAKE_DOWN = "commune_take_down"


class Trigger(StrEnum):
    """What starts the clock."""

    DECISION_ISSUED = "decision_issued"
    CHANGE_ESTABLISHED = "change_established"
    TERMINATED = "terminated"
    DISCHARGED = "discharged"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    END_RECEIVED = "end_received"


#: duty or trigger -> (Vietnamese, English)
LABELS: dict[StrEnum, tuple[str, str]] = {
    Duty.FIRST_PUBLICATION: ("Đăng tải lần đầu", "First publication"),
    Duty.AMEND: ("Sửa đổi, bổ sung thông tin", "Amendment"),
    Duty.END: ("Chấm dứt việc công khai", "End of publication"),
    Duty.COMMUNE_POSTING: ("Gửi niêm yết tại UBND cấp xã", "Sending to the commune for posting"),
    Duty.COMMUNE_TAKE_DOWN: (
        "Xã gỡ niêm yết khi chấm dứt công khai",
        "The commune takes the posting down",
    ),
    Trigger.DECISION_ISSUED: (
        "Ngày ra quyết định về việc chưa có điều kiện thi hành án",
        "Date of the no-conditions decision",
    ),
    Trigger.CHANGE_ESTABLISHED: ("Xác định có thay đổi", "The change is established"),
    Trigger.TERMINATED: ("Đình chỉ thi hành án", "Enforcement terminated"),
    Trigger.DISCHARGED: ("Thi hành xong", "Discharged"),
    Trigger.RESUMED: ("Tiếp tục thi hành án", "Enforcement resumes"),
    Trigger.WITHDRAWN: ("Thu hồi quyết định", "Decision withdrawn"),
    Trigger.END_RECEIVED: (
        "Ngày xã nhận văn bản về việc chấm dứt",
        "The day on which the commune receives the paper",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalTerm:
    """One row of the table: who must do what within how many working days.

    `valid_from` and `valid_to` are the first and last day on which the triggering
    event falls under this row. No working days means "at once" (ngay).
    """

    duty: Duty
    trigger: Trigger
    working_days: int
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingLength:
    """How many months a decision stays posted at the commune's People's Committee."""

    months: int
    valid_from: date
    valid_to: date | None
    source: str


OLD_FROM = date(2015, 9, 1)
OLD_TO = date(2026, 6, 30)
NEW_FROM = date(2026, 7, 1)
OLD_SOURCE = (
    "Luật 26/2008/QH12 (sửa đổi 2014) Điều 44a; Nghị định 62/2015/NĐ-CP Điều 11;"
    " Thông tư 04/2023/TT-BTP Điều 3-9"
)
NEW_SOURCE = "Luật 106/2025/QH15 Điều 38; Nghị định 152/2026/NĐ-CP Điều 22-23"


def _old(duty: Duty, trigger: Trigger, working_days: int, source: str = OLD_SOURCE) -> LegalTerm:
    return LegalTerm(
        duty=duty,
        trigger=trigger,
        working_days=working_days,
        valid_from=OLD_FROM,
        valid_to=OLD_TO,
        source=source,
    )


def _new(duty: Duty, trigger: Trigger, working_days: int, source: str = NEW_SOURCE) -> LegalTerm:
    return LegalTerm(
        duty=duty,
        trigger=trigger,
        working_days=working_days,
        valid_from=NEW_FROM,
        valid_to=None,
        source=source,
    )


_OLD_COMMUNE = "Nghị định 62/2015/NĐ-CP, Điều 11 khoản 3"
_NEW_COMMUNE = "Nghị định 152/2026/NĐ-CP, Điều 23 khoản 2"

LEGAL_TERMS = (
    _old(Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, 5),
    _old(Duty.AMEND, Trigger.CHANGE_ESTABLISHED, 3),
    _old(Duty.END, Trigger.TERMINATED, 2),
    _old(Duty.END, Trigger.DISCHARGED, 2),
    _old(Duty.END, Trigger.RESUMED, 2),
    _old(Duty.COMMUNE_POSTING, Trigger.DECISION_ISSUED, 0),
    _old(Duty.COMMUNE_TAKE_DOWN, Trigger.END_RECEIVED, 2, _OLD_COMMUNE),
    _new(Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED, 5),
    _new(Duty.AMEND, Trigger.CHANGE_ESTABLISHED, 3),
    _new(Duty.END, Trigger.TERMINATED, 3),
    _new(Duty.END, Trigger.DISCHARGED, 3),
    _new(Duty.END, Trigger.RESUMED, 3),
    _new(Duty.END, Trigger.WITHDRAWN, 3),
    _new(Duty.COMMUNE_POSTING, Trigger.DECISION_ISSUED, 0),
    _new(Duty.COMMUNE_TAKE_DOWN, Trigger.END_RECEIVED, 2, _NEW_COMMUNE),
)

#: Since 01/07/2026 the law gives no length for the posting.
POSTING_LENGTHS = (
    PostingLength(months=3, valid_from=OLD_FROM, valid_to=OLD_TO, source=OLD_SOURCE),
)

#: The clock that a reported end starts. An error corrected is a change established;
#: for a delegated case the law sets this agency no term of publication.
TRIGGER_OF_END: dict[EndReason, tuple[Duty, Trigger]] = {
    EndReason.DISCHARGED: (Duty.END, Trigger.DISCHARGED),
    EndReason.RESUMED: (Duty.END, Trigger.RESUMED),
    EndReason.TERMINATED: (Duty.END, Trigger.TERMINATED),
    EndReason.WITHDRAWN: (Duty.END, Trigger.WITHDRAWN),
    EndReason.LISTED_IN_ERROR: (Duty.AMEND, Trigger.CHANGE_ESTABLISHED),
}


def _covers(valid_from: date, valid_to: date | None, day: date) -> bool:
    return valid_from <= day and (valid_to is None or day <= valid_to)


def legal_term(duty: Duty, trigger: Trigger, occurred_on: date) -> LegalTerm | None:
    """The row in force for an event on `occurred_on`; None where the law set no term."""
    for row in LEGAL_TERMS:
        if (
            row.duty is duty
            and row.trigger is trigger
            and _covers(row.valid_from, row.valid_to, occurred_on)
        ):
            return row
    return None


def due_date(
    duty: Duty, trigger: Trigger, occurred_on: date, calendar: WorkingCalendar
) -> date | None:
    """The last day on which the duty is done in time; None where the law set no term."""
    row = legal_term(duty, trigger, occurred_on)
    return None if row is None else calendar.add_working_days(occurred_on, row.working_days)


def clock_of_event(
    kind: EventKind, end_reason: EndReason | None = None
) -> tuple[Duty, Trigger] | None:
    """The duty and trigger that an event of a listing's life starts, if any."""
    match kind:
        case EventKind.ISSUED | EventKind.REOPENED:
            return Duty.FIRST_PUBLICATION, Trigger.DECISION_ISSUED
        case EventKind.AMENDED:
            return Duty.AMEND, Trigger.CHANGE_ESTABLISHED
        case EventKind.WITHDRAWN:
            return TRIGGER_OF_END[EndReason.WITHDRAWN]
        case EventKind.ENDED:
            return None if end_reason is None else TRIGGER_OF_END.get(end_reason)


def event_due_on(
    kind: EventKind,
    occurred_on: date,
    calendar: WorkingCalendar,
    end_reason: EndReason | None = None,
) -> date | None:
    """The legal deadline that an event starts; None where the law set no term."""
    clock = clock_of_event(kind, end_reason)
    return None if clock is None else due_date(*clock, occurred_on, calendar)


def posted_until(decided_on: date) -> date | None:
    """The last day of the commune posting of a decision; None where no length is set.

    A term in months ends on the day of the same number, or on the month's last day
    where it has none (Civil Code 2015, Art. 148).
    """
    for row in POSTING_LENGTHS:
        if _covers(row.valid_from, row.valid_to, decided_on):
            return add_months(decided_on, row.months)
    return None
