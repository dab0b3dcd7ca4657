"""``…/bien-nhan``: number and secret code of what was sent, shown for two hours; also as PDF."""

from functools import cached_property
from io import BytesIO
from thads_portal.browser.public.requests.page import RequestPage
from thads_portal.content.request_agency import agency_of
from thads_portal.domain.requests.foretold import foretold
from thads_portal.domain.requests.steps import Mode
from thads_portal.opendata import request_papers
from thads_portal.register.requests import rows
from thads_portal.register.requests import secret_codes
from thads_portal.templates import PageTemplate

import base64
import segno


class _OfReceipt(RequestPage):
    def got(self):
        draft = self.draft
        if draft is None:
            return self.go(f"{self.base}/theo-doi")
        return self.go(f"{self.service}/kiem-tra") if draft.receipt is None else None

    @cached_property
    def made(self):
        with self.register() as cursor:
            return rows.by_number(cursor, self.draft.receipt["number"])

    @property
    def number_(self) -> str:
        return self.draft.receipt["number"]

    @property
    def code(self) -> str:
        return secret_codes.shown(self.draft.receipt["code"])

    @property
    def agency(self) -> str:
        return agency_of(self.layout.site, self.made.province, self.today)

    @property
    def is_official(self) -> bool:
        return self.made.mode == Mode.OFFICIAL.value

    @property
    def terms(self):
        return foretold(self.procedure.id, self.made.law_day, self.made.variant, self.language)

    @property
    def follow(self) -> str:
        return f"{self.layout.public_root}/yeu-cau/theo-doi"


class Receipt(_OfReceipt):
    template = PageTemplate("receipt.pt")

    @property
    def sent_at(self) -> str:
        return f"{self.words.time(self.made.received)} {self.words.day(self.made.received)}"

    @property
    def due(self) -> str:
        return self.words.day(self.made.due_on) if self.made.due_on else ""

    @property
    def has_form(self) -> bool:
        """Whether there is a paper to be printed and signed."""
        return bool(self.procedure.form_title) and not self.is_official

    @property
    def mail_asked(self) -> bool:
        return bool(self.made.mail_state)

    @property
    def qr(self) -> str:
        """The way to the page that follows it. The number stands behind ``#``: no server sees it."""
        out = BytesIO()
        code = segno.make(f"{self.follow}#{self.number_}", error="m", micro=False)
        code.save(out, kind="svg", border=2, xmldecl=False, light="#fff")
        return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"


class ReceiptPdf(_OfReceipt):
    """The receipt as a file."""

    def update(self):
        made = self.made
        self.document = request_papers.receipt(
            self.layout.site,
            self.procedure,
            number=self.number_,
            code=self.code,
            mode=Mode(made.mode),
            province=made.province,
            when=made.received,
            steps=[
                f"{text} ({source})"
                for text, source in foretold(self.procedure.id, made.law_day, made.variant, "vi")
            ],
            follow=self.follow,
        )

    def template(self):
        return as_pdf(self.request, self.document, f"{self.number_}.pdf")


def as_pdf(request, document: bytes, name: str) -> bytes:
    """A PDF that nobody keeps."""
    response = request.response
    response.setHeader("Content-Type", "application/pdf")
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("X-Content-Type-Options", "nosniff")
    return document
