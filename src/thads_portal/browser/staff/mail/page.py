"""``/thu-dien-tu``: whether the portal's mail goes, what became of the last ones, and a test.

The test is a mail like any other: a job, so that a server that says nothing holds nobody.
"""

from functools import cached_property
from plone import api
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.jobs import texts
from thads_portal.errors import BadRequest
from thads_portal.i18n import _
from thads_portal.jobs import lookup
from thads_portal.jobs.mail import send_later
from thads_portal.jobs.mail import set_up
from thads_portal.jobs.states import JobState
from thads_portal.templates import PageTemplate
from urllib.parse import quote


_TEST = {
    "vi": (
        "Thư thử của Cổng thông tin điện tử Thi hành án dân sự",
        "Nếu bạn đọc được thư này thì Cổng gửi được thư.\n",
    ),
    "en": (
        "Test mail of the portal of civil judgment enforcement",
        "If you can read this, the portal can send mail.\n",
    ),
}


class MailPage(DeskPage):
    template = PageTemplate("mail.pt")
    title = _("mail_title", default="Thư điện tử")

    @cached_property
    def goes(self) -> bool:
        """Whether a server and a sender are set; whether they work, the last mails tell."""
        return set_up()

    @cached_property
    def own_address(self) -> str:
        return self.layout.user.getProperty("email", "") or ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        get = api.portal.get_registry_record
        host = get("plone.smtp_host", default=None)
        port = get("plone.smtp_port", default=None)
        return [
            (
                self.say(_("mail_server", default="Máy chủ thư")),
                f"{host}:{port}" if host else "–",
            ),
            (
                self.say(_("mail_sender", default="Địa chỉ gửi")),
                get("plone.email_from_address", default=None) or "–",
            ),
        ]

    def update(self):
        with self.register() as cursor:
            self.last = lookup.mails(cursor)

    @property
    def mails(self) -> list[dict[str, str]]:
        """The last mails: ``title``, ``address``, ``state``, ``kind``, ``text``."""
        found = []
        for job in self.last:
            label, kind = texts.STATES[job.state]
            told = (job.error or {}).get(self.language, "")
            found.append(
                {
                    "title": job.title,
                    "address": f"{self.root}/cong-viec?ma={quote(job.id)}",
                    "state": self.say(label),
                    "kind": kind,
                    "text": " · ".join(filter(None, (texts.moment(job.enqueued), told))),
                }
            )
        return found

    @property
    def trouble(self) -> bool:
        """Whether the last mail that is over was refused."""
        over = [job for job in self.last if job.over]
        return bool(over) and over[0].state is JobState.FAILED

    def handle(self, action):
        if action != "test":
            raise BadRequest(detail="action")
        if not self.goes:
            self.errors.say(_NO_SERVER)
            return None
        if not self.own_address:
            self.errors.say(
                _(
                    "mail_no_own_address",
                    default="Tài khoản của bạn chưa có địa chỉ thư để nhận thư thử.",
                )
            )
            return None
        me = self.layout.user.getId()
        title = "Thư thử"
        job = send_later(self.context, [me], _TEST, title=title, caused_by=me)
        return self.go(f"{self.root}/cong-viec?ma={quote(job or '')}")


_NO_SERVER = _(
    "mail_not_set_up",
    default="Chưa có máy chủ thư hoặc địa chỉ gửi, nên Cổng không gửi thư nào. Mọi việc khác vẫn chạy.",
)
