"""Which ended listings have come to the end of a term: each is looked at once for each field."""

from datetime import date
from datetime import datetime
from datetime import time
from thads_portal.content.zope_types import Content
from thads_portal.domain.words import VIETNAM
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.statements import execute


def due(site: Content, dsn: str, name: str, *, before: date, most: int) -> list[tuple[str, str]]:
    """(province, number) of listings that ended before the day `before`, behind the last that was looked at.

    How far it has come is written with the transaction of `site` that erases them.
    """
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT ended_at, number FROM thads_erasure WHERE field = %s", (name,))
        place = cursor.fetchone()
        behind = "" if place is None else "AND (ended_at, number) > (%s, %s)"
        cursor.execute(
            "SELECT province, number, ended_at FROM thads_listing WHERE state = 'ended'"
            f" AND ended_at < %s {behind}"
            " ORDER BY ended_at, number LIMIT %s",
            (datetime.combine(before, time(), VIETNAM), *(place or ()), most),
        )
        rows = cursor.fetchall()
    if rows:
        _province, number, ended_at = rows[-1]
        execute(
            site,
            "INSERT INTO thads_erasure (field, ended_at, number) VALUES (%s, %s, %s)"
            " ON CONFLICT (field) DO UPDATE SET ended_at = excluded.ended_at,"
            " number = excluded.number",
            (name, ended_at, number),
        )
    return [(province, number) for province, number, _ended_at in rows]
