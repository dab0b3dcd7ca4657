"""What waits for the board beside listings: batches of the nation, news and notices, changes of
what is public, proposals to the gateway. Counted and listed, the oldest term first.
"""

from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from plone import api
from thads_portal.actions.changes.propose import INDEX
from thads_portal.browser.shared.latest import source_name
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.shared.pager import stretch_of
from thads_portal.browser.staff.batches.labels import KINDS
from thads_portal.browser.staff.batches.labels import STATES
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.work.shared_out import column
from thads_portal.browser.staff.work.shared_out import Owners
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.calendar import current_calendar
from thads_portal.content.section_item import IBinned
from thads_portal.domain.batches import BatchState
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import label
from thads_portal.domain.topics import Syndication
from thads_portal.domain.working_days import DueStatus
from thads_portal.i18n import _
from thads_portal.register import assignment
from thads_portal.register import batches
from typing import Any
from zope.i18nmessageid import Message


#: Lines of one page of a list; the first due stand first.
PAGE = 50
#: Lines of a notice, which names what its list holds.
_NAMED = 20
#: The box of a line.
BOX = "khac"
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


def waiting(query: dict) -> list:
    """The catalog's answers, the longest untouched first, without what lies in the bin."""
    search = api.portal.get_tool("portal_catalog").searchResults
    binned = {
        brain.getPath()
        for brain in search(object_provides=IBinned.__identifier__, show_inactive=True)
    }
    found = search(sort_on="modified", show_inactive=True, **query)
    return [brain for brain in found if brain.getPath() not in binned]


class Beside:
    """All that waits beside listings, with whose it is; asked once for a page.

    The keys are those of ``shared/looked.py``: content keeps its own when it is renamed or moved.
    """

    def __init__(self, cursor) -> None:
        self._cursor = cursor
        #: code -> key -> the catalog's answer, or None for a batch; the first due first.
        self.found = {other.code: self._keys(other) for other in OTHERS.values()}
        #: key -> path below the portal
        self.paths = {
            key: key if brain is None else _path(brain)
            for keys in self.found.values()
            for key, brain in keys.items()
        }
        #: key -> province or None for the gateway
        self.provinces = {
            key: place if by_slug(place := path.partition("/")[0]) else None
            for key, path in self.paths.items()
        }
        self.owners = assignment.owners_beside(cursor, self.provinces)

    def _keys(self, other: Other) -> dict[str, Any]:
        if other.query is None:
            found = batches.keys(self._cursor, [BatchState.BOARD_REVIEW.value])
            return {f"{province}/{BATCHES_ID}/{name}": None for province, name in found}
        return {brain.UID: brain for brain in waiting(other.query)}

    @cached_property
    def counts(self) -> dict[str, int]:
        """code -> how many wait."""
        return {code: len(keys) for code, keys in self.found.items()}

    def load(self) -> dict[str, int]:
        """Account -> how many are theirs, each thing once."""
        found: dict[str, int] = {}
        for account in self.owners.values():
            found[account] = found.get(account, 0) + 1
        return found

    def of(self, accounts) -> list[str]:
        """The keys of what is of one of `accounts`."""
        return [key for key in self.provinces if self.owners.get(key) in accounts]

    @property
    def free(self) -> list[str]:
        """The keys of what is nobody's."""
        return [key for key in self.provinces if key not in self.owners]

    def narrowed(self, other: Other, *, province: str | None, keys=None) -> dict[str, Any]:
        """What waits of one kind, of `province` and among `keys` if they are given."""
        return {
            key: brain
            for key, brain in self.found[other.code].items()
            if (province is None or self.provinces[key] == province)
            and (keys is None or key in keys)
        }


def table(
    page, cursor, other: Other, found: dict[str, Any], beside: Beside
) -> tuple[Table | None, Stretch]:
    """A page of the list as a table for work, of what is `found`, and which page it is.

    None where nothing waits. The page's address holds where it begins, in ``tu``.
    """
    if other.query is None:
        lines = batches.batches(
            cursor,
            states=[BatchState.BOARD_REVIEW.value],
            limit=len(beside.found[other.code]),
            by_deadline=True,
        )
        lines = [each for each in lines if _key_of_batch(each) in found and _is_due(page, each)]
        stretch = stretch_of(page, len(lines), PAGE)
        rows = [_batch_row(page, line) for line in stretch.of(lines)]
        names: tuple[tuple[str, Any, str], ...] = (
            ("id", _("batch_id", default="Đợt"), "main"),
            ("province", _("desk_column_province", default="Tỉnh, thành phố"), ""),
            ("rows", _("batch_rows", default="Số mục"), "number"),
            ("due", _("batch_due", default="Hạn công khai"), "due"),
            ("state", _("batch_state", default="Bước"), ""),
        )
    else:
        stretch = stretch_of(page, len(found), PAGE)
        rows = [
            _item_row(page, other, key, brain, beside)
            for key, brain in stretch.of([*found.items()])
        ]
        names = (
            ("title", _("other_title", default="Tiêu đề"), "main"),
            ("source", _("other_source", default="Của"), ""),
            ("kind", _("other_kind", default="Loại"), ""),
            ("since", _("other_since", default="Chờ từ"), ""),
        )
    if not rows:
        return None, stretch
    owners = Owners(page, cursor, beside={row.key: beside.provinces[row.key] for row in rows})
    rows = [replace(row, cells=(*row.cells, owners.cell(row.key))) for row in rows]
    columns = [Column(name, page.say(text), kind) for name, text, kind in names]
    columns.append(column(page))
    caption = page.say(other.label)
    return Table(caption=caption, columns=columns, rows=rows, name=BOX), stretch


def entries(page, beside: Beside, keys) -> list[dict[str, str]]:
    """What has these keys as lines of a notice: ``label``, ``address``, ``text``."""
    found, wanted = [], set(keys)
    for other in OTHERS.values():
        for key, brain in beside.found[other.code].items():
            if key in wanted:
                found.append({
                    "label": key.rpartition("/")[2] if brain is None else brain.Title or brain.getId,
                    "address": f"{page.root}/{beside.paths[key]}{other.below}",
                    "text": f"{page.say(other.label)}, {_source(beside.provinces[key])}",
                })  # fmt: skip
    return found[:_NAMED]


def _path(brain) -> str:
    return "/".join(brain.getPath().split("/")[2:])


def _source(province: str | None) -> str:
    return source_name(province or GATEWAY)


def _key_of_batch(line) -> str:
    return f"{line.province}/{BATCHES_ID}/{line.id}"


def _is_due(page, line) -> bool:
    """Whether the filter of the desk's address lets a batch through."""
    wanted = page.sent.text("han")
    if wanted not in list(DueStatus):
        return True
    due = page.acting.batch_due_on(line)
    return due is not None and current_calendar().due_status(due, page.today) == wanted


def _batch_row(page, line) -> Row:
    due = page.due(page.acting.batch_due_on(line))
    named = f"{line.id} – {line.title}" if line.title else line.id
    key = _key_of_batch(line)
    cells = (
        Cell(text=named, address=f"{page.root}/{key}"),
        Cell(text=_source(line.province)),
        Cell(text=page.number(line.waiting)),
        Cell(tags=((due["text"], due["kind"]),)) if due else Cell(text="–"),
        Cell(tags=((page.say(STATES[line.state]), KINDS[line.state]),)),
    )
    return Row(key=key, label=named, cells=cells)


def _item_row(page, other: Other, key: str, brain, beside: Beside) -> Row:
    section = BY_ITEM_TYPE.get(brain.portal_type)
    modified = brain.modified.asdatetime()
    named = brain.Title or brain.getId
    cells = (
        Cell(text=named, address=f"{page.root}/{beside.paths[key]}{other.below}"),
        Cell(text=_source(beside.provinces[key])),
        Cell(text=label(section.topic, page.language) if section else ""),
        Cell(text=page.words.day(modified)),
    )
    return Row(key=key, label=named, cells=cells)
