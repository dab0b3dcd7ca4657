"""Mandates of requests: who represents whom is sealed; how long, and who checked the paper, is in clear."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.domain.requests.mandates import Kind
from thads_portal.domain.requests.mandates import Standing
from thads_portal.domain.requests.mandates import standing
from thads_portal.domain.requests.mandates import Told
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts


@dataclass(frozen=True, slots=True)
class Mandate:
    """`accepted` is None until somebody has looked at the paper."""

    id: int
    request: int
    kind: Kind
    sealed: bytes | None
    since: date | None
    until: date | None
    checked_by: str | None
    checked: datetime | None
    accepted: bool | None
    ended: date | None

    @property
    def people(self) -> dict[str, str]:
        """Who and by which paper; empty once it was erased. Raises CannotUnseal."""
        if self.sealed is None:
            return {}
        return unseal_texts(Ring.REQUESTS, self.sealed, about(self.request))

    def standing(self, today: date) -> Standing:
        return standing(today, until=self.until, accepted=self.accepted, ended=self.ended)


_COLUMNS = "id, request, kind, people, since, until, checked_by, checked, accepted, ended"


def about(request: int) -> str:
    return f"request:{request}:mandate"


def add(cursor: Cursor, request: int, told: Told) -> None:
    cursor.execute(
        "INSERT INTO thads_request_mandate (request, kind, people, since, until)"
        " VALUES (%s, %s, %s, %s, %s)",
        (
            request,
            told.kind.value,
            seal_texts(Ring.REQUESTS, told.people, about(request)),
            told.since,
            told.until,
        ),
    )


def of_request(cursor: Cursor, request: int) -> list[Mandate]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_request_mandate WHERE request = %s ORDER BY id", (request,)
    )
    return [
        Mandate(id, whose, Kind(kind), None if people is None else bytes(people), *rest)
        for id, whose, kind, people, *rest in cursor.fetchall()
    ]


def check(cursor: Cursor, request: int, id: int, *, by: str, at: datetime, accepted: bool) -> bool:
    """Note that the paper was looked at; False if the request has no such mandate."""
    cursor.execute(
        "UPDATE thads_request_mandate SET checked_by = %s, checked = %s, accepted = %s"
        " WHERE id = %s AND request = %s AND ended IS NULL",
        (by, at, accepted, id, request),
    )
    return bool(cursor.rowcount)


def end(cursor: Cursor, request: int, id: int, *, on: date) -> bool:
    """It ends before its day; False if the request has no such mandate, or it ended before."""
    cursor.execute(
        "UPDATE thads_request_mandate SET ended = %s WHERE id = %s AND request = %s AND ended IS NULL",
        (on, id, request),
    )
    return bool(cursor.rowcount)


def copy(cursor: Cursor, request: int, to: int) -> None:
    """The mandates of a letter hold for what is split off from it."""
    for each in of_request(cursor, request):
        cursor.execute(
            "INSERT INTO thads_request_mandate (request, kind, people, since, until, checked_by,"
            " checked, accepted, ended) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                to,
                each.kind.value,
                seal_texts(Ring.REQUESTS, each.people, about(to)),
                each.since,
                each.until,
                each.checked_by,
                each.checked,
                each.accepted,
                each.ended,
            ),
        )


def standings(cursor: Cursor, requests: Sequence[int], today: date) -> dict[int, Standing]:
    """Of requests of which somebody acts for others: how the newest mandate stands."""
    cursor.execute(
        "SELECT DISTINCT ON (request) request, until, accepted, ended FROM thads_request_mandate"
        " WHERE request = ANY(%s) ORDER BY request, id DESC",
        (list(requests),),
    )
    return {
        request: standing(today, until=until, accepted=accepted, ended=ended)
        for request, until, accepted, ended in cursor.fetchall()
    }


def erase(cursor: Cursor, request: int) -> None:
    cursor.execute("UPDATE thads_request_mandate SET people = NULL WHERE request = %s", (request,))
