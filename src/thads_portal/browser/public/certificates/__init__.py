"""``/giay-tra-cuu``: a certificate of what the register holds under a name, for anybody.

Sent, it issues one and shows it; ``giay-tra-cuu.pdf`` and ``giay-tra-cuu.json`` render it again for who
says its code and its name. The name comes in a form, never in an address, and is kept nowhere.
"""

from Products.Five.browser import BrowserView
from thads_portal.browser.shared.page import PublicPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.certificates import Certificate
from thads_portal.domain.certificates import LONGEST_NAME
from thads_portal.domain.paper_codes import read_code
from thads_portal.domain.paper_codes import shown
from thads_portal.errors import FileGone
from thads_portal.errors import RegisterUnavailable
from thads_portal.errors import ThadsError
from thads_portal.errors import TooManyRequests
from thads_portal.i18n import _
from thads_portal.opendata import certifying
from thads_portal.register import certificates
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.register.search import by_numbers
from thads_portal.security.public_address import public_address
from thads_portal.services.answer import HEADERS
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import take_share
from thads_portal.services.proof.as_of import log_host
from thads_portal.templates import PageTemplate

import orjson


TITLE = _("certificate_title", default="Giấy xác nhận kết quả tra cứu")
ABOUT = _(
    "about_certificate",
    default="Giấy xác nhận tại một thời điểm danh sách công khai có hay không có mục mang một tên, có"
    " mã để ai cũng kiểm tra được.",
)


class CertificatePage(PublicPage):
    template = PageTemplate("page.pt")
    certificate: Certificate | None = None
    close = 0
    problem: str | None = None
    hits = ()

    @property
    def persons(self) -> bool:
        return self.request.method == "POST" or bool(self.name)

    @property
    def name(self) -> str:
        return str(self.request.form.get("ten") or "")[: LONGEST_NAME + 1].strip()

    def update(self):
        self.layout.tell(headline=self.say(TITLE), description=self.say(ABOUT))
        if self.request.method != "POST":
            return
        self.request.response.setHeader("Cache-Control", "private, no-store")
        try:
            take_share(self.request, EXPORTS)
            issued = certifying.issue(self.database, self.name, host=log_host())
        except ThadsError as error:
            self._refuse(error)
            return
        self.certificate, self.close = issued.certificate, issued.close
        self.hits = by_numbers(self.database, list(issued.certificate.numbers))

    def _refuse(self, error: ThadsError) -> None:
        response = self.request.response
        response.setStatus(error.status, lock=1)
        if isinstance(error, RegisterUnavailable):
            response.setHeader("Retry-After", "120")
        elif isinstance(error, TooManyRequests):
            response.setHeader("Retry-After", str(error.seconds))
        self.problem = error.as_dict()["message"]["en" if self.language == "en" else "vi"]

    @property
    def code(self) -> str:
        return shown(self.certificate.code)

    def address(self, hit) -> str:
        return f"{self.root}/{hit.province}/{REGISTER_ID}/{hit.number}"


class CertificateFile(BrowserView):
    """The certificate once more: POST with ``ma`` and ``ten``. 404 for any other name."""

    content_type = "application/pdf"
    suffix = "pdf"

    def __call__(self) -> bytes:
        response, form = self.request.response, self.request.form
        self.request.environ["plone.transformchain.disable"] = True
        for header, value in HEADERS.items():
            response.setHeader(header, value)
        response.setHeader("Cache-Control", "private, no-store")
        if self.request.method != "POST":
            response.setStatus(405, lock=1)
            response.setHeader("Allow", "POST")
            return b""
        try:
            take_share(self.request, EXPORTS)
            body, code = self._render(str(form.get("ma") or ""), str(form.get("ten") or ""))
        except ThadsError as error:
            response.setStatus(error.status, lock=1)
            return orjson.dumps(error.as_dict())
        response.setHeader("Content-Type", self.content_type)
        name = f"giay-tra-cuu-{code}.{self.suffix}"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return body

    def _render(self, typed: str, name: str) -> tuple[bytes, str]:
        dsn = dsn_of(connection_of(self.context).db())
        code = read_code(typed[:80])
        with reading(dsn) as cursor:
            found = certificates.by_code(cursor, code) if code else None
        if found is None or not certifying.is_about(found, name[:LONGEST_NAME]):
            raise FileGone
        return self.body(dsn, found, name), found.code

    def body(self, dsn: str, certificate: Certificate, name: str) -> bytes:
        return certifying.as_pdf(dsn, certificate, name, root=public_address())


class CertificateStatement(CertificateFile):
    content_type = "application/json"
    suffix = "json"

    def body(self, dsn: str, certificate: Certificate, name: str) -> bytes:
        said = certifying.as_statement(dsn, certificate, name, root=public_address())
        return orjson.dumps(said, option=orjson.OPT_INDENT_2)
