"""What the pages of requests share: no cache keeps them, the draft behind the cookie, fair shares."""

from datetime import datetime
from datetime import UTC
from functools import cached_property
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import Step
from thads_portal.browser.shared.request_steps import pick
from thads_portal.browser.shared.values import Values
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.requests.shapes import Procedure
from thads_portal.domain.requests.shapes import Question
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import CannotUnseal
from thads_portal.errors import ForeignOrigin
from thads_portal.i18n import _
from thads_portal.register.pool import reading
from thads_portal.register.requests import drafts
from thads_portal.security.origins import is_foreign
from thads_portal.services.fairness import REQUEST_PAGES
from thads_portal.services.fairness import take_share


#: The draft of this browser; what it follows.
DRAFT_COOKIE = "thads-yeu-cau"
FOLLOW_COOKIE = "thads-theo-doi"
_NOWHERE = "private, no-store"
SERVICES = _("requests_title", default="Yêu cầu, đề nghị trực tuyến")


class RequestPage(PublicPage):
    """Subclasses set `template`, fill themselves in `update` and answer POSTs in `posted`."""

    persons = True
    procedure: Procedure | None = None
    question: Question | None = None
    #: What was wrong: (id of the field or "", text).
    errors: list[tuple[str, str]] = []
    #: There is a draft that cannot be opened now: its key is missing.
    sealed = False
    #: Whether a POST counts among those that an address may send in a minute.
    takes_share = True

    def __call__(self):
        self.layout.prepare(persons=self.persons)
        response = self.request.response
        response.setHeader("Cache-Control", _NOWHERE)
        self.errors = []
        if self.request.method == "POST":
            if is_foreign(self.request):
                raise ForeignOrigin
            if self.takes_share:
                take_share(self.request, REQUEST_PAGES)
            answer = self.posted()
            if answer is not None:
                return answer
        elif (answer := self.got()) is not None:
            return answer
        self.update()
        made = self.template()
        # A receipt is also made as a PDF.
        return self.readable(made) if isinstance(made, str) else made

    def got(self) -> str | None:
        """Another answer to a GET than the page (a redirect), or None."""
        return None

    def posted(self) -> str | None:
        """Another answer to a POST than the page with what was wrong."""
        return self.go(self.here)

    # Words

    def t(self, pair) -> str:
        return pick(pair, self.language)

    @cached_property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @cached_property
    def today(self):
        return self.now.astimezone(VIETNAM).date()

    @property
    def calendar(self):
        return current_calendar()

    # Addresses

    @property
    def base(self) -> str:
        return f"{self.root}/yeu-cau"

    @property
    def service(self) -> str:
        return f"{self.base}/{self.procedure.id}" if self.procedure else self.base

    @property
    def here(self) -> str:
        return self.request.get("ACTUAL_URL", "")

    @property
    def steps(self) -> list[Step]:
        found = [Step(self.base, self.say(SERVICES))]
        if self.procedure is not None:
            found.append(Step(self.service, self.t(self.procedure.title)))
        return found

    def go(self, address: str) -> str:
        self.request.response.redirect(address, status=303, lock=1)
        return ""

    def refuse(self, status: int = 422) -> None:
        self.request.response.setStatus(status, lock=1)

    # What was sent, and the draft

    @cached_property
    def sent(self) -> Values:
        return Values(self.request.form)

    @cached_property
    def draft(self):
        """The draft of this browser for this procedure, sent or not; None without one.

        One whose key is missing waits for it (``sealed``); another may be begun meanwhile.
        """
        token = self.request.cookies.get(DRAFT_COOKIE, "")
        if not isinstance(token, str) or not token:
            return None
        try:
            with reading(self.database) as cursor:
                found = drafts.find(cursor, token)
        except CannotUnseal:
            self.sealed = True
            return None
        if found is None or (self.procedure and found.procedure != self.procedure.id):
            return None
        return found

    @property
    def open_draft(self):
        """The same, if it was not sent yet."""
        draft = self.draft
        return draft if draft is not None and draft.receipt is None else None

    @property
    def answers(self) -> dict[str, str]:
        return self.open_draft.answers if self.open_draft is not None else {}

    def keep_draft(self, answers: dict[str, str]) -> None:
        """Save the answers; a first page makes the draft, and the cookie that leads to it."""
        if self.open_draft is not None and drafts.save(
            self.database, self.open_draft.token, answers
        ):
            return
        self.set_cookie(DRAFT_COOKIE, drafts.begin(self.database, self.procedure.id, answers))

    def set_cookie(self, name: str, value: str, *, seconds: int | None = None) -> None:
        more = {} if seconds is None else {"max_age": seconds}
        if self.request.get("SERVER_URL", "").startswith("https:"):
            more["secure"] = True
        self.request.response.setCookie(
            name, value, path="/", http_only=True, same_site="Lax", **more
        )
