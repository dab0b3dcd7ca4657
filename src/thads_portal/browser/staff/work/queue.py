"""The list that somebody works through: what narrows it, and what comes after one of it."""

from thads_portal.content.calendar import current_calendar
from thads_portal.domain.due_ranges import due_ranges
from thads_portal.domain.working_days import DueStatus
from thads_portal.register import assignment
from thads_portal.register import desk
from thads_portal.register.desk import Work
from typing import Any


#: The filter of whose work is shown, on the desk of the country.
WHOSE = "cua"
MINE, FREE = "toi", "chua"
#: What a desk's address holds of its list.
KEPT = ("viec", "tinh", "co-quan", "han", "canh-bao", "cua")


def narrowed(page, waits) -> dict[str, Any]:
    """The arguments of ``desk.waiting`` that the filters in the page's address stand for."""
    status = page.sent.text("han")
    due = None
    if status in list(DueStatus):
        ranges = due_ranges(DueStatus(status), today=page.today, calendar=current_calendar())
        due = {key: days for key, days in ranges.items() if key[0] in set(waits)}
    return {
        "agency": page.sent.text("co-quan"),
        "flagged": bool(page.sent.text("canh-bao")),
        "due": due,
    }


def whose(page, cursor) -> dict[str, Any]:
    """The arguments of ``desk.waiting`` for whose work is shown."""
    chosen = page.sent.text(WHOSE)
    if chosen == MINE:
        return {"whose": assignment.whose(cursor, page.acting.user_id, page.today)}
    return {"free": True} if chosen == FREE else {}


def after(page, cursor, work: Work | None, waits, province: str | None) -> Work | None:
    """What comes after `work` in the list of the page's address; the first of it without one."""
    key = f"{work.sort}.{work.number}" if work is not None and work.sort else ""
    found = desk.waiting(
        cursor,
        waits,
        province=province,
        after=key,
        size=1,
        **narrowed(page, waits),
        **whose(page, cursor),
    )
    return found.rows[0] if found.rows else None
