"""Each night: what is over its time is erased and noted; figures and steps stay, nothing of a person.

Also drafts that nobody came back to, and receipts.
"""

from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.database.sql import Cursor
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import drafts
from thads_portal.register.requests import entries
from thads_portal.register.requests import mandates
from thads_portal.register.requests import uploads
from typing import Any
from zope.interface import implementer


#: Requests of one transaction.
_AT_ONCE = 200


@implementer(IPeriodicJob)
class Retention:
    title = "Xóa nội dung yêu cầu hết thời hạn lưu"
    cron = "45 2 * * *"

    def run(self, site: Any, job: Any) -> dict[str, int]:
        today = datetime.now(UTC).astimezone(VIETNAM).date()
        return {"requests": erase(job.dsn, today), "drafts": forget_drafts(job.dsn)}


def forget_drafts(dsn: str) -> int:
    with own_transaction(dsn) as cursor:
        uploads.forget_old(cursor)
        return drafts.forget_old(cursor)


def erase(dsn: str, today: date) -> int:
    """Erase what closed requests hold whose day has come; returns how many."""
    count = 0
    while True:
        with own_transaction(dsn) as cursor:
            cursor.execute(
                "SELECT id, number, province FROM thads_request WHERE erased IS NULL AND NOT open"
                " AND erase_on <= %s ORDER BY id LIMIT %s FOR UPDATE",
                (today, _AT_ONCE),
            )
            found = cursor.fetchall()
            for id, number, province in found:
                _erase_one(cursor, id)
                record.write(
                    cursor, Recorded.REQUEST_ERASED, actor="", province=province, about=number
                )
        count += len(found)
        if len(found) < _AT_ONCE:
            return count


def _erase_one(cursor: Cursor, id: int) -> None:
    cursor.execute(
        "DELETE FROM thads_file WHERE id IN (SELECT id FROM thads_request_file WHERE request = %s"
        " UNION ALL SELECT file FROM thads_request_paper WHERE request = %s AND file IS NOT NULL)",
        (id, id),
    )
    cursor.execute("DELETE FROM thads_request_file WHERE request = %s", (id,))
    cursor.execute(
        "UPDATE thads_request_paper SET text = NULL, file = NULL WHERE request = %s", (id,)
    )
    cursor.execute("UPDATE thads_request_entry SET text = NULL WHERE request = %s", (id,))
    cursor.execute("UPDATE thads_request_informant SET identity = NULL WHERE request = %s", (id,))
    cursor.execute("DELETE FROM thads_request_reader WHERE request = %s", (id,))
    mandates.erase(cursor, id)
    entries.write(cursor, id, Entry.ERASED)
    cursor.execute(
        "UPDATE thads_request SET answers = NULL, draft = NULL, mail_state = '', erased = now(),"
        " revision = revision + 1 WHERE id = %s",
        (id,),
    )
