"""The staff's page for official lists: have one made, and get those that were made."""

from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pdf import send
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.domain import words
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.paper_codes import read_code
from thads_portal.domain.paper_codes import shown
from thads_portal.errors import BadFilter
from thads_portal.i18n import _
from thads_portal.jobs import files
from thads_portal.jobs.queue import enqueue
from thads_portal.opendata.issuing import LIST_JOB
from thads_portal.opendata.official import KIND_LABELS
from thads_portal.opendata.official import PaperKind
from thads_portal.opendata.pdf.heads import agency_names
from thads_portal.register import papers
from thads_portal.security.public_address import public_address
from thads_portal.services.items import agency_name
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


#: Papers of one page.
_PAGE = 20
#: What the staff has made; the public's lists have a page of their own.
_ISSUED = (PaperKind.LIST, PaperKind.NOTICE)


class IssueList(DeskPage):
    """``/<slug>/in-danh-sach``: the whole province, or one agency of it."""

    template = PageTemplate("issue.pt")
    title = _("issue_heading", default="In danh sách công khai")

    def respond(self):
        code = self.request.form.get("tai")
        if code and self.request.method in ("GET", "HEAD"):
            return self._file(str(code))
        return super().respond()

    def update(self):
        slug = self.layout.province.slug
        with self.register() as cursor:
            found = papers.newest(
                cursor,
                province=slug,
                kinds=_ISSUED,
                behind=read_code(self.sent.text("sau")),
                limit=_PAGE + 1,
            )
        self.issued, self._last = found[:_PAGE], last_of(found, _PAGE)

    def handle(self, action):
        agency = self.sent.text("agency") or None
        if agency is not None and agency not in self._agencies:
            raise BadFilter(name="agency", allowed=self._agencies)
        job = enqueue(
            self.context,
            LIST_JOB,
            {
                "province": self.layout.province.slug,
                "agency": agency,
                "root": public_address(),
            },
            title=self.say(
                _(
                    "issue_job",
                    default="In danh sách công khai: ${place}",
                    mapping={"place": self._place(agency)},
                )
            ),
            province=self.layout.province.slug,
            # One after the other: two at once would be the same list twice.
            lock=f"{LIST_JOB}:{self.layout.province.slug}",
        )
        return self.go(f"{self.root}/cong-viec?ma={job}")

    @property
    def pager(self) -> Pager:
        return keyset_pager(self, {}, self._last and self._last.code)

    @property
    def _agencies(self) -> dict[str, str]:
        return agency_names(self.context)

    def _place(self, agency: str | None) -> str:
        return self._agencies[agency] if agency else self.layout.province.official_name

    @property
    def field(self):
        whole = _(
            "issue_whole",
            default="Toàn tỉnh, thành phố (mọi cơ quan)",
        )
        return field_maker(self)(
            "agency",
            _("label_agency", default="Cơ quan thi hành án dân sự"),
            kind="select",
            options=[("", self.say(whole)), *self._agencies.items()],
            required=True,
        )

    @property
    def table(self) -> Table:
        columns = (
            Column("kind", self.say(_("verify_kind", default="Loại văn bản")), "main"),
            Column("place", self.say(_("verify_place", default="Nơi phát hành"))),
            Column("made", self.say(_("verify_made", default="Lập lúc"))),
            Column("count", self.say(_("verify_count", default="Số trường hợp")), "number"),
            Column("code", self.say(_("verify_code", default="Mã xác minh"))),
        )
        return Table(
            caption=self.say(_("issue_issued", default="Văn bản đã lập")),
            columns=columns,
            rows=[self._row(paper) for paper in self.issued],
        )

    def _row(self, paper: papers.IssuedPaper) -> Row:
        label = KIND_LABELS[PaperKind(paper.kind)][self.language == "en"]
        made = paper.made.astimezone(words.VIETNAM).date()
        agency = paper.agency and responsible_key(paper.agency, paper.province, made)
        return Row(
            key=paper.code,
            label=label,
            cells=(
                Cell(text=label, address=f"{self.address}?tai={paper.code}"),
                Cell(text=agency_name(agency) if agency else self.layout.province.official_name),
                Cell(text=f"{words.time(paper.made)} {words.day(paper.made)}"),
                Cell(text=self.number(paper.listings)),
                Cell(text=shown(paper.code), address=f"{self.root}/xac-minh?ma={paper.code}"),
            ),
        )

    def _file(self, typed: str) -> bytes:
        code = read_code(typed)
        with self.register() as cursor:
            paper = papers.by_code(cursor, code) if code else None
        known = paper is not None and paper.kind in _ISSUED
        if not known or paper.province != self.layout.province.slug:
            raise NotFound("tai")
        document = files.read_whole(self.database, paper.file)
        return send(self.request, document, f"{paper.kind}-{paper.province}-{paper.code}.pdf")
