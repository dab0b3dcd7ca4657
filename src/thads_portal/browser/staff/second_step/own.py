"""``/bao-ve-tai-khoan``: one's own authenticator, security keys and recovery codes: set up, renew, name, take away.

Each step asks for the password again, and for the second step where there is one: an open session at an empty
desk is not enough.
"""

from datetime import datetime
from functools import cached_property
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.second_step import browsers
from thads_portal.browser.staff.second_step import enrolling
from thads_portal.browser.staff.second_step.tries import Try
from thads_portal.domain import second_factor
from thads_portal.domain.second_factor import Policy
from thads_portal.domain.security_keys import CountsBack
from thads_portal.domain.security_keys import NotTheKey
from thads_portal.domain.web_addresses import host_name
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.security.pas import factors
from thads_portal.security.pas import security_keys
from thads_portal.security.pas.session import Ticket
from thads_portal.security.public_address import public_address
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


class OwnProtection(DeskPage):
    """For whoever is signed in with an account of the portal."""

    template = PageTemplate("own.pt")
    title = _("protection_title", default="Bảo vệ tài khoản")
    #: Made by this request: shown in this answer and never again.
    recovery: tuple[str, ...] = ()

    def update(self):
        self.keep_secret()

    @property
    def users(self):
        return self.context.acl_users.source_users

    @property
    def account(self) -> str:
        return self.layout.user.getId()

    @property
    def session_id(self) -> str | None:
        """The session that challenges belong to; programs have none."""
        return None if self.ticket is None else self.ticket.id

    @cached_property
    def ticket(self) -> Ticket | None:
        """The session that the request came with."""
        ticket = self.context.acl_users.session.current()
        return None if ticket is None or ticket.user_id != self.account else ticket

    def handle(self, action):
        if action in (browsers.NEW, browsers.PROOF):
            return browsers.options(self, self.account, self.session_id, action)
        step, _dot, self.chosen = action.partition(".")
        steps = {
            "set_up": self._set_up,
            "renew": self._renew,
            "remove": self._remove,
            "remove_authenticator": self._remove_authenticator,
            "add_key": self._add_key,
            "rename_key": self._rename_key,
            "remove_key": self._remove_key,
        }
        if step not in steps:
            raise NotFound(action)
        self._ask_password()
        if self.enrolled:
            self._ask_second_step("proof" if step == "set_up" else "code")
        own = self.ticket
        answer = steps[step]()
        if own is not None:
            # What has changed ended all sessions of the account.
            self.context.acl_users.session.go_on(own)
        return answer

    def _ask_password(self) -> None:
        """Raises Rejected, TooManyAttempts."""
        if not self.users.is_password(self.account, self.sent.text("password")):
            raise _wrong("password", Code.WRONG_PASSWORD)

    def _ask_second_step(self, field: str) -> None:
        """The key or the code of who has one already. Raises Rejected, TooManyAttempts."""
        attempt = Try(self, self.account)
        given, sent = self.sent.text(field), self.sent.text("assertion")
        try:
            if sent and not given:
                security_keys.prove(self.users, self.account, self.session_id, sent)
            elif not factors.verify(self.users, self.account, given):
                attempt.failed()
                raise _wrong(field, Code.WRONG_CODE)
        except NotTheKey as error:
            attempt.failed(by=security_keys.refusal(error))
            copied = isinstance(error, CountsBack)
            raise _wrong(
                field, Code.SECURITY_KEY_COPIED if copied else Code.SECURITY_KEY_REFUSED
            ) from error

    def _set_up(self):
        secret = self.sent.text("key")
        code = "".join(self.sent.text("code").split())
        if self.offered and not self.has_authenticator and enrolling.is_secret(secret):
            codes = factors.enrol(self.users, self.account, secret, code)
            if codes is not None:
                return self._shown_or_done(codes)
        raise _wrong("code", Code.WRONG_CODE)

    def _add_key(self):
        if not self.offered:
            raise _wrong("key_name", Code.SECURITY_KEY_REFUSED)
        sent, name = self.sent.text("attestation"), self.sent.text("key_name")
        try:
            codes = security_keys.add(self.users, self.account, self.session_id, sent, name)
        except NotTheKey as error:
            raise _wrong("key_name", Code.SECURITY_KEY_REFUSED) from error
        return self._shown_or_done(codes)

    def _shown_or_done(self, codes):
        if codes:
            self.recovery = codes
            return None
        return self.done(_("protection_changed", default="Đã ghi."))

    def _rename_key(self):
        name = self.sent.text(f"name_{self.chosen}")
        if not security_keys.rename(self.users, self.account, self.chosen, name):
            raise NotFound(self.chosen)
        return self.done(_("protection_changed", default="Đã ghi."))

    def _remove_key(self):
        if not security_keys.remove(self.users, self.account, self.chosen):
            raise NotFound(self.chosen)
        return self.done(_("protection_key_removed", default="Đã bỏ khóa bảo mật."))

    def _renew(self):
        if not self.enrolled:
            raise NotFound("renew")
        self.recovery = factors.renew_recovery(self.users, self.account)

    def _remove_authenticator(self):
        if not factors.remove_authenticator(self.users, self.account):
            raise NotFound("remove_authenticator")
        return self.done(_("protection_app_removed", default="Đã bỏ ứng dụng xác thực."))

    def _remove(self):
        if not factors.remove(self.users, self.account, actor=self.account):
            raise NotFound("remove")
        return self.done(_("protection_removed", default="Đã bỏ bước xác nhận thứ hai."))

    # What the template shows

    @property
    def offered(self) -> bool:
        return factors.policy() is not Policy.OFF

    @property
    def enrolled(self) -> bool:
        return factors.enrolled(self.users, self.account)

    @property
    def has_authenticator(self) -> bool:
        return factors.has_authenticator(self.users, self.account)

    @cached_property
    def keys(self) -> list[dict[str, str]]:
        """The keys of who is signed in: ``id``, ``name``, ``since`` and ``used`` as days."""
        return [
            {
                "id": key.id,
                "name": key.name,
                "since": self._day(key.since),
                "used": self._day(key.used) if key.used else "",
            }
            for key in security_keys.keys_of(self.users, self.account)
        ]

    def _day(self, moment: str) -> str:
        return self.words.day(datetime.fromisoformat(moment))

    @property
    def may_add_key(self) -> bool:
        return (
            self.offered
            and self.session_id is not None
            and security_keys.may_add(self.users, self.account)
        )

    @property
    def keys_work(self) -> bool:
        """Whether browsers work with keys at the portal's address."""
        return security_keys.party() is not None

    @property
    def required(self) -> bool:
        return factors.policy() is Policy.REQUIRED and factors.required_of(self.users, self.account)

    @property
    def left(self) -> int:
        return factors.recovery_left(self.users, self.account)

    @property
    def key(self) -> str:
        sent = self.sent.text("key")
        if enrolling.is_secret(sent):
            return sent
        made = self.__dict__.setdefault("_key", second_factor.new_secret())
        return str(made)

    @property
    def key_in_groups(self) -> str:
        return enrolling.in_groups(self.key)

    @property
    def picture(self) -> str:
        host = host_name(public_address().partition("://")[2])
        return enrolling.picture(self.key, self.account, host)


def _wrong(field: str, code: Code) -> Rejected:
    return Rejected([Problem(0, None, field, code)])
