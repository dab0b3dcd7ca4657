"""``/xac-nhan-vai-tro``: what waits for a second person, and who that is.

A password that is made by confirming is shown once, to who confirmed: they hand it over.
"""

from functools import cached_property
from thads_portal.actions import accounts
from thads_portal.actions import role_requests
from thads_portal.browser.staff.accounts.people import words_of_group
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.role_giving import Asked
from thads_portal.domain.role_giving import Consent
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.security import permissions
from thads_portal.security.role_requests import consent
from thads_portal.security.role_requests import RoleRequest
from thads_portal.security.role_requests import waiting
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


_WHO = {
    Consent.EITHER: _("consent_either", default="Một quản trị khác, hoặc Ban Biên tập"),
    Consent.ADMINISTRATOR: _("consent_administrator", default="Một quản trị khác"),
    Consent.BOARD: _("consent_board", default="Ban Biên tập"),
}
_WHAT = {
    Asked.PASSWORD: _("consent_password", default="Đặt mật khẩu mới"),
    Asked.ENABLE: _("consent_enable", default="Mở khóa tài khoản"),
    Asked.SUBJECT: _("consent_subject", default="Gắn danh tính đăng nhập một lần"),
}


class RoleConsent(DeskPage):
    """For administrators and the editorial board."""

    template = PageTemplate("consent.pt")
    title = _("consent_title", default="Xác nhận vai trò")
    #: Made by confirming: shown in this answer and never again.
    password = ""

    def admit(self):
        if self.administrates or self.may(Permission.APPROVE.value):
            return
        raise NotAllowed

    @cached_property
    def administrates(self) -> bool:
        return self.may(permissions.MANAGE_PORTAL_SETTINGS)

    def handle(self, action):
        steps = {"confirm": self._confirm, "decline": self._decline, "consent": self._consent}
        step = steps.get(action)
        if step is None:
            raise NotFound(action)
        return step()

    def _confirm(self):
        self.password = accounts.confirm(
            self.context, self.acting, request_id=self.sent.text("request")
        )
        if self.password:
            self.keep_secret()
            return None
        return self.done(_("consent_confirmed", default="Đã xác nhận; vai trò có hiệu lực ngay."))

    def _decline(self):
        role_requests.decline(self.context, self.acting, self.sent.text("request"))
        return self.done(_("consent_declined", default="Đã bỏ đề nghị; không có gì thay đổi."))

    def _consent(self):
        value = self.sent.text("who")
        if value not in set(Consent):
            raise Rejected([Problem(0, None, "who", Code.MISSING)])
        if value != consent():
            role_requests.ask(self.context, self.acting, Asked.CONSENT, value=value)
        return self.done(
            _("consent_asked", default="Đã ghi đề nghị; thiết lập đổi khi người thứ hai xác nhận.")
        )

    # What the template shows

    @property
    def rows(self):
        for request in waiting(self.context, self.acting.when):
            yield {
                "id": request.id,
                "account": request.account,
                "what": self._what(request),
                "asked_by": request.asked_by,
                "asked_at": "/".join(reversed(request.asked_at[:10].split("-"))),
                "confirms": role_requests.confirms(self.context, self.acting, request),
                "own": request.asked_by == self.acting.user_id,
            }

    def _what(self, request: RoleRequest) -> str:
        if request.kind is Asked.GROUPS:
            words = [words_of_group(group, self.language) or group for group in request.groups]
            return "; ".join(words)
        if request.kind is Asked.CONSENT:
            return self.say(_WHO[Consent(request.value)])
        said = self.say(_WHAT[request.kind])
        return f"{said}: {request.value}" if request.value else said

    @property
    def who(self) -> str:
        return self.say(_WHO[consent()])

    @property
    def fields(self):
        return [
            field_maker(self)(
                "who",
                _("consent_who", default="Người thứ hai xác nhận là"),
                kind="radios",
                options=[(each.value, self.say(text)) for each, text in _WHO.items()],
                value=consent().value,
                required=True,
            )
        ]
