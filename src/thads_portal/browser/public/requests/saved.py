"""``…/luu``: what was typed is kept, and by which code; ``/yeu-cau/quay-lai``: come back with it."""

from thads_portal.browser.public.requests.page import DRAFT_COOKIE
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.domain.paper_codes import shown
from thads_portal.i18n import _
from thads_portal.register.requests import drafts
from thads_portal.templates import PageTemplate


UNKNOWN = _(
    "rq_draft_unknown",
    default="Không có bản nháp nào mang mã này, hoặc bản nháp đã hết hạn. Hãy so lại từng ký tự.",
)


class Saved(RequestPage):
    template = PageTemplate("saved.pt")

    def got(self):
        return self.go(self.service) if self.open_draft is None else None

    def posted(self):
        """Throw the draft away."""
        if self.open_draft is not None and self.sent.text("bo"):
            drafts.discard(self.database, self.open_draft.token)
            self.request.response.expireCookie(DRAFT_COOKIE, path="/")
        return self.go(self.base)

    @property
    def code(self) -> str:
        return shown(self.open_draft.token)

    @property
    def until(self) -> str:
        return self.words.day(self.open_draft.expires)


class ComeBack(RequestPage):
    template = PageTemplate("come_back.pt")

    def posted(self):
        with self.register() as cursor:
            found = drafts.find(cursor, self.sent.text("ma"))
        if found is None:
            self.errors = [("ma", self.say(UNKNOWN))]
            self.refuse()
            return None
        self.set_cookie(DRAFT_COOKIE, found.token)
        return self.go(f"{self.base}/{found.procedure}/kiem-tra")
