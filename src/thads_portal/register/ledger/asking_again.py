"""Asks again for what the ledger had asked of a public text: its proposal was returned or called back."""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.join import queue_of
from thads_portal.register.ledger import books
from thads_portal.register.ledger import writing


@dataclass(frozen=True, slots=True)
class _Again:
    number: str
    settled: int
    calendar: WorkingCalendar


def queue(context: Content, number: str, settled: int, calendar: WorkingCalendar) -> None:
    """In the running transaction of `context` the public text of the listing has followed its case up to
    the entry `settled` only, and what is asked of the case's listings is computed anew.
    """
    queue_of(context).write(_writer, _Again(number, settled, calendar))


class _Writer:
    def prepare(self, rows: list[_Again]) -> list[_Again]:
        return rows

    def write(self, cursor: Cursor, rows: list[_Again]) -> None:
        numbers = [each.number for each in rows]
        # Several listings may be of one case; who enters something meanwhile waits.
        cursor.execute(
            "SELECT id FROM thads_case WHERE id IN"
            " (SELECT case_id FROM thads_case_listing WHERE number = ANY(%s))"
            " ORDER BY id FOR NO KEY UPDATE",
            (numbers,),
        )
        cases = [case for (case,) in cursor]
        cursor.execute(
            "UPDATE thads_case_listing AS own SET settled = back.settled"
            " FROM unnest(%s::text[], %s::bigint[]) AS back (number, settled)"
            " WHERE own.number = back.number AND own.settled > back.settled",
            (numbers, [each.settled for each in rows]),
        )
        now, calendar = datetime.now(UTC), rows[0].calendar
        found = books.load(cursor, cases, ids=iter(()))
        writing.write(
            cursor,
            [writing.written(book, actor="", at=now, calendar=calendar) for book in found.values()],
        )


_writer = _Writer()
