"""Checks an official paper by its code (xác minh văn bản), and a file against it.

It tells what the paper is and whether the listing has changed since; never a person's
name: a code on a sheet found in the street must not open more than the sheet.
"""

from functools import cached_property
from thads_portal.browser.public.public_lists import changes_in_words
from thads_portal.browser.shared.page import PublicPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.request_agency import agency_of
from thads_portal.domain import search_slips
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.certificates import Certificate
from thads_portal.domain.certificates import RULES
from thads_portal.domain.certificates import subject_digest
from thads_portal.domain.paper_codes import read_code
from thads_portal.domain.paper_codes import shown
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.opendata.official import KIND_LABELS
from thads_portal.opendata.official import listing_of_code
from thads_portal.opendata.official import PaperKind
from thads_portal.opendata.official import tag_of
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.register import acts
from thads_portal.register import certificates
from thads_portal.register import papers
from thads_portal.register import public_lists
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import papers as request_papers
from thads_portal.secret_keys import personal_number_key
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import take_share
from thads_portal.services.items import agency_name
from thads_portal.templates import PageTemplate

import hashlib


#: Longest code that is looked at, as typed.
_LONGEST = 80
_LONGEST_TEXT = 1000
_PIECE = 1024 * 1024
ABOUT = _(
    "about_verify",
    default="Nhập mã ở chân trang để biết danh sách, thông báo niêm yết hay bản in có thật do Cổng"
    " phát hành và nội dung còn đúng không.",
)


class Verify(PublicPage):
    template = PageTemplate("verify.pt")
    failed = False
    paper = None
    listing = None
    #: What the code of a search's slip tells.
    slip = None
    #: An agency's answer to somebody's request.
    answer = None
    #: A certificate of a search, and what has happened since; None of a restored register.
    certificate: Certificate | None = None
    certificate_since: certificates.Since | None = None
    #: Of a public list: the newest of its province, or None; and what happened since.
    newest = None
    since = None

    @cached_property
    def typed(self) -> str:
        return str(self.request.form.get("ma") or "")[:_LONGEST].strip()

    @property
    def persons(self) -> bool:
        """What a code opens is nothing for search engines; the way to it is."""
        return bool(self.typed)

    def update(self):
        self.layout.tell(
            headline=self.say(_("verify_heading", default="Xác minh văn bản của Cổng")),
            description=self.say(ABOUT),
        )
        if not self.typed:
            return
        if self._compared("ten") or self._compared("noi-dung"):
            # Who has a code alone, from a log, could else try names until one fits.
            take_share(self.request, EXPORTS)
        try:
            if read_code(self.typed) is not None:
                # So that what has changed since is told up to now.
                with own_transaction(self.database) as cursor:
                    acts.sequence(cursor)
            with self.register() as cursor:
                self._look_up(cursor)
        except RegisterUnavailable as error:
            self.failed = True
            self.request.response.setStatus(error.status, lock=1)
            self.request.response.setHeader("Retry-After", "120")
            return
        if self.unknown:
            self.request.response.setStatus(404, lock=1)

    def _compared(self, name: str) -> str:
        """The text that was typed from the paper: sent in a form only, never read from an address."""
        if self.request.method != "POST":
            return ""
        return str(self.request.form.get(name) or "")[:_LONGEST_TEXT].strip()

    def _look_up(self, cursor) -> None:
        self.slip = search_slips.read_code(self.typed, key=personal_number_key())
        if self.slip is not None:
            return
        named = listing_of_code(self.typed)
        if named is not None:
            number, tag = named
            state = papers.public_state(cursor, number)
            if state is not None:
                self.listing = _ListingPaper(number, tag, state)
            return
        code = read_code(self.typed)
        if code is not None:
            self.paper = papers.by_code(cursor, code)
            self.answer = request_papers.by_code(cursor, code) if self.paper is None else None
            if self.paper is None and self.answer is None:
                self.certificate = certificates.by_code(cursor, code)
        if self.certificate is not None:
            self.certificate_since = certificates.since(
                cursor, self.certificate, key=personal_number_key()
            )
        if self.paper is not None and self.paper.kind == PaperKind.PUBLIC_LIST:
            self.newest = public_lists.list_of(cursor, self.paper.province)
            self.since = public_lists.since(cursor, self.paper.province, self.paper.made)

    @property
    def unknown(self) -> bool:
        known = self.paper or self.listing or self.slip or self.answer or self.certificate
        return bool(self.typed) and not self.failed and not known

    @property
    def kind(self) -> str:
        other = PaperKind.SEARCH if self.slip else PaperKind.LISTING
        kind = PaperKind(self.paper.kind) if self.paper else other
        vietnamese, english = KIND_LABELS[kind]
        return english if self.language == "en" else vietnamese

    @property
    def certificate_code(self) -> str:
        return shown(self.certificate.code)

    @property
    def certificate_rules(self) -> str:
        return RULES[self.certificate.rules][self.language == "en"]

    @cached_property
    def same_subject(self) -> bool | None:
        """Whether the name that was typed is what the certificate was made for; None if none was."""
        text = self._compared("ten")
        if self.certificate is None or not text:
            return None
        return subject_digest(text, key=personal_number_key()) == self.certificate.subject

    @property
    def slip_found(self) -> str:
        """How many the slip's search found, in words."""
        return self._at_most(self.slip.found)

    @property
    def slip_close(self) -> str | None:
        return self._at_most(self.slip.close) if self.slip.close else None

    def _at_most(self, count: int) -> str:
        if count <= search_slips.MOST:
            return self.number(count)
        most = {"count": self.number(search_slips.MOST)}
        return self.say(_("verify_more", default="hơn ${count}", mapping=most))

    @property
    def slip_code(self) -> str:
        return shown(search_slips.code_of(self.slip, key=personal_number_key()))

    @cached_property
    def same_search(self) -> bool | None:
        """Whether the text that was typed from the slip is what its code stands for."""
        text = self._compared("noi-dung")
        if self.slip is None or not text:
            return None
        return search_slips.is_about(self.slip, text, key=personal_number_key())

    @property
    def is_public_list(self) -> bool:
        return self.paper is not None and self.paper.kind == PaperKind.PUBLIC_LIST

    @property
    def part(self):
        """The part of the newest list that this paper is; None if it is an older one."""
        parts = self.newest.parts if self.newest is not None else ()
        return next((part for part in parts if part.code == self.paper.code), None)

    @property
    def changes(self) -> str:
        return changes_in_words(self, self.since)

    @property
    def list_page(self) -> str:
        return f"{self.root}/{self.paper.province}/danh-sach-pdf"

    @property
    def code(self) -> str:
        return shown(self.paper.code)

    @property
    def answered_by(self) -> str:
        """The agency that signed an answer."""
        day = self.answer.signed.astimezone(VIETNAM).date()
        return agency_of(self.layout.site, self.answer.province, day)

    @property
    def answer_sha(self) -> str:
        return _grouped(self.answer.sha256)

    @property
    def place(self) -> str:
        province = by_slug((self.paper or self.listing).province)
        if not self.paper or not self.paper.agency:
            return province.official_name
        made = self.paper.made.astimezone(VIETNAM).date()
        agency = responsible_key(self.paper.agency, self.paper.province, made)
        return f"{agency_name(agency)}, {province.official_name}"

    @property
    def sha256(self) -> str:
        """In groups of eight, to be compared by eye."""
        return _grouped(self.paper.sha256)

    @property
    def address(self) -> str:
        """Of the listing while it is public, else of nothing."""
        listing = self.listing
        return f"{self.root}/{listing.province}/{REGISTER_ID}/{listing.number}"

    @cached_property
    def same_file(self) -> bool | None:
        """Whether the file that was sent is the paper; None if none was sent."""
        file = self.request.form.get("tep")
        if self.paper is None or not getattr(file, "filename", ""):
            return None
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
        return digest.digest() == self.paper.sha256


def _grouped(digest: bytes) -> str:
    text = digest.hex()
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))


class _ListingPaper:
    """The paper of one listing against what is public of it now."""

    def __init__(self, number: str, tag: str, state: papers.PublicState):
        self.number = number
        self.province = state.province
        self.changed_on = state.changed
        self.ended_on = state.ended
        self.public = state.row is not None
        self.current = self.public and tag == tag_of(PaperListing(**state.row))
