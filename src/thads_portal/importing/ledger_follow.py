"""Lets public texts follow what the case system reported, where the province trusts it with that.

Behind each batch of a feed, and every ten minutes for what a run that was cut off has left. In
small transactions, each with the objects, their rows and the ledger: what one has not done stays
asked, for the next one or for an editor.
"""

from collections.abc import Collection
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from functools import partial
from thads_portal.actions.ledger.follow import follow
from thads_portal.actions.ledger.follow import Follower
from thads_portal.actions.ledger.follow import keep
from thads_portal.content.calendar import current_calendar
from thads_portal.importing.repeated_transactions import repeated_transactions
from thads_portal.importing.repeated_transactions import RepeatedTransactions
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register.ledger import books
from thads_portal.register.ledger.followed import asked_by_feed
from thads_portal.register.pool import reading
from thads_portal.security.province_policy import province_policy
from zope.interface import implementer


#: Cases of one transaction.
BATCH = 50
_PATIENCE = 60.0


@implementer(IPeriodicJob)
class FollowLedgers:
    title = "Áp dụng vào nội dung công khai điều phần mềm thụ lý đã báo"
    cron = "*/10 * * * *"

    def run(self, site, job) -> dict[str, int]:
        provinces = province_policy().follows
        if not provinces:
            return {"followed": 0}
        path = "/".join(site.getPhysicalPath())
        with repeated_transactions(site._p_jar.db(), path) as run:
            return {"followed": let_follow(run, job.dsn, provinces, actor="")}


def let_follow(
    run: RepeatedTransactions,
    dsn: str,
    provinces: Collection[str],
    *,
    actor: str,
    cases: Collection[int] | None = None,
) -> int:
    """Let the listings of `cases` (absent: all) in `provinces` follow; how many did."""
    with reading(dsn, statement_timeout=_PATIENCE) as cursor:
        found = asked_by_feed(cursor, provinces, cases=cases)
    wanted: dict[int, list[tuple[str, str]]] = {}
    for province, number, case in found:
        wanted.setdefault(case, []).append((province, number))
    parts = list(wanted.items())
    done = 0
    for start in range(0, len(parts), BATCH):
        work = partial(_follow, run, dsn, parts[start : start + BATCH], actor)
        done += run.commit(work, note="public text follows the ledger")
    return done


def _follow(
    run: RepeatedTransactions,
    dsn: str,
    parts: Sequence[tuple[int, Sequence[tuple[str, str]]]],
    actor: str,
) -> int:
    by = Follower(actor=actor, when=datetime.now(UTC), calendar=current_calendar())
    # A case that has changed since is refused by its revision, and all is done again.
    with reading(dsn, statement_timeout=_PATIENCE) as cursor:
        loaded = books.load(cursor, [case for case, _listings in parts], ids=iter(()))
    done = 0
    for case, listings in parts:
        last = None
        for province, number in listings:
            listing = run.register(province).get(number)
            book = loaded.get(case)
            if listing is not None and book is not None and follow(listing, book, by):
                last = listing
                done += 1
        if last is not None:
            keep(last, loaded[case], by)
    return done
