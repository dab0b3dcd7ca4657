"""Tells organisations of acts about whom they watch: looks at new acts, then sends what is due.

A delivery is noted once for each act and subject, in the transaction that moves the place in the acts on;
it is sent until it is taken or a day has gone by. The id of the delivery lets the other side drop one
that came twice because the portal stopped between sending and noting.
"""

from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.matching import Decision
from thads_portal.domain.watching import birth_digests
from thads_portal.domain.watching import decide
from thads_portal.domain.watching import held_names
from thads_portal.domain.watching import id_digest
from thads_portal.domain.watching import signed_headers
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.webhooks import call
from thads_portal.jobs.webhooks import CallFailed
from thads_portal.register import acts
from thads_portal.register import watches
from thads_portal.register.acts import Act
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from zope.interface import implementer

import orjson
import os


#: Networks beside the public ones that may be called, for installations within one network: of the
#: operator's environment, since who keeps the portal's settings need not keep its network.
NETWORKS = "THADS_WEBHOOK_NETWORKS"
#: Acts looked at in one transaction, and seconds that one round of sending takes at most.
_ACTS, _ROUND = 500, 90.0


@implementer(IPeriodicJob)
class Watching:
    title = "Báo thay đổi cho tổ chức theo dõi"
    cron = "*/2 * * * *"

    def run(self, site: Content, job: Any) -> dict[str, int]:
        return {"noted": look(site, job.dsn), "sent": send(job.dsn)}


def look(site: Content, dsn: str) -> int:
    """Note deliveries for all acts that were not looked at; how many acts those were."""
    done = 0
    while True:
        with own_transaction(dsn) as cursor:
            acts.sequence(cursor)
        with own_transaction(dsn) as cursor:
            place = watches.place(cursor)
            newest = acts.newest(cursor)
            if place is None or newest is None or newest.seq <= place:
                return done
            found = acts.between(cursor, place, newest.seq, limit=_ACTS)
            # The objects as they are now: not older than the acts.
            site._p_jar.sync()
            keys = watches.keys_in_use(cursor)
            for act in found:
                _note(cursor, site, act, keys)
            watches.looked_at(cursor, found[-1].seq)
        done += len(found)


def _note(cursor: Cursor, site: Content, act: Act, keys: Mapping[str, bytes]) -> None:
    register = site[act.province][REGISTER_ID] if act.province in site else {}
    listing = register.get(act.number)
    if listing is None:
        return
    for name, key in keys.items():
        _note_under(cursor, act, listing, name, key)


def _note_under(cursor: Cursor, act: Act, listing: DebtorListing, name: str, key: bytes) -> None:
    named = held_names(listing.title, key=key)
    number = listing.__dict__.get("personal_id")
    held = id_digest(number, key=key) if number else None
    born = listing.__dict__.get("date_of_birth")
    found = watches.watching(cursor, name, seq=act.seq, event=act.kind, names=named, number=held)
    about = set()
    for watch, subject, wants in found:
        decision = decide(
            same_name=subject.name in named,
            asked_id=subject.id,
            held_id=held,
            asked_birth=subject.birth,
            held_births=birth_digests(born, key=key) if born else (),
        )
        if decision in (Decision.SAME_ID, Decision.PROBABLE, Decision.SAME_NAME):
            about.add((watch, subject.ref))
            if wants:
                _deliver(cursor, act, watch, subject.ref, decision)
    # Who was told that it is about somebody is told, once, that it is not any more.
    for watch, ref in watches.told_of(cursor, name, act.number, event=act.kind, before=act.seq):
        if (watch, ref) not in about:
            _deliver(cursor, act, watch, ref, Decision.NONE)


def _deliver(cursor: Cursor, act: Act, watch: str, ref: str, decision: Decision) -> None:
    watches.deliver(
        cursor, watch, act.seq, ref, type=act.kind, number=act.number, decision=decision
    )


def networks() -> tuple[str, ...]:
    """The networks that NETWORKS names, parted by blanks."""
    return tuple(os.environ.get(NETWORKS, "").split())


def send(dsn: str, *, seconds: float = _ROUND) -> int:
    """Send what is due, one at a time, for at most so many seconds; how many were taken.

    An address that did not take one is left alone until the next round: others do not wait for it.
    """
    allowed = networks()
    began, taken = datetime.now(UTC), 0
    down: set[str] = set()
    while (datetime.now(UTC) - began).total_seconds() < seconds:
        with own_transaction(dsn) as cursor:
            due = watches.due(cursor, but=down)
            if due is None:
                break
            delivery, url, key_id, key = due
            body = orjson.dumps(delivery.as_dict())
            created = int(datetime.now(UTC).timestamp())
            headers = signed_headers(url, body, key_id=key_id, key=key, created=created)
            failed: str | None = None
            try:
                call(url, body, headers, allowed=allowed)
                taken += 1
            except CallFailed as error:
                failed = str(error)
                down.add(url)
            watches.sent(cursor, delivery, failed, datetime.now(UTC))
    return taken
