"""Where delegated cases went on, as the feed said: by the listing that ended, or by who follows it."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.domain.records import Successor
from thads_portal.register.join import queue_of


class _Delegations:
    def prepare(self, items: list[tuple[str, Successor]]) -> list[tuple[str, Successor]]:
        return items

    def write(self, cursor: Cursor, items: list[tuple[str, Successor]]) -> None:
        for number, to in items:
            cursor.execute(
                "INSERT INTO thads_delegation (number, province, agency, external_id)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (number) DO UPDATE SET"
                " province = excluded.province, agency = excluded.agency,"
                " external_id = excluded.external_id, at = now(), settled = false",
                (number, to.province, to.agency, to.external_id),
            )


class _Settled:
    def prepare(self, items: list[str]) -> list[str]:
        return items

    def write(self, cursor: Cursor, items: list[str]) -> None:
        cursor.execute(
            "UPDATE thads_delegation SET settled = true WHERE number = ANY(%s)", (items,)
        )


_delegations = _Delegations()
_settled = _Settled()


def note(context: Content, number: str, to: Successor) -> None:
    """In the running transaction: the listing `number` ended here and goes on at `to`."""
    queue_of(context).write(_delegations, (number, to))


def settle(context: Content, number: str) -> None:
    """In the running transaction: what was noted of the listing `number` needs no second look."""
    queue_of(context).write(_settled, number)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A listing that ended here, and the one that is said to follow it, both as (province, number).

    `wanted` is the province that was named for the second.
    """

    ended: tuple[str, str]
    follows: tuple[str, str]
    wanted: str


def unsettled(cursor: Cursor, limit: int) -> list[Meeting]:
    """Up to `limit` pairs that are both there and were not settled."""
    cursor.execute(
        "SELECT own.province, own.number, next.province, next.number, went.province"
        " FROM thads_delegation AS went JOIN thads_listing AS own USING (number)"
        " JOIN thads_listing AS next ON next.external_id = went.external_id"
        " WHERE went.external_id IS NOT NULL AND NOT went.settled AND own.state = 'ended'"
        " ORDER BY own.number LIMIT %s",
        (limit,),
    )
    return [Meeting((row[0], row[1]), (row[2], row[3]), row[4]) for row in cursor.fetchall()]


def waiting_for(
    cursor: Cursor, external_ids: Collection[str]
) -> Mapping[str, list[tuple[str, str, str]]]:
    """external_id -> (number, its province, province it goes on in) of who named it as successor."""
    cursor.execute(
        "SELECT went.external_id, went.number, listing.province, went.province"
        " FROM thads_delegation AS went JOIN thads_listing AS listing USING (number)"
        " WHERE went.external_id = ANY(%s) AND listing.state = 'ended'",
        (list(external_ids),),
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for external_id, *row in cursor.fetchall():
        found.setdefault(external_id, []).append(tuple(row))
    return found


def of(cursor: Cursor, number: str) -> Successor | None:
    """Where the listing `number` went on."""
    cursor.execute(
        "SELECT province, agency, external_id FROM thads_delegation WHERE number = %s", (number,)
    )
    row = cursor.fetchone()
    return None if row is None else Successor(*row)
