"""``/yeu-cau``: the services; ``/yeu-cau/<service>``: what one is, who may ask, what it takes."""

from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.public.requests.page import SERVICES
from thads_portal.domain.requests.foretold import foretold
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.steps import NATIONAL_PORTAL
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode

import re


ABOUT = _(
    "requests_about",
    default="Gửi yêu cầu, đề nghị, khiếu nại đến cơ quan thi hành án dân sự và theo dõi việc xử lý.",
)
_NUMBER = re.compile(r"[12][0-9]{3}-[0-9]{7}", re.ASCII)


class Front(RequestPage):
    template = PageTemplate("front.pt")
    persons = False

    @property
    def steps(self):
        return []

    def update(self):
        self.layout.tell(headline=self.say(SERVICES), description=self.say(ABOUT))

    @property
    def services(self):
        return [
            {
                "address": f"{self.base}/{each.id}",
                "title": self.t(each.title),
                "lead": self.t(each.lead),
            }
            for each in PROCEDURES
        ]


class Start(RequestPage):
    template = PageTemplate("start.pt")
    persons = False
    portal = NATIONAL_PORTAL

    @property
    def steps(self):
        return super().steps[:1]

    def update(self):
        self.layout.tell(
            headline=self.t(self.procedure.title), description=self.t(self.procedure.lead)
        )

    @property
    def terms(self):
        rows = foretold(self.procedure.id, self.today, "", self.language)
        return list(dict.fromkeys(rows))

    @property
    def papers(self):
        return [
            {"label": self.t(each.label), "required": each.required, "online": each.online}
            for each in self.procedure.papers
        ]

    @property
    def begin(self) -> str:
        """The first page; the number of a listing that led here goes along."""
        first = f"{self.service}/{self.procedure.questions[0].id}"
        number = self.sent.text("muc")
        if _NUMBER.fullmatch(number):
            return f"{first}?{urlencode({'muc': number})}"
        return first

    @property
    def begun(self) -> str:
        """Where to go on with what was begun in this browser; "" if nothing was."""
        return f"{self.service}/kiem-tra" if self.open_draft is not None else ""

    @property
    def sealed_text(self) -> str:
        """What is said where the draft of this browser cannot be opened now."""
        return message(Code.CONTENT_SEALED)[self.language] if not self.draft and self.sealed else ""
