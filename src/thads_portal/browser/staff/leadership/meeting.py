"""``/phien-hop``: one sheet for a meeting of the board, to read or to print.

What waits for the board with its nearest term, batches first, then single listings, then the
provinces with most that is overdue, and what the provinces have proposed to the gateway.
"""

from datetime import timedelta
from functools import cached_property
from plone import api
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.leadership.tables import Table
from thads_portal.browser.staff.leadership.tables import TABLES
from thads_portal.browser.staff.work.rows import due_on
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.batches import BatchState
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.topics import Syndication
from thads_portal.i18n import _
from thads_portal.register import batches
from thads_portal.register import desk
from thads_portal.register.duties import sums
from thads_portal.register.waiting import Waits
from thads_portal.templates import PageTemplate


#: Lines of each table: what a meeting gets through.
MOST = 30
_OVERDUE_DAYS = timedelta(days=365)
_OF_BOARD = {
    Waits.BOARD_REVIEW: _("leading_review", default="Duyệt mục mới"),
    Waits.AMENDMENT: _("leading_amendment", default="Duyệt đề nghị sửa đổi"),
    Waits.ENDING: _("leading_ending", default="Quyết định việc chấm dứt"),
}
_PLACE = _("compliance_province", default="Tỉnh, thành phố")
_TERM = _("desk_column_due", default="Hạn")


class MeetingPage(DeskPage):
    template = PageTemplate("meeting.pt")
    title = _("meeting_title", default="Tài liệu phiên họp Ban Biên tập")

    @property
    def trail(self):
        return [(f"{self.root}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    def update(self):
        with self.register() as cursor:
            self.batches = batches.batches(
                cursor, states=[BatchState.BOARD_REVIEW.value], limit=MOST, by_deadline=True
            )
            self.waiting = desk.waiting(cursor, list(_OF_BOARD), size=MOST).rows
            self.late = sums(
                cursor,
                by="province",
                first=self.today - _OVERDUE_DAYS,
                last=self.today,
                today=self.today,
                calendar=current_calendar(),
            )

    @cached_property
    def tables(self) -> list[Table]:
        found = (self._batches(), self._listings(), self._proposals(), self._overdue())
        return [table for table in found if table.rows]

    @property
    def report(self):
        """The macro that shows the tables."""
        return TABLES.macros

    def cell(self, value: object) -> str:
        return self.number(value) if isinstance(value, int) else str(value)

    @property
    def lead(self) -> str:
        return self.say(
            _(
                "meeting_lead",
                default="Lập ngày ${day}. Việc có hạn gần nhất đứng trước; mỗi bảng tối đa ${most} dòng.",
                mapping={"day": self.words.day(self.today), "most": MOST},
            )
        )

    def _name(self, slug: str) -> str:
        known = by_slug(slug)
        return known.name if known else slug

    def _due(self, day) -> str:
        due = self.due(day)
        return due["text"] if due else "–"

    def _batches(self) -> Table:
        return Table(
            "dot-cho-duyet",
            self.say(_("meeting_batches", default="Đợt công khai chờ Ban Biên tập")),
            [
                self.say(_("meeting_batch", default="Đợt")),
                self.say(_PLACE),
                self.say(_("meeting_rows", default="Số mục chờ duyệt")),
                self.say(_TERM),
            ],
            [
                [
                    f"{each.id} – {each.title}" if each.title else each.id,
                    self._name(each.province),
                    each.waiting,
                    self._due(self.acting.batch_due_on(each)) if each.waiting else "–",
                ]
                for each in self.batches
            ],
            links=[f"{self.root}/{each.province}/dot-cong-khai/{each.id}" for each in self.batches],
        )

    def _listings(self) -> Table:
        return Table(
            "muc-cho-duyet",
            self.say(_("meeting_listings", default="Mục chờ Ban Biên tập")),
            [
                self.say(_("desk_column_name", default="Người phải thi hành án")),
                self.say(_PLACE),
                self.say(_("leading_what", default="Để làm")),
                self.say(_TERM),
            ],
            [
                [
                    each.debtor_name,
                    self._name(each.province),
                    self.say(_OF_BOARD[Waits(each.waits)]),
                    self._due(due_on(each)),
                ]
                for each in self.waiting
            ],
            links=[
                f"{self.root}/{each.province}/{REGISTER_ID}/{each.number}/xem-duyet"
                for each in self.waiting
            ],
        )

    def _proposals(self) -> Table:
        find = api.portal.get_tool("portal_catalog").searchResults
        rows = [
            [
                self.say(
                    _("meeting_proposed", default="Tin, văn bản các tỉnh đề nghị đăng trên Cổng")
                ),
                len(find(thads_syndication=Syndication.PROPOSED.value, show_inactive=True)),
            ],
            [
                self.say(_("meeting_changes", default="Bản sửa của nội dung đã đăng, chờ duyệt")),
                len(find(thads_change="waiting", show_inactive=True)),
            ],
        ]
        return Table(
            "de-nghi",
            self.say(_("meeting_content", default="Tin, văn bản, thông báo")),
            [
                self.say(_("meeting_kind", default="Loại việc")),
                self.say(_("leading_count", default="Số lượng")),
            ],
            [row for row in rows if row[1]],
            links=[f"{self.root}/de-nghi-dang"] * 2,
        )

    def _overdue(self) -> Table:
        late: dict[str, int] = {}
        for each in self.late:
            late[each.place] = late.get(each.place, 0) + each.overdue
        worst = sorted((place for place in late if late[place]), key=lambda one: (-late[one], one))
        return Table(
            "qua-han",
            self.say(_("meeting_overdue", default="Tỉnh, thành phố có việc quá hạn")),
            [self.say(_PLACE), self.say(_("compliance_overdue", default="Quá hạn, chưa làm"))],
            [[self._name(place), late[place]] for place in worst[:MOST]],
            links=[f"{self.root}/tuan-thu?tinh={place}" for place in worst[:MOST]],
        )
