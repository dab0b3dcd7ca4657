"""Dates that contradict each other, as a table: which must not be later than which, and what then.

One table for the feed, the forms and lists from Excel. Two outcomes:

FLAGGED  the listing is taken and waits for the editorial board: one of two dates is wrong
         and only a person can tell which, or the order is odd and may still be right.
REFUSED  the event is not taken: it cannot have happened before what it ends.

An ending is never kept waiting: the law counts two or three days for it, and hiding is the
safe side (Decree 62/2015/NĐ-CP Art. 11; Decree 152/2026/NĐ-CP Arts 22-23). So it is
refused where its day lies before the decision itself, and applied at once with the flag
elsewhere. A listing that ends because it was listed in error may have wrong days of its
own: its ending is not measured by them. Days that are equal never contradict.
"""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from typing import Any


class Gets(StrEnum):
    FLAGGED = "flagged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rule:
    """`first` must not be later than `second`. `kinds` None: of a listing, however it came.

    `field` is where a refusal is told. The names of days are keys of ``DAYS``.
    """

    first: str
    second: str
    gets: Gets = Gets.FLAGGED
    kinds: frozenset[EventKind] | None = None
    field: str = "occurred_on"


#: Days by name -> (Vietnamese, English). The values themselves are never told.
DAYS = {
    "date_of_birth": ("ngày sinh", "the date of birth"),
    "judgment_date": ("ngày bản án, quyết định", "the judgment's date"),
    "enforcement_decision_date": (
        "ngày quyết định thi hành án",
        "the enforcement decision's date",
    ),
    "no_conditions_decision_date": (
        "ngày quyết định về việc chưa có điều kiện thi hành án",
        "the no-conditions decision's date",
    ),
    "occurred_on": ("ngày xảy ra sự việc", "the day of the event"),
    "document.date": ("ngày văn bản", "the document's date"),
    "last_change": ("ngày của lần thay đổi trước", "the day of the change before"),
    "ended_on": ("ngày chấm dứt công khai", "the day of the ending"),
}

_ISSUED = frozenset({EventKind.ISSUED})
_AMENDED = frozenset({EventKind.AMENDED})
_REOPENED = frozenset({EventKind.REOPENED})
_ENDED = frozenset({EventKind.ENDED})

#: Of the listing itself.
OF_LISTING = (
    Rule("judgment_date", "enforcement_decision_date"),
    Rule("judgment_date", "no_conditions_decision_date"),
    Rule("enforcement_decision_date", "no_conditions_decision_date"),
    Rule("date_of_birth", "judgment_date"),
)
#: Of an event against the listing as it is after the event.
OF_EVENT = (
    Rule("no_conditions_decision_date", "occurred_on", Gets.REFUSED, _ENDED),
    Rule(
        "no_conditions_decision_date", "occurred_on", Gets.FLAGGED, _ISSUED | _AMENDED | _REOPENED
    ),
    Rule("last_change", "occurred_on", Gets.FLAGGED, _AMENDED | _ENDED),
    Rule("ended_on", "occurred_on", Gets.FLAGGED, _REOPENED),
    # A change, or a payment, may well be put on paper days after it was established.
    Rule("document.date", "occurred_on", Gets.FLAGGED, _ISSUED | _REOPENED),
    Rule("no_conditions_decision_date", "document.date", Gets.FLAGGED, _ENDED | _AMENDED),
    Rule("ended_on", "document.date", Gets.FLAGGED, _REOPENED),
)
TABLE = OF_LISTING + OF_EVENT
_BY_KIND = {
    kind: tuple(rule for rule in OF_EVENT if kind in (rule.kinds or ())) for kind in EventKind
}
_DATED = frozenset(name for rule in OF_LISTING for name in (rule.first, rule.second))


def _day(value: Any) -> date | None:
    """A day as typed or as kept in an upload (ISO text); None if it is none."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def _broken(rules: tuple[Rule, ...], days: Mapping[str, date | None]) -> list[Rule]:
    found = []
    for rule in rules:
        first, second = days.get(rule.first), days.get(rule.second)
        if first is not None and second is not None and first > second:
            found.append(rule)
    return found


def of_listing(fields: Mapping[str, Any], only: Collection[str] | None = None) -> list[Rule]:
    """The rules that the dates of a listing break; with `only`, those about one of these fields."""
    if only is not None and _DATED.isdisjoint(only):
        return []
    rules: tuple[Rule, ...] = OF_LISTING
    if only is not None:
        rules = tuple(rule for rule in rules if rule.first in only or rule.second in only)
    return _broken(rules, {name: _day(fields.get(name)) for name in _DATED})


def of_event(
    kind: EventKind,
    fields: Mapping[str, Any],
    *,
    occurred_on: date | None,
    document_date: date | None,
    last_change: date | None = None,
    ended_on: date | None = None,
    end_reason: EndReason | None = None,
) -> list[Rule]:
    """The rules that an event breaks against `fields`, the listing after it."""
    if end_reason is EndReason.LISTED_IN_ERROR:
        return []
    days = {
        "no_conditions_decision_date": _day(fields.get("no_conditions_decision_date")),
        "occurred_on": occurred_on,
        "document.date": document_date,
        "last_change": last_change,
        "ended_on": ended_on,
    }
    return _broken(_BY_KIND[kind], days)


def refusals(rules: Collection[Rule]) -> Iterator[tuple[str, dict[str, str]]]:
    """(field, params of the message) of those of `rules` that refuse."""
    for rule in rules:
        if rule.gets is Gets.REFUSED:
            yield rule.field, params(rule)


def params(rule: Rule) -> dict[str, str]:
    """What fills the message: the days by name, never by value."""
    first, second = DAYS[rule.first], DAYS[rule.second]
    return {
        "first_vi": first[0],
        "first_en": first[1],
        "second_vi": second[0],
        "second_en": second[1],
    }


def as_rows() -> Iterator[tuple[str, str, str, str]]:
    """(events, the earlier day, the later day, what it gets) of each rule, for the documentation."""
    for rule in TABLE:
        kinds = ", ".join(f"`{kind}`" for kind in EventKind if kind in (rule.kinds or ()))
        yield kinds or "any, and lists and forms", rule.first, rule.second, rule.gets.value
