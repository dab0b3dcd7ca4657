"""The rows of one posting batch with what must be looked at: counted, and a page at a time.

Public fields and signs only, from the register's rows; a batch of thousands is judged in one
question, and no object is woken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from thads_portal.database.sql import Cursor
from typing import Any


class Show(StrEnum):
    """Which rows of a batch a page shows."""

    WAITING = "waiting"
    WARNINGS = "warnings"
    FLAGGED = "flagged"
    DUPLICATES = "duplicates"
    NAMESAKES = "namesakes"
    CHANGED = "changed"
    REOPENED = "reopened"
    PUBLISHED = "published"
    RETURNED = "returned"


_OF = {Show.PUBLISHED: "published", Show.RETURNED: "returned"}
_DUPLICATE = (
    "EXISTS (SELECT FROM thads_listing AS twin WHERE twin.duplicate_key = listing.duplicate_key"
    " AND twin.number <> listing.number AND twin.state <> 'ended')"
)
_NAMESAKES = (
    "(SELECT count(*) FROM thads_search AS same WHERE same.province = listing.province"
    " AND same.sort_name = listing.sort_name AND same.number <> listing.number)"
)
_CHANGED = (
    "(listing.number IS NULL OR listing.revision <> member.revision"
    " OR listing.state <> ALL(%(states)s))"
)
_FLAGGED = "cardinality(listing.flags) > 0"
_CONDITIONS = {
    Show.FLAGGED: _FLAGGED,
    Show.DUPLICATES: _DUPLICATE,
    Show.NAMESAKES: f"{_NAMESAKES} > 0",
    Show.CHANGED: _CHANGED,
    Show.REOPENED: "listing.first_published IS NOT NULL",
    Show.WARNINGS: f"({_FLAGGED} OR {_DUPLICATE} OR {_NAMESAKES} > 0 OR {_CHANGED})",
}
_FROM = (
    " FROM thads_batch_listing AS member LEFT JOIN thads_listing AS listing USING (number)"
    " WHERE member.province = %(province)s AND member.batch = %(batch)s"
    " AND member.outcome = %(outcome)s"
)
# Each row is judged once, then counted.
_SUMMARY = f"""
    WITH judged AS MATERIALIZED (
        SELECT {_FLAGGED} AS flagged, {_DUPLICATE} AS duplicate, {_NAMESAKES} > 0 AS namesake,
            {_CHANGED} AS changed, listing.first_published IS NOT NULL AS reopened,
            listing.obligation_amount AS amount
        {_FROM}
    )
    SELECT count(*), count(*) FILTER (WHERE flagged OR duplicate OR namesake OR changed),
        count(*) FILTER (WHERE flagged), count(*) FILTER (WHERE duplicate),
        count(*) FILTER (WHERE namesake), count(*) FILTER (WHERE changed),
        count(*) FILTER (WHERE reopened), coalesce(sum(amount), 0)
    FROM judged
"""
_FIELDS = (
    "member.number",
    "listing.state",
    "listing.revision",
    "listing.debtor_name",
    "listing.debtor_kind",
    "listing.debtor_address",
    "listing.obligation",
    "listing.obligation_amount",
    "listing.ground",
    "listing.ground_scheme",
    "listing.judgment_number",
    "listing.judgment_date",
    "listing.enforcement_decision_number",
    "listing.no_conditions_decision_number",
    "listing.no_conditions_decision_date",
    "coalesce(listing.flags, '{}')",
    "listing.first_published IS NOT NULL",
)
_SELECT = f"SELECT {', '.join(_FIELDS)}, {_DUPLICATE}, {_NAMESAKES}, {_CHANGED}{_FROM}"


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of the waiting rows there are of each kind; `amount` in VND."""

    waiting: int
    warnings: int
    flagged: int
    duplicates: int
    namesakes: int
    changed: int
    reopened: int
    amount: int


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row as a page shows it. `state` None: the listing is no longer there.

    `changed`: since the batch took its last step, or no longer at the step.
    """

    number: str
    state: str | None
    revision: int | None
    debtor_name: str | None
    debtor_kind: str | None
    debtor_address: str | None
    obligation: str | None
    obligation_amount: int | None
    ground: str | None
    ground_scheme: str
    judgment_number: str | None
    judgment_date: date | None
    enforcement_decision_number: str | None
    decision_number: str | None
    decision_date: date | None
    flags: list[str]
    reopened: bool
    duplicate: bool
    namesakes: int
    changed: bool


def summary(cursor: Cursor, province: str, batch: str, states: list[str]) -> Summary:
    """Of the rows that wait; `states` are those in which listings wait at the batch's step."""
    cursor.execute(_SUMMARY, _values(province, batch, Show.WAITING, states))
    row = cursor.fetchone()
    return Summary(*(*row[:-1], int(row[-1])))


def page(
    cursor: Cursor,
    province: str,
    batch: str,
    states: list[str],
    *,
    show: Show = Show.WAITING,
    after: str = "",
    limit: int = 50,
    numbers: list[str] | None = None,
) -> list[BatchRow]:
    """Rows behind the number `after`, in the order of their numbers; of `numbers` if given."""
    condition = _CONDITIONS.get(show)
    only = " AND member.number = ANY(%(numbers)s)" if numbers is not None else ""
    cursor.execute(
        _SELECT
        + (f" AND {condition}" if condition else "")
        + only
        + " AND member.number > %(after)s ORDER BY member.number LIMIT %(limit)s",
        {
            **_values(province, batch, show, states),
            "after": after,
            "limit": limit,
            "numbers": numbers,
        },
    )
    return [BatchRow(*row) for row in cursor.fetchall()]


def all_rows(
    cursor: Cursor, province: str, batch: str, states: list[str], *, show: Show = Show.WAITING
) -> Iterator[BatchRow]:
    """All of them, some thousands at a time."""
    after = ""
    while rows := page(cursor, province, batch, states, show=show, after=after, limit=2000):
        yield from rows
        after = rows[-1].number


def _values(province: str, batch: str, show: Show, states: list[str]) -> dict[str, Any]:
    outcome = _OF.get(show, "waiting")
    return {"province": province, "batch": batch, "outcome": outcome, "states": states}
