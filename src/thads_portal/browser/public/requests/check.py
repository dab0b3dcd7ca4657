"""``…/kiem-tra``: all answers on one page to be checked, then sent.

Who sends too often waits; a browser with scripts may work instead (``work.py``).
"""

from functools import cached_property
from thads_portal.actions.requests.submit import submit
from thads_portal.browser.public.requests import work
from thads_portal.browser.public.requests.page import FOLLOW_COOKIE
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.public.requests.ticket import LASTS
from thads_portal.browser.public.requests.ticket import ticket_for
from thads_portal.content.request_agency import agency_of
from thads_portal.domain.requests.checking import open_pages
from thads_portal.domain.requests.clocks import warnings
from thads_portal.domain.requests.routing import route
from thads_portal.domain.requests.steps import Mode
from thads_portal.domain.requests.steps import NATIONAL_PORTAL
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import TooManyRequests
from thads_portal.i18n import _
from thads_portal.opendata.request_papers import value_in_words
from thads_portal.register import papers
from thads_portal.register.requests import agencies
from thads_portal.register.requests import drafts
from thads_portal.register.requests import files
from thads_portal.register.requests import rows
from thads_portal.services.fairness import REQUESTS
from thads_portal.services.fairness import take_share
from thads_portal.templates import PageTemplate


NOT_CONFIRMED = _("rq_not_confirmed", default="Hãy đánh dấu vào ô cam đoan trước khi gửi.")
GAPS = _("rq_gaps", default="Còn trang chưa điền hoặc chưa đúng: hãy bấm “Điền” ở các trang đó.")


class Check(RequestPage):
    template = PageTemplate("check.pt")
    portal = NATIONAL_PORTAL
    #: Seconds to wait, and a challenge for scripts, for who has sent too often.
    wait = 0
    challenge = ""

    def got(self):
        draft = self.draft
        if draft is not None and draft.receipt is not None:
            return self.go(f"{self.service}/bien-nhan")
        return self.go(self.service) if draft is None else None

    def posted(self):
        draft = self.draft
        if draft is None:
            return self.go(self.service)
        if draft.receipt is not None:
            return self.go(f"{self.service}/bien-nhan")
        if open_pages(self.procedure, draft.answers, today=self.today):
            self.errors = [("", self.say(GAPS))]
            self.refuse()
            return None
        if not self.sent.text("cam-doan"):
            self.errors = [("cam-doan", self.say(NOT_CONFIRMED))]
            self.refuse()
            return None
        try:
            take_share(self.request, REQUESTS)
        except TooManyRequests as error:
            if not work.done(self.sent.text("bai"), self.sent.text("giai")):
                self.wait, self.challenge = error.params["seconds"], work.new()
                self.request.response.setHeader("Retry-After", str(self.wait))
                self.refuse(429)
                return None
        try:
            receipt = submit(
                self.database,
                draft.token,
                when=self.now,
                calendar=self.calendar,
                listing_province=self.listing_province,
                language=self.language,
            )
        except RequestMovedOn:
            self.errors = [("", self.say(GAPS))]
            self.refuse(409)
            return None
        with self.register() as cursor:
            made = rows.by_number(cursor, receipt.number)
        self.set_cookie(FOLLOW_COOKIE, ticket_for(made.id, self.now), seconds=LASTS)
        return self.go(f"{self.service}/bien-nhan")

    @cached_property
    def listing_province(self) -> str:
        number = self.answers.get("listing")
        if not number:
            return ""
        with self.register() as cursor:
            state = papers.public_state(cursor, number)
        return state.province if state is not None else ""

    def update(self):
        draft = self.open_draft
        answers = self.answers
        left = {each.id for each in open_pages(self.procedure, answers, today=self.today)}
        self.pages = [
            {
                "title": self.t(page.title),
                "address": f"{self.service}/{page.id}?sua=1",
                "open": page.id in left,
                "rows": [
                    {
                        "label": self.t(field.label),
                        "value": value_in_words(field, answers.get(field.name, ""), self.language),
                    }
                    for field in page.fields
                ],
            }
            for page in self.procedure.asked(answers)
        ]
        self.complete = not left
        self.province = route(self.procedure.id, answers, self.listing_province)
        with self.register() as cursor:
            self.files = files.of_draft(cursor, drafts.id_of(draft.token))
            self.mode = (
                agencies.mode(cursor, self.procedure.id, self.province) if self.province else None
            )
        self.warned = [
            {"kind": kind, "day": self.words.day(day)}
            for kind, day in warnings(self.procedure.id, answers, self.today)
        ]

    @property
    def agency(self) -> str:
        return agency_of(self.layout.site, self.province, self.today) if self.province else ""

    @property
    def is_link(self) -> bool:
        return self.mode is Mode.LINK

    @property
    def is_official(self) -> bool:
        return self.mode is Mode.OFFICIAL
