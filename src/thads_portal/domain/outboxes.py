"""What other agencies are told of, by whom the law says so and until when (LLTP, VKSND, trại giam, UBND xã).

Pure: an event in, the partners and terms out. A partner is told of an event once.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from enum import StrEnum
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import NEW_LAW_FROM
from thads_portal.domain.working_days import WorkingCalendar
from types import MappingProxyType


class Partner(StrEnum):
    JUDICIAL_RECORDS = "judicial_records"
    PROCURACY = "procuracy"
    PRISONS = "prisons"
    COMMUNES = "communes"


#: partner -> (Vietnamese, English)
LABELS: Mapping[Partner, tuple[str, str]] = MappingProxyType(
    {
        Partner.JUDICIAL_RECORDS: ("Lý lịch tư pháp", "Judicial records"),
        Partner.PROCURACY: ("Viện kiểm sát nhân dân", "People's procuracy"),
        Partner.PRISONS: ("Trại giam", "Prisons"),
        Partner.COMMUNES: ("Ủy ban nhân dân cấp xã", "Communes"),
    }
)


class MessageKind(StrEnum):
    """What a message is about; each has a schema of its own version."""

    LEDGER_ENTRY = "ledger_entry"
    LEDGER_ENTRY_REVERSED = "ledger_entry_reversed"
    NO_CONDITIONS_DECISION = "no_conditions_decision"
    POSTING = "posting"
    TAKE_DOWN = "take_down"
    ENDED_OF_MONTH = "ended_of_month"


#: kind -> (Vietnamese, English)
KIND_LABELS: Mapping[MessageKind, tuple[str, str]] = MappingProxyType(
    {
        MessageKind.LEDGER_ENTRY: ("Quyết định, kết quả thi hành", "Decision or result"),
        MessageKind.LEDGER_ENTRY_REVERSED: ("Đảo bút toán đã báo", "What was told is taken back"),
        MessageKind.NO_CONDITIONS_DECISION: (
            "Quyết định về việc chưa có điều kiện thi hành án",
            "No-conditions decision",
        ),
        MessageKind.POSTING: ("Đề nghị niêm yết", "To be posted"),
        MessageKind.TAKE_DOWN: ("Đề nghị gỡ niêm yết", "To be taken down"),
        MessageKind.ENDED_OF_MONTH: (
            "Danh sách việc chấm dứt trong tháng",
            "What ended in the month",
        ),
    }
)
#: The form of all messages; a change that a reader could trip over is a new number.
SCHEMA = "thads-outbox-message-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Days (working ones if `working`) from the event, for events from `valid_from` to `valid_to`."""

    partner: Partner
    days: int
    working: bool
    valid_from: date
    valid_to: date | None
    source: str


_BEFORE = NEW_LAW_FROM - timedelta(days=1)
_FIRST = date(2009, 7, 1)
TERMS: tuple[Term, ...] = (
    Term(
        partner=Partner.JUDICIAL_RECORDS,
        days=10,
        working=False,
        valid_from=_FIRST,
        valid_to=_BEFORE,
        source="Luật Lý lịch tư pháp 28/2009/QH12, Điều 15, 20",
    ),
    Term(
        partner=Partner.JUDICIAL_RECORDS,
        days=1,
        working=True,
        valid_from=NEW_LAW_FROM,
        valid_to=None,
        source="Luật 107/2025/QH15; Nghị định 216/2026/NĐ-CP",
    ),
    Term(
        partner=Partner.PROCURACY,
        days=3,
        working=True,
        valid_from=_FIRST,
        valid_to=_BEFORE,
        source="Luật 26/2008/QH12, Điều 38",
    ),
    Term(
        partner=Partner.PROCURACY,
        days=3,
        working=True,
        valid_from=NEW_LAW_FROM,
        valid_to=None,
        source="Luật 106/2025/QH15, Điều 35 khoản 2; Nghị định 152/2026/NĐ-CP, Điều 32 khoản 2",
    ),
    Term(
        partner=Partner.PRISONS,
        days=3,
        working=True,
        valid_from=_FIRST,
        valid_to=None,
        source="Nghị định 152/2026/NĐ-CP, Điều 33, 34, 107, 108",
    ),
    Term(
        partner=Partner.COMMUNES,
        days=0,
        working=True,
        valid_from=_FIRST,
        valid_to=None,
        source="Nghị định 152/2026/NĐ-CP, Điều 23 (gửi ngay)",
    ),
)

_MONEY = frozenset(
    {
        EntryKind.REDUCED,
        EntryKind.EXEMPTED,
        EntryKind.TERMINATED,
        EntryKind.TERMINATED_IN_PART,
        EntryKind.CONFIRMED,
        EntryKind.CLOSED,
    }
)
#: What each partner is told of the ledger.
ENTRIES: Mapping[Partner, frozenset[EntryKind]] = MappingProxyType(
    {
        Partner.JUDICIAL_RECORDS: _MONEY | {EntryKind.STATED},
        Partner.PROCURACY: _MONEY
        | {
            EntryKind.STATED,
            EntryKind.POSTPONED,
            EntryKind.SUSPENDED,
            EntryKind.CONTINUED,
            EntryKind.COERCED,
            EntryKind.TRANSFERRED,
            EntryKind.DELEGATED,
            EntryKind.MOVED,
            EntryKind.REQUEST_RETURNED,
            EntryKind.RESUMED,
            EntryKind.WITHDRAWN,
        },
        Partner.PRISONS: _MONEY
        | {
            EntryKind.STATED,
            EntryKind.COLLECTED,
            EntryKind.PAID_OUT,
            EntryKind.TRANSFERRED,
            EntryKind.DELEGATED,
        },
        Partner.COMMUNES: frozenset(),
    }
)
#: Who gets the number of the person: it is the key of the one, and names the prisoner to the other.
WITH_NUMBER = frozenset({Partner.JUDICIAL_RECORDS, Partner.PRISONS})
#: Days after which a decision that is published now was told of on paper long ago.
OLD_DECISION = 60


def of_entry(
    kind: EntryKind, *, judgment_kinds: frozenset[str], prisoner: bool
) -> Iterator[Partner]:
    """Who is told of an entry of this kind, in a case whose listings have these kinds of judgment."""
    for partner, kinds in ENTRIES.items():
        if kind not in kinds:
            continue
        if partner is Partner.JUDICIAL_RECORDS and JudgmentKind.CRIMINAL not in judgment_kinds:
            # Only convicted persons have a record.
            continue
        if partner is Partner.PRISONS and not prisoner:
            continue
        yield partner


def of_publication(*, began: bool) -> Iterator[tuple[Partner, MessageKind]]:
    """Who is told that something was published or published again (`began`), or has ended."""
    if began:
        yield Partner.PROCURACY, MessageKind.NO_CONDITIONS_DECISION
        yield Partner.COMMUNES, MessageKind.POSTING
    else:
        yield Partner.COMMUNES, MessageKind.TAKE_DOWN


def due_on(partner: Partner, occurred_on: date, calendar: WorkingCalendar) -> date:
    """The last day on which `partner` is to be told of what happened on that day."""
    term = next(
        each
        for each in TERMS
        if each.partner is partner and (each.valid_to is None or occurred_on <= each.valid_to)
    )
    if term.working:
        return calendar.add_working_days(occurred_on, term.days)
    last = occurred_on + timedelta(days=term.days)
    return last if calendar.is_working_day(last) else calendar.next_working_day(last)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that came to nothing: a minute, doubling to six hours."""
    return timedelta(minutes=min(2 ** max(0, attempts - 1), 360))
