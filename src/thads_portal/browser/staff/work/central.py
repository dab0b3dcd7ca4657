"""``ban-bien-tap``: the desk of the gateway's editors: what they write, what waits, what came back.

Listings are none of their work; of the provinces' proposals the board decides.
"""

from functools import cached_property
from thads_portal.actions.changes.propose import INDEX
from thads_portal.browser.shared.content_work import ADD
from thads_portal.browser.shared.content_work import STATES
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import Stretch
from thads_portal.browser.shared.pager import stretch_of
from thads_portal.browser.shared.pager import stretch_pager
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.jobs import texts
from thads_portal.browser.staff.work.changes_returned import returned_changes
from thads_portal.browser.staff.work.others import waiting
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import label
from thads_portal.domain.topics import SECTIONS
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from urllib.parse import urlsplit


#: Items of one page of a list, the longest untouched first.
PAGE = 50
#: Which list is shown alone, in the page's address.
_LIST = "muc"
_UNDER_WAY = ("private", "pending")


class CentralDesk(DeskPage):
    template = PageTemplate("central.pt")
    title = _("desk_central", default="Bàn biên tập Cổng")

    @cached_property
    def sections(self):
        """The gateway's own sections: (section, its folder)."""
        return [(each, self.context[each.id]) for each in SECTIONS if each.id in self.context]

    def update(self):
        with self.register() as cursor:
            self.unsent = texts.unsent(self, cursor)
        paths = ["/".join(folder.getPhysicalPath()) for _section, folder in self.sections]
        here = {"path": paths}
        self.found = {
            state: waiting({**here, "review_state": state, "portal_type": tuple(BY_ITEM_TYPE)})
            for state in _UNDER_WAY
        }
        self.found[_CHANGES] = waiting({**here, INDEX: "waiting"})

    @property
    def tools(self):
        """A new item of each section in which who is signed in may write."""
        return [
            (f"{self.root}/{section.id}/viet", self.say(ADD[section.portal_type]), place == 0)
            for place, (section, folder) in enumerate(self.sections)
            if self.may("Add portal content", folder)
        ]

    @property
    def tiles(self):
        for code, brains in self.found.items():
            yield {
                "label": self.say(_LABELS[code]),
                "count": self.number(len(brains)),
                "address": address_with(self.address, {_LIST: code}),
                "current": code == self.chosen,
            }

    @property
    def chosen(self) -> str:
        """The list that is shown alone; "" for all of them, each with its first page."""
        code = self.sent.text(_LIST)
        return code if code in self.found else ""

    @property
    def notices(self):
        if self.unsent is not None:
            yield self.unsent
        returned = returned_changes(self, self.context, own=True)
        if returned is not None:
            yield returned

    @property
    def tables(self):
        """(table, pager) of what is under way: drafts, what the board has, changes of what is public."""
        for code in (self.chosen,) if self.chosen else self.found:
            brains = self.found[code]
            if brains:
                # The further pages of a list show it alone.
                whole = Stretch(start=0, size=PAGE, total=len(brains))
                stretch = stretch_of(self, len(brains), PAGE) if self.chosen else whole
                table = self._table(code, stretch.of(brains))
                yield table, stretch_pager(self, stretch, {_LIST: code})

    def _table(self, code: str, brains) -> Table:
        below = "/ban-sua" if code == _CHANGES else ""
        columns = (
            Column("title", self.say(_("other_title", default="Tiêu đề")), "main"),
            Column("kind", self.say(_("other_kind", default="Loại"))),
            Column("since", self.say(_("central_changed", default="Sửa lần cuối"))),
        )
        rows = []
        for brain in brains:
            section = BY_ITEM_TYPE.get(brain.portal_type)
            path = urlsplit(brain.getURL()).path
            name = brain.Title or brain.getId
            modified = brain.modified.asdatetime()
            cells = (
                Cell(text=name, address=f"{path}{below}"),
                Cell(text=label(section.topic, self.language) if section else ""),
                Cell(text=f"{self.words.time(modified)} {self.words.day(modified)}"),
            )
            rows.append(Row(key=path, label=name, cells=cells))
        return Table(caption=self.say(_LABELS[code]), columns=columns, rows=rows)


_CHANGES = "ban-sua"
_LABELS = {
    **{state: STATES[state] for state in _UNDER_WAY},
    _CHANGES: _("central_changes", default="Bản sửa chờ Ban Biên tập"),
}
