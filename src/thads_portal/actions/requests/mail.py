"""The job that mails a citizen: the digits that confirm the address, the receipt, what is new.

Its parameters name the request alone; the address is opened when it runs. A mail holds the number, the
receipt also what was asked for, of which agency, and the terms by law; nothing of the content, nobody's
name, never the secret code.
"""

from thads_portal.actions.requests.following import mail_code
from thads_portal.content.request_agency import agency_of
from thads_portal.domain import words
from thads_portal.domain.requests.foretold import foretold
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.steps import Mode
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.mail import send_now
from thads_portal.jobs.mail import set_up
from thads_portal.register.pool import reading
from thads_portal.register.requests import rows
from thads_portal.register.requests.rows import Request
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
    "receipt": {
        "vi": (
            "{paper} – yêu cầu {number}",
            "{paper}\n\nSố: {number}\nViệc: {service}\nCơ quan: {agency}\nLúc: {at}\n{standing}\n\nViệc tiếp theo:\n"
            "{terms}\n\nTheo dõi bằng số và mã bí mật tại:\n{page}\n\nMã bí mật chỉ có trên giấy bạn đã lưu khi"
            " gửi; thư của Cổng không bao giờ ghi mã. Thư này không thay việc thông báo theo luật.",
        ),
        "en": (
            "{paper} – request {number}",
            "{paper}\n\nNumber: {number}\nAbout: {service}\nAgency: {agency}\nAt: {at}\n{standing}\n\nWhat"
            " follows:\n{terms}\n\nFollow it with the number and your secret code:\n{page}\n\nThe secret code is"
            " only on the receipt you kept; no mail of the portal holds it. This message is a courtesy and no"
            " legal notice.",
        ),
    },
    "supplement": {
        "vi": (
            "Đề nghị bổ sung cho yêu cầu {number}",
            "Cơ quan đề nghị bạn bổ sung cho yêu cầu {number}. Xem cần gì và gửi tại đây, bằng số và mã bí"
            " mật:\n{page}\n\nThời hạn của cơ quan tạm dừng đến khi bạn gửi. Thư này chỉ để báo tin, không thay"
            " việc thông báo theo luật.",
        ),
        "en": (
            "A supplement is asked for: request {number}",
            "The agency asks for a supplement to request {number}. See what is needed and send it here, with"
            " the number and your secret code:\n{page}\n\nThe agency's term waits until then. This message is a"
            " courtesy and no legal notice.",
        ),
    },
    "supplemented": {
        "vi": (
            "Đã nhận phần bổ sung của yêu cầu {number}",
            "Cơ quan có phần bổ sung bạn gửi cho yêu cầu {number}. Hạn trả lời tính lại: {due}. Xem tại:\n{page}"
            "\n\nThư này chỉ để báo tin, không thay việc thông báo theo luật.",
        ),
        "en": (
            "The supplement to request {number} has arrived",
            "The agency has your supplement to request {number}. Its answer is now due: {due}. See:\n{page}"
            "\n\nThis message is a courtesy and no legal notice.",
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


_RECEIPT = ("Giấy tiếp nhận yêu cầu", "Receipt of a request")
_SUPPORT_SLIP = ("Phiếu hỗ trợ trực tuyến", "Online support slip")
_OFFICIAL = (
    "Thời điểm gửi thành công là ngày nộp yêu cầu.",
    "The request counts as filed at this moment.",
)
_SUPPORT = (
    "Đây là hỗ trợ trực tuyến: cơ quan kiểm tra, chuẩn bị và hẹn bạn mang bản giấy có chữ ký.",
    "This is online support: the agency checks, prepares and appoints a day for the signed paper.",
)


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
        subject, text = texts_of(site, request, job.parameters["what"])
        send_now(site, address, subject, text)
        return {"sent": 1}


def texts_of(site: Any, request: Request, what: str) -> tuple[str, str]:
    """Subject and text of a mail about `request`."""
    key = bytes.fromhex(signing_key("request-mail"))
    english = request.language == "en"
    official = request.mode == Mode.OFFICIAL.value
    steps = foretold(request.procedure, request.law_day, request.variant, request.language)
    filled = {
        "number": request.number,
        "digits": mail_code(request.number, key),
        "page": f"{public_address()}{'/en' if english else ''}/yeu-cau/theo-doi",
        "paper": (_RECEIPT if official else _SUPPORT_SLIP)[english],
        "standing": (_OFFICIAL if official else _SUPPORT)[english],
        "service": BY_ID[request.procedure].title[english],
        "agency": agency_of(site, request.province, request.received.astimezone(VIETNAM).date()),
        "at": f"{words.time(request.received)} {words.day(request.received)}",
        "terms": "\n".join(f"- {text} ({source})" for text, source in steps),
        "due": words.day(request.due_on) or "–",
    }
    subject, text = TEXTS[what].get(request.language, TEXTS[what]["vi"])
    return subject.format_map(filled), text.format_map(filled)
