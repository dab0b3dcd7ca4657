"""The bin: ``bo-vao-thung-rac`` of an item, and ``thung-rac`` of the gateway and of a subsite."""

from Acquisition import aq_base
from plone import api
from thads_portal.actions.composing.bin import bring_back
from thads_portal.actions.composing.bin import DELETE
from thads_portal.actions.composing.bin import leaves_on
from thads_portal.actions.composing.bin import throw_away
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.record.people import People
from thads_portal.content.reviewed import is_public
from thads_portal.content.section_item import IBinned
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


class ThrowAway(DeskPage):
    """Asks once, saying what happens."""

    template = PageTemplate("throw_away.pt")
    title = _("bin_throw_title", default="Bỏ vào thùng rác")

    def admit(self):
        if not self.may(DELETE):
            raise NotAllowed

    @property
    def trail(self):
        return [(self.place, self.context.title)]

    @property
    def public(self) -> bool:
        return is_public(self.context)

    def handle(self, action):
        if action != "throw":
            raise NotAllowed
        throw_away(self.context, self.acting)
        subsite = self.layout.subsite
        place = self.root if subsite is None else f"{self.root}/{self.layout.province.slug}"
        return self.done(
            _("bin_thrown", default="Đã bỏ vào thùng rác. Trong 30 ngày có thể khôi phục."),
            f"{place}/thung-rac",
        )


class Bin(DeskPage):
    template = PageTemplate("bin.pt")
    title = _("bin_title", default="Thùng rác")

    def admit(self):
        if not any(self.may("Add portal content", each) for each in self._sections()):
            raise NotAllowed

    def _sections(self):
        types = {section.portal_type for section in BY_ITEM_TYPE.values()}
        return [
            each
            for each in self.context.objectValues()
            if getattr(each, "portal_type", "") in types
        ]

    def update(self):
        people = People(self)
        self.rows = [self._row(item, people) for item in self._items()]

    def _items(self) -> list:
        """What is in the bin here and may be brought back by who asks, newest first."""
        catalog = api.portal.get_tool("portal_catalog")
        found = [
            brain.getObject()
            for section in self._sections()
            for brain in catalog.searchResults(
                path={"query": "/".join(section.getPhysicalPath()), "depth": 1},
                object_provides=IBinned.__identifier__,
                show_inactive=True,
            )
        ]
        found = [item for item in found if self.may(DELETE, item)]
        return sorted(found, key=lambda item: aq_base(item).binned["at"], reverse=True)

    def _row(self, item, people) -> dict:
        account = aq_base(item).binned
        return {
            "uid": api.content.get_uuid(item),
            "title": item.title or item.getId(),
            "address": item.absolute_url_path(),
            "section": self.say(item.aq_parent.title),
            "by": people.name(account["by"]),
            "at": f"{self.words.time(account['at'])} {self.words.day(account['at'])}",
            "until": self.words.day(leaves_on(item)),
        }

    def handle(self, action):
        if action != "restore":
            raise NotAllowed
        wanted = self.sent.text("uid")
        item = next((each for each in self._items() if api.content.get_uuid(each) == wanted), None)
        if item is None:
            raise Conflict(code=Code.STEP_NOT_POSSIBLE)
        bring_back(item, self.acting)
        return self.done(
            _("bin_restored", default="Đã khôi phục thành bản nháp. Muốn đăng, hãy gửi duyệt lại."),
            item.absolute_url_path(),
        )
