"""``/thu-bao-viec``: whoever is signed in says whether they want the mail of the morning."""

from plone import api
from thads_portal.actions.morning import WANTED
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


class MorningMail(DeskPage):
    template = PageTemplate("morning.pt")
    title = _("morning_title", default="Thư báo việc buổi sáng")

    @property
    def wanted(self) -> bool:
        return bool(api.user.get_current().getProperty(WANTED, True))

    def handle(self, action):
        wanted = action == "on"
        api.user.get_current().setMemberProperties({WANTED: wanted})
        said = (
            _("morning_on", default="Từ nay bạn nhận thư báo việc vào sáng ngày làm việc.")
            if wanted
            else _("morning_off", default="Từ nay bạn không nhận thư báo việc nữa.")
        )
        return self.done(said)
