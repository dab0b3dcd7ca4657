"""Links a delegated listing with the one that follows it at the other agency, whichever came first.

The feed names the successor with the ending; the two may come in one batch, or days apart and from
two agencies. What cannot be linked (another listing is linked already, the province is another than
was named) stays as it is: nobody's history is changed for it.

Two transactions that write the two at the same time do not see each other. So behind each feed,
and every ten minutes, pairs that are there and not settled are looked at once more.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from functools import partial
from thads_portal.actions import apply
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EndReason
from thads_portal.domain.recording import Recorded
from thads_portal.domain.records import Successor
from thads_portal.importing.lookup import Lookup
from thads_portal.importing.repeated_transactions import repeated_transactions
from thads_portal.importing.repeated_transactions import RepeatedTransactions
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.register import delegations
from thads_portal.register import pool
from thads_portal.register.delegations import Meeting
from thads_portal.register.record import note
from zope.interface import implementer


#: Pairs of one transaction.
_BATCH = 100


@implementer(IPeriodicJob)
class LinkSuccessors:
    title = "Nối mục đã ủy thác với mục tiếp theo"
    cron = "*/10 * * * *"

    def run(self, site, job) -> dict[str, int]:
        path = "/".join(site.getPhysicalPath())
        with repeated_transactions(site._p_jar.db(), path) as run:
            return {"settled": link_waiting(run, job.dsn, actor="")}


def link_waiting(run: RepeatedTransactions, dsn: str, *, actor: str) -> int:
    """Link what two transactions wrote beside each other; how many pairs were settled.

    Raises Conflict, RegisterUnavailable.
    """
    done = 0
    while True:
        with pool.reading(dsn) as cursor:
            found = delegations.unsettled(cursor, _BATCH)
        if not found:
            return done
        run.commit(partial(_settle, run, found, actor), note="successors are linked")
        done += len(found)


def _settle(run: RepeatedTransactions, found: Iterable[Meeting], actor: str) -> None:
    now = datetime.now(UTC)
    for each in found:
        listing, successor = (
            run.register(province).get(number) for province, number in (each.ended, each.follows)
        )
        if listing is not None and successor is not None:
            _link(listing, successor, each.wanted, actor, now)
        delegations.settle(run.site, each.ended[1])


def follow(
    ended: Iterable[tuple[DebtorListing, Successor]],
    created: Mapping[str, DebtorListing],
    *,
    lookup: Lookup,
    actor: str,
    now: datetime,
) -> None:
    """Note where `ended` go on, and link what is there now; `created` by external id."""
    ended = list(ended)
    for listing, to in ended:
        delegations.note(listing, listing.id, to)
    asked = {to.external_id for _, to in ended if to.external_id} - created.keys()
    known = lookup.known(asked) if asked else {}
    for listing, to in ended:
        if to.external_id in created:
            _link(listing, created[to.external_id], to.province, actor, now)
        elif to.external_id in known:
            other = lookup.listing(known[to.external_id].number)
            _link(listing, other, to.province, actor, now)
    if created:
        with pool.reading(lookup.dsn) as cursor:
            waiting = delegations.waiting_for(cursor, created.keys())
        for external_id, those in waiting.items():
            for number, province, wanted in those:
                lookup.provinces[number] = province
                _link(lookup.listing(number), created[external_id], wanted, actor, now)


def _link(
    listing: DebtorListing, successor: DebtorListing, province: str, actor: str, now: datetime
) -> None:
    fits = (
        listing.end_reason == EndReason.DELEGATED
        and successor.id != listing.id
        and successor.province == province
        and listing.successor is None
        and successor.predecessor is None
    )
    if not fits:
        return
    listing.successor, successor.predecessor = successor.id, listing.id
    for each in (listing, successor):
        apply.changed(each, now)
        note(
            each,
            Recorded.LINK_SUCCESSOR,
            actor=actor,
            at=now,
            listing=each.id,
            province=each.province,
        )
