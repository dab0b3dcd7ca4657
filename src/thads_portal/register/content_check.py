"""Listings that show marks of earlier faults, read from the register in pieces; changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from thads_portal.domain.codes import State
from thads_portal.domain.content_marks import Mark
from thads_portal.domain.content_marks import marks
from thads_portal.domain.content_marks import TEXTS
from thads_portal.register.export import snapshot


_COLUMNS = ("number", "province", "agency", "state", "obligation_amount", *TEXTS)
_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Found:
    """One listing with the fields to look at and why; no values."""

    number: str
    province: str
    agency: str | None
    state: str
    name: str
    marks: tuple[tuple[str, Mark], ...]


def found(dsn: str, *, province: str | None = None, after: str = "") -> Iterator[Found]:
    """What is to be looked at, province by province; ended listings are left alone.

    `after`: of one province, what comes after this public number.

    One snapshot and a server-side cursor: memory does not grow with the register. Raises
    RegisterUnavailable.
    """
    where, values = "state <> %s", [State.ENDED.value]
    if province is not None:
        where, values = f"{where} AND province = %s AND number > %s", [*values, province, after]
    with snapshot(dsn) as connection, connection.cursor("thads_content_check") as cursor:
        cursor.itersize = _PIECE
        cursor.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM thads_listing WHERE {where}"
            " ORDER BY province, number",
            values,
        )
        for row in cursor:
            fields = dict(zip(_COLUMNS, row, strict=True))
            seen = tuple(marks(fields))
            if seen:
                yield Found(*(*row[:4], fields["debtor_name"] or "", seen))
