"""``/xac-nhan-dang-nhap``: behind the password, a security key, a code of the authenticator or a recovery code.

Who must have a second step and has none sets it up here, and enters nothing before.
"""

from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.values import Values
from thads_portal.browser.staff.desk.landing import goes_on
from thads_portal.browser.staff.second_step import browsers
from thads_portal.browser.staff.second_step import enrolling
from thads_portal.browser.staff.second_step.tries import Try
from thads_portal.domain import second_factor
from thads_portal.domain.security_keys import CountsBack
from thads_portal.domain.security_keys import NotTheKey
from thads_portal.domain.web_addresses import host_name
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.errors import TooManyAttempts
from thads_portal.i18n import _
from thads_portal.security.pas import factors
from thads_portal.security.pas import security_keys
from thads_portal.security.public_address import public_address
from thads_portal.templates import PageTemplate

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
        """Whether a factor is to be set up; one that somebody has set up meanwhile is asked for."""
        return self.ticket.step == "enrol" and not factors.enrolled(self.users, self.ticket.user_id)

    def _posted(self) -> str | None:
        account = self.ticket.user_id
        action = self.sent.text("action")
        if action == (browsers.NEW if self.enrols else browsers.PROOF):
            return browsers.options(self, account, self.ticket.id, action)
        try:
            attempt = Try(self, account)
        except TooManyAttempts as error:
            self._must_wait(error)
            return None
        try:
            done = self._enrolled(account) if self.enrols else self._passed(account)
        except NotTheKey as error:
            attempt.failed(by=security_keys.refusal(error))
            copied = isinstance(error, CountsBack)
            self._say(
                message(Code.SECURITY_KEY_COPIED if copied else Code.SECURITY_KEY_REFUSED, {})[
                    self.language
                ]
            )
            return None
        if done is None:
            attempt.failed()
            self._say(
                _(
                    "second_step_wrong",
                    default="Mã không đúng hoặc đã dùng. Hãy nhập mã đang hiện trên thiết bị.",
                )
            )
            return None
        attempt.succeeded()
        self.session.complete(self.ticket, **done)
        if self.recovery:
            return None
        self.request.response.redirect(self.goes_on, status=303, lock=1)
        return ""

    def _enrolled(self, account: str) -> dict[str, str] | None:
        """Set up what was sent: what the record tells of it, None where the code was wrong. Raises NotTheKey."""
        if "attestation" in self.sent:
            sent, name = self.sent.text("attestation"), self.sent.text("key_name")
            self.recovery = security_keys.add(self.users, account, self.ticket.id, sent, name)
            return {"by": "key"}
        secret, code = self.sent.text("key"), "".join(self.sent.text("code").split())
        codes = enrolling.is_secret(secret) and factors.enrol(self.users, account, secret, code)
        if not codes:
            return None
        self.recovery = codes
        return {}

    def _passed(self, account: str) -> dict[str, str] | None:
        """What the record tells of the key or code that was sent, None where that was wrong. Raises NotTheKey."""
        if "assertion" in self.sent:
            sent = self.sent.text("assertion")
            name = security_keys.prove(self.users, account, self.ticket.id, sent)
            return {"by": "key", "key": name}
        return {} if factors.verify(self.users, account, self.sent.text("code")) else None

    def _must_wait(self, error: TooManyAttempts) -> None:
        transaction.doom()
        self.request.response.setStatus(error.status, lock=1)
        self.request.response.setHeader("Retry-After", str(error.params["seconds"]))
        self.wrong = message(error.code, error.params)[self.language]

    def _say(self, text) -> None:
        transaction.doom()
        self.request.response.setStatus(422, lock=1)
        self.wrong = self.say(text)

    # What the template shows

    @property
    def has_authenticator(self) -> bool:
        return factors.has_authenticator(self.users, self.ticket.user_id)

    @property
    def has_key(self) -> bool:
        known = security_keys.keys_of(self.users, self.ticket.user_id)
        return bool(known) and security_keys.party() is not None

    @property
    def may_add_key(self) -> bool:
        return security_keys.may_add(self.users, self.ticket.user_id)

    @property
    def came_from(self) -> str:
        return self.sent.text("came_from")

    @property
    def goes_on(self) -> str:
        return goes_on(self.context, self.ticket.user_id, self.came_from)

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
