"""``/cham-dut-cho-duyet``: endings of feeds that were held back, because they were unusually many."""

from functools import cached_property
from thads_portal.actions import held_endings
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.tables import Cell
from thads_portal.browser.staff.desk.tables import Column
from thads_portal.browser.staff.desk.tables import Row
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.jobs import texts
from thads_portal.domain.provinces import by_slug
from thads_portal.i18n import _
from thads_portal.register import held_lines
from thads_portal.register.held_lines import Held
from thads_portal.templates import PageTemplate
from zExceptions import NotFound


#: Lines shown of each account.
_SHOWN = 100


class HeldEndings(DeskPage):
    """For the editorial board: what waits, account by account, with the first of its lines."""

    template = PageTemplate("held.pt")
    title = _("held_title", default="Chấm dứt bị giữ lại")

    @cached_property
    def waiting(self) -> list[Held]:
        with self.register() as cursor:
            return held_lines.waiting(cursor)

    def table(self, held: Held) -> Table:
        with self.register() as cursor:
            found = held_lines.some(cursor, held.actor, most=_SHOWN)
        columns = [
            Column("id", self.say(_("feed_run_external_id", default="Mã hồ sơ")), "main"),
            Column("province", self.say(_("record_province", default="Tỉnh"))),
            Column("at", self.say(_("feed_run_at", default="Nhận lúc"))),
        ]
        rows = [
            Row(
                key=name,
                label=name,
                cells=(
                    Cell(text=name),
                    Cell(text=self._province(province)),
                    Cell(text=texts.moment(at)),
                ),
            )
            for name, province, at in found
        ]
        return Table(caption=held.actor, columns=columns, rows=rows)

    @staticmethod
    def _province(slug: str | None) -> str:
        known = by_slug(slug) if slug else None
        return known.name if known else "–"

    def handle(self, action):
        account = self.sent.text("account")
        if action == "release":
            count = held_endings.release(self.context, self.acting, account)
            return self.done(
                _(
                    "held_released",
                    default="Đã cho áp dụng ${lines} dòng; công việc đang chạy.",
                    mapping={"lines": self.number(count)},
                )
            )
        if action == "decline":
            count = held_endings.decline(self.context, self.acting, account)
            return self.done(
                _(
                    "held_declined",
                    default="Đã bỏ ${lines} dòng; các mục vẫn công khai.",
                    mapping={"lines": self.number(count)},
                )
            )
        raise NotFound(action)
