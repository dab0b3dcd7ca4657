"""``ky-thay``: who signs for the head of the province's agency, in which form, and on which days.

Read by the staff of the province; entered by its head or an administrator. An account that is named
here has the head's desk on those days, so that a head who is away stops nothing.
"""

from functools import cached_property
from plone import api
from thads_portal.actions.deputies import end_authority
from thads_portal.actions.deputies import give_authority
from thads_portal.actions.deputies import may_give
from thads_portal.browser.staff.desk.documents import document_fields
from thads_portal.browser.staff.desk.documents import document_sent
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.record.people import People
from thads_portal.domain.deputies import Form
from thads_portal.domain.deputies import LABELS
from thads_portal.domain.deputies import read
from thads_portal.domain.places import DESK
from thads_portal.i18n import _
from thads_portal.opendata.pdf.heads import head_of
from thads_portal.templates import PageTemplate


class Deputies(DeskPage):
    template = PageTemplate("deputies.pt")
    title = _("deputies_title", default="Người ký thay thủ trưởng")

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.layout.province.name)]

    @cached_property
    def gives(self) -> bool:
        return may_give(self.context)

    @property
    def lines(self):
        """Those who sign, the newest first: ``text``, ``paper``, ``state``, ``kind``, ``id``."""
        day = self.words.day
        for each in sorted(read(self.context.deputies), key=lambda one: one.id, reverse=True):
            over = each.until_day is not None and each.until_day < self.today
            state, kind = (
                (_("deputy_over", default="Đã hết"), "")
                if over
                else (_("deputy_now", default="Đang có hiệu lực"), "live")
                if each.holds_on(self.today)
                else (_("deputy_later", default="Chưa đến ngày"), "wait")
            )
            until = day(each.until_day) if each.until_day else self.say(_OPEN)
            yield {
                "id": "" if over else str(each.id),
                "name": each.name,
                "account": each.account,
                "capacity": each.capacity,
                "days": f"{day(each.from_day)} – {until}",
                "paper": f"{each.document_number}, {day(each.document_date)}",
                "state": self.say(state),
                "kind": kind,
            }

    @property
    def fields(self):
        make = field_maker(self)
        people = People(self)
        group = f"editors-{self.context.getId()}"
        accounts = [user.getId() for user in api.user.get_users(groupname=group)]
        named = sorted(((each, people.name(each)) for each in accounts), key=lambda pair: pair[1])
        choose = ("", self.say(_("choose", default="– Chọn –")))
        english = self.language == "en"
        yield make(
            "account",
            _("deputy_account", default="Tài khoản ký thay"),
            hint=_("deputy_account_hint", default="Tài khoản biên tập viên của tỉnh."),
            kind="select",
            options=[choose, *named],
            required=True,
        )
        yield make(
            "form",
            _("deputy_form", default="Hình thức"),
            kind="radios",
            options=[(each.value, LABELS[each][english]) for each in Form],
            required=True,
        )
        yield make(
            "head",
            _("deputy_head", default="Chức danh thủ trưởng"),
            value=head_of(self.context, None, self.today).signs,
            required=True,
            longest=100,
        )
        yield make(
            "position",
            _("deputy_position", default="Chức danh người ký"),
            hint=_("deputy_position_hint", default="Ví dụ: Phó Cục trưởng, Chánh Văn phòng."),
            required=True,
            longest=100,
        )
        yield make("from_day", _("deputy_from", default="Từ ngày"), kind="date", required=True)
        yield make(
            "until_day",
            _("deputy_until", default="Đến hết ngày"),
            hint=_(
                "deputy_until_hint",
                default="TUQ. cần ngày kết thúc. KT., TL. để trống là đến khi chấm dứt.",
            ),
            kind="date",
        )
        hint = _("deputy_paper_hint", default="Văn bản phân công hoặc ủy quyền.")
        yield from document_fields(make, hint=hint)

    def handle(self, action):
        if action == "end":
            end_authority(self.context, self.acting, self.sent.number("id") or 0)
            return self.done(_("deputy_ended", default="Quyền ký thay đã chấm dứt từ hôm nay."))
        if action != "give":
            return super().handle(action)
        names = ("account", "form", "head", "position")
        days = {name: iso_day(self.sent.text(name)) for name in ("from_day", "until_day")}
        values = {name: self.sent.text(name) for name in names}
        give_authority(
            self.context, self.acting, {**values, **days, "document": document_sent(self.sent)}
        )
        return self.done(_("deputy_given", default="Đã ghi quyền ký thay."))


_OPEN = _("deputy_open", default="đến khi chấm dứt")
