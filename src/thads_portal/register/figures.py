"""How many listings are public, came in and ended lately: the three numbers of a home page.

Read from the sums beside the register and two short index ranges. A failure is
RegisterUnavailable, never a zero.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from thads_portal.database.sql import Cursor


#: What "lately" means.
SPAN = timedelta(days=7)

_FIGURES = """
SELECT
    (SELECT coalesce(sum(n), 0) FROM thads_tally WHERE province = %(tallied)s),
    (SELECT count(*) FROM thads_search
        WHERE first_published >= %(since)s
        AND (%(province)s::text IS NULL OR province = %(province)s)),
    (SELECT count(*) FROM thads_listing
        WHERE state = 'ended' AND ended_at >= %(since)s AND first_published IS NOT NULL
        AND (%(province)s::text IS NULL OR province = %(province)s))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers as they were at `taken` (aware UTC)."""

    published: int
    added: int
    ended: int
    taken: datetime


def figures(cursor: Cursor, *, now: datetime, province: str | None = None) -> Figures:
    """The numbers of the nation, or of `province` by its slug."""
    cursor.execute(_FIGURES, {"tallied": province or "", "province": province, "since": now - SPAN})
    published, added, ended = cursor.fetchone()
    return Figures(published=int(published), added=added, ended=ended, taken=now)
