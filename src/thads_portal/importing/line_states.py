"""What each line of a feed is about, as it stands in the register: for a sender who reconciles."""

from collections.abc import Iterable
from collections.abc import Iterator
from thads_portal.domain.identifiers import external_id as normal_external_id
from thads_portal.importing.feed import in_batches
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from thads_portal.register import pool
from typing import Any


_FOUND = (
    "SELECT external_id, number, state, flags, province FROM thads_listing"
    " WHERE external_id = ANY(%s)"
)


def line_states(
    dsn: str, lines: Iterable[Line], *, allowed: frozenset[str] | None
) -> Iterator[dict[str, Any]]:
    """For each line ``{"line", "external_id", "number", "state", "flags"}``, as it is now.

    Number and state are None where there is no such listing, or it is of a province that is not
    among `allowed` (None: all). Raises RegisterUnavailable.
    """
    for batch in in_batches(lines):
        named = [(line.number, _external_id(line)) for line in batch]
        with pool.reading(dsn) as cursor:
            cursor.execute(_FOUND, ([each for _, each in named if each is not None],))
            known = {row[0]: row[1:4] for row in cursor if allowed is None or row[4] in allowed}
        for number, external_id in named:
            public_number, state, flags = known.get(external_id, (None, None, ()))
            yield {
                "line": number,
                "external_id": external_id,
                "number": public_number,
                "state": state,
                "flags": list(flags),
            }


def _external_id(line: Line) -> str | None:
    data = parse(line)
    return normal_external_id(data.get("external_id")) if type(data) is dict else None
