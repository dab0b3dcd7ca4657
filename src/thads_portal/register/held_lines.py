"""Endings of a feed that wait for a person: an account has ended unusually many within an hour."""

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal import field_keys
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Conflict
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.statements import execute
from thads_portal.secret_keys import personal_number_key

import hashlib
import hmac
import psycopg2


_ENDINGS = (Recorded.ENDED.value, Recorded.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Held:
    """What waits of one account: how many lines, since when, of how many provinces."""

    actor: str
    lines: int
    since: datetime
    provinces: int


def standing(
    dsn: str, actor: str, passed: Collection[str], *, most: int
) -> tuple[int, frozenset[str]]:
    """(how many listings `actor` has ended in the last hour, counted up to `most`; those of `passed`
    (external ids) that have not ended yet), both at one moment.
    """
    with own_transaction(dsn) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM thads_record WHERE action = ANY(%s)"
            " AND at > now() - interval '1 hour' AND actor = %s LIMIT %s) AS found",
            (list(_ENDINGS), actor, most),
        )
        (count,) = cursor.fetchall()[0]
        return int(count), frozenset(would_end(cursor, list(passed)))


def would_end(cursor: Cursor, external_ids: Sequence[str]) -> set[str]:
    """Those of `external_ids` whose listing is there and has not ended."""
    cursor.execute(
        "SELECT external_id FROM thads_listing WHERE external_id = ANY(%s) AND state <> 'ended'",
        (list(external_ids),),
    )
    return {row[0] for row in cursor.fetchall()}


def hold(cursor: Cursor, actor: str, lines: Sequence[tuple[bytes, str, str | None]]) -> None:
    """Keep `lines` (bytes, external id, province) of `actor`; what was decided on is decided on."""
    for raw, external_id, province in lines:
        sealed = field_keys.seal(cursor, raw, _about(actor))
        cursor.execute(
            "INSERT INTO thads_feed_hold (actor, digest, external_id, province, line, sealed)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (actor, digest) DO NOTHING",
            (
                *(actor, psycopg2.Binary(_digest(raw)), external_id, province),
                *(psycopg2.Binary(sealed or raw), sealed is not None),
            ),
        )


def _digest(raw: bytes) -> bytes:
    """Keyed: what is restricted in a line must not be found by trying."""
    return hmac.digest(personal_number_key(), b"held line|" + raw, hashlib.sha256)


def waiting(cursor: Cursor) -> list[Held]:
    """What waits, account by account."""
    cursor.execute(
        "SELECT actor, count(*), min(at), count(DISTINCT province) FROM thads_feed_hold"
        " WHERE state = 'waiting' GROUP BY actor ORDER BY actor"
    )
    return [Held(*row) for row in cursor.fetchall()]


def some(cursor: Cursor, actor: str, *, most: int) -> list[tuple[str, str | None, datetime]]:
    """(external id, province, when it came) of the first lines that wait of `actor`."""
    cursor.execute(
        "SELECT external_id, province, at FROM thads_feed_hold WHERE state = 'waiting'"
        " AND actor = %s ORDER BY id LIMIT %s",
        (actor, most),
    )
    return list(cursor.fetchall())


def decide(site: Content, actor: str, *, by: str, release: bool) -> None:
    """Let what waits of `actor` through, or decline it, in the transaction of `site`.

    Conflict then, if nothing waits any more.
    """
    execute(
        site,
        "UPDATE thads_feed_hold SET state = %s, decided_by = %s, decided = now()"
        " WHERE state = 'waiting' AND actor = %s",
        ("released" if release else "declined", by, actor),
        Conflict,
    )


def released(cursor: Cursor, actor: str, *, by: str) -> list[bytes]:
    """The lines of `actor` that `by` has let through, as they came. Raises CannotUnseal."""
    cursor.execute(
        "SELECT line, sealed FROM thads_feed_hold WHERE state = 'released' AND actor = %s"
        " AND decided_by = %s ORDER BY id",
        (actor, by),
    )
    return [
        field_keys.unseal(cursor, bytes(line), _about(actor)) if sealed else bytes(line)
        for line, sealed in cursor.fetchall()
    ]


def forget_old(cursor: Cursor, *, days: int = 90) -> int:
    """Lines that were decided on so long ago."""
    cursor.execute(
        "DELETE FROM thads_feed_hold WHERE decided < now() - %s * interval '1 day'", (days,)
    )
    return cursor.rowcount


def _about(actor: str) -> str:
    return f"held:{actor}"
