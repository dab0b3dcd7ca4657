"""The terms of requests, as rows by the law in force on their day; an old row is never changed.

The key is the day of the request. A complaint follows the law of its case: one about a case that
ended before 01/07/2026 keeps the old law whatever the day of the letter (Law 106/2025/QH15,
Art. 116(1)). A term in calendar days that ends on a rest day ends on the next working day
(Civil Code 2015, Art. 148).
"""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import StrEnum
from thads_portal.domain.requests.laws import NEW_LAW
from thads_portal.domain.requests.laws import OLD_LAW_ENDS
from thads_portal.domain.requests.shapes import Text
from thads_portal.domain.working_days import WorkingCalendar


class Step(StrEnum):
    """What has to be done."""

    #: A first reply in any case.
    REPLY = "reply"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    DECIDE = "decide"
    EXTEND = "extend"
    SEND = "send"
    PUBLISH = "publish"


STEP_LABELS: dict[Step, Text] = {
    Step.REPLY: ("Trả lời bước đầu", "First reply"),
    Step.SUPPLEMENT: ("Thông báo bổ sung", "Notice of what is missing"),
    Step.ACCEPT: ("Thụ lý hoặc từ chối", "Accept or refuse"),
    Step.DECIDE: ("Giải quyết", "Decide"),
    Step.EXTEND: ("Gia hạn", "Extension"),
    Step.SEND: ("Gửi kết quả", "Send the result"),
    Step.PUBLISH: ("Công bố", "Publish"),
}


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`variant`: which case of the procedure; "" for all that have no row of their own."""

    procedure: str
    step: Step
    count: int
    unit: Unit
    source: str
    variant: str = ""
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def words(self) -> Text:
        """``5 ngày làm việc``, ``5 working days``."""
        working = self.unit is Unit.WORKING
        english = "working day" if working else "day"
        return (
            f"{self.count} ngày làm việc" if working else f"{self.count} ngày",
            f"{self.count} {english}{'' if self.count == 1 else 's'}",
        )

    def ends(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day of the term that an event on `start` began."""
        if self.unit is Unit.WORKING:
            return calendar.add_working_days(start, self.count)
        day = start + timedelta(days=self.count)
        return day if calendar.is_working_day(day) else calendar.next_working_day(day)


def _rows(procedure: str, source: str, *rows: tuple[Step, str, str], **when: date) -> list[Term]:
    """`rows`: (step, variant, ``5wd`` or ``15d``)."""
    return [
        Term(
            procedure=procedure,
            step=step,
            variant=variant,
            count=int(term.rstrip("wd")),
            unit=Unit.WORKING if term.endswith("wd") else Unit.CALENDAR,
            source=source,
            **when,
        )
        for step, variant, term in rows
    ]


_NEW = {"since": NEW_LAW}
_OLD = {"until": OLD_LAW_ENDS}

TERMS: tuple[Term, ...] = (
    *_rows(
        "yeu-cau-thi-hanh-an",
        "Nghị định 152/2026/NĐ-CP, Điều 9",
        (Step.SUPPLEMENT, "", "1wd"),
        (Step.DECIDE, "", "5wd"),
        **_NEW,
    ),
    *_rows(
        "yeu-cau-thi-hanh-an",
        "Luật 26/2008/QH12, Điều 31, 36",
        (Step.DECIDE, "", "5wd"),
        **_OLD,
    ),
    *_rows(
        "xac-nhan-ket-qua",
        "Nghị định 152/2026/NĐ-CP, Điều 32 khoản 3",
        (Step.DECIDE, "", "3wd"),
        **_NEW,
    ),
    *_rows(
        "xac-nhan-ket-qua",
        "Luật 26/2008/QH12, Điều 53",
        (Step.DECIDE, "", "5wd"),
        **_OLD,
    ),
    *_rows(
        "thay-doi-chap-hanh-vien",
        "Nghị định 152/2026/NĐ-CP, Điều 13",
        (Step.DECIDE, "", "3wd"),
        **_NEW,
    ),
    *_rows(
        "thay-doi-chap-hanh-vien",
        "Nghị định 62/2015/NĐ-CP, Điều 10",
        (Step.DECIDE, "", "5wd"),
        **_OLD,
    ),
    *_rows(
        "chua-dung",
        "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP, Điều 5",
        (Step.REPLY, "", "2wd"),
        (Step.DECIDE, "", "10d"),
        (Step.EXTEND, "", "10d"),
    ),
    *_rows(
        "du-lieu-ca-nhan",
        "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP, Điều 5",
        (Step.REPLY, "", "2wd"),
        (Step.DECIDE, "view", "10d"),
        (Step.EXTEND, "view", "10d"),
        (Step.DECIDE, "restrict", "15d"),
        (Step.EXTEND, "restrict", "15d"),
        (Step.DECIDE, "delete", "20d"),
        (Step.EXTEND, "delete", "20d"),
        (Step.DECIDE, "protect", "15d"),
        (Step.EXTEND, "protect", "15d"),
        (Step.DECIDE, "", "10d"),
    ),
    *_rows(
        "khieu-nai",
        "Luật 106/2025/QH15, Điều 102, 104",
        (Step.ACCEPT, "before", "5wd"),
        (Step.ACCEPT, "secure", "5wd"),
        (Step.ACCEPT, "coercion", "5wd"),
        (Step.ACCEPT, "second-before", "10d"),
        (Step.ACCEPT, "second-secure", "10d"),
        (Step.ACCEPT, "second-coercion", "10d"),
        (Step.DECIDE, "before", "15d"),
        (Step.DECIDE, "secure", "5wd"),
        (Step.DECIDE, "coercion", "30d"),
        (Step.DECIDE, "second-before", "30d"),
        (Step.DECIDE, "second-secure", "30d"),
        (Step.DECIDE, "second-coercion", "45d"),
        (Step.EXTEND, "", "30d"),
        (Step.PUBLISH, "second-before", "15d"),
        (Step.PUBLISH, "second-secure", "15d"),
        (Step.PUBLISH, "second-coercion", "15d"),
        **_NEW,
    ),
    *_rows(
        "khieu-nai",
        "Luật 26/2008/QH12, Điều 146, 148",
        (Step.ACCEPT, "", "5wd"),
        (Step.ACCEPT, "second-before", "10d"),
        (Step.ACCEPT, "second-secure", "10d"),
        (Step.ACCEPT, "second-coercion", "10d"),
        (Step.DECIDE, "before", "15d"),
        (Step.DECIDE, "secure", "5wd"),
        (Step.DECIDE, "coercion", "30d"),
        (Step.DECIDE, "second-before", "30d"),
        (Step.DECIDE, "second-secure", "15d"),
        (Step.DECIDE, "second-coercion", "45d"),
        (Step.EXTEND, "", "15d"),
        **_OLD,
    ),
    *_rows(
        "to-cao",
        "Luật 106/2025/QH15, Điều 108-111; Nghị định 152/2026/NĐ-CP, Điều 75-76",
        (Step.ACCEPT, "", "7wd"),
        (Step.DECIDE, "", "30d"),
        (Step.EXTEND, "", "30d"),
        (Step.SEND, "", "5wd"),
        (Step.PUBLISH, "", "7wd"),
    ),
    *_rows(
        "kien-nghi-phan-anh",
        "Thông tư 13/2021/TT-BTP, Điều 28",
        (Step.DECIDE, "", "5wd"),
    ),
    *_rows(
        "nhan-lai-tien-tai-san",
        "Luật 106/2025/QH15, Điều 59",
        (Step.DECIDE, "money", "15d"),
        (Step.DECIDE, "things", "30d"),
        (Step.DECIDE, "", "15d"),
    ),
    *_rows(
        "giam-chi-phi-cuong-che",
        "Nghị định 152/2026/NĐ-CP, Điều 87",
        (Step.DECIDE, "", "3wd"),
        **_NEW,
    ),
    *_rows(
        "giam-chi-phi-cuong-che",
        "Nghị định 62/2015/NĐ-CP",
        (Step.DECIDE, "", "5wd"),
        **_OLD,
    ),
    *_rows(
        "thong-tin-moi",
        "Luật 106/2025/QH15, Điều 38 khoản 2",
        (Step.DECIDE, "", "10d"),
        **_NEW,
    ),
    *_rows(
        "thong-tin-moi",
        "Nghị định 62/2015/NĐ-CP, Điều 9 khoản 4",
        (Step.DECIDE, "", "10d"),
        **_OLD,
    ),
)


def variant_of(procedure: str, answers: dict[str, str]) -> str:
    """Which rows a request falls under by its answers."""
    match procedure:
        case "khieu-nai":
            second = "second-" if answers.get("instance") == "second" else ""
            return second + (answers.get("stage") or "before")
        case "du-lieu-ca-nhan":
            return answers.get("data_right", "")
        case "nhan-lai-tien-tai-san":
            return answers.get("what", "")
    return ""


def law_day(procedure: str, answers: dict[str, str], received: date) -> date:
    """The day whose law the request follows."""
    if procedure == "khieu-nai" and answers.get("case_ended") == "yes":
        return min(received, OLD_LAW_ENDS)
    return received


def term(procedure: str, step: Step, day: date, variant: str = "") -> Term | None:
    """The row in force on `day`; None where the law sets no term."""
    found = None
    for row in TERMS:
        if row.procedure == procedure and row.step is step and row.covers(day):
            if row.variant == variant:
                return row
            if not row.variant:
                found = row
    return found


def is_to_be_published(procedure: str, day: date, variant: str = "") -> bool:
    """Whether the law in force on `day` has its answer published: masked, without who asked for it."""
    return term(procedure, Step.PUBLISH, day, variant) is not None


#: The procedures of which some or all answers are published.
PUBLISHED = frozenset(row.procedure for row in TERMS if row.step is Step.PUBLISH)


#: What runs first: the first of these that the procedure has is the deadline of a new request.
_FIRST = (Step.REPLY, Step.ACCEPT, Step.DECIDE)


@dataclass(frozen=True, slots=True)
class Deadline:
    step: Step
    term: Term
    due_on: date


def first_deadline(
    procedure: str, received: date, calendar: WorkingCalendar, *, law: date, variant: str
) -> Deadline | None:
    """What is to be done first for a request that came on `received`."""
    for step in _FIRST:
        row = term(procedure, step, law, variant)
        if row is not None:
            return Deadline(step, row, row.ends(received, calendar))
    return None


def decision_deadline(
    procedure: str, start: date, calendar: WorkingCalendar, *, law: date, variant: str
) -> Deadline | None:
    """The answer's own term; of what must be accepted first it begins then, else on receipt."""
    row = term(procedure, Step.DECIDE, law, variant)
    return None if row is None else Deadline(Step.DECIDE, row, row.ends(start, calendar))


#: Days to complain by stage: new law (Art. 96), old law (Art. 140); working days where marked.
_COMPLAIN = {
    "new": {"before": (15, False), "secure": (10, False), "coercion": (30, False)},
    "old": {"before": (15, False), "secure": (10, False), "coercion": (30, False)},
}
#: Years in which enforcement may be asked for (Law 106/2025/QH15, Art. 34; Law 26/2008/QH12, Art. 30).
LIMITATION_YEARS = 5


def complain_until(stage: str, known_on: date, law: date, *, second: bool = False) -> date:
    """The last day for a complaint. A warning, never a refusal: obstacles do not count."""
    if second:
        return known_on + timedelta(days=15)
    days, _working = _COMPLAIN["new" if law >= NEW_LAW else "old"].get(stage, (15, False))
    return known_on + timedelta(days=days)


def limitation_ends(effective: date) -> date:
    """The last day of the limitation to ask for enforcement of what fell due on `effective`."""
    try:
        return effective.replace(year=effective.year + LIMITATION_YEARS)
    except ValueError:  # 29 February
        return effective.replace(year=effective.year + LIMITATION_YEARS, day=28)


def warnings(procedure: str, answers: dict[str, str], today: date) -> list[tuple[str, date]]:
    """What the citizen and the agency are told, with its day: ``limitation``, ``complaint_late``."""
    found: list[tuple[str, date]] = []
    if procedure == "yeu-cau-thi-hanh-an" and (day := _day(answers.get("effective_date", ""))):
        last = limitation_ends(day)
        if last < today:
            found.append(("limitation", last))
    if procedure == "khieu-nai" and (day := _day(answers.get("known_on", ""))):
        last = complain_until(
            answers.get("stage", "before"),
            day,
            law_day(procedure, answers, today),
            second=answers.get("instance") == "second",
        )
        if last < today:
            found.append(("complaint_late", last))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
