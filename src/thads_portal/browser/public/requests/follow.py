"""``/yeu-cau/theo-doi``: by number and secret code every step, and what its sender may do.

The number and code come in a form, never in an address. What opened it is a sealed cookie.
"""

from functools import cached_property
from plone import api
from thads_portal.actions.requests import following
from thads_portal.actions.requests import telling
from thads_portal.actions.requests.attach import To
from thads_portal.browser.public.requests.page import FOLLOW_COOKIE
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.browser.public.requests.papers import attach_all
from thads_portal.browser.public.requests.papers import uploads
from thads_portal.browser.public.requests.receipt import as_pdf
from thads_portal.browser.public.requests.ticket import LASTS
from thads_portal.browser.public.requests.ticket import request_of
from thads_portal.browser.public.requests.ticket import ticket_for
from thads_portal.browser.shared import request_steps
from thads_portal.content.request_agency import agency_of
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import Mode
from thads_portal.domain.requests.steps import State
from thads_portal.errors import CannotUnseal
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import Rejected
from thads_portal.errors import RequestNotFound
from thads_portal.errors import ThadsError
from thads_portal.i18n import _
from thads_portal.jobs import sealed_files
from thads_portal.opendata import request_papers
from thads_portal.register.ratings import Rating
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows
from thads_portal.register.requests import slots
from thads_portal.secret_keys import signing_key
from thads_portal.templates import PageTemplate

import datetime


WRONG = _(
    "rq_follow_wrong",
    default="Số và mã bí mật không khớp. Hãy so lại với giấy tiếp nhận; sau 5 lần sai phải chờ 15 phút.",
)
MAIL_WRONG = _("rq_mail_wrong", default="Mã xác nhận thư không đúng.")
RATINGS = {
    Rating.SATISFIED: _("rating_satisfied", default="Hài lòng"),
    Rating.NEUTRAL: _("rating_neutral", default="Bình thường"),
    Rating.DISSATISFIED: _("rating_dissatisfied", default="Không hài lòng"),
}
#: Internal entries that tell nothing to the citizen, and those that need their own words.
_TEXTS_OF_STAFF = frozenset({Entry.ASSIGNED})


class Follow(RequestPage):
    template = PageTemplate("follow.pt")

    @cached_property
    def found(self):
        """The request that the cookie opens; None shows the question for number and code."""
        wanted = request_of(self.request.cookies.get(FOLLOW_COOKIE), self.now)
        if wanted is None:
            return None
        try:
            with self.register() as cursor:
                return rows.by_id(cursor, wanted)
        except RequestNotFound:
            return None

    def got(self):
        if self.found is not None:
            if self.sent.text("giay"):
                return self._paper()
            if self.sent.text("mau-don"):
                return self._form()
        return None

    def posted(self):
        if "so" in self.sent:
            return self._enter()
        if self.sent.text("viec") == "thoat":
            self.request.response.expireCookie(FOLLOW_COOKIE, path="/")
            return self.go(f"{self.base}/theo-doi")
        if self.found is None:
            return self.go(f"{self.base}/theo-doi")
        try:
            self._act(self.found.id)
        except ThadsError as error:
            problem = error.problems[0] if isinstance(error, Rejected) and error.problems else None
            code, params = (problem.code, problem.params) if problem else (error.code, error.params)
            field = "f-text" if problem and problem.field == "text" else ""
            self.errors.append((field, message(code, params)[self.language]))
            self.refuse(error.status)
        if self.errors:
            del self.__dict__["found"]
            return None
        return self.go(f"{self.base}/theo-doi")

    def _enter(self):
        number = self.sent.text("so").strip().upper()[:30]
        found = following.open_by_code(self.database, number, self.sent.text("ma"))
        if found is None:
            self.errors = [("so", self.say(WRONG))]
            self.refuse(422)
            self.__dict__["found"] = None
            return None
        self.set_cookie(FOLLOW_COOKIE, ticket_for(found.id, self.now), seconds=LASTS)
        return self.go(f"{self.base}/theo-doi")

    def _act(self, id: int) -> None:
        text = self.sent.text("text")
        match self.sent.text("viec"):
            case "nhan":
                entry = following.write_message(self.database, id, text)
                self._attach(id, entry)
            case "bo-sung":
                entry = following.supplement(
                    self.database, id, text, today=self.today, calendar=self.calendar
                )
                self._attach(id, entry)
            case "hen":
                following.appoint(self.database, id, self.sent.number("gio") or 0)
            case "rut":
                following.withdraw(self.database, id, when=self.now)
            case "thu":
                key = bytes.fromhex(signing_key("request-mail"))
                if not following.confirm_mail(self.database, id, self.sent.text("ma-thu"), key):
                    self.errors = [("ma-thu", self.say(MAIL_WRONG))]
                    self.refuse()
            case "danh-gia":
                if self.sent.text("muc-do") in list(Rating):
                    following.give_rating(self.database, id, self.sent.text("muc-do"), self.today)

    def _attach(self, id: int, entry: int) -> None:
        if uploads(self.request):
            attach_all(self, To(request=id, entry=entry))

    def _paper(self):
        with self.register() as cursor:
            signed = papers.signed_of(cursor, self.found.id)
        wanted = self.sent.number("giay")
        paper = next((each for each in signed if each.id == wanted and each.file), None)
        if paper is None:
            raise RequestNotFound
        content = b"".join(sealed_files.read(self.database, paper.file))
        return as_pdf(self.request, content, f"{self.found.number}-tra-loi.pdf")

    def _form(self):
        document = request_papers.filled_form(
            self.layout.site,
            BY_ID[self.found.procedure],
            rows.answers_of(self.found),
            number=self.found.number,
            province=self.found.province,
            when=self.found.received,
        )
        return as_pdf(self.request, document, f"{self.found.number}-don.pdf")

    # What the template shows

    def update(self):
        if self.found is None:
            return
        with self.register() as cursor:
            self.written = entries.of(cursor, self.found.id)
            try:
                self.files = files.of_request(cursor, self.found.id)
            except CannotUnseal:
                self.files, self.sealed = [], True
            self.signed = papers.signed_of(cursor, self.found.id)
            self.booked = slots.of(cursor, self.found.id)
            offered = any(each.kind is Entry.SLOTS_OFFERED for each in self.written)
            self.slots = (
                slots.free(cursor, self.found.province) if offered and self.found.open else []
            )
        self.log = [self._step(each) for each in self.written if each.is_public]

    @property
    def title(self) -> str:
        return request_steps.procedure_title(self.found.procedure, self.language)

    @property
    def state(self) -> str:
        return request_steps.state(self.found, self.language)

    @property
    def deadline(self):
        return request_steps.deadline(self.found, self.today, self.language)

    @property
    def agency(self) -> str:
        return agency_of(self.layout.site, self.found.province, self.today)

    def _step(self, each) -> dict:
        """A step that is the citizen's to know. Without its key it is there all the same."""
        text = ""
        if each.kind not in _TEXTS_OF_STAFF:
            try:
                text = each.text
            except CannotUnseal:
                text, self.sealed = "…", True
        return {
            "label": request_steps.entry_label(each, self.language),
            "at": request_steps.moment(each.at),
            "text": text,
            "more": self._more(each),
        }

    @property
    def sealed_text(self) -> str:
        """What is said where something cannot be opened now."""
        return message(Code.CONTENT_SEALED)[self.language] if self.sealed else ""

    def _more(self, each) -> str:
        if each.kind is Entry.ASSIGNED:
            return self._name_of(each.details.get("to", ""))
        if each.kind is Entry.TRANSFERRED:
            to = each.details.get("to", "")
            return agency_of(self.layout.site, to, self.today) if to else ""
        if each.kind is Entry.APPOINTED:
            return request_steps.moment(datetime.datetime.fromisoformat(each.details["starts"]))
        if each.kind in (Entry.JOINED, Entry.SPLIT):
            return each.details.get("number", "")
        if each.kind is Entry.EXTENDED and each.details.get("due"):
            return self.words.day(datetime.date.fromisoformat(each.details["due"]))
        return ""

    @property
    def handler(self) -> str:
        """Who has it now, by name (Decree 224/2026, Art. 15); "" before it was given to anybody."""
        return self._name_of(self.found.assigned or "")

    def _name_of(self, account: str) -> str:
        user = api.user.get(userid=account) if account else None
        return (user.getProperty("fullname") or account) if user is not None else account

    @property
    def papers(self) -> list[dict]:
        return [
            {"address": f"{self.base}/theo-doi?giay={each.id}", "title": each.title.capitalize()}
            for each in self.signed
            if each.file
        ]

    @property
    def has_form(self) -> bool:
        procedure = BY_ID[self.found.procedure]
        return (
            bool(procedure.form_title)
            and self.found.mode == Mode.SUPPORT.value
            and self.found.open
            and not procedure.identity_apart
        )

    @property
    def is_waiting(self) -> bool:
        return self.found.state is State.WAITING

    @property
    def asks_mail(self) -> bool:
        return self.found.mail_state == telling.ASKED

    @property
    def hours(self) -> list[dict]:
        return [{"id": each.id, "text": request_steps.moment(each.starts)} for each in self.slots]

    @property
    def appointment(self) -> str:
        return request_steps.moment(self.booked.starts) if self.booked else ""

    @property
    def ratings(self):
        return [(each.value, self.say(text)) for each, text in RATINGS.items()]

    @property
    def is_official(self) -> bool:
        return self.found.mode == Mode.OFFICIAL.value
