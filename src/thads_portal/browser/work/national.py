"""The desk of who works for the whole country; people of a province are sent to theirs."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from thads_portal.browser.desk.navigation import DESK
from thads_portal.browser.desk.navigation import desk_of
from thads_portal.browser.desk.page import DeskPage
from thads_portal.i18n import _
from zExceptions import Redirect


class NationalDesk(DeskPage):
    template = ViewPageTemplateFile("national.pt")
    title = _("desk_national", default="Bàn làm việc")

    def admit(self):
        desk = desk_of(self.context, self.layout.user)
        if desk not in (None, DESK):
            raise Redirect(f"{self.context.absolute_url()}/{desk}")
        super().admit()
