"""``/sap-nhap``: which subsites are handed to the staff of their successor, and from which day.

What a merger brings is shown first, as a dry run: nothing is written before it is confirmed.
"""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from functools import cached_property
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.merging.effect import lines_of
from thads_portal.domain.agencies import agency_in_charge
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import find
from thads_portal.domain.provinces import Province
from thads_portal.i18n import _
from thads_portal.subsites.merge import effect_of
from thads_portal.subsites.merge import merge
from thads_portal.subsites.merge import MergeProblem
from thads_portal.subsites.merge import take_back
from thads_portal.templates import PageTemplate
from zope.i18nmessageid import Message


class Merging(DeskPage):
    """All provinces that others took over; ``?tinh=`` one of them."""

    title = _("merge_title", default="Giao trang tỉnh cũ cho tỉnh kế thừa")
    template = PageTemplate("all.pt")
    _one = PageTemplate("one.pt")
    #: What is to be confirmed, for the macro ``confirm``.
    step: dict | None = None

    def update(self) -> None:
        if self.old is not None:
            self.template = self._one

    @property
    def trail(self):
        steps = [
            (f"{self.root}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc"))),
            (f"{self.root}/co-quan", self.say(_("nav_offices", default="Cơ quan"))),
        ]
        if self.old is not None:
            steps.append((self.address, self.say(self.title)))
        return steps

    @property
    def heading(self) -> str:
        if self.old is None:
            return self.say(self.title)
        return f"{self.old.name} → {self.new.name}"

    @cached_property
    def old(self) -> Province | None:
        """The merged province that is looked at; another is none."""
        found = find(self.sent.text("tinh"))
        return found if found is not None and found.is_merged else None

    @property
    def new(self) -> Province:
        return by_slug(self.old.successor_slug)

    @property
    def here(self) -> str:
        return f"{self.address}?tinh={self.old.slug}"

    @property
    def handover(self) -> tuple[str, date] | None:
        return self.context[self.old.slug].handover

    @property
    def is_done(self) -> bool:
        """Whether the day has come."""
        return self.handover is not None and self.handover[1] <= self.today

    # What is sent

    def handle(self, action: str) -> str | None:
        steps = {"merge": self._merge, "take_back": self._take_back}
        if self.old is None or action not in steps:
            return None
        try:
            return steps[action]()
        except MergeProblem as problem:
            self.errors.say(problem.en if self.language == "en" else problem.vi)
            self._refuse(409)
            return None

    def _names(self, **more) -> dict[str, str]:
        return {"old": self.old.name, "new": self.new.name, **more}

    def _merge(self) -> str | None:
        try:
            first = date.fromisoformat(iso_day(self.sent.text("first")))
        except ValueError:
            self.errors.say(
                _("form_bad_date", default="Hãy nhập ngày/tháng/năm, ví dụ 23/11/2026."), "first"
            )
            self._refuse(422)
            return None
        names = self._names(day=self.words.day(first))
        if not self.sent.text("confirmed"):
            self.step = self._asked(
                "merge",
                _(
                    "merge_question",
                    default="Giao trang ${old} cho ${new} từ ngày ${day}?",
                    mapping=names,
                ),
                _("merge_do", default="Giao từ ngày này"),
                [("first", self.sent.text("first"))],
            )
            return None
        merge(self.context, self.old.slug, self.new.slug, first=first, **self._acting)
        said = _(
            "merge_done",
            default="Đã ghi: từ ngày ${day}, người của ${new} làm việc cho trang ${old}.",
            mapping=names,
        )
        return self.done(said, self.here)

    def _take_back(self) -> str | None:
        names = self._names()
        if not self.sent.text("confirmed"):
            self.step = self._asked(
                "take_back",
                _(
                    "merge_back_question",
                    default="Bỏ việc giao trang ${old} cho ${new}?",
                    mapping=names,
                ),
                _("merge_back_do", default="Bỏ việc giao"),
                [],
            )
            return None
        take_back(self.context, self.old.slug, self.new.slug, **self._acting)
        said = _(
            "merge_back_done",
            default="Đã bỏ việc giao trang ${old} cho ${new}.",
            mapping=names,
        )
        return self.done(said, self.here)

    @property
    def _acting(self) -> dict:
        return {"now": self.acting.when, "today": self.today, "actor": self.acting.user_id}

    def _asked(self, action: str, question, effect, hidden: list[tuple[str, str]]) -> dict:
        return {
            "question": self.say(question),
            "effect": self.say(effect),
            "action": action,
            "address": self.here,
            "fields": [],
            "hidden": hidden,
            "rows": [],
            "back": self.here,
        }

    # What is shown

    @property
    def fields(self) -> list[Field]:
        tomorrow = self.today + timedelta(days=1)
        return [
            field_maker(self)(
                "first",
                _("merge_first", default="Từ ngày"),
                kind="date",
                value=self.words.day(tomorrow),
                required=True,
                hint=_(
                    "merge_first_hint",
                    default="Đến hết ngày hôm trước không có gì thay đổi và còn bỏ được.",
                ),
            )
        ]

    @property
    def state(self) -> str:
        return self._state(self.old)

    def _state(self, province: Province) -> str:
        site = self.context.get(province.slug)
        handover = site.handover if site is not None else None
        if handover is None:
            return self.say(_("merge_none", default="Chưa giao"))
        day = {"day": self.words.day(handover[1])}
        if handover[1] <= self.today:
            return self.say(_("merge_since", default="Đã giao từ ngày ${day}", mapping=day))
        return self.say(_("merge_from", default="Sẽ giao từ ngày ${day}", mapping=day))

    @property
    def table(self) -> Table:
        columns = (
            Column("old", self.say(_("merge_old", default="Tỉnh cũ")), "main"),
            Column("new", self.say(_("merge_new", default="Tỉnh kế thừa"))),
            Column("state", self.say(_("merge_state", default="Tình trạng"))),
        )
        rows = [self._row(province) for province in all_provinces() if province.is_merged]
        return Table(caption=self.say(self.title), columns=columns, rows=rows)

    def _row(self, province: Province) -> Row:
        address = f"{self.address}?tinh={province.slug}"
        return Row(
            key=province.slug,
            label=province.name,
            cells=(
                Cell(text=province.name, address=address),
                Cell(text=by_slug(province.successor_slug).name),
                Cell(text=self._state(province)),
            ),
        )

    @cached_property
    def effect(self) -> Table:
        """What goes where: the dry run."""
        found = effect_of(
            self.context, self.old.slug, self.new.slug, self.database, today=self.today
        )
        columns = (
            Column("what", self.say(_("merge_what", default="Việc")), "main"),
            Column("count", self.say(_("merge_count", default="Hiện có")), "number"),
            Column("where", self.say(_("merge_where", default="Từ ngày giao"))),
        )
        rows = [
            Row(
                key=str(place),
                label=what,
                cells=(
                    Cell(text=what, more=tuple(more)),
                    Cell(text=self.number(count)),
                    Cell(text=where),
                ),
            )
            for place, (what, more, count, where) in enumerate(lines_of(self, found))
        ]
        return Table(
            caption=self.say(_("merge_effect", default="Cái gì về đâu")),
            columns=columns,
            rows=rows,
        )

    @property
    def agency(self) -> str:
        """Who answers for the cases today, whatever becomes of the subsite."""
        found = agency_in_charge(self.old.slug, self.today)
        return found.name if found is not None else ""

    @property
    def unchanged(self) -> Iterator[str]:
        """What is not touched."""
        for text in (
            _("merge_keeps_addresses", default="Địa chỉ /${slug} và mọi mục ở đó giữ nguyên."),
            _("merge_keeps_names", default="Tên cơ quan trên các quyết định, văn bản giữ nguyên."),
            _(
                "merge_keeps_groups",
                default="Người của ${old} vẫn giữ quyền đến khi quản trị chuyển nhóm cho họ.",
            ),
        ):
            yield self.say(Message(text, mapping=self._names(slug=self.old.slug)))
