"""``/thu-bao-viec``: whoever is signed in says which mails about their work they want."""

from plone import api
from thads_portal.actions.morning import NAMED
from thads_portal.actions.morning import WANTED
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


#: Button -> (property, its value, what is said).
_SWITCHES = {
    "on": (
        WANTED,
        True,
        _("morning_on", default="Từ nay bạn nhận thư báo việc vào sáng ngày làm việc."),
    ),
    "off": (WANTED, False, _("morning_off", default="Từ nay bạn không nhận thư báo việc nữa.")),
    "named_on": (
        NAMED,
        True,
        _("named_on", default="Từ nay thư buổi sáng báo cả việc giao cho bạn và lời nhắc đến bạn."),
    ),
    "named_off": (
        NAMED,
        False,
        _("named_off", default="Từ nay thư không báo việc giao và lời nhắc đến bạn nữa."),
    ),
}


class MorningMail(DeskPage):
    template = PageTemplate("morning.pt")
    title = _("morning_title", default="Thư báo việc")

    def _wants(self, name: str) -> bool:
        return bool(api.user.get_current().getProperty(name, True))

    @property
    def wanted(self) -> bool:
        return self._wants(WANTED)

    @property
    def named(self) -> bool:
        return self._wants(NAMED)

    def handle(self, action):
        if action not in _SWITCHES:
            raise NotAllowed
        name, value, said = _SWITCHES[action]
        api.user.get_current().setMemberProperties({name: value})
        return self.done(said)
