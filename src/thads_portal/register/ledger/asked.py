"""What the ledger asks of public texts, and who qualifies for relief, as lists of a desk."""

from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.relief import BUDGET
from thads_portal.domain.ledger.relief import Relief
from thads_portal.domain.ledger.relief import relief
from thads_portal.register.ledger.due import place_of


SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One listing whose public text is to follow. `effect`: a code of ``effects.Effect``."""

    number: str
    province: str
    debtor_name: str
    effect: str
    end_reason: str | None
    since: date
    due_on: date | None
    left: int | None


def asked(cursor: Cursor, *, province: str | None = None, after: str = "") -> list[Asked]:
    """At most SIZE and one more, the nearest deadline first; `after` is the number of the last."""
    where, values = ["true"], []
    if province is not None:
        where.append("own.province = %s")
        values.append(province)
    if after:
        where.append(
            "(coalesce(own.due_on, 'infinity'), own.number) > (SELECT coalesce(due_on, 'infinity'),"
            " number FROM thads_case_proposal WHERE number = %s)"
        )
        values.append(after)
    cursor.execute(
        "SELECT own.number, own.province, listing.debtor_name, own.effect, own.end_reason,"
        " own.since, own.due_on, own.left_over FROM thads_case_proposal AS own"
        " JOIN thads_listing AS listing ON listing.number = own.number"
        f" WHERE listing.state = 'published' AND {' AND '.join(where)}"
        " ORDER BY own.due_on, own.number LIMIT %s",
        (*values, SIZE + 1),
    )
    return [Asked(*row) for row in cursor]


def asked_count(cursor: Cursor, *, province: str | None = None, most: int = 10_000) -> int:
    """How many, up to `most` + 1; with those whose listing has ended since the last night."""
    cursor.execute(
        "SELECT count(*) FROM (SELECT FROM thads_case_proposal"
        " WHERE %s::text IS NULL OR province = %s LIMIT %s) AS found",
        (province, province, most + 1),
    )
    count: int = one(cursor)
    return count


@dataclass(frozen=True, slots=True)
class Qualifies:
    """A case that fits by time and sum."""

    case: int
    number: str
    province: str
    debtor_name: str
    decision_date: date
    relief: Relief
    #: Since when.
    since: date


def qualifying(
    cursor: Cursor, *, today: date, province: str, after: str = "", size: int = SIZE
) -> list[Qualifies]:
    """At most `size` and one more cases of the province that fit today, the longest waiting first;
    `after`: ``day.case`` of the last. The law lets the agency begin where a decision on ground a is
    there, in the list of either law.
    """
    begin = place_of(after) or (date.min, 0)
    cursor.execute(
        """
        SELECT own.id, own.decision_date, who.number, who.debtor_name, own.relief_on,
            array_agg(line.line), array_agg(line.kind), array_agg(line.to_do),
            array_agg(line.done), array_agg(line.reduced), array_agg(line.terminated),
            array_agg(line.delegated),
            (SELECT max(entry.occurred_on) FROM thads_case_entry AS entry
             WHERE entry.case_id = own.id AND entry.kind = ANY(%s)
                AND NOT EXISTS (SELECT FROM thads_case_entry AS back WHERE back.reverses = entry.id))
        FROM (
            SELECT id, decision_date, relief_on FROM thads_case AS own
            WHERE province = %s AND relief_on <= %s AND (relief_on, id) > (%s, %s)
                AND NOT over AND listed > 0 AND EXISTS ({fits})
            ORDER BY relief_on, id LIMIT %s
        ) AS own
        JOIN thads_case_line AS line ON line.case_id = own.id AND line.kind = ANY(%s)
        JOIN LATERAL ({fits} ORDER BY number LIMIT 1) AS who ON true
        GROUP BY own.id, own.decision_date, who.number, who.debtor_name, own.relief_on
        ORDER BY own.relief_on, own.id
        """.replace("{fits}", _FITS),
        (
            [EntryKind.EXEMPTED.value, EntryKind.REDUCED.value],
            province,
            today,
            *begin,
            size + 1,
            [kind.value for kind in BUDGET],
        ),
    )
    found = []
    for case, decided, number, name, on, keys, kinds, *money, last in cursor:
        lines = [Line(line=key, kind=kind) for key, kind in zip(keys, kinds, strict=True)]
        balances = {
            key: Balance(
                to_do=to_do, done=done, reduced=reduced, terminated=terminated, delegated=delegated
            )
            for key, to_do, done, reduced, terminated, delegated in zip(keys, *money, strict=True)
        }
        fits = relief(lines, balances, decided_on=decided, today=today, last_relief=last)
        if fits is not None:
            found.append(Qualifies(case, number, province, name, decided, fits, on))
    return found


_FITS = """
    SELECT link.number, listing.debtor_name FROM thads_case_listing AS link
    JOIN thads_listing AS listing USING (number)
    WHERE link.case_id = own.id AND listing.state = 'published' AND listing.ground = 'a'
"""


def qualifying_count(cursor: Cursor, *, today: date, province: str, most: int = 10_000) -> int:
    """How many fit by time and sum, up to `most` + 1."""
    cursor.execute(
        "SELECT count(*) FROM (SELECT FROM thads_case AS own WHERE province = %s"
        " AND relief_on <= %s AND NOT over AND listed > 0 LIMIT %s) AS found",
        (province, today, most + 1),
    )
    count: int = one(cursor)
    return count
