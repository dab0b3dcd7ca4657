"""Removes what is over: files whose time has passed, jobs and feeds that ended long ago."""

from collections.abc import Callable
from datetime import datetime
from datetime import UTC
from thads_portal.database.sql import Cursor
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register import feed_runs
from thads_portal.register import held_lines
from thads_portal.register import idempotency_keys
from thads_portal.register import inquiries
from thads_portal.register import office_lists
from thads_portal.register import ratings
from thads_portal.register import watches
from thads_portal.register.own_transaction import own_transaction
from zope.interface import implementer


#: Days for which a job is shown after its end.
_DAYS = 90


@implementer(IPeriodicJob)
class Upkeep:
    title = "Dọn tệp hết hạn và công việc cũ"
    cron = "15 2 * * *"

    def run(self, site, job) -> dict[str, int]:
        ratings.forget(job.dsn, today=datetime.now(UTC).astimezone(VIETNAM).date())
        return {
            "files": files.remove_expired(job.dsn),
            "jobs": _remove_jobs(job.dsn),
            "feeds": feed_runs.forget_old(job.dsn),
            "forms": _forget(job.dsn, idempotency_keys.forget_old),
            "watched": _forget(job.dsn, watches.forget_expired),
            "inquiries": _forget_inquiries(site, job.dsn),
            "held": _forget(job.dsn, held_lines.forget_old),
            "office_lists": _forget(job.dsn, office_lists.forget_old),
        }


def _remove_jobs(dsn: str) -> int:
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "DELETE FROM thads_job WHERE finished < now() - %s * interval '1 day'"
            # Every few minutes one that mostly had nothing to do.
            " OR kind IN ('ended-leave', 'publication-log', 'record-chain', 'outboxes', 'watches') AND state = 'done' AND finished < now() - interval '1 day'",
            (_DAYS,),
        )
        return cursor.rowcount


def _forget_inquiries(site, dsn: str) -> int:
    days = site.portal_registry.get(inquiries.KEPT, inquiries.DEFAULT_KEPT)
    with own_transaction(dsn) as cursor:
        return inquiries.forget_old(cursor, days)


def _forget(dsn: str, forget_old: Callable[[Cursor], int]) -> int:
    with own_transaction(dsn) as cursor:
        return forget_old(cursor)
