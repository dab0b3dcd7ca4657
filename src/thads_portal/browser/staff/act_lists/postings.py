"""``niem-yet-tu-excel``: postings at communes; an empty cell leaves what was recorded."""

from thads_portal.actions.commune_posted import commune_posted
from thads_portal.browser.staff.act_lists.page import ActListPage
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.importing.act_lists import POSTINGS


_FIELDS = (
    "commune",
    "sent_on",
    "posted_from",
    "posted_until",
    "end_sent_on",
    "end_received_on",
    "taken_down_on",
)


class Postings(ActListPage):
    title = _("acts_postings", default="Ghi niêm yết tại xã theo danh sách Excel")
    lead = _(
        "acts_postings_lead",
        default="Mỗi dòng là một trường hợp: xã nào, gửi ngày nào, niêm yết từ ngày nào. Ô trống giữ"
        " nguyên điều đã ghi.",
    )
    kind = POSTINGS
    columns_of = {}
    states = tuple(state.value for state in BY_STEP[Step.COMMUNE_POSTED].sources)

    def admit(self):
        if not self.may(BY_STEP[Step.COMMUNE_POSTED].permission.value):
            raise NotAllowed

    def step(self, row, listing, expected):
        before = listing.commune_posting or {}
        names = _FIELDS if listing.state is State.ENDED else _FIELDS[:4]
        given = {name: row.texts.get(name) or before.get(name) for name in names}
        commune_posted(listing, self.acting, given, expected=expected.get(listing.id))

    def told(self, row):
        found = []
        for column in self.kind.columns:
            text = row.texts.get(column.field, "")
            if column.field in _FIELDS and text:
                shown = self.shown_day(text) if column.day else text
                found.append(f"{column.heading}: {shown}")
        return found

    def effect(self, count):
        return _(
            "acts_postings_effect",
            default="Ghi niêm yết ${count} trường hợp",
            mapping={"count": self.number(count)},
        )

    def done_message(self, count):
        return _(
            "acts_postings_done",
            default="Đã ghi niêm yết ${count} trường hợp.",
            mapping={"count": self.number(count)},
        )
