"""The tables of the statistics: one for each thing that is counted by, and one by month."""

from collections.abc import Sequence
from dataclasses import astuple
from dataclasses import dataclass
from operator import add
from thads_portal.browser.shared.labels import value_label
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.reporting import Period
from thads_portal.i18n import _
from thads_portal.register.statistics import SEVERAL
from thads_portal.register.statistics import Statistics
from thads_portal.register.statistics import Sums


MONTH = "month"
LASTED, STANDING, END_REASON, RATE = "lasted", "standing", "end_reason", "per_people"
HEADINGS = {
    "province": _("statistics_by_province", default="Ở tỉnh, thành phố nào?"),
    "province_2025": _("statistics_by_province_2025", default="Theo 34 tỉnh, thành phố mới"),
    "agency": _("statistics_by_agency", default="Do cơ quan thi hành án nào giải quyết?"),
    "judgment_kind": _("statistics_by_judgment", default="Theo loại bản án, quyết định nào?"),
    "obligation_kind": _("statistics_by_obligation", default="Nghĩa vụ gì?"),
    "ground": _("statistics_by_ground", default="Vì sao chưa có điều kiện?"),
    MONTH: _("statistics_by_month", default="Mỗi tháng thêm và bớt bao nhiêu?"),
}
#: Name in files, and what stands above the column.
COLUMNS = {
    "cases": _("statistics_cases", default="Việc đang công khai"),
    "listings": _("statistics_listings", default="Mục (người) đang công khai"),
    "money": _("statistics_money", default="Số tiền đang công khai (đồng)"),
    "new_cases": _("statistics_new_cases", default="Việc mới công khai trong kỳ"),
    "new_money": _("statistics_new_money", default="Số tiền mới công khai trong kỳ (đồng)"),
    "over_cases": _("statistics_over_cases", default="Việc chấm dứt trong kỳ"),
    "over_money": _("statistics_over_money", default="Số tiền chấm dứt trong kỳ (đồng)"),
}
#: Months have no stock of their own.
MONTH_COLUMNS = tuple(COLUMNS)[3:]


@dataclass(frozen=True, slots=True)
class Row:
    """`label` in the reader's language, `key` as programs know it; the numbers in the order of the
    columns. None is a number that is not told, or cannot be.
    """

    label: str
    values: tuple[int | float | None, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the value of ``bang`` in addresses; `columns` are names in files, `titles` their
    words. `charts` are the columns that are drawn, one a chart, `order` whether the rows have an
    order of their own, `note` what a reader must know.
    """

    name: str
    heading: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    charts: tuple[str, ...]
    note: str = ""
    order: bool = False

    def column(self, name: str) -> list[tuple[str, int | float | None]]:
        """``(label, number)`` of each row."""
        place = self.columns.index(name)
        return [(row.label, row.values[place]) for row in self.rows]


def tables(page, found: Statistics, period: Period) -> list[Table]:
    """The tables that have rows; `page` gives language and words."""
    made = []
    for dimension, heading in HEADINGS.items():
        months = dimension == MONTH
        rows = _months(found, period) if months else _values(page, dimension, found)
        if rows:
            columns = MONTH_COLUMNS if months else tuple(COLUMNS)
            made.append(
                Table(
                    name=dimension,
                    heading=page.say(heading),
                    columns=columns,
                    titles=tuple(page.say(COLUMNS[name]) for name in columns),
                    rows=tuple(rows),
                    charts=("new_cases", "over_cases") if months else ("cases", "money"),
                    order=months,
                )
            )
    return made


def _values(page, dimension: str, found: Statistics) -> Sequence[Row]:
    by = _by_province_2025(found) if dimension == "province_2025" else found.by.get(dimension, {})
    rows = [(sums, _label(page, dimension, value), value) for value, sums in by.items()]
    # The most cases first; equal ones as in a dictionary.
    rows.sort(key=lambda each: (-each[0].cases, sort_key(each[1], "organisation")))
    return [Row(label, _all(sums), value) for sums, label, value in rows]


def _by_province_2025(found: Statistics) -> dict[str, Sums]:
    """The sums of the 63 put together for the 34: a listing counts in the province that took its
    own over, whatever two-digit code either has.
    """
    together: dict[str, Sums] = {}
    for slug, sums in found.by.get("province", {}).items():
        into = by_slug(slug).successor_slug
        before = together.get(into, Sums())
        together[into] = Sums(*map(add, astuple(before), astuple(sums)))
    return together


def _label(page, dimension: str, value: str) -> str:
    if dimension == "obligation_kind" and value in list(ObligationKind):
        return page.label(ObligationKind(value))
    if value == SEVERAL:
        return page.say(_("statistics_several", default="Nhiều loại (không ghi riêng từng loại)"))
    if not value:
        return page.say(_("statistics_unknown", default="Không ghi"))
    return value_label(page, dimension, value)


def _months(found: Statistics, period: Period) -> Sequence[Row]:
    return [
        Row(
            f"{month.month:02}/{month.year}",
            _all(found.months.get(month, Sums()))[3:],
            f"{month:%Y-%m}",
        )
        for month in period.each_month()
    ]


def _all(sums: Sums) -> tuple[int, ...]:
    return (
        sums.cases,
        sums.listings,
        sums.money,
        sums.new_cases,
        sums.new_money,
        sums.over_cases,
        sums.over_money,
    )
