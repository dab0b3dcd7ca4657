"""``/nhan-du-lieu``: what the case system sent, and with ``ma`` the lines that were refused."""

from functools import cached_property
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.values import whole_number
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.jobs import texts
from thads_portal.browser.staff.record.people import People
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import Code
from thads_portal.errors import message
from thads_portal.i18n import _
from thads_portal.register import feed_runs
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


_PAGE = 30
_LINES = 100
#: Counts that stand in the list, in their order.
_COUNTS = (
    ("received", _("feed_run_received", default="Nhận")),
    ("created", _("feed_run_created", default="Mới")),
    ("amended", _("feed_run_amended", default="Sửa")),
    ("ended", _("feed_run_ended", default="Chấm dứt")),
    ("unchanged", _("feed_run_unchanged", default="Không đổi")),
    ("rejected", _("feed_run_rejected", default="Từ chối")),
)


def rejection_table(page, lines: list[feed_runs.Rejection], caption: str) -> Table:
    """Refused lines as a table; for the desk of a province too."""
    columns = [
        Column("line", page.say(_("feed_run_line", default="Dòng")), "number"),
        Column("id", page.say(_("feed_run_external_id", default="Mã hồ sơ")), "main"),
        Column("what", page.say(_("feed_run_problem", default="Lỗi và cách sửa"))),
        Column("field", page.say(_("feed_run_field", default="Trường"))),
        Column("province", page.say(_("record_province", default="Tỉnh"))),
        Column("at", page.say(_("feed_run_at", default="Nhận lúc"))),
    ]
    rows = [
        Row(
            key=f"{each.run}-{each.line}-{each.place}",
            label=str(each.line),
            cells=(
                Cell(text=page.number(each.line)),
                Cell(text=each.external_id or "–"),
                Cell(text=each.message[page.language], more=(each.code,)),
                Cell(text=each.field or "–"),
                Cell(text=by_slug(each.province).name if each.province else "–"),
                Cell(text=texts.moment(each.at)),
            ),
        )
        for each in lines
    ]
    return Table(caption=caption, columns=columns, rows=rows)


class Feeds(DeskPage):
    """The runs, newest first; or one run."""

    template = PageTemplate("feeds.pt")

    @property
    def title(self):
        if self.run is None:
            return _("feed_runs_title", default="Dữ liệu từ phần mềm thụ lý")
        return _(
            "feed_run_title",
            default="Lần nhận dữ liệu số ${number}",
            mapping={"number": self.number(self.run.id)},
        )

    @property
    def trail(self):
        if self.run is None:
            return []
        title = _("feed_runs_title", default="Dữ liệu từ phần mềm thụ lý")
        return [(self.address, self.say(title))]

    @cached_property
    def people(self) -> People:
        return People(self)

    @cached_property
    def run(self) -> feed_runs.FeedRun | None:
        if not self.sent.text("ma"):
            return None
        number = self.sent.number("ma")
        with self.register() as cursor:
            found = feed_runs.run_of(cursor, number) if number else None
        if found is None:
            raise NotFound
        return found

    def counts(self, run: feed_runs.FeedRun) -> list[tuple[str, str]]:
        return [(self.say(label), self.number(run.counts.get(name, 0))) for name, label in _COUNTS]

    def outcome(self, run: feed_runs.FeedRun) -> str:
        if run.code:
            return message(Code(run.code))[self.language] if run.code in _PLAIN else run.code
        if run.finished is None:
            return self.say(
                _("feed_run_open", default="Đang nhận, hoặc đã bị ngắt giữa chừng; có thể gửi lại.")
            )
        return ""

    @cached_property
    def _runs(self) -> list[feed_runs.FeedRun]:
        with self.register() as cursor:
            return feed_runs.runs(cursor, limit=_PAGE + 1, before=self.sent.number("truoc"))

    @cached_property
    def _lines(self) -> list[feed_runs.Rejection]:
        line, _dash, place = map(whole_number, self.sent.text("sau").partition("-"))
        after = (0, 0) if line is None or place is None else (line, place)
        with self.register() as cursor:
            return feed_runs.rejections(cursor, self.run.id, limit=_LINES + 1, after=after)

    @property
    def table(self) -> Table:
        if self.run is not None:
            caption = self.say(_("feed_run_refused_lines", default="Các dòng bị từ chối"))
            return rejection_table(self, self._lines[:_LINES], caption)
        columns = [
            Column("at", self.say(_("feed_run_at", default="Nhận lúc")), "main"),
            Column("actor", self.say(_("record_actor", default="Người thực hiện"))),
            *(Column(name, self.say(label), "number") for name, label in _COUNTS),
        ]
        rows = [
            Row(
                key=str(run.id),
                label=texts.moment(run.started),
                cells=(
                    Cell(
                        text=texts.moment(run.started),
                        address=f"{self.address}?ma={run.id}",
                        more=tuple(filter(None, (self.outcome(run),))),
                    ),
                    Cell(text=self.people.name(run.actor)),
                    *(Cell(text=number) for _label, number in self.counts(run)),
                ),
            )
            for run in self._runs[:_PAGE]
        ]
        return Table(caption=self.heading, columns=columns, rows=rows)

    @property
    def nothing(self) -> str:
        if self.run is not None:
            return self.say(_("feed_run_none_refused", default="Không có dòng nào bị từ chối."))
        return self.say(_("feed_runs_none", default="Chưa nhận dữ liệu lần nào."))

    @property
    def pager(self) -> Pager:
        if self.run is not None:
            last = last_of(self._lines, _LINES)
            following = f"{last.line}-{last.place}" if last else ""
            return keyset_pager(self, {"ma": str(self.run.id)}, following)
        run = last_of(self._runs, _PAGE)
        return keyset_pager(self, {}, run and run.id, name="truoc")


#: Codes whose message needs no values.
_PLAIN = frozenset(
    {
        Code.FEED_REJECTED,
        Code.FEED_UNREADABLE,
        Code.INTERNAL_ERROR,
        Code.REGISTER_UNAVAILABLE,
        Code.CONFLICT,
    }
)
