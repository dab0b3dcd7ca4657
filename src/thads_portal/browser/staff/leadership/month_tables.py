"""The tables of the leadership's report, from what the register told about the period."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from thads_portal.browser.staff.leadership.tables import Table
from thads_portal.browser.staff.record.people import People
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import LABELS as DUTIES
from thads_portal.domain.leading import TREND
from thads_portal.domain.leading import Whose
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.recording import LABELS as STEPS
from thads_portal.i18n import _
from thads_portal.register import leadership
from thads_portal.register.duties import Sums
from thads_portal.register.waiting import later
from thads_portal.register.waiting import Waits
from typing import Any


_WHOSE = {
    Whose.HEAD: _("leading_head", default="Thủ trưởng cơ quan"),
    Whose.BOARD: _("leading_board", default="Ban Biên tập"),
    Whose.EDITOR: _("leading_editor", default="Biên tập viên"),
}
#: What waits -> (whose turn it is, for what).
_TURNS = {
    Waits.DRAFT: (Whose.EDITOR, _("leading_draft", default="Hoàn thiện bản nháp và trình")),
    Waits.RETURNED: (Whose.EDITOR, _("leading_returned", default="Sửa mục bị trả lại")),
    Waits.SUBMITTED: (Whose.HEAD, _("leading_submitted", default="Ký mục đã trình")),
    Waits.BOARD_REVIEW: (Whose.BOARD, _("leading_review", default="Duyệt mục mới")),
    Waits.AMENDMENT: (Whose.BOARD, _("leading_amendment", default="Duyệt đề nghị sửa đổi")),
    Waits.ENDING: (Whose.BOARD, _("leading_ending", default="Quyết định việc chấm dứt")),
}
_COUNT = _("leading_count", default="Số lượng")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the register told: of each month, of the provinces (now and the period before; nothing
    for a single province), of each turn, and what waits now.
    """

    by_month: Sequence[Sums]
    by_province: Sequence[Sequence[Sums]]
    took: Sequence[leadership.Took]
    returned: Mapping[str, int]
    load: Sequence[leadership.Share]
    waiting: Sequence[leadership.Waiting]
    waiting_by_province: Mapping[str, int]
    returned_ones: Sequence[leadership.ReturnedOne]


class MonthTables:
    """For one page, in its language."""

    def __init__(self, page: Any, figures: Figures) -> None:
        self._page, self._found = page, figures
        self.say, self.words, self.period = page.say, page.words, page.period

    def all(self) -> Iterator[Table]:
        yield self._trend()
        yield self._waits()
        yield self._turns()
        yield self._returns()
        yield self._returned_now()
        if self._page.province is None:
            yield self._provinces()
        yield self._people()

    def _trend(self) -> Table:
        months = self.period.months
        yearly = len(months) > TREND + 1
        rows = []
        for duty in Duty:
            shares = {each.place: each for each in self._found.by_month if each.duty is duty}
            if shares:
                values = [_share(shares.get(str(month))) for month in months]
                rows.append([
                    DUTIES[duty][self._english],
                    *(self._percent(value) for value in values),
                    *([] if yearly else [self._change(values[-2], values[-1])]),
                ])  # fmt: skip
        return Table(
            "dung-han",
            self.say(_("leading_trend", default="Tỷ lệ đúng hạn từng tháng")),
            [
                self.say(_("leading_duty", default="Việc phải làm")),
                *(f"{month.month:02d}" if yearly else month.words for month in months),
                *([] if yearly else [self.say(_("leading_change", default="So với kỳ trước"))]),
            ],
            rows,
        )

    def _waits(self) -> Table:
        rows = []
        for each in self._found.waiting:
            whose, what = _TURNS[each.waits]
            since = None
            if each.oldest is not None:
                since = each.oldest - (later(each.waits, each.oldest) - each.oldest)
            rows.append(
                [
                    self.say(_WHOSE[whose]),
                    self.say(what),
                    each.count,
                    self.words.day(since) if since else "–",
                ]
            )
        return Table(
            "dang-cho",
            self.say(_("leading_waits", default="Ai đang chờ ai, ngay lúc này")),
            [
                self.say(_("leading_whose", default="Đến lượt")),
                self.say(_("leading_what", default="Để làm")),
                self.say(_COUNT),
                self.say(_("leading_oldest", default="Cũ nhất, tính từ ngày")),
            ],
            rows,
        )

    def _turns(self) -> Table:
        return Table(
            "thoi-gian",
            self.say(_("leading_turns", default="Mỗi bước mất bao lâu")),
            [
                self.say(_("leading_whose", default="Đến lượt")),
                self.say(_("leading_step", default="Bước")),
                self.say(_("leading_times", default="Số lần")),
                self.say(_("leading_median", default="Một nửa xong trong (ngày)")),
                self.say(_("leading_most", default="Lâu nhất (ngày)")),
            ],
            [
                [
                    self.say(_WHOSE[each.turn.whose]),
                    each.turn.label[self._english],
                    each.steps,
                    self._days(each.days),
                    self._days(each.most),
                ]
                for each in self._found.took
            ],
        )

    def _returns(self) -> Table:
        return Table(
            "tra-lai",
            self.say(_("leading_returns", default="Trả lại trong kỳ")),
            [
                self.say(_("leading_step", default="Bước")),
                self.say(_("leading_times", default="Số lần")),
            ],
            [
                [STEPS[action][self._english], self._found.returned[action.value]]
                for action in leadership.RETURNS
                if self._found.returned.get(action.value)
            ],
        )

    def _returned_now(self) -> Table:
        """The reason is the staff's own words: shown here, in no file that goes elsewhere."""
        rows, links = [], []
        for each in self._found.returned_ones:
            listing = self._page.context[each.province][REGISTER_ID].get(each.number)
            if listing is None:
                continue
            rows.append([
                each.number,
                by_slug(each.province).name,
                self.words.day(each.since) if each.since else "–",
                _reason(listing),
            ])  # fmt: skip
            links.append(f"{self._page.root}/{each.province}/{REGISTER_ID}/{each.number}")
        return Table(
            "dang-sua",
            self.say(_("leading_with_editors", default="Đang bị trả lại, và vì sao")),
            [
                self.say(_("leading_number", default="Số công khai")),
                self.say(_("compliance_province", default="Tỉnh, thành phố")),
                self.say(_("leading_since", default="Tính từ ngày")),
                self.say(_("leading_reason", default="Lý do trả lại")),
            ],
            rows,
            links=links,
            page_only=True,
        )

    def _provinces(self) -> Table:
        now, before = map(_whole, self._found.by_province)
        rows = []
        for place in sorted({*now, *before, *self._found.waiting_by_province}, key=_by_name):
            share, old = _share(now.get(place)), _share(before.get(place))
            known = by_slug(place)
            rows.append([
                known.name if known else place,
                self._percent(share),
                self._percent(old),
                self._change(old, share),
                now[place].overdue if place in now else 0,
                self._found.waiting_by_province.get(place, 0),
            ])  # fmt: skip
        return Table(
            "theo-tinh",
            self.say(_("leading_provinces", default="Theo tỉnh, thành phố")),
            [
                self.say(_("compliance_province", default="Tỉnh, thành phố")),
                self.say(_("leading_share", default="Đúng hạn trong kỳ")),
                self.say(_("leading_share_before", default="Kỳ trước")),
                self.say(_("leading_change", default="So với kỳ trước")),
                self.say(_("compliance_overdue", default="Quá hạn, chưa làm")),
                self.say(_("leading_waiting", default="Đang chờ thủ trưởng, Ban Biên tập")),
            ],
            rows,
        )

    def _people(self) -> Table:
        people = People(self._page)
        return Table(
            "khoi-luong",
            self.say(_("leading_load", default="Khối lượng việc của từng người trong kỳ")),
            [
                self.say(_("leading_person", default="Người làm")),
                self.say(_("leading_accepted", default="Ký, duyệt, đăng")),
                self.say(_("leading_returns_by", default="Trả lại")),
                self.say(_("leading_entered", default="Trình, đề nghị")),
            ],
            [
                [people.name(each.actor), each.accepted, each.returned, each.entered]
                for each in self._found.load
            ],
        )

    # Words and numbers

    @property
    def _english(self) -> int:
        return int(self._page.language == "en")

    def _comma(self, text: str) -> str:
        return text if self._english else text.replace(".", ",")

    def _percent(self, share: float | None) -> str:
        return "–" if share is None else self._comma(f"{int(share * 1000) / 10:.1f}%")

    def _change(self, old: float | None, new: float | None) -> str:
        if old is None or new is None:
            return "–"
        points = round((new - old) * 100, 1)
        if not points:
            return self.say(_("leading_same", default="như cũ"))
        value = self._comma(f"{abs(points):.1f}")
        if points > 0:
            return self.say(
                _("leading_up", default="tăng ${points} điểm", mapping={"points": value})
            )
        return self.say(_("leading_down", default="giảm ${points} điểm", mapping={"points": value}))

    def _days(self, days: float) -> str:
        return self._comma(f"{days:.1f}")


def _share(each: Sums | None) -> float | None:
    return each.in_time / each.judged if each is not None and each.judged else None


def _whole(found: Sequence[Sums]) -> dict[str, Sums]:
    """All duties of a place together."""
    whole: dict[str, Sums] = {}
    for each in found:
        old = whole.get(each.place)
        whole[each.place] = Sums(
            each.place,
            each.duty,
            each.in_time + (old.in_time if old else 0),
            each.late + (old.late if old else 0),
            each.overdue + (old.overdue if old else 0),
            each.open + (old.open if old else 0),
        )
    return whole


def _by_name(slug: str) -> str:
    known = by_slug(slug)
    return sort_key(known.name if known else slug, "organisation")


def _reason(listing) -> str:
    """Why it was returned last."""
    return next(
        (
            str(event["comment"])
            for event in reversed(listing.history)
            if str(event["kind"]).startswith("return") and event.get("comment")
        ),
        "–",
    )
