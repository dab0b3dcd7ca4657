"""Who qualifies for exemption or reduction of what is owed to the State budget, by time and sum.

A rule by its date: Luật 26/2008/QH12, Điều 61 (TTLT 12/2015) to 30/06/2026, Luật 106/2025/QH15, Điều
42-45 since. Hardship and merit are for people to judge and are not computed.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.kinds import LineKind
from thads_portal.domain.ledger.kinds import NEW_LAW_FROM
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.months import add_months


#: Only what is owed to the State budget.
BUDGET = frozenset({LineKind.COURT_FEE, LineKind.FINE, LineKind.RECOVERY_CONFISCATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefRule:
    """After `years` from the first enforcement decision, what is left being at least `least` and
    less than `below` đồng (None: no limit): `kind`, a reduction by at most 1/`part` and `most` đồng.
    `paid_part`: at least 1/`paid_part` must have been paid.
    """

    kind: EntryKind
    years: int
    least: int
    below: int | None
    source: str
    valid_from: date
    valid_to: date | None
    part: int | None = None
    most: int | None = None
    paid_part: int | None = None


_M = 1_000_000
_OLD = "Luật 26/2008/QH12, Điều 61; TTLT 12/2015/TTLT-BTP-BTC-TANDTC-VKSNDTC"
_NEW = "Luật 106/2025/QH15, Điều 42, 43"


def _old(kind: EntryKind, years: int, least: int, below: int | None, **more: int) -> ReliefRule:
    return ReliefRule(
        kind=kind,
        years=years,
        least=least,
        below=below,
        source=_OLD,
        valid_from=date(2015, 7, 1),
        valid_to=date(2026, 6, 30),
        **more,
    )


def _new(kind: EntryKind, years: int, least: int, below: int | None, **more: int) -> ReliefRule:
    return ReliefRule(
        kind=kind,
        years=years,
        least=least,
        below=below,
        source=_NEW,
        valid_from=NEW_LAW_FROM,
        valid_to=None,
        **more,
    )


#: Exemptions before reductions: the first row that fits counts.
RELIEF_RULES = (
    _old(EntryKind.EXEMPTED, 5, 1, 2 * _M),
    _old(EntryKind.EXEMPTED, 10, 2 * _M, 5 * _M),
    _old(EntryKind.EXEMPTED, 5, 1, 5 * _M, paid_part=50),
    _old(EntryKind.EXEMPTED, 10, 5 * _M, 10 * _M, paid_part=50),
    _old(EntryKind.REDUCED, 5, 10 * _M, 100 * _M + 1, part=4),
    _old(EntryKind.REDUCED, 10, 100 * _M + 1, None, part=5, most=50 * _M),
    _new(EntryKind.EXEMPTED, 5, 1, 5 * _M),
    _new(EntryKind.EXEMPTED, 10, 5 * _M, 10 * _M + 1),
    _new(EntryKind.REDUCED, 5, 5 * _M, 100 * _M + 1, part=4),
    _new(EntryKind.REDUCED, 10, 100 * _M + 1, None, part=5, most=50 * _M),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """`amount` is the most that may be asked for; `since` the day on which the years were over."""

    kind: EntryKind
    left: int
    amount: int
    since: date
    rule: ReliefRule


def rules_on(day: date) -> tuple[ReliefRule, ...]:
    """The rows in force on `day`."""
    return tuple(
        rule
        for rule in RELIEF_RULES
        if rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)
    )


def relief(
    lines: Iterable[Line],
    found: Mapping[str, Balance],
    *,
    decided_on: date,
    today: date,
    last_relief: date | None = None,
) -> Relief | None:
    """What a case qualifies for on `today`; `decided_on` is its first enforcement decision's day.

    `last_relief`: the last exemption or reduction; once a year for one judgment.
    """
    if last_relief is not None and add_months(last_relief, 12) > today:
        return None
    own = _of_budget(lines, found)
    left = sum(balance.left for balance in own)
    for rule in rules_on(today):
        since = add_months(decided_on, 12 * rule.years)
        if since > today or not _fits(rule, own):
            continue
        amount = left if rule.part is None else left // rule.part
        if rule.most is not None:
            amount = min(amount, rule.most)
        return Relief(kind=rule.kind, left=left, amount=amount, since=since, rule=rule)
    return None


def relief_from(
    lines: Iterable[Line],
    found: Mapping[str, Balance],
    *,
    decided_on: date,
    last_relief: date | None = None,
) -> date | None:
    """The first day from which the case qualifies by the rules in force now, if nothing is entered
    meanwhile; None: its sums fit none. Arguments as of ``relief``.
    """
    own = _of_budget(lines, found)
    days = [
        add_months(decided_on, 12 * rule.years)
        for rule in RELIEF_RULES
        if rule.valid_to is None and _fits(rule, own)
    ]
    if not days:
        return None
    return max(min(days), add_months(last_relief, 12)) if last_relief is not None else min(days)


def _of_budget(lines: Iterable[Line], found: Mapping[str, Balance]) -> list[Balance]:
    return [found[line.line] for line in lines if line.kind in BUDGET and line.line in found]


def _fits(rule: ReliefRule, own: list[Balance]) -> bool:
    """Whether the sums fit `rule`, however long it has been."""
    left = sum(balance.left for balance in own)
    if left < rule.least or (rule.below is not None and left >= rule.below):
        return False
    if rule.paid_part is None:
        return True
    done = sum(balance.done for balance in own)
    return done * rule.paid_part >= sum(balance.to_do for balance in own)


def last_relief(held: Iterable[Entry]) -> date | None:
    """The day of the last exemption or reduction among entries that hold."""
    days = [
        entry.occurred_on for entry in held if entry.kind in (EntryKind.EXEMPTED, EntryKind.REDUCED)
    ]
    return max(days, default=None)
