"""Watches of organisations: what they watch, what was made of new acts, and what was delivered."""

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.watching import TRIED_FOR
from thads_portal.domain.watching import wait_after
from thads_portal.domain.words import VIETNAM
from typing import Any


#: Deliveries of one answer, and of one round of sending.
PAGE, ROUND = 1_000, 200


@dataclass(frozen=True, slots=True)
class Watch:
    id: str
    organisation: str
    key: str
    purpose: str
    case_reference: str
    url: str | None
    events: tuple[str, ...]
    created: datetime
    expires: datetime
    ended: datetime | None
    subjects: int


@dataclass(frozen=True, slots=True)
class Subject:
    ref: str
    name: bytes
    birth: bytes | None
    id: bytes | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """`seq` is the act's place. Nothing of a person but the number of a public listing."""

    id: int
    watch: str
    seq: int
    ref: str
    type: str
    number: str
    decision: str
    attempts: int
    made: datetime
    delivered: datetime | None
    dead: datetime | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "delivery": self.id,
            "seq": self.seq,
            "ref": self.ref,
            "type": self.type,
            "number": self.number,
            "decision": self.decision,
        }


_WATCH = (
    "id::text, organisation, key, purpose, case_reference, url, events, created, expires, ended,"
    " (SELECT count(*) FROM thads_watch_subject WHERE watch = thads_watch.id)"
)
_DELIVERY = "id, watch::text, seq, ref, type, number, decision, attempts, made, delivered, dead"
_LIVE = "thads_watch.ended IS NULL AND thads_watch.expires > now()"
#: Nobody is told whose organisation is suspended, or whose agreement no longer names the purpose.
_AGREED = (
    "EXISTS (SELECT FROM thads_organisation AS whose JOIN thads_agreement AS agreed"
    " ON agreed.organisation = whose.id WHERE whose.id = thads_watch.organisation AND whose.active"
    " AND thads_watch.purpose = ANY(agreed.purposes) AND agreed.ended IS NULL"
    f" AND (now() AT TIME ZONE '{VIETNAM.key}')::date"
    " BETWEEN agreed.valid_from AND agreed.valid_until)"
)


def watched(cursor: Cursor, organisation: str) -> int:
    """How many subjects `organisation` watches now; others who would add to them wait."""
    cursor.execute("SELECT pg_advisory_xact_lock(1952998517, hashtext(%s))", (organisation,))
    cursor.execute(
        "SELECT count(*) FROM thads_watch_subject JOIN thads_watch ON id = watch"
        f" WHERE organisation = %s AND {_LIVE}",
        (organisation,),
    )
    found: int = cursor.fetchone()[0]
    return found


def begin(
    cursor: Cursor,
    name: str,
    subjects: Sequence[Subject],
    *,
    organisation: str,
    key: str,
    purpose: str,
    case_reference: str,
    url: str | None,
    events: Sequence[str],
    expires: datetime,
) -> None:
    """Watch `subjects` from the next act on."""
    cursor.execute(
        "INSERT INTO thads_watch_place (seq) SELECT coalesce(max(seq), 0) FROM thads_act"
        " ON CONFLICT DO NOTHING"
    )
    cursor.execute(
        "INSERT INTO thads_watch"
        " (id, organisation, key, purpose, case_reference, url, events, expires, since)"
        " SELECT %s, %s, %s, %s, %s, %s, %s, %s, coalesce(max(seq), 0) FROM thads_act",
        (name, organisation, key, purpose, case_reference, url, list(events), expires),
    )
    cursor.executemany(
        "INSERT INTO thads_watch_subject (watch, ref, name_digest, birth_digest, id_digest)"
        " VALUES (%s, %s, %s, %s, %s)",
        [(name, each.ref, each.name, each.birth, each.id) for each in subjects],
    )


def of(cursor: Cursor, organisation: str, name: str) -> Watch | None:
    """The watch of `organisation` with the id `name`."""
    cursor.execute(
        f"SELECT {_WATCH} FROM thads_watch WHERE organisation = %s AND id = %s::uuid",
        (organisation, name),
    )
    row = cursor.fetchone()
    return None if row is None else _watch(row)


def newest(cursor: Cursor, organisation: str, *, after: str | None, limit: int) -> list[Watch]:
    """The newest `limit` watches of `organisation`, of those that stand behind its watch `after`."""
    behind = (
        " AND (created, id) < (SELECT created, id FROM thads_watch"
        " WHERE organisation = %s AND id = %s::uuid)"
    )
    cursor.execute(
        f"SELECT {_WATCH} FROM thads_watch WHERE organisation = %s{behind if after else ''}"
        " ORDER BY created DESC, id DESC LIMIT %s",
        [organisation, *([organisation, after] if after else []), limit],
    )
    return [_watch(row) for row in cursor.fetchall()]


def count(cursor: Cursor, organisation: str) -> int:
    """How many watches `organisation` has, with those that are over."""
    cursor.execute("SELECT count(*) FROM thads_watch WHERE organisation = %s", (organisation,))
    return int(one(cursor))


def _watch(row: Any) -> Watch:
    values: list[Any] = list(row)
    values[6] = tuple(values[6])
    return Watch(*values)


def end(cursor: Cursor, name: str) -> None:
    """End a watch: its subjects are forgotten, what was made of it can still be got."""
    cursor.execute("UPDATE thads_watch SET ended = now() WHERE id = %s AND ended IS NULL", (name,))
    cursor.execute("DELETE FROM thads_watch_subject WHERE watch = %s", (name,))


def forget_expired(cursor: Cursor) -> int:
    """Forget the subjects of watches that are over, and deliveries of ninety days ago."""
    cursor.execute(
        "DELETE FROM thads_watch_subject USING thads_watch WHERE watch = id AND expires < now()"
    )
    gone: int = cursor.rowcount
    cursor.execute("DELETE FROM thads_watch_delivery WHERE made < now() - interval '90 days'")
    return gone


def keys_in_use(cursor: Cursor) -> dict[str, bytes]:
    """Key -> its digest, of the keys under which somebody is watched."""
    cursor.execute(
        "SELECT DISTINCT own.id, own.digest FROM thads_organisation_key AS own"
        f" JOIN thads_watch ON thads_watch.key = own.id WHERE {_LIVE} AND {_AGREED}"
    )
    return {name: bytes(digest) for name, digest in cursor.fetchall()}


def watching(
    cursor: Cursor,
    key: str,
    *,
    seq: int,
    event: str,
    names: Sequence[bytes],
    number: bytes | None,
) -> list[tuple[str, Subject, bool]]:
    """(watch, subject, whether it wants to know of such an `event`) under `key` that the act at `seq`
    may be about.
    """
    cursor.execute(
        "SELECT watch::text, ref, name_digest, birth_digest, id_digest, %s = ANY(events)"
        " FROM thads_watch_subject JOIN thads_watch ON id = watch"
        f" WHERE key = %s AND {_LIVE} AND {_AGREED} AND since < %s"
        " AND (name_digest = ANY(%s) OR id_digest = %s)",
        (event, key, seq, list(names), number),
    )
    return [
        (watch, Subject(ref, bytes(named), birth and bytes(birth), own and bytes(own)), wants)
        for watch, ref, named, birth, own, wants in cursor.fetchall()
    ]


def told_of(
    cursor: Cursor, key: str, number: str, *, event: str, before: int
) -> list[tuple[str, str]]:
    """(watch, ref) under `key` that want to know of such an `event`, and whose last message about the
    listing `number` said that it may be about them.
    """
    cursor.execute(
        "SELECT watch, ref FROM (SELECT DISTINCT ON (delivery.watch::text, delivery.ref)"
        " delivery.watch::text AS watch, delivery.ref, delivery.decision"
        " FROM thads_watch_delivery AS delivery JOIN thads_watch ON thads_watch.id = delivery.watch"
        " JOIN thads_watch_subject AS subject"
        " ON subject.watch = delivery.watch AND subject.ref = delivery.ref"
        f" WHERE delivery.number = %s AND key = %s AND {_LIVE} AND {_AGREED}"
        " AND %s = ANY(events) AND delivery.seq < %s"
        " ORDER BY delivery.watch::text, delivery.ref, delivery.seq DESC) AS last"
        " WHERE decision <> 'none'",
        (number, key, event, before),
    )
    return cursor.fetchall()


def place(cursor: Cursor) -> int | None:
    """The act up to which all were looked at; held until the end of the transaction."""
    cursor.execute("SELECT seq FROM thads_watch_place FOR UPDATE")
    row = cursor.fetchone()
    return None if row is None else int(row[0])


def looked_at(cursor: Cursor, seq: int) -> None:
    cursor.execute("UPDATE thads_watch_place SET seq = %s", (seq,))


def deliver(cursor: Cursor, watch: str, seq: int, ref: str, *, type: str, number: str, decision: str) -> None:  # fmt: skip
    """Note a delivery; once, however often it is asked for."""
    cursor.execute(
        "INSERT INTO thads_watch_delivery (watch, seq, ref, type, number, decision, next_attempt)"
        " SELECT id, %s, %s, %s, %s, %s, CASE WHEN url IS NOT NULL THEN now() END"
        " FROM thads_watch WHERE id = %s ON CONFLICT (watch, seq, ref) DO NOTHING",
        (seq, ref, type, number, decision, watch),
    )


def due(cursor: Cursor, *, but: Collection[str] = ()) -> tuple[Delivery, str, str, bytes] | None:
    """(delivery, url, key, digest of the key) of what is to be sent next, held while it is sent; to
    none of the addresses `but`. Nothing of a watch that was ended, or under a key that was revoked:
    who stole one named the address too.
    """
    columns = ", ".join(f"delivery.{each.strip()}" for each in _DELIVERY.split(","))
    cursor.execute(
        f"SELECT {columns}, thads_watch.url, thads_watch.key, own.digest"
        " FROM thads_watch_delivery AS delivery"
        " JOIN thads_watch ON thads_watch.id = delivery.watch"
        " JOIN thads_organisation_key AS own ON own.id = thads_watch.key"
        " WHERE delivery.delivered IS NULL AND delivery.dead IS NULL"
        " AND thads_watch.ended IS NULL AND own.revoked IS NULL"
        f" AND delivery.next_attempt <= now() AND thads_watch.url <> ALL(%s) AND {_AGREED}"
        " ORDER BY delivery.id LIMIT 1 FOR UPDATE OF delivery SKIP LOCKED",
        (list(but),),
    )
    row = cursor.fetchone()
    return None if row is None else (Delivery(*row[:11]), row[11], row[12], bytes(row[13]))


def sent(cursor: Cursor, delivery: Delivery, failed: str | None, now: datetime) -> None:
    """What became of an attempt: `failed` says why, None that it was taken."""
    attempts = delivery.attempts + 1
    if failed is None:
        cursor.execute(
            "UPDATE thads_watch_delivery SET delivered = %s, attempts = %s, said = NULL"
            " WHERE id = %s",
            (now, attempts, delivery.id),
        )
        return
    later = now + wait_after(attempts)
    dead = now if later > delivery.made + TRIED_FOR else None
    cursor.execute(
        "UPDATE thads_watch_delivery SET attempts = %s, next_attempt = %s, dead = %s, said = %s"
        " WHERE id = %s",
        (attempts, later, dead, failed[:200], delivery.id),
    )


def deliveries(cursor: Cursor, watch: str, *, since: int, dead: bool = False) -> list[Delivery]:
    """Up to PAGE deliveries of `watch` behind the id `since`, with `dead` those that were given up."""
    only = " AND dead IS NOT NULL" if dead else ""
    cursor.execute(
        f"SELECT {_DELIVERY} FROM thads_watch_delivery WHERE watch = %s AND id > %s{only}"
        " ORDER BY id LIMIT %s",
        (watch, since, PAGE + 1),
    )
    return [Delivery(*row) for row in cursor.fetchall()]
