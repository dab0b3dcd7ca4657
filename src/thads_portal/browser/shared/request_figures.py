"""Figures of citizens' requests as rows of a table: publicly without small cells."""

from datetime import date
from datetime import datetime
from thads_portal.browser.shared.request_steps import procedure_title
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.words import VIETNAM
from thads_portal.register.ratings import Rating
from thads_portal.register.requests import figures


#: Months back that are counted.
_MONTHS = 12
FEW = f"< {figures.SMALLEST}"


def since(today: date) -> date:
    """The first day of the months that are counted."""
    month = today.year * 12 + today.month - _MONTHS
    return date(month // 12, month % 12 + 1, 1)


def rows(
    cursor, *, today: date, language: str, number, province: str | None = None, public: bool
) -> list[dict[str, str]]:
    """By procedure: ``name``, ``received``, ``closed``, ``on_time``, ``answered``, ``refused``, ``satisfied``.

    `public`: a number of one to four is told as fewer than five, and what could be counted out of
    it is left out. Of denunciations it is always so.
    """
    first = since(today)
    begins = datetime(first.year, first.month, 1, tzinfo=VIETNAM)
    ends = datetime.now(VIETNAM)
    found = figures.figures(
        cursor, since=begins, until=ends, today=today, by_province=province is not None
    )
    mine = {each.procedure: each for each in found if province in (None, each.province)}
    rated = figures.satisfaction(cursor, first) if province is None else {}
    told = []
    for procedure in PROCEDURES:
        figure = mine.get(procedure.id)
        if figure is None:
            continue
        masked = public or procedure.id in figures.SECRET
        told.append(
            {
                "name": procedure_title(procedure.id, language),
                **_cells(figure, number, masked=masked),
                "satisfied": _satisfied(rated.get(procedure.id, {})),
            }
        )
    return told


def _cells(figure, number, *, masked: bool) -> dict[str, str]:
    values = {
        "received": figure.received,
        "closed": figure.closed,
        "late": figure.late,
        "answered": figure.answered,
        "refused": figure.refused,
    }
    if not masked:
        return {name: number(value) for name, value in values.items()}
    # One small number beside its sum would tell itself: parts are told in full or not at all.
    parts = ("answered", "refused", "closed", "late")
    small = any(figures.told(values[name]) is None for name in parts)
    cells = {name: "–" if small else number(values[name]) for name in parts}
    cells["received"] = number(figure.received) if figures.told(figure.received) else FEW
    return cells


def _satisfied(answers: dict[str, int]) -> str:
    """The share of who is satisfied among at least five; "–" below that."""
    whole = sum(answers.values())
    if whole < figures.SMALLEST:
        return "–"
    return f"{round(100 * answers.get(Rating.SATISFIED.value, 0) / whole)} %"
