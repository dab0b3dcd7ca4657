"""A listing as a row of a desk's table."""

from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.cards.wording import flag_tags
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.work import shared_out
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.codes import EndReason
from thads_portal.domain.due_ranges import due_of
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.provinces import by_slug
from thads_portal.i18n import _
from thads_portal.register.desk import Work
from thads_portal.register.waiting import Waits


_DECIDE = (Permission.SIGN, Permission.APPROVE)
_WAITS = {
    Waits.DRAFT: _("waits_draft", default="Bản nháp"),
    Waits.RETURNED: _("waits_returned", default="Bị trả lại"),
    Waits.SUBMITTED: _("waits_submitted", default="Chờ thủ trưởng ký"),
    Waits.BOARD_REVIEW: _("waits_board", default="Chờ Ban Biên tập"),
    Waits.AMENDMENT: _("waits_amendment", default="Sửa đổi chờ duyệt"),
    Waits.ENDING: _("waits_ending", default="Đề nghị chấm dứt"),
}


def columns(page) -> list[Column]:
    found = [
        Column("name", page.say(_("desk_column_name", default="Người phải thi hành án")), "main")
    ]
    if page.province is None:
        found.append(
            Column("province", page.say(_("desk_column_province", default="Tỉnh, thành phố")))
        )
    whose = [shared_out.column(page)] if page.owners else []
    return [
        *found,
        Column("decision", page.say(_("desk_column_decision", default="Quyết định"))),
        Column("amount", page.say(_("desk_column_amount", default="Số tiền (đồng)")), "number"),
        Column("due", page.say(_("desk_column_due", default="Hạn")), "due"),
        Column("state", page.say(_("desk_column_state", default="Đang ở đâu"))),
        *whose,
    ]


def record_address(page, province: str, number: str) -> str:
    """The staff page of a listing."""
    return f"{page.root}/{province}/{REGISTER_ID}/{number}/ho-so"


def _address(page, work: Work) -> str:
    """The review card for who decides on it, with the list they came from; else its own page."""
    address = record_address(page, work.province, work.number)
    deciding = {kind for tab in page.own_tabs if tab.permission in _DECIDE for kind in tab.waits}
    if work.waits not in deciding:
        return address
    return address_with(f"{address.removesuffix('/ho-so')}/xem-duyet", page.params)


def due_on(work: Work):
    """The last day of the term that runs on `work`, or None."""
    if work.waits is None or work.since is None:
        return None
    return due_of(work.waits, work.since, work.reason, current_calendar())


def row_of(page, work: Work) -> Row:
    due = page.due(due_on(work))
    cells = [
        Cell(
            text=work.debtor_name,
            address=_address(page, work),
            more=(work.debtor_address, work.number),
            tags=flag_tags(page, work.flags),
        )
    ]
    if page.province is None:
        province = by_slug(work.province)
        cells.append(Cell(text=province.name if province else work.province))
    decided = page.words.day(work.decision_date)
    cells += [
        Cell(
            text=work.decision_number or "",
            more=(decided, agency_name(issuer_key(work.agency, work.decision_date))),
        ),
        Cell(text="" if work.amount is None else page.number(work.amount)),
        Cell(tags=((due["text"], due["kind"]),)) if due else Cell(text="–"),
        Cell(
            text=page.say(_WAITS[Waits(work.waits)]) if work.waits else "",
            more=tuple(filter(None, (_reason(page, work), _returned(page, work)))),
        ),
    ]
    if page.owners:
        cells.append(page.owners.cell(work.number))
    return Row(
        key=f"{work.province}/{work.number}/{work.revision}",
        label=work.debtor_name,
        cells=tuple(cells),
    )


def _reason(page, work: Work) -> str:
    return page.label(EndReason(work.reason)) if work.reason else ""


def _returned(page, work: Work) -> str:
    """Why it came back, as far as the desk knows."""
    reason = getattr(page, "reasons", {}).get(work.number)
    if not reason:
        return ""
    return page.say(
        _("desk_returned_because", default="Lý do: ${reason}", mapping={"reason": reason})
    )
