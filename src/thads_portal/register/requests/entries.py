"""What happened to a request, in order: rows that only grow, their texts sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import PUBLIC
from thads_portal.sealing import Ring
from thads_portal.sealing import seal
from thads_portal.sealing import unseal
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Written:
    """`text` is None where there is none, or where it was erased."""

    id: int
    kind: Entry
    at: datetime
    actor: str
    sealed: bytes | None
    details: dict[str, Any]
    request: int

    @property
    def text(self) -> str:
        """Raises CannotUnseal."""
        if self.sealed is None:
            return ""
        return unseal(Ring.REQUESTS, self.sealed, _about(self.request, self.kind)).decode()

    @property
    def is_public(self) -> bool:
        return self.kind in PUBLIC


def write(
    cursor: Cursor,
    request: int,
    kind: Entry,
    *,
    actor: str = "",
    text: str = "",
    at: datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Write an entry; returns its id. `text` is sealed, `details` are not."""
    sealed = seal(Ring.REQUESTS, text.encode(), _about(request, kind)) if text else None
    cursor.execute(
        "INSERT INTO thads_request_entry (request, kind, at, actor, text, details)"
        " VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (
            request,
            kind.value,
            at or datetime.now(UTC),
            actor,
            sealed,
            orjson.dumps(dict(details or {})).decode(),
        ),
    )
    return int(one(cursor))


def of(cursor: Cursor, request: int) -> list[Written]:
    cursor.execute(
        "SELECT id, kind, at, actor, text, details, request FROM thads_request_entry"
        " WHERE request = %s ORDER BY id",
        (request,),
    )
    return [
        Written(id, Entry(kind), at, actor, None if text is None else bytes(text), details, whose)
        for id, kind, at, actor, text, details, whose in cursor.fetchall()
    ]


def _about(request: int, kind: Entry) -> str:
    return f"request:{request}:{kind.value}"
