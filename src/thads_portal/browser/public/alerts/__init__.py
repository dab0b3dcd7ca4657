"""``/bao-tin``: have an e-mail address told when the result of a search changes, without an account.

Sent, it asks the address by mail (double opt-in); ``?xac-nhan=`` is where that mail leads, and asks once
more for a press, since programs follow links in mails; ``?thoi=`` ends the alert with one click and
deletes the address. Nobody learns here whether an address has alerts.
"""

from email.errors import HeaderParseError
from email.headerregistry import Address
from plone.protect import CheckAuthenticator
from thads_portal.browser.shared import labels
from thads_portal.browser.shared.page import PublicPage
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyRequests
from thads_portal.i18n import _
from thads_portal.jobs.alerts import ask_later
from thads_portal.jobs.alerts import numbers_of
from thads_portal.jobs.alerts import PATH
from thads_portal.jobs.mail import set_up
from thads_portal.register import acts
from thads_portal.register import alerts
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.query import FILTERS
from thads_portal.register.query import parse
from thads_portal.services.fairness import PASSWORDS
from thads_portal.services.fairness import take_share
from thads_portal.templates import PageTemplate

import re


TITLE = _("alerts_title", default="Báo tin qua thư điện tử")
ABOUT = _(
    "about_alerts",
    default="Nhận thư khi kết quả một tra cứu thay đổi: không cần tài khoản, thôi nhận bằng một lần bấm.",
)
#: What of a search an alert keeps.
ASKED = (*(name for name in FILTERS if name != "number"), "whole")
_EMAIL = re.compile(r"[^@\s<>,;\"\\]{1,64}@[^@\s<>,;\"\\]{1,190}\.[^@\s<>,;\"\\]{2,60}")
_LONGEST = 254
_TOO_LITTLE = _("alerts_needs_name", default="Hãy nhập tên cần theo dõi.")
_NO_ADDRESS = _("alerts_needs_address", default="Hãy nhập một địa chỉ thư điện tử đúng.")


class Alerts(PublicPage):
    template = PageTemplate("page.pt")
    persons = True
    problem: str | None = None
    #: ``form``, ``sent``, ``confirm``, ``confirmed``, ``ended`` or ``gone``.
    stage = "form"

    def update(self):
        self.layout.tell(headline=self.say(TITLE), description=self.say(ABOUT))
        response, form = self.request.response, self.request.form
        response.setHeader("Cache-Control", "private, no-store")
        # The token in the address is nobody else's.
        response.setHeader("Referrer-Policy", "no-referrer")
        self.available = set_up()
        try:
            if form.get("thoi"):
                self._end(str(form["thoi"]))
            elif form.get("xac-nhan"):
                self._confirm(str(form["xac-nhan"]))
            elif self.request.method == "POST":
                self._ask()
        except ThadsError as error:
            response.setStatus(error.status, lock=1)
            if isinstance(error, TooManyRequests):
                response.setHeader("Retry-After", str(error.seconds))
            self.problem = error.as_dict()["message"]["en" if self.language == "en" else "vi"]

    @property
    def asked(self) -> dict[str, str]:
        """The parameters of the search."""
        given = {name: str(self.request.form.get(name) or "").strip() for name in ASKED}
        return {name: value[:300] for name, value in given.items() if value}

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What of the search has no field of its own here."""
        return [(name, value) for name, value in self.asked.items() if name != "q"]

    @property
    def narrowed(self) -> list[str]:
        """The filters in words."""
        return [
            labels.value_label(self, name, value)
            for name, value in self.hidden
            if name not in ("whole", "ground_scheme")
        ]

    @property
    def typed(self) -> str:
        return str(self.request.form.get("thu") or "")[: _LONGEST + 1].strip()

    @property
    def name(self) -> str:
        return self.asked.get("q", "")

    @property
    def path(self) -> str:
        return f"{self.root}/{PATH}"

    @property
    def token(self) -> str:
        """A form of another site must not ask in a visitor's name."""
        return self.context.restrictedTraverse("@@authenticator").authenticator()

    def _ask(self) -> None:
        CheckAuthenticator(self.request)
        asked, address = self.asked, self.typed
        problem = None
        if "q" not in asked or parse(asked).hopeless:
            problem = _TOO_LITTLE
        elif len(address) > _LONGEST or not _is_address(address):
            problem = _NO_ADDRESS
        if problem is not None or not self.available:
            self.request.response.setStatus(400 if problem else 503, lock=1)
            self.problem = self.say(problem) if problem else None
            return
        take_share(self.request, PASSWORDS)
        with own_transaction(self.database) as cursor:
            name = alerts.add(cursor, address, asked, self.language)
        if name is not None:
            ask_later(self.context, name)
        self.stage = "sent"

    def _confirm(self, text: str) -> None:
        name = alerts.read_token(text, "confirm")
        with own_transaction(self.database) as cursor:
            alert = alerts.one(cursor, name) if name else None
        if alert is None:
            self._gone()
            return
        if self.request.method != "POST":
            self.stage = "confirmed" if alert.confirmed else "confirm"
            self.confirmation = text
            return
        with own_transaction(self.database) as cursor:
            acts.sequence(cursor)
        # The place first: what is published meanwhile is told once too often rather than never.
        with own_transaction(self.database) as cursor:
            newest = acts.newest(cursor)
            known = list(numbers_of(self.database, alert.asked))
            alerts.confirm(cursor, alert.id, place=newest.seq if newest else 0, known=known)
        self.stage = "confirmed"

    def _end(self, text: str) -> None:
        name = alerts.read_token(text, "end")
        if name is None:
            self._gone()
            return
        with own_transaction(self.database) as cursor:
            alerts.end(cursor, name)
        self.stage = "ended"

    def _gone(self) -> None:
        self.stage = "gone"
        self.request.response.setStatus(404, lock=1)


def _is_address(text: str) -> bool:
    if not _EMAIL.fullmatch(text) or not text.isascii():
        return False
    try:
        Address(addr_spec=text)
    except (HeaderParseError, ValueError, IndexError):
        return False
    return True
