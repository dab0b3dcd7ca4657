"""Mails an account a link to set its password: the job makes the link, so nothing keeps it in clear.

Whoever asks gets the same answer at once, whether there is such an account, an address or a
mail server: what fails, fails in the job.
"""

from plone import api
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.mail import CAUSED_BY
from thads_portal.jobs.mail import send_now
from thads_portal.jobs.mail import set_up
from thads_portal.jobs.queue import enqueue
from thads_portal.security.public_address import public_address
from typing import Any
from urllib.parse import quote
from zope.interface import implementer

import logging


logger = logging.getLogger(__name__)

KIND = "password-link"
_TITLE = "Thư đặt mật khẩu"
_SUBJECTS = {
    "vi": (
        "Đặt lại mật khẩu trên Cổng thông tin điện tử Thi hành án dân sự",
        "Tài khoản trên Cổng thông tin điện tử Thi hành án dân sự",
    ),
    "en": (
        "Set a new password on the portal of civil judgment enforcement",
        "Your account on the portal of civil judgment enforcement",
    ),
}
_BODIES = {
    "vi": "{intro}\n\nTên đăng nhập: {login}\n\nĐặt mật khẩu tại: {address}\n\nĐường dẫn dùng được"
    " một lần, trong một giờ. Nếu hết hạn, chọn “Quên mật khẩu” ở trang đăng nhập.\n",
    "en": "{intro}\n\nLogin name: {login}\n\nSet your password at: {address}\n\nThe link works"
    " once, within an hour. Once it is over, choose “Forgotten password” at the login.\n",
}
_INTROS = {
    "vi": (
        "Có người đã yêu cầu đặt lại mật khẩu của bạn. Nếu không phải bạn, hãy bỏ qua thư này.",
        "Quản trị hệ thống đã tạo tài khoản cho bạn.",
    ),
    "en": (
        "Somebody asked to set your password anew. If it was not you, ignore this mail.",
        "The administrator has made an account for you.",
    ),
}


def link_later(context, login: str, *, new: bool = False, caused_by: str = "") -> str | None:
    """Queue the mail for the account `login`; None where there is no mail server.

    `new`: the account has just been made. `caused_by`: who is told if the mail is refused. Where
    there is no such account a job without work is queued: it takes as long.
    """
    login = login.strip()
    member = api.user.get(username=login) if login else None
    if not set_up():
        logger.info("Password link: no mail server")
        return None
    # What was typed for a name is not kept: it may be a password.
    account = member.getId() if member is not None and member.getProperty("email", "") else ""
    parameters = {"account": account, "new": new, CAUSED_BY: caused_by}
    return enqueue(context, KIND, parameters, title=_TITLE, owner="")


@implementer(IJobKind)
class PasswordLink:
    def run(self, site, job) -> dict[str, Any]:
        account, new = job.parameters["account"], bool(job.parameters["new"])
        member = api.user.get(userid=account) if account else None
        if member is None:
            return {"sent": 0, "skipped": 1}
        address = member.getProperty("email", "")
        tool = site.portal_password_reset
        usable = address and set_up() and site.acl_users.source_users.is_active(account)
        if not usable or not (new or tool.may_mail(account)):
            return {"sent": 0, "skipped": 1}
        reset = tool.requestReset(account)
        login = member.getUserName()
        link = f"{public_address()}/passwordreset/{reset['randomstring']}?userid={quote(login)}"
        language = member.getProperty("language", "")
        language = language if language in _BODIES else "vi"
        body = _BODIES[language].format(intro=_INTROS[language][new], login=login, address=link)
        send_now(site, address, _SUBJECTS[language][new], body)
        return {"sent": 1, "skipped": 0}
