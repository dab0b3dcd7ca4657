"""Entries of the record as a table for work."""

from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.record import texts
from thads_portal.browser.staff.record.people import People
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import words
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.recording import Recorded
from thads_portal.i18n import _
from thads_portal.register.record_search import RecordedAction
from urllib.parse import quote


#: What is about an account.
_ABOUT_PEOPLE = (Recorded.WORK_GIVEN, Recorded.WORK_TAKEN, Recorded.SUBSTITUTE_SET)


def table(page, entries: list[RecordedAction]) -> Table:
    people = People(page)
    columns = [
        Column("at", page.say(_("record_at", default="Thời điểm")), "main"),
        Column("actor", page.say(_("record_actor", default="Người thực hiện"))),
        Column("action", page.say(_("record_action", default="Việc đã làm"))),
        Column("about", page.say(_("record_about", default="Mục, đối tượng"))),
        Column("province", page.say(_("record_province", default="Tỉnh"))),
    ]
    return Table(
        caption=page.say(_("record_title", default="Nhật ký thao tác")),
        columns=columns,
        rows=[_row(page, entry, people) for entry in entries],
    )


def _row(page, entry: RecordedAction, people: People) -> Row:
    name = people.name(entry.actor)
    province = by_slug(entry.province) if entry.province else None
    action = texts.action_label(entry.action, page.language)
    cells = [
        Cell(text=f"{words.day(entry.at)} {words.time(entry.at)}"),
        Cell(
            text=name,
            address=f"{page.root}/nhat-ky?actor={quote(entry.actor)}",
            more=(entry.actor,) if name != entry.actor else (),
        ),
        Cell(text=action, more=tuple(texts.details(page, entry))),
        _about(page, entry, people),
        Cell(text=province.name if province else entry.province or "–"),
    ]
    return Row(key=str(entry.place), label=f"{name}: {action}", cells=tuple(cells))


def _about(page, entry: RecordedAction, people: People) -> Cell:
    if entry.listing:
        # The record also knows drafts that are gone: their link would lead nowhere.
        gone = entry.action == Recorded.DISCARD or not entry.province
        place = f"{page.root}/{entry.province}/{REGISTER_ID}/{entry.listing}/ho-so"
        return Cell(text=entry.listing, address="" if gone else place)
    if not entry.about:
        return Cell(text="–")
    address = ""
    if entry.action == Recorded.FEED_RUN:
        address = f"{page.root}/nhan-du-lieu?ma={quote(entry.about)}"
    elif entry.action.startswith("batch_") and entry.province:
        address = f"{page.root}/{entry.province}/dot-cong-khai/{quote(entry.about)}"
    elif entry.action in _ABOUT_PEOPLE:
        return Cell(text=people.name(entry.about))
    return Cell(text=entry.about, address=address)
