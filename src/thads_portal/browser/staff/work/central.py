"""``ban-bien-tap``: the desk of the gateway's editors: what they write, what waits, what came back.

Listings are none of their work; of the provinces' proposals the board decides.
"""

from functools import cached_property
from thads_portal.actions.changes.propose import INDEX
from thads_portal.browser.shared.content_work import ADD
from thads_portal.browser.shared.content_work import STATES
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


#: Items of one list, the longest untouched first.
_MOST = 100
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
        self.changes = waiting({**here, INDEX: "waiting"})

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
        for state in _UNDER_WAY:
            yield {"label": self.say(STATES[state]), "count": self.number(len(self.found[state]))}
        yield {"label": self.say(_CHANGES), "count": self.number(len(self.changes))}

    @property
    def notices(self):
        if self.unsent is not None:
            yield self.unsent
        returned = returned_changes(self, self.context, own=True)
        if returned is not None:
            yield returned

    @property
    def tables(self):
        """What is under way: drafts, what the board has, changes of what is public."""
        lists = [(STATES[state], self.found[state], "") for state in _UNDER_WAY]
        lists.append((_CHANGES, self.changes, "/ban-sua"))
        for text, brains, below in lists:
            if brains:
                yield self._table(self.say(text), brains, below)

    def _table(self, caption: str, brains, below: str) -> Table:
        columns = (
            Column("title", self.say(_("other_title", default="Tiêu đề")), "main"),
            Column("kind", self.say(_("other_kind", default="Loại"))),
            Column("since", self.say(_("central_changed", default="Sửa lần cuối"))),
        )
        rows = []
        for brain in brains[:_MOST]:
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
        return Table(caption=caption, columns=columns, rows=rows)


_CHANGES = _("central_changes", default="Bản sửa chờ Ban Biên tập")
