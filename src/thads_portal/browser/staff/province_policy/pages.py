"""The policy of one province, which administrators set, and the policies of all."""

from functools import cached_property
from plone import api
from thads_portal.actions.set_province_policy import set_province_policy
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.signing import policy_text
from thads_portal.domain.places import DESK
from thads_portal.domain.signing import LABELS
from thads_portal.domain.signing import Signing
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import waiting_tally
from thads_portal.register.waiting import Waits
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate


_YES = _("policy_feed_publishes", default="Công khai ngay")
_FOLLOWED = _("policy_ledger_followed", default="Áp dụng ngay vào nội dung công khai")
_LOOKED_AT = _("policy_ledger_waits", default="Chờ biên tập viên xem và gửi duyệt")
_NO = _("policy_feed_waits", default="Chờ Ban Biên tập")


def _heads_of(province: str) -> int:
    group = api.group.get(groupname=f"heads-{province}")
    return len(group.getGroupMemberIds()) if group is not None else 0


class ProvincePolicyPage(DeskPage):
    """Staff of the province read it, administrators set it."""

    template = PageTemplate("policy.pt")
    title = _("policy_title", default="Quy trình ký và duyệt")

    @property
    def heading(self):
        return f"{super().heading} – {self.layout.province.name}"

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.layout.province.name)]

    def update(self):
        province = self.context.getId()
        self.heads = _heads_of(province)
        with self.register() as cursor:
            counts = waiting_tally.counts(cursor, province=province)
        self.unsigned = counts[Waits.SUBMITTED.value]

    @property
    def sets(self) -> bool:
        return self.may(permissions.MANAGE_PORTAL_SETTINGS)

    @cached_property
    def signing(self) -> Signing:
        return self.acting.policy.signing(self.context.getId())

    @property
    def trusted(self) -> bool:
        return self.context.getId() in self.acting.policy.trusted

    @property
    def followed(self) -> bool:
        return self.context.getId() in self.acting.policy.ledger_followed

    @property
    def fields(self):
        make = field_maker(self)
        return [
            make(
                "signing",
                _("policy_signing", default="Mục mới được công khai khi"),
                kind="radios",
                options=[(each.value, policy_text(self, each)) for each in Signing],
                value=self.signing.value,
                hint=_(
                    "policy_signing_hint",
                    default="Ở mọi tỉnh: hồ sơ ghi họ tên thủ trưởng, số và ngày quyết định; không ai"
                    " duyệt mục do mình nhập; sửa đổi và chấm dứt do Ban Biên tập duyệt.",
                ),
                required=True,
            ),
            make(
                "trusted",
                _(
                    "policy_trusted",
                    default="Mục do phần mềm thụ lý gửi được công khai ngay, không chờ Ban Biên tập",
                ),
                kind="check",
                value="1" if self.trusted else "",
                hint=_(
                    "policy_trusted_hint",
                    default="Mục có cảnh báo vẫn chờ Ban Biên tập. Chấm dứt luôn có hiệu lực ngay.",
                ),
            ),
            make(
                "followed",
                _(
                    "policy_followed",
                    default="Điều phần mềm thụ lý báo vào sổ theo dõi (thu tiền, miễn, giảm, đình chỉ,"
                    " hết nghĩa vụ) được áp dụng ngay vào nội dung công khai",
                ),
                kind="check",
                value="1" if self.followed else "",
                hint=_(
                    "policy_followed_hint",
                    default="Chỉ có tác dụng khi mục do phần mềm thụ lý gửi được công khai ngay. Mỗi lần"
                    " áp dụng có trong lịch sử của mục và nhật ký. Bỏ dấu: chờ biên tập viên xem và"
                    " gửi duyệt.",
                ),
            ),
        ]

    @property
    def facts(self):
        """What is set, in words, for who only reads it."""
        feed = self.say(_YES if self.trusted else _NO)
        return [
            (
                self.say(_("policy_signing", default="Mục mới được công khai khi")),
                LABELS[self.signing][self.language == "en"],
            ),
            (self.say(_("policy_feed", default="Mục do phần mềm thụ lý gửi")), feed),
            (
                self.say(_("policy_ledger", default="Sổ theo dõi do phần mềm thụ lý gửi")),
                self.say(_FOLLOWED if self.followed and self.trusted else _LOOKED_AT),
            ),
        ]

    @property
    def warnings(self):
        """What should be known before it is set otherwise."""
        if not self.heads and self.signing is not Signing.BOARD_ALONE:
            yield self.say(
                _(
                    "policy_no_head",
                    default="Tỉnh chưa có tài khoản thủ trưởng nào, nên mục đã trình không có ai ký."
                    " Hãy tạo tài khoản thủ trưởng, hoặc chọn cách ký trên giấy.",
                )
            )
        if self.unsigned:
            yield self.say(
                _(
                    "policy_unsigned",
                    default="${count} mục đang chờ thủ trưởng ký. Nếu chuyển sang ký trên giấy, biên"
                    " tập viên trình lại các mục này kèm chữ ký.",
                    mapping={"count": self.number(self.unsigned)},
                )
            )

    def handle(self, action):
        signing = self.sent.text("signing")
        if signing not in set(Signing):
            raise Rejected([Problem(0, None, "signing", Code.MISSING)])
        set_province_policy(
            self.context,
            self.acting,
            signing=Signing(signing),
            trusted=bool(self.sent.text("trusted")),
            followed=bool(self.sent.text("followed")),
        )
        return self.done(
            _(
                "policy_done",
                default="Đã ghi quy trình của tỉnh. Quy trình mới áp dụng cho bước tiếp theo của mọi"
                " mục đang chờ.",
            )
        )


class PoliciesPage(DeskPage):
    """All provinces; a line leads to the page of one."""

    template = PageTemplate("policies.pt")
    title = _("policies_title", default="Quy trình ký và duyệt các tỉnh")

    def rows(self):
        policy = self.acting.policy
        for province in provinces_in_order():
            signing = policy.signing(province.slug)
            heads = _heads_of(province.slug)
            yield {
                "name": province.name,
                "address": f"{self.root}/{province.slug}/quy-trinh",
                "signing": policy_text(self, signing),
                "feed": self.say(_YES if province.slug in policy.trusted else _NO),
                "heads": self.number(heads),
                "nobody": not heads and signing is not Signing.BOARD_ALONE,
            }
