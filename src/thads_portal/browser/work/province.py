"""The desk of a province: its editors' drafts and returned listings, its head's signatures."""

from thads_portal.browser.desk.signing import policy_text
from thads_portal.browser.desk.tables import address_with
from thads_portal.browser.work.desk import WorkDesk
from thads_portal.browser.work.rows import record_address
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.lifecycle import Permission
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.register import feed_runs
from thads_portal.register.desk import Page


_SHOWN = 5


class ProvinceDesk(WorkDesk):
    title = _("desk_province", default="Bàn làm việc")
    rejected = ()
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
        if self.enters:
            self.rejected = feed_runs.open_rejections(
                cursor, province=self.province, limit=_SHOWN + 1
            )
            self.postings = desk.postings_due(
                cursor, province=self.province, today=self.today, size=_SHOWN
            )

    @property
    def policy(self) -> str:
        """Who signs and approves here, in words."""
        return policy_text(self, self.signing)

    @property
    def tools(self):
        if not self.enters:
            return []
        return [
            (
                f"{self.place}/{REGISTER_ID}/them-moi",
                self.say(_("nav_new", default="Thêm mới")),
                True,
            ),
            (
                f"{self.place}/cham-dut-hang-loat",
                self.say(_("tool_end_many", default="Đề nghị chấm dứt nhiều")),
                False,
            ),
        ]

    @property
    def filters(self):
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        options = [any_, *((each.key, each.name) for each in agencies_of(self.province))]
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
        if self.rejected:
            yield {
                "heading": self.say(
                    _("desk_rejected", default="Phần mềm thụ lý gửi nhưng bị từ chối")
                ),
                "entries": [
                    {
                        "label": each.external_id or f"#{each.line}",
                        "address": "",
                        "text": f"{self.words.day(each.at)} · {each.field or ''}"
                        f" · {each.message[self.language]}",
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
