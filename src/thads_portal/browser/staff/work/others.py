"""What waits for the board beside listings: batches of the nation, news and notices, changes of
what is public, proposals to the gateway. Counted and listed, the oldest term first.
"""

from dataclasses import dataclass
from plone import api
from thads_portal.actions.changes.propose import INDEX
from thads_portal.browser.shared.latest import source_name
from thads_portal.browser.staff.batches.labels import KINDS
from thads_portal.browser.staff.batches.labels import STATES
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.section_item import IBinned
from thads_portal.domain.batches import BatchState
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import label
from thads_portal.domain.topics import Syndication
from thads_portal.i18n import _
from thads_portal.register import batches
from typing import Any
from urllib.parse import urlsplit
from zope.i18nmessageid import Message


#: Lines of one list; the first due stand first, so that these are the ones to begin with.
MOST = 200
BATCHES = "dot"


@dataclass(frozen=True, slots=True)
class Other:
    """A list of the desk that holds no listings. `query` is the catalog's; None for batches."""

    code: str
    label: Message
    query: dict | None
    #: What is added to an item's address to decide on it.
    below: str = ""


OTHERS = {
    each.code: each
    for each in (
        Other(BATCHES, _("other_batches", default="Đợt chờ duyệt"), None),
        Other(
            "tin-bai",
            _("other_items", default="Tin, văn bản, thông báo chờ duyệt"),
            {"review_state": "pending", "portal_type": tuple(BY_ITEM_TYPE)},
        ),
        Other(
            "ban-sua",
            _("other_changes", default="Bản sửa, đính chính chờ duyệt"),
            {INDEX: "waiting"},
            "/ban-sua",
        ),
        Other(
            "de-nghi",
            _("other_proposals", default="Đề nghị đăng lên Cổng"),
            {"thads_syndication": (Syndication.PROPOSED.value, Syndication.CHANGED.value)},
        ),
    )
}


def count(cursor, other: Other) -> int:
    if other.query is None:
        return batches.count(cursor, states=[BatchState.BOARD_REVIEW.value])
    return len(waiting(other.query))


def waiting(query: dict) -> list:
    """The catalog's answers, the longest untouched first, without what lies in the bin."""
    search = api.portal.get_tool("portal_catalog").searchResults
    binned = {
        brain.getPath()
        for brain in search(object_provides=IBinned.__identifier__, show_inactive=True)
    }
    found = search(sort_on="modified", show_inactive=True, **query)
    return [brain for brain in found if brain.getPath() not in binned]


def table(page, cursor, other: Other) -> Table | None:
    """The list as a table for work; None where nothing waits."""
    if other.query is None:
        lines = batches.batches(
            cursor, states=[BatchState.BOARD_REVIEW.value], limit=MOST, by_deadline=True
        )
        rows = [_batch_row(page, line) for line in lines]
        names: tuple[tuple[str, Any, str], ...] = (
            ("id", _("batch_id", default="Đợt"), "main"),
            ("province", _("desk_column_province", default="Tỉnh, thành phố"), ""),
            ("rows", _("batch_rows", default="Số mục"), "number"),
            ("due", _("batch_due", default="Hạn công khai"), "due"),
            ("state", _("batch_state", default="Bước"), ""),
        )
    else:
        rows = [_item_row(page, other, brain) for brain in waiting(other.query)[:MOST]]
        names = (
            ("title", _("other_title", default="Tiêu đề"), "main"),
            ("source", _("other_source", default="Của"), ""),
            ("kind", _("other_kind", default="Loại"), ""),
            ("since", _("other_since", default="Chờ từ"), ""),
        )
    columns = [Column(name, page.say(text), kind) for name, text, kind in names]
    return Table(caption=page.say(other.label), columns=columns, rows=rows) if rows else None


def _batch_row(page, line) -> Row:
    province = by_slug(line.province)
    due = page.due(page.acting.batch_due_on(line))
    named = f"{line.id} – {line.title}" if line.title else line.id
    address = f"{page.root}/{line.province}/{BATCHES_ID}/{line.id}"
    cells = (
        Cell(text=named, address=address),
        Cell(text=province.name if province else line.province),
        Cell(text=page.number(line.waiting)),
        Cell(tags=((due["text"], due["kind"]),)) if due else Cell(text="–"),
        Cell(tags=((page.say(STATES[line.state]), KINDS[line.state]),)),
    )
    return Row(key=address, label=named, cells=cells)


def _item_row(page, other: Other, brain) -> Row:
    section = BY_ITEM_TYPE.get(brain.portal_type)
    path = urlsplit(brain.getURL()).path
    inside = path.removeprefix(page.root).strip("/").partition("/")[0]
    place = inside if by_slug(inside) else GATEWAY
    modified = brain.modified.asdatetime()
    cells = (
        Cell(text=brain.Title or brain.getId, address=f"{path}{other.below}"),
        Cell(text=source_name(place)),
        Cell(text=label(section.topic, page.language) if section else ""),
        Cell(text=page.words.day(modified)),
    )
    return Row(key=path, label=brain.Title or brain.getId, cells=cells)
