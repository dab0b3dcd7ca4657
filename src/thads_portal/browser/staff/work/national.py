"""The desk of who works for the whole country; people of a province are sent to theirs."""

from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.work.administration import Administration
from thads_portal.browser.staff.work.desk import WorkDesk
from thads_portal.browser.staff.work.steps import STEPS
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.register import waiting_tally
from thads_portal.security import permissions
from thads_portal.theme.navigation import desk_of
from zExceptions import Redirect


#: The list of endings that the case system reported.
FED = "phan-mem-cham-dut"
_PROVINCES_SHOWN = 8


class NationalDesk(WorkDesk):
    title = _("desk_national", default="Bàn làm việc")

    def admit(self):
        desk_path = desk_of(self.context, self.layout.user)
        if desk_path not in (None, DESK):
            raise Redirect(f"{self.context.absolute_url()}/{desk_path}")
        if not self.may(permissions.VIEW_DESK):
            raise NotAllowed

    @property
    def chosen_province(self):
        slug = self.sent.text("tinh")
        return slug if by_slug(slug) is not None else None

    @property
    def approves(self) -> bool:
        return self.may(Permission.APPROVE.value)

    @property
    def fed(self) -> bool:
        return self.sent.text("viec") == FED

    def fill(self, cursor):
        super().fill(cursor)
        self.by_province = waiting_tally.by_province(cursor, self.waits)
        fed = desk.Page(())
        if self.reads:
            fed = desk.ended_by_feed(
                cursor,
                province=self.chosen_province,
                after=self.sent.text("sau") if self.fed else "",
            )
        self.fed_some = bool(fed.rows)
        #: Of a page; one that is full has more behind it.
        self.fed_count, self.fed_more = len(fed.rows), bool(fed.after)
        if self.fed:
            self.page = fed
        self.administration = Administration(self, cursor) if self.manages else None

    @property
    def manages(self) -> bool:
        return self.may(permissions.MANAGE_PORTAL_SETTINGS)

    @property
    def list_heading(self):
        if self.fed:
            return self.say(
                _("tab_fed", default="Phần mềm thụ lý đã chấm dứt, Ban Biên tập chưa xem")
            )
        return super().list_heading

    @property
    def steps(self):
        if self.fed:
            step = STEPS[Step.SEE_ENDING.value]
            return [(step.step.value, self.say(step.label))] if self.approves else []
        return super().steps

    @property
    def tools(self):
        return []

    @property
    def tiles(self):
        if self.administration:
            yield from self.administration.tiles
        yield from super().tiles
        if self.fed_some:
            label = _("tile_fed", default="Đã chấm dứt qua phần mềm, chưa xem")
            tile = self._tile(label, self.fed_count, {"viec": FED})
            yield {**tile, "count": tile["count"] + ("+" if self.fed_more else "")}

    @property
    def filters(self):
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        options = [any_, *((each.slug, each.name) for each in provinces_in_order())]
        province = self._filter(
            "tinh", _("desk_column_province", default="Tỉnh, thành phố"), options
        )
        return [province, *super().filters]

    @property
    def notices(self):
        yield from super().notices
        if self.administration:
            yield from self.administration.notices
        if self.by_province and not self.chosen_province and not self.fed:
            yield {
                "heading": self.say(_("desk_by_province", default="Đang chờ theo tỉnh")),
                "entries": [
                    {
                        "label": province.name if (province := by_slug(slug)) else slug,
                        "address": address_with(self.address, self.params, tinh=slug),
                        "text": self.number(count),
                    }
                    for slug, count in self.by_province[:_PROVINCES_SHOWN]
                ],
            }
