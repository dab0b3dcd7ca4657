"""Official papers that were issued, by the code they are checked by; and the rows they print.

A paper stays checkable for ever, also when its listings have changed or ended: so the
table holds what the paper is and its digest, and no person's name. It is not touched
by a rebuild of the register.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.field_shapes import Place
from thads_portal.domain.listing_fields import names_of
from thads_portal.errors import RegisterUnavailable
from thads_portal.register.trouble import away
from typing import Any

import psycopg2


#: Rows fetched at a time from the server.
_AT_ONCE = 2000
_COLUMNS = ("number", "agency", *names_of(place=Place.PAPER))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedPaper:
    """One row: `made` is aware, `content` and `sha256` are digests (32 bytes), `file` an id
    of ``jobs.files``.
    """

    code: str
    kind: str
    province: str
    agency: str | None
    listing: str | None
    content: bytes
    made: datetime
    made_by: str
    listings: int
    sha256: bytes
    signed: bool
    file: str


_FIELDS = tuple(IssuedPaper.__slots__)


def store(cursor: Cursor, paper: IssuedPaper) -> None:
    """Write `paper`; if another process has just issued the same content, that one stays."""
    cursor.execute(
        f"INSERT INTO thads_paper ({', '.join(_FIELDS)})"
        f" VALUES ({', '.join(['%s'] * len(_FIELDS))}) ON CONFLICT DO NOTHING",
        [getattr(paper, name) for name in _FIELDS],
    )


def keep_file(cursor: Cursor, paper: IssuedPaper) -> None:
    """The file of `paper` stays for good, if it is this one that is stored."""
    cursor.execute(
        "UPDATE thads_file SET expires = NULL WHERE id = %s"
        " AND EXISTS (SELECT FROM thads_paper WHERE code = %s)",
        (paper.file, paper.code),
    )


def by_code(cursor: Cursor, code: str) -> IssuedPaper | None:
    return _one(cursor, "code = %s", code)


def by_content(cursor: Cursor, content: bytes) -> IssuedPaper | None:
    return _one(cursor, "content = %s", content)


def newest(
    cursor: Cursor,
    *,
    province: str,
    kinds: Sequence[str],
    behind: str | None = None,
    limit: int = 20,
) -> list[IssuedPaper]:
    """The papers of these kinds that were issued for a province, newest first, behind that with the
    code `behind`.
    """
    older = (
        " AND (made, code) < (SELECT made, code FROM thads_paper WHERE code = %s)" if behind else ""
    )
    cursor.execute(
        f"SELECT {', '.join(_FIELDS)} FROM thads_paper"
        f" WHERE province = %s AND kind = ANY(%s){older} ORDER BY made DESC, code DESC LIMIT %s",
        [province, list(kinds), *([behind] if behind else []), limit],
    )
    return [_paper(row) for row in cursor.fetchall()]


def _one(cursor: Cursor, condition: str, *values: Any) -> IssuedPaper | None:
    cursor.execute(f"SELECT {', '.join(_FIELDS)} FROM thads_paper WHERE {condition}", values)
    row = cursor.fetchone()
    if row is None:
        return None
    return _paper(row)


def _paper(row: tuple[Any, ...]) -> IssuedPaper:
    plain: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    return IssuedPaper(**dict(zip(_FIELDS, plain, strict=True)))


@contextmanager
def printed_rows(
    dsn: str, *, province: str, agency: str | None = None
) -> Iterator[tuple[int, Iterator[dict[str, Any]]]]:
    """How many listings of a province (or one of its agencies) are public, and their rows.

    All as of one moment, agency by agency (the Cục first) and by name; fetched as they
    are used. A row has the fields of ``opendata.pdf.entry.Entry``. Raises RegisterUnavailable,
    also in the middle.
    """
    where = "state = 'published' AND province = %s"
    values = [province]
    if agency:
        where += " AND agency = %s"
        values.append(agency)
    try:
        connection = psycopg2.connect(dsn)
        try:
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
            with connection, connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM thads_listing WHERE {where}", values)
                count: int = one(cursor)
                with connection.cursor("printed") as rows:
                    rows.itersize = _AT_ONCE
                    rows.execute(
                        f"SELECT {', '.join(_COLUMNS)} FROM thads_listing WHERE {where}"
                        " ORDER BY agency <> province || '/cuc', agency, sort_name, number",
                        values,
                    )
                    yield count, (dict(zip(_COLUMNS, row, strict=True)) for row in rows)
        finally:
            connection.close()
    except psycopg2.DatabaseError as error:
        if not away(error):
            raise
        raise RegisterUnavailable(detail=type(error).__name__) from error


def rows_of(cursor: Cursor, numbers: list[str]) -> list[dict[str, Any]]:
    """The printed fields of the listings among `numbers` that are public, by name."""
    cursor.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM thads_listing"
        " WHERE number = ANY(%s) AND state = 'published' ORDER BY sort_name, number",
        (numbers,),
    )
    return [dict(zip(_COLUMNS, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicState:
    """How a listing that was ever public stands now. `row` has its printed fields while it is
    public, else None; both moments are aware.
    """

    province: str
    changed: datetime
    ended: datetime | None
    row: dict[str, Any] | None


def public_state(cursor: Cursor, number: str) -> PublicState | None:
    """None if there is no such listing, or if it was never public."""
    cursor.execute(
        "SELECT province, state, coalesce(last_amended, first_published), ended_at,"
        f" {', '.join(_COLUMNS)}"
        " FROM thads_listing WHERE number = %s AND first_published IS NOT NULL",
        (number,),
    )
    found = cursor.fetchone()
    if found is None:
        return None
    province, state, changed, ended, *values = found
    public = state == "published"
    row = dict(zip(_COLUMNS, values, strict=True)) if public else None
    return PublicState(province=province, changed=changed, ended=ended, row=row)
