"""Cases that may move to the separate register now, and those that ended in a month, as lists of a desk."""

from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.register.ledger.due import place_of


SIZE = 50
_MOVES = "own.done_on IS NULL AND own.duty IN ('move_register', 'return_request')"
_WHO = """
    JOIN LATERAL (
        SELECT link.number, listing.debtor_name FROM thads_case_listing AS link
        JOIN thads_listing AS listing USING (number)
        WHERE link.case_id = found.id ORDER BY listing.state <> 'published', number LIMIT 1
    ) AS who ON true
"""


@dataclass(frozen=True, slots=True)
class Movable:
    """`duty` is a code of ``terms.FollowUp``; it may be done since `since`, `due_on` if the law says."""

    case: int
    number: str
    province: str
    debtor_name: str
    duty: str
    since: date
    due_on: date | None


def movable(
    cursor: Cursor, *, today: date, province: str | None = None, after: str = ""
) -> list[Movable]:
    """At most SIZE and one more, the longest waiting first; `after`: ``day.case`` of the last."""
    begin = place_of(after) or (date.min, 0)
    cursor.execute(
        f"""
        SELECT found.id, who.number, found.province, who.debtor_name, found.duty, found.started_on,
            found.due_on
        FROM (
            SELECT own.case_id AS id, own.province, own.duty, own.started_on, own.due_on
            FROM thads_case_duty AS own JOIN thads_case ON thads_case.id = own.case_id
            WHERE {_MOVES} AND own.started_on <= %s AND thads_case.listed > 0
                AND (%s::text IS NULL OR own.province = %s)
                AND (own.started_on, own.case_id) > (%s::date, %s)
            ORDER BY own.started_on, own.case_id LIMIT %s
        ) AS found {_WHO} ORDER BY found.started_on, found.id
        """,
        (today, province, province, *begin, SIZE + 1),
    )
    return [Movable(*row) for row in cursor]


def movable_count(
    cursor: Cursor, *, today: date, province: str | None = None, most: int = 10_000
) -> int:
    """How many, up to `most` + 1."""
    cursor.execute(
        f"""
        SELECT count(*) FROM (
            SELECT FROM thads_case_duty AS own
            WHERE {_MOVES} AND own.started_on <= %s AND (%s::text IS NULL OR own.province = %s)
            LIMIT %s
        ) AS found
        """,
        (today, province, province, most + 1),
    )
    count: int = one(cursor)
    return count


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that ended: by what (a code of ``kinds.EntryKind``), when, on which paper."""

    case: int
    number: str
    province: str
    debtor_name: str
    decision_number: str
    decision_date: date
    kind: str
    ended_on: date
    document_number: str | None
    document_date: date | None


def ended_in(
    cursor: Cursor,
    *,
    first: date,
    last: date,
    province: str | None = None,
    after: str = "",
    size: int = SIZE,
) -> list[Ended]:
    """Cases that ended as a whole in those days (Nghị định 152/2026/NĐ-CP, Điều 32 khoản 2), at most
    `size` and one more; `after`: ``day.case`` of the last.
    """
    begin = place_of(after) or (date.min, 0)
    cursor.execute(
        f"""
        SELECT found.id, who.number, found.province, who.debtor_name, found.decision_number,
            found.decision_date, found.kind, found.occurred_on, found.document_number,
            found.document_date
        FROM (
            SELECT * FROM (
                SELECT DISTINCT ON (own.id) own.id, own.province, own.decision_number,
                    own.decision_date, entry.kind, entry.occurred_on, entry.document_number,
                    entry.document_date
                FROM thads_case_entry AS entry JOIN thads_case AS own ON own.id = entry.case_id
                WHERE entry.kind IN ('closed', 'terminated', 'request_returned', 'delegated')
                    AND entry.occurred_on BETWEEN %s AND %s AND entry.listing IS NULL
                    AND entry.part_of IS NULL
                    AND (entry.kind <> 'delegated' OR entry.amount IS NULL)
                    AND (%s::text IS NULL OR own.province = %s)
                    AND NOT EXISTS (
                        SELECT FROM thads_case_entry AS back WHERE back.reverses = entry.id
                    )
                ORDER BY own.id, entry.id
            ) AS each WHERE (occurred_on, id) > (%s::date, %s)
            ORDER BY occurred_on, id LIMIT %s
        ) AS found {_WHO} ORDER BY found.occurred_on, found.id
        """,
        (first, last, province, province, *begin, size + 1),
    )
    return [Ended(*row) for row in cursor]
