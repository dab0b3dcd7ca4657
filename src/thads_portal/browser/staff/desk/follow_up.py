"""What the follow-up of cases has for a desk: how many are due, and where their list is."""

from datetime import timedelta
from thads_portal.domain.ledger.terms import last_raw_day
from thads_portal.i18n import _
from thads_portal.register.ledger.asked import asked_count
from thads_portal.register.ledger.due import due_count
from thads_portal.register.ledger.due import MOST
from thads_portal.register.ledger.movable import movable_count
from thads_portal.security import permissions


_DAY = timedelta(days=1)
#: Days ahead that the desk tells of.
AHEAD = timedelta(days=30)


def follow_up_counts(page, cursor, province: str | None) -> dict[str, int]:
    """List -> how many, for who may see cases; nothing for others."""
    if not page.may(permissions.VIEW_RESTRICTED):
        return {}
    calendar = page.acting.calendar
    overdue = last_raw_day(page.today - _DAY, calendar)
    return {
        "qua-han": due_count(cursor, until=overdue, province=province),
        "thang": due_count(
            cursor,
            since=overdue + _DAY,
            until=last_raw_day(page.today + AHEAD, calendar),
            province=province,
        ),
        "cong-khai": asked_count(cursor, province=province),
        "chuyen-so": movable_count(cursor, today=page.today, province=province),
    }


def _label(code: str, number: str):
    mapping = {"count": number}
    if code == "qua-han":
        return _(
            "desk_cases_overdue",
            default="${count} việc quá hạn xác minh, theo dõi",
            mapping=mapping,
        )
    if code == "thang":
        return _(
            "desk_cases_soon", default="${count} việc đến hạn trong 30 ngày tới", mapping=mapping
        )
    if code == "chuyen-so":
        return _(
            "desk_cases_moves",
            default="${count} việc đủ điều kiện chuyển sổ theo dõi riêng, gửi lại yêu cầu",
            mapping=mapping,
        )
    return _(
        "desk_cases_follow",
        default="${count} mục cần cập nhật công khai theo sổ theo dõi",
        mapping=mapping,
    )


def follow_up_notice(page, counts: dict[str, int]) -> dict | None:
    """For the macro ``notices``; None where nothing is due."""
    if not any(counts.values()):
        return None
    entries = []
    for code, count in counts.items():
        if not count:
            continue
        number = f"{page.number(MOST)}+" if count > MOST else page.number(count)
        text = page.say(_label(code, number))
        entries.append(
            {"label": text, "address": f"{page.place}/viec-den-han?danh-sach={code}", "text": ""}
        )
    return {
        "heading": page.say(_("desk_cases", default="Theo dõi việc thi hành án")),
        "entries": entries,
    }
