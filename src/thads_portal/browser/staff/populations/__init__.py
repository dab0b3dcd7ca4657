"""``/dan-so``: how many people live in each province, for the shares that the statistics tell."""

from datetime import date
from functools import cached_property
from thads_portal.actions.populations import forget
from thads_portal.actions.populations import set_people
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.content.populations import own
from thads_portal.content.populations import populations
from thads_portal.domain.populations import read_list
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


#: The box of a province whose own count is to be forgotten.
BOX = "tinh"
_SHIPPED = _("populations_shipped", default="Có sẵn trong phần mềm")
_OWN = _("populations_own", default="Do quản trị viên ghi")


class Populations(DeskPage):
    template = PageTemplate("populations.pt")
    title = _("populations_title", default="Dân số các tỉnh")

    def handle(self, action):
        if action == "remove":
            chosen = {*self.sent.texts(BOX)} & own().keys()
            if not chosen:
                self.errors.say(_("populations_pick", default="Hãy chọn tỉnh cần bỏ số đã ghi."))
                return None
            forget(self.context, self.acting, chosen)
            return self.done(_("populations_removed", default="Đã dùng lại số có sẵn."))
        pasted = read_list(self.sent.text("list"))
        problems = [*pasted.problems]
        source = " ".join(self.sent.text("source").split())
        if not source:
            problems.append(Problem(0, None, "source", Code.MISSING))
        day = self._day()
        if day is None:
            problems.append(Problem(0, None, "counted_on", Code.BAD_DATE))
        if problems or day is None:
            raise Rejected(problems)
        set_people(self.context, self.acting, pasted.people, counted_on=day, source=source)
        said = _(
            "populations_done",
            default="Đã ghi dân số của ${number} tỉnh. Trang thống kê dùng số mới từ bây giờ.",
            mapping={"number": self.number(len(pasted.people))},
        )
        return self.done(said)

    def _day(self) -> date | None:
        try:
            day = date.fromisoformat(iso_day(self.sent.text("counted_on")))
        except ValueError:
            return None
        return day if day <= self.today else None

    @cached_property
    def _counts(self):
        return populations()

    @property
    def total(self) -> str:
        return self.number(sum(each.people for each in self._counts.values()))

    @property
    def changed(self) -> bool:
        return bool(own())

    @property
    def table(self) -> Table:
        columns = (
            Column(
                "province", self.say(_("compliance_province", default="Tỉnh, thành phố")), "main"
            ),
            Column("people", self.say(_("statistics_people", default="Dân số")), "number"),
            Column("day", self.say(_("populations_day", default="Tính đến ngày"))),
            Column("source", self.say(_("populations_source", default="Nguồn"))),
            Column("whose", self.say(_("populations_whose", default="Ai ghi"))),
        )
        mine = own()
        rows = []
        for province in provinces_in_order():
            count = self._counts[province.slug]
            cells = (
                Cell(text=province.name),
                Cell(text=self.number(count.people)),
                Cell(text=self.words.day(count.counted_on)),
                Cell(text=count.told(english=self.language == "en")),
                Cell(text=self.say(_OWN if province.slug in mine else _SHIPPED)),
            )
            rows.append(Row(key=province.slug, label=province.name, cells=cells))
        return Table(
            caption=self.say(self.title), columns=columns, rows=rows, name=BOX if mine else ""
        )

    @property
    def fields(self):
        make = field_maker(self)
        return [
            make(
                "list",
                _("populations_list", default="Tỉnh và số dân"),
                kind="area",
                rows=8,
                required=True,
                hint=_(
                    "populations_list_hint",
                    default="Mỗi dòng một tỉnh, dán được hai cột từ Excel. Ví dụ: “Cao Bằng 530.341”."
                    " Tỉnh không ghi thì giữ số đang dùng.",
                ),
            ),
            make(
                "counted_on",
                _("populations_day", default="Tính đến ngày"),
                kind="date",
                required=True,
            ),
            make(
                "source",
                _("populations_source", default="Nguồn"),
                required=True,
                longest=200,
                hint=_(
                    "populations_source_hint",
                    default="Ấn phẩm và trang, ví dụ: Niên giám thống kê 2025, Cục Thống kê, trang 97.",
                ),
            ),
        ]
