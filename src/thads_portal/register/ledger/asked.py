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
from thads_portal.domain.months import add_months


SIZE = 50
#: Cases looked at for relief at once.
_MOST = 2000
_YEARS = 5


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
        " ORDER BY coalesce(own.due_on, 'infinity'), own.number LIMIT %s",
        (*values, SIZE + 1),
    )
    return [Asked(*row) for row in cursor]


def asked_count(cursor: Cursor, *, province: str | None = None) -> int:
    cursor.execute(
        "SELECT count(*) FROM thads_case_proposal WHERE %s::text IS NULL OR province = %s",
        (province, province),
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


def qualifying(cursor: Cursor, *, today: date, province: str) -> list[Qualifies]:
    """Cases of the province that fit today, the largest sum first; what is left stands in lines."""
    cursor.execute(
        """
        SELECT own.id, own.decision_date, who.number, who.debtor_name,
            array_agg(line.line), array_agg(line.kind), array_agg(line.to_do),
            array_agg(line.done), array_agg(line.reduced), array_agg(line.terminated),
            array_agg(line.delegated),
            (SELECT max(entry.occurred_on) FROM thads_case_entry AS entry
             WHERE entry.case_id = own.id AND entry.kind = ANY(%s)
                AND NOT EXISTS (SELECT FROM thads_case_entry AS back WHERE back.reverses = entry.id))
        FROM thads_case AS own
        JOIN thads_case_line AS line ON line.case_id = own.id AND line.kind = ANY(%s)
        JOIN LATERAL (
            SELECT link.number, listing.debtor_name FROM thads_case_listing AS link
            JOIN thads_listing AS listing USING (number)
            WHERE link.case_id = own.id AND listing.state = 'published' ORDER BY number LIMIT 1
        ) AS who ON true
        WHERE own.province = %s AND own.decision_date <= %s AND NOT own.over AND own.listed > 0
        GROUP BY own.id, own.decision_date, who.number, who.debtor_name
        HAVING sum(line.left_over) > 0 ORDER BY sum(line.left_over) DESC LIMIT %s
        """,
        (
            [EntryKind.EXEMPTED.value, EntryKind.REDUCED.value],
            [kind.value for kind in BUDGET],
            province,
            add_months(today, -12 * _YEARS),
            _MOST,
        ),
    )
    found = []
    for case, decided, number, name, keys, kinds, *money, last in cursor:
        lines = [Line(line=key, kind=kind) for key, kind in zip(keys, kinds, strict=True)]
        balances = {
            key: Balance(
                to_do=to_do, done=done, reduced=reduced, terminated=terminated, delegated=delegated
            )
            for key, to_do, done, reduced, terminated, delegated in zip(keys, *money, strict=True)
        }
        fits = relief(lines, balances, decided_on=decided, today=today, last_relief=last)
        if fits is not None:
            found.append(Qualifies(case, number, province, name, decided, fits))
    return found
