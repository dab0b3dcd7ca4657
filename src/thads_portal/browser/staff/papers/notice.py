"""``<listing>/thong-bao-niem-yet``: the notice that the commune posts, as an official paper."""

from datetime import date
from datetime import timedelta
from functools import cached_property
from thads_portal.actions.entered import EnteredValues as Read
from thads_portal.browser.shared.pdf import send
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.domain import fields
from thads_portal.domain import words
from thads_portal.domain.clocks import posted_until
from thads_portal.domain.paper_codes import read_code
from thads_portal.domain.recording import Recorded
from thads_portal.i18n import _
from thads_portal.jobs import files
from thads_portal.opendata.issuing import keep
from thads_portal.opendata.official import notice_of
from thads_portal.opendata.official import PaperKind
from thads_portal.opendata.pdf.notice import Posting
from thads_portal.opendata.pdf.paper_listing import PaperListing
from thads_portal.register import desk
from thads_portal.register import papers
from thads_portal.register import record
from thads_portal.register.neighbours import neighbours
from thads_portal.security.public_address import public_address
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


_AHEAD = timedelta(days=366)


class CommuneNotice(DeskPage):
    """Of the province's editors and heads: they hold the decision and send it."""

    template = PageTemplate("notice.pt")
    title = _("posting_notice_heading", default="Thông báo niêm yết tại UBND cấp xã")

    def respond(self):
        code = self.request.form.get("tai")
        if code and self.request.method in ("GET", "HEAD"):
            return self._file(str(code))
        return super().respond()

    def handle(self, action):
        read = Read(self.today)
        commune = read.check("commune", fields.check_text, self.sent.text("commune").strip(), 255)
        begun = self._day(read, "posted_from")
        end = self._day(read, "posted_until")
        read.done()
        posting = Posting(commune=commune, posted_from=begun, posted_until=end)
        paper = self._issue(posting)
        # Recorded at once: the paper is there already.
        record.write_now(
            self.database,
            Recorded.DOCUMENT_ISSUED,
            actor=self.acting.user_id,
            listing=self.context.getId(),
            province=self.context.province,
            about=paper.code,
            details={"kind": paper.kind},
        )
        return self.go(f"{self.address}?tai={paper.code}")

    def _day(self, read: Read, name: str) -> date | None:
        text = self.sent.text(name).strip()
        # A posting may still lie ahead.
        latest = self.today + _AHEAD
        return read.check(name, fields.check_date, iso_day(text), latest) if text else None

    def _issue(self, posting: Posting):
        with self.register() as cursor:
            numbers = [each.number for each in self._neighbours(cursor)]
            others = papers.rows_of(cursor, numbers)
            known = desk.known(cursor, self.context.province, numbers)
        draft = notice_of(
            self.context,
            self.layout.subsite,
            posting,
            others=[PaperListing(**row) for row in others],
            amounts={number: each.amount for number, each in known.items()},
            when=self.acting.when,
            today=self.today,
            root=public_address(),
        )
        return keep(
            self.database,
            draft,
            kind=PaperKind.NOTICE,
            province=self.context.province,
            agency=self.context.agency,
            listing=self.context.getId(),
            made=self.acting.when,
            made_by=self.acting.user_id,
        )

    def _neighbours(self, cursor):
        listing = self.context
        return neighbours(
            cursor,
            number=listing.getId(),
            province=listing.province,
            agency=listing.agency,
            judgment=listing.judgment_number,
            decision=listing.no_conditions_decision_number,
            day=listing.no_conditions_decision_date,
        )

    @property
    def trail(self):
        listing = self.context.absolute_url_path()
        return [(f"{listing}/ho-so", self.context.getId())]

    @cached_property
    def posting(self) -> dict:
        """What is recorded of the posting, as stored."""
        return getattr(self.context, "commune_posting", None) or {}

    @property
    def fields(self):
        make = field_maker(self)
        decided = self.context.no_conditions_decision_date
        end = self.posting.get("posted_until") or (posted_until(decided) if decided else None)
        return [
            make(
                "commune",
                _("posting_notice_commune", default="Xã, phường, thị trấn nhận niêm yết"),
                hint=_(
                    "posting_notice_commune_hint", default="Ví dụ: phường Thục Phán, tỉnh Cao Bằng"
                ),
                value=self.posting.get("commune") or "",
                required=True,
                longest=255,
            ),
            make(
                "posted_from",
                _("posting_notice_from", default="Niêm yết từ ngày"),
                kind="date",
                value=words.day(self.posting.get("posted_from")),
            ),
            make(
                "posted_until",
                _("posting_notice_until", default="Niêm yết đến ngày"),
                kind="date",
                value=words.day(end),
            ),
        ]

    def _file(self, typed: str) -> bytes:
        code = read_code(typed)
        with self.register() as cursor:
            paper = papers.by_code(cursor, code) if code else None
        if paper is None or paper.listing != self.context.getId():
            raise NotFound("tai")
        document = files.read_whole(self.database, paper.file)
        return send(self.request, document, f"niem-yet-{paper.listing}.pdf")
