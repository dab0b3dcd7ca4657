"""The desk of a province: its editors' drafts and returned listings, its head's signatures."""

from collections.abc import Mapping
from thads_portal.actions.batch_create import create_batch
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.desk.follow_up import follow_up_counts
from thads_portal.browser.staff.desk.follow_up import follow_up_notice
from thads_portal.browser.staff.desk.signing import policy_text
from thads_portal.browser.staff.desk.staff import admits_staff
from thads_portal.browser.staff.record.texts import field_label
from thads_portal.browser.staff.work import shared_out
from thads_portal.browser.staff.work.desk import WorkDesk
from thads_portal.browser.staff.work.returned import reasons_of
from thads_portal.browser.staff.work.rows import record_address
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import issuers_of
from thads_portal.domain.lifecycle import Permission
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.register import feed_runs
from thads_portal.register import unsettled_grounds
from thads_portal.register.desk import Page
from thads_portal.register.waiting import Waits
from thads_portal.security import permissions
from types import MappingProxyType


_SHOWN = 5
_BATCH = "batch"


class ProvinceDesk(WorkDesk):
    title = _("desk_province", default="Bàn làm việc")
    rejected = ()
    #: Listings whose ground is still to be told by the list of the new law.
    unsettled = 0
    #: What is due about cases, by list.
    followed: Mapping[str, int] = MappingProxyType({})
    #: Number of a returned listing -> why it came back.
    reasons: Mapping[str, str] = MappingProxyType({})
    postings = Page(())

    @property
    def province(self):
        return self.layout.province.slug

    @property
    def heading(self):
        return f"{super().heading} – {self.layout.province.name}"

    @property
    def enters(self) -> bool:
        return self.may(Permission.CREATE.value)

    def fill(self, cursor):
        super().fill(cursor)
        self.mentioned = shared_out.mentions(self, cursor) if self.reads else None
        if admits_staff(self.context):
            returned = [work.number for work in self.page.rows if work.waits == Waits.RETURNED]
            self.reasons = reasons_of(self.context[REGISTER_ID], returned)
        self.followed = follow_up_counts(self, cursor, self.province)
        if self.enters:
            self.rejected = feed_runs.open_rejections(
                cursor, province=self.province, limit=_SHOWN + 1
            )
            self.unsettled = unsettled_grounds.counts(cursor, self.province).get(self.province, 0)
            self.postings = desk.postings_due(
                cursor, province=self.province, today=self.today, size=_SHOWN
            )

    # A batch of what is chosen

    @property
    def puts_together(self) -> bool:
        """Whether the list holds what its reader may put into a batch that is to be submitted."""
        own = [self.tab] if self.tab is not None else self.own_tabs
        entered = all(tab.permission is Permission.SUBMIT for tab in own)
        return bool(own) and entered and self.may(Permission.SUBMIT.value)

    @property
    def steps(self):
        found = super().steps
        if self.puts_together:
            found.append((_BATCH, self.say(_("desk_batch", default="Lập đợt công khai"))))
        return found

    def handle(self, action):
        if action != _BATCH:
            return super().handle(action)
        numbers = [number for _province, number, _revision in self._chosen()]
        if not numbers:
            self.errors.say(_("bulk_nothing_chosen", default="Chưa chọn dòng nào."))
            return None
        batch = create_batch(self.context, self.acting, numbers=numbers)
        return self.go(f"{self.place}/{BATCHES_ID}/{batch.getId()}")

    @property
    def policy(self) -> str:
        """Who signs and approves here, in words."""
        return policy_text(self, self.signing)

    @property
    def tools(self):
        followed = (
            f"{self.place}/viec-den-han",
            self.say(_("due_title", default="Việc đến hạn theo dõi")),
            False,
        )
        if not self.enters:
            return [followed] if self.may(permissions.VIEW_RESTRICTED) else []
        return [
            followed,
            (
                f"{self.place}/{REGISTER_ID}/them-moi",
                self.say(_("nav_new", default="Thêm mới")),
                True,
            ),
            (
                f"{self.place}/nhap-excel",
                self.say(_("nav_excel", default="Nhập Excel")),
                False,
            ),
            (
                f"{self.place}/cham-dut-hang-loat",
                self.say(_("tool_end_many", default="Đề nghị chấm dứt nhiều")),
                False,
            ),
            (
                f"{self.place}/cham-dut-tu-excel",
                self.say(_("tool_end_list", default="Chấm dứt từ Excel")),
                False,
            ),
            (
                f"{self.place}/niem-yet-tu-excel",
                self.say(_("tool_posting_list", default="Niêm yết từ Excel")),
                False,
            ),
            (
                f"{self.place}/xac-minh-tu-excel",
                self.say(_("tool_verify_list", default="Xác minh từ Excel")),
                False,
            ),
            (
                f"{self.place}/thu-tien-tu-excel",
                self.say(_("tool_payment_list", default="Thu tiền từ Excel")),
                False,
            ),
            (
                f"{self.place}/lich-han",
                self.say(_("falling_title", default="Lịch đến hạn")),
                False,
            ),
        ]

    @property
    def filters(self):
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        options = [any_, *((each.key, each.name) for each in issuers_of(self.province))]
        agency = self._filter("co-quan", _("filter_agency_desk", default="Cơ quan"), options)
        return [agency, *super().filters]

    @property
    def next_thing(self):
        if self.enters:
            return {
                "text": self.say(
                    _(
                        "desk_nothing_editor",
                        default="Không có việc nào đang chờ. Có quyết định mới thì nhập tại đây.",
                    )
                ),
                "address": f"{self.place}/{REGISTER_ID}/them-moi",
                "label": self.say(_("nav_new", default="Thêm mới")),
            }
        return super().next_thing

    @property
    def notices(self):
        if self.mentioned is not None:
            yield self.mentioned
        yield from super().notices
        cases = follow_up_notice(self, self.followed)
        if cases is not None:
            yield cases
        if self.unsettled:
            yield {
                "heading": self.say(
                    _("desk_unsettled", default="Căn cứ cần ghi lại theo luật mới")
                ),
                "entries": [
                    {
                        "label": self.say(
                            _(
                                "desk_unsettled_count",
                                default="${count} mục có quyết định từ 01/07/2026 còn mang chữ của"
                                " danh mục cũ",
                                mapping={"count": self.number(self.unsettled)},
                            )
                        ),
                        "address": f"{self.place}/can-cu-luat-moi",
                        "text": "",
                    }
                ],
            }
        if self.rejected:
            yield {
                "heading": self.say(
                    _("desk_rejected", default="Phần mềm thụ lý gửi nhưng bị từ chối")
                ),
                "entries": [
                    {
                        "label": each.external_id or f"#{each.line}",
                        "address": "",
                        "text": " · ".join(
                            filter(
                                None,
                                (
                                    self.words.day(each.at),
                                    field_label(self, each.field) if each.field else "",
                                    each.message[self.language],
                                ),
                            )
                        ),
                    }
                    for each in self.rejected[:_SHOWN]
                ],
            }
        if self.postings.rows:
            yield {
                "heading": self.say(_("desk_postings", default="Niêm yết tại xã cần nhắc")),
                "entries": [
                    {
                        "label": f"{each.debtor_name} – {each.number}",
                        "address": record_address(self, each.province, each.number).replace(
                            "/ho-so", "/niem-yet"
                        ),
                        "text": self.words.day(each.posting_due),
                    }
                    for each in self.postings.rows
                ],
                "address": address_with(f"{self.root}/tra-cuu", {"province": self.province})
                if self.postings.after
                else "",
                "more": self.say(_("desk_more", default="Xem thêm")),
            }
