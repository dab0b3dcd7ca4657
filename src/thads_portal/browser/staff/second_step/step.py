"""``/xac-nhan-dang-nhap``: behind the password, a code of the authenticator or a recovery code.

Who must have an authenticator and has none sets it up here, and enters nothing before.
"""

from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.values import Values
from thads_portal.browser.staff.desk.landing import AfterLogin
from thads_portal.browser.staff.second_step import enrolling
from thads_portal.domain import second_factor
from thads_portal.domain.sign_in import network_of
from thads_portal.domain.sign_in import wait_of
from thads_portal.domain.web_addresses import host_name
from thads_portal.errors import message
from thads_portal.errors import TooManyAttempts
from thads_portal.i18n import _
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.sign_in import SignIn
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.public_address import public_address
from thads_portal.templates import PageTemplate
from thads_portal.theme.navigation import desk_of

import math
import transaction


class SecondStep(PublicPage):
    template = PageTemplate("step.pt")
    persons = True
    title = _("second_step_title", default="Xác nhận đăng nhập")
    #: Shown once, when an authenticator was set up.
    recovery: tuple[str, ...] = ()
    wrong = ""

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        users = self.context.acl_users
        self.session, self.users = users.session, users.source_users
        self.ticket = self.session.pending()
        if self.ticket is None:
            self.request.response.redirect(f"{self.root}/login", status=303, lock=1)
            return ""
        self.sent = Values(self.request.form)
        if self.request.method == "POST":
            answer = self._posted()
            if answer is not None:
                return answer
        self.layout.prepare(persons=True)
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.readable(self.template())

    @property
    def enrols(self) -> bool:
        return self.ticket.step == "enrol"

    def _posted(self) -> str | None:
        account = self.ticket.user_id
        attempt = self._attempt(account)
        if attempt is None:
            return None
        if self.enrols:
            secret, code = self.sent.text("key"), "".join(self.sent.text("code").split())
            codes = enrolling.is_secret(secret) and factors.enrol(self.users, account, secret, code)
            if codes:
                self.recovery = codes
                self.session.complete(self.ticket)
                return None
        elif factors.verify(self.users, account, self.sent.text("code")):
            attempt.succeeded()
            self.session.complete(self.ticket)
            self.request.response.redirect(self.goes_on, status=303, lock=1)
            return ""
        attempt.failed(self._tries)
        self.users.refuse_second_step(account)
        self._say(
            _(
                "second_step_wrong",
                default="Mã không đúng hoặc đã dùng. Hãy nhập mã đang hiện trên thiết bị.",
            )
        )
        return None

    def _attempt(self, account: str) -> SignIn | None:
        """None, and what is said, where one must wait first."""
        now = clock.now()
        network = network_of(self.request.getClientAddr() or "")
        dsn = dsn_of(connection_of(self.context).db())
        attempt = SignIn(dsn, f"{account}|second step", network, now)
        self._tries = attempt.tries()
        wait = wait_of(self._tries, now)
        if not wait:
            return attempt
        seconds = math.ceil(wait.total_seconds())
        error = TooManyAttempts(seconds=seconds)
        transaction.doom()
        self.request.response.setStatus(error.status, lock=1)
        self.request.response.setHeader("Retry-After", str(seconds))
        self.wrong = message(error.code, error.params)[self.language]
        return None

    def _say(self, text) -> None:
        transaction.doom()
        self.request.response.setStatus(422, lock=1)
        self.wrong = self.say(text)

    # What the template shows

    @property
    def came_from(self) -> str:
        return self.sent.text("came_from")

    @property
    def goes_on(self) -> str:
        """Where one wanted to go, else one's own desk."""
        site = self.context
        wanted = self.came_from
        known = AfterLogin(site, self.request)
        if wanted and known._is_ours(wanted) and not known._is_front_page(wanted):
            return wanted
        user = site.acl_users.getUserById(self.ticket.user_id)
        desk = desk_of(site, user.__of__(site.acl_users)) if user is not None else None
        return f"{site.absolute_url()}/{desk}" if desk else site.absolute_url()

    @property
    def action(self) -> str:
        return f"{self.root}/xac-nhan-dang-nhap"

    @property
    def key(self) -> str:
        """The new key: the one that was shown, where the form comes again."""
        sent = self.sent.text("key")
        if not enrolling.is_secret(sent):
            sent = second_factor.new_secret()
            self.request.form["key"] = sent
            self.sent = Values(self.request.form)
        return sent

    @property
    def key_in_groups(self) -> str:
        return enrolling.in_groups(self.key)

    @property
    def picture(self) -> str:
        host = host_name(public_address().partition("://")[2])
        return enrolling.picture(self.key, self.ticket.user_id, host)
