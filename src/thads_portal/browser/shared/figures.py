"""The numbers of a home page, taken at most once a minute in each process.

The page says when they were taken. A failure is not kept: the next visitor asks again.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import replica
from thads_portal.register.figures import Figures
from thads_portal.register.figures import figures


KEPT_FOR = timedelta(seconds=60)
#: (database, province) -> figures; two threads that both find them old both take them.
_taken: dict[tuple[str, str | None], Figures] = {}


def current_figures(page, province: str | None = None, *, now: datetime | None = None):
    """The figures of the nation or of `province`; None while the register does not answer."""
    now = now or datetime.now(UTC)
    key = (page.database, province)
    kept = _taken.get(key)
    if kept is not None and now - kept.taken < KEPT_FOR:
        return kept
    try:
        _taken[key] = replica.read(
            page.database, lambda cursor: figures(cursor, now=now, province=province)
        )
    except RegisterUnavailable:
        return None
    return _taken[key]


def forget() -> None:
    """Take them anew at the next question."""
    _taken.clear()
