"""The job that mails a citizen: the digits that confirm the address, or that there is something new.

Its parameters name the request alone; the address is opened when it runs. The mail holds the number
and nothing of the content, never the secret code.
"""

from thads_portal.actions.requests.following import mail_code
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.mail import send_now
from thads_portal.jobs.mail import set_up
from thads_portal.register.pool import reading
from thads_portal.register.requests import rows
from thads_portal.secret_keys import signing_key
from thads_portal.security.public_address import public_address
from typing import Any
from zope.interface import implementer


#: what -> language -> (subject, text); the text's places are filled from the request alone.
TEXTS = {
    "confirm": {
        "vi": (
            "Xác nhận thư điện tử cho yêu cầu {number}",
            "Mã xác nhận: {digits}\n\nNhập mã này ở trang theo dõi để nhận thư báo có bước mới của yêu cầu"
            " {number}:\n{page}\n\nNếu bạn không gửi yêu cầu nào, hãy bỏ qua thư này.",
        ),
        "en": (
            "Confirm your address for request {number}",
            "Code: {digits}\n\nType it on the page that follows request {number} to be told when there is"
            " something new:\n{page}\n\nIf you sent no request, ignore this message.",
        ),
    },
    "news": {
        "vi": (
            "Yêu cầu {number} có bước mới",
            "Yêu cầu {number} có bước mới. Xem bằng số và mã bí mật tại:\n{page}\n\nThư này chỉ để báo tin,"
            " không thay việc thông báo theo luật.",
        ),
        "en": (
            "There is something new about request {number}",
            "There is something new about request {number}. See it with the number and your secret code:"
            "\n{page}\n\nThis message is a courtesy and no legal notice.",
        ),
    },
}


@implementer(IJobKind)
class RequestMail:
    """One mail about one request; nothing for a denunciation, or after it was erased."""

    def run(self, site: Any, job: Any) -> dict[str, Any]:
        if not set_up():
            return {"sent": 0}
        with reading(job.dsn) as cursor:
            request = rows.by_id(cursor, int(job.parameters["request"]))
        if BY_ID[request.procedure].identity_apart:
            return {"sent": 0}
        address = rows.answers_of(request).get("email", "")
        if not address:
            return {"sent": 0}
        subject, text = texts_of(request.number, job.parameters["what"], request.language)
        send_now(site, address, subject, text)
        return {"sent": 1}


def texts_of(number: str, what: str, language: str) -> tuple[str, str]:
    """Subject and text of a mail."""
    key = bytes.fromhex(signing_key("request-mail"))
    filled = {
        "number": number,
        "digits": mail_code(number, key),
        "page": f"{public_address()}/yeu-cau/theo-doi",
    }
    subject, text = TEXTS[what].get(language, TEXTS[what]["vi"])
    return subject.format_map(filled), text.format_map(filled)
