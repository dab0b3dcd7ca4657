"""``/bao-ve-tai-khoan``: one's own authenticator: set up, new recovery codes, take away.

Each step asks for the password again: an open session at an empty desk is not enough.
"""

from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.second_step import enrolling
from thads_portal.domain import second_factor
from thads_portal.domain.second_factor import Policy
from thads_portal.domain.web_addresses import host_name
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.security.pas import factors
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

    def handle(self, action):
        steps = {"set_up": self._set_up, "renew": self._renew, "remove": self._remove}
        step = steps.get(action)
        if step is None:
            raise NotFound(action)
        self._ask_password()
        return step()

    def _ask_password(self) -> None:
        """Raises Rejected, TooManyAttempts."""
        if not self.users.is_password(self.account, self.sent.text("password")):
            raise Rejected([Problem(0, None, "password", Code.WRONG_PASSWORD)])

    def _set_up(self):
        secret = self.sent.text("key")
        code = "".join(self.sent.text("code").split())
        if self.offered and enrolling.is_secret(secret):
            codes = factors.enrol(self.users, self.account, secret, code)
            if codes:
                self.recovery = codes
                return
        raise Rejected([Problem(0, None, "code", Code.WRONG_CODE)])

    def _renew(self):
        if not factors.verify(self.users, self.account, self.sent.text("code")):
            raise Rejected([Problem(0, None, "code", Code.WRONG_CODE)])
        self.recovery = factors.renew_recovery(self.users, self.account)

    def _remove(self):
        if not factors.verify(self.users, self.account, self.sent.text("code")):
            raise Rejected([Problem(0, None, "code", Code.WRONG_CODE)])
        factors.remove(self.users, self.account, actor=self.account)
        return self.done(_("protection_removed", default="Đã bỏ bước xác nhận thứ hai."))

    # What the template shows

    @property
    def offered(self) -> bool:
        return factors.policy() is not Policy.OFF

    @property
    def enrolled(self) -> bool:
        return factors.enrolled(self.users, self.account)

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
