"""``/<province>/can-cu-luat-moi``: grounds to be told by the list of the law of 2025, many at once."""

from functools import cached_property
from thads_portal.actions.settle_grounds import settle_grounds
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import grounds
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import State
from thads_portal.domain.places import DESK
from thads_portal.i18n import _
from thads_portal.register import unsettled_grounds
from thads_portal.templates import PageTemplate


_PREFIX = "ground."
_KEEP = _("grounds_keep", default="– Chưa chọn –")


class Grounds(DeskPage):
    template = PageTemplate("grounds.pt")
    title = _("grounds_title", default="Căn cứ cần ghi lại theo luật mới")

    @property
    def trail(self):
        return [(f"{self.place}/{DESK}", self.say(_("nav_desk", default="Bàn làm việc")))]

    def update(self):
        with self.register() as cursor:
            province = self.layout.province.slug
            rows = unsettled_grounds.page(cursor, province, after=self.sent.text("sau"))
            self.total = unsettled_grounds.counts(cursor, province).get(province, 0)
        self.after = rows[-1].number if len(rows) == unsettled_grounds.SIZE else ""
        self.common = field_maker(self)(
            "common",
            _("grounds_common", default="Căn cứ cho các dòng được tích chọn"),
            kind="select",
            options=self.options,
        )
        self.rows = [self._row(each) for each in rows]

    @cached_property
    def options(self) -> list[tuple[str, str]]:
        return [
            ("", self.say(_KEEP)),
            *(
                (row.code.value, f"{row.letter}) {row.short[self.language == 'en']}")
                for row in grounds.grounds_of(GroundScheme.ART_38)
            ),
        ]

    def _row(self, each) -> dict:
        old = (
            grounds.short_label(each.ground, GroundScheme.ART_44A, self.language)
            if each.ground
            else ""
        )
        return {
            "number": each.number,
            "name": each.debtor_name,
            "address": f"{self.place}/{REGISTER_ID}/{each.number}/ho-so",
            "decision": f"{each.decision_number or ''}, {self.words.day(each.decision_date)}",
            "obligation": each.obligation or "",
            "old": f"{each.ground}) {old}" if each.ground else "–",
            "text": each.ground_text or "",
            "state": self.label(State(each.state)),
            "field": f"{_PREFIX}{each.number}",
            "chosen": self.sent.text(f"{_PREFIX}{each.number}"),
        }

    def handle(self, action):
        common, ticked = self.sent.text("common"), self.sent.texts("number")
        chosen = dict.fromkeys(ticked, common) if common else {}
        for name in self.request.form:
            if name.startswith(_PREFIX) and self.sent.text(name):
                chosen[name.removeprefix(_PREFIX)] = self.sent.text(name)
        if not chosen:
            self._refuse(422)
            self.errors.say(
                _("grounds_none", default="Hãy chọn căn cứ cho ít nhất một dòng."), "common"
            )
            return None
        done = settle_grounds(self.context[REGISTER_ID], chosen, self.acting)
        return self.done(
            _(
                "grounds_done",
                default="Đã ghi ${written} bản nháp; ${proposed} mục đang công khai chờ duyệt sửa đổi;"
                " ${left} mục giữ nguyên vì đang chờ duyệt hoặc đã ghi.",
                mapping={
                    "written": self.number(len(done.written)),
                    "proposed": self.number(len(done.proposed)),
                    "left": self.number(len(done.left)),
                },
            )
        )
