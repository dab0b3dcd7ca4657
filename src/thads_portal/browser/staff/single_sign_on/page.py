"""``/dang-nhap-mot-lan``: to the provider of identities, and back with who somebody is.

The provider says who; only an account that exists here, is in use and was bound to them by an administrator is
entered, with the roles it has here. A second step follows unless a setting lets the provider's own stand for it.
"""

from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.values import Values
from thads_portal.browser.shared.way_cookie import WayCookie
from thads_portal.browser.staff.desk.landing import asked_for
from thads_portal.browser.staff.desk.landing import goes_on
from thads_portal.browser.staff.desk.landing import second_step
from thads_portal.domain.sign_in import network_of
from thads_portal.domain.sign_in import wait_of
from thads_portal.errors import message
from thads_portal.errors import TooManyAttempts
from thads_portal.i18n import _
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.sign_in import SignIn
from thads_portal.security import openid
from thads_portal.security import staff_identity
from thads_portal.security.openid import Asking
from thads_portal.security.openid import NotIdentified
from thads_portal.security.openid import NotReached
from thads_portal.security.pas import clock
from thads_portal.security.pas import places
from thads_portal.security.pas import subjects
from thads_portal.templates import PageTemplate
from zExceptions import NotFound

import math
import transaction


COOKIE = "thads-dang-nhap"
_ABOUT = "staff-sign-in-cookie"
#: The longest address that one may go on to, in bytes.
_WANTED = 1000
_AWAY = _(
    "sso_away",
    default="Máy chủ đăng nhập một lần chưa trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.",
)
_BROKEN = _(
    "sso_broken",
    default="Lượt đăng nhập này không còn hiệu lực hoặc không hợp lệ. Hãy bắt đầu lại từ trang đăng nhập.",
)
_DENIED = _("sso_denied", default="Máy chủ đăng nhập một lần đã không cho đăng nhập.")
_UNKNOWN = _(
    "sso_unknown",
    default="Không có tài khoản nào đang dùng trên Cổng gắn với danh tính này. Hãy liên hệ quản trị viên.",
)


class SingleSignOn(PublicPage):
    template = PageTemplate("page.pt")
    persons = True
    title = _("sso_failed", default="Chưa đăng nhập được")
    wrong = ""

    def __call__(self):
        self.provider = staff_identity.provider()
        if self.provider is None or self.request.method != "GET":
            raise NotFound("dang-nhap-mot-lan")
        self.sent = Values(self.request.form)
        answered = "state" in self.sent or "error" in self.sent
        answer = self._back() if answered else self._away()
        if answer is not None:
            return answer
        self.layout.prepare(persons=True)
        self.request.response.setHeader("Cache-Control", "no-store")
        return self.readable(self.template())

    @property
    def way_back(self) -> str:
        return f"{self.layout.public_root}/dang-nhap-mot-lan"

    @property
    def _cookie(self) -> WayCookie:
        return WayCookie(self.request, COOKIE, _ABOUT)

    @property
    def login(self) -> str:
        return f"{self.root}/login"

    # To the provider

    def _away(self) -> str | None:
        if self.request.environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("none", "same-origin"):
            # Another site's page signs nobody in: they do that themselves.
            return self._go(self.login)
        wanted = self.sent.text("came_from")
        # A cookie holds no more; who wanted to go further stands at their desk.
        asking = self._cookie.begin(wanted if len(wanted.encode()) <= _WANTED else "")
        try:
            address = openid.address(
                self.provider, asking, self.way_back, scope=staff_identity.SCOPE
            )
        except NotReached:
            return self._refuse(503, _AWAY)
        self._cookie.keep(asking)
        return self._go(address)

    # And back

    def _back(self) -> str | None:
        asking = self._cookie.take()
        if asking is None or not asking.is_answered_by(self.sent.text("state")):
            return self._refuse(422, _BROKEN)
        if "error" in self.sent:
            return self._refuse(403, _DENIED)
        attempt = self._attempt(asking)
        if attempt is None:
            return None
        try:
            told = openid.claims(self.provider, asking, self.sent.text("code"), self.way_back)
            subject = staff_identity.subject_of(told)
        except NotReached:
            return self._refuse(503, _AWAY)
        except NotIdentified:
            attempt.failed(self._tries)
            self._users.refuse_single_sign_on("", "token")
            return self._refuse(422, _BROKEN)
        account = subjects.account_of(self._users, self.provider.issuer, subject)
        reason = self._shut(account)
        if account is None or reason:
            attempt.failed(self._tries)
            self._users.refuse_single_sign_on(account or "", reason)
            # The same for who is unknown and who is locked.
            return self._refuse(403, _UNKNOWN)
        done = staff_identity.was_second_step(told)
        session = self.context.acl_users.session
        follows = session.enter(account, second_step_done=done)
        if follows:
            return self._go(second_step(self.context, asked_for(asking.came_from)))
        return self._go(goes_on(self.context, account, asking.came_from))

    @property
    def _users(self):
        return self.context.acl_users.source_users

    def _shut(self, account: str | None) -> str:
        """Why it may not be entered, as the record tells it; "" where it may."""
        if account is None or self.context.acl_users.getUserById(account) is None:
            return "unknown"
        if not self._users.is_active(account):
            return "locked"
        return "" if places.admits(account, self.request) else "place"

    def _attempt(self, asking: Asking) -> SignIn | None:
        """None, and what is said, where an address must wait first.

        Nobody is guessed at here: there is no account to count by, each way there is one of its own.
        """
        now = clock.now()
        network = network_of(self.request.getClientAddr() or "")
        dsn = dsn_of(connection_of(self.context).db())
        attempt = SignIn(dsn, f"{asking.state}|single sign-on", network, now)
        self._tries = attempt.tries()
        wait = wait_of(self._tries, now)
        if not wait:
            return attempt
        error = TooManyAttempts(seconds=math.ceil(wait.total_seconds()))
        self.request.response.setHeader("Retry-After", str(error.params["seconds"]))
        self._refuse(error.status, message(error.code, error.params)[self.language])
        return None

    def _refuse(self, status: int, text) -> None:
        transaction.doom()
        self.request.response.setStatus(status, lock=1)
        self.wrong = self.say(text)

    def _go(self, address: str) -> str:
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.redirect(address, status=303, lock=1)
        return ""
