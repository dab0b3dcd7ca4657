"""The tables beside those of cases and money: how long, how it ends, in time or not, per people.

Small numbers: in a province a number of ends below LEAST is not told, so that nobody reads from a table
how the one case ended that is no longer public. A share of fewer than JUDGED duties is not computed.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from thads_portal.browser.public.statistics.shading import per_people
from thads_portal.browser.public.statistics.tables import END_REASON
from thads_portal.browser.public.statistics.tables import LASTED
from thads_portal.browser.public.statistics.tables import RATE
from thads_portal.browser.public.statistics.tables import Row
from thads_portal.browser.public.statistics.tables import STANDING
from thads_portal.browser.public.statistics.tables import Table
from thads_portal.browser.shared.labels import agency_name
from thads_portal.content.populations import populations
from thads_portal.domain.clocks import Duty
from thads_portal.domain.codes import EndReason
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import by_slug
from thads_portal.i18n import _
from thads_portal.register.punctuality import DUTIES
from thads_portal.register.punctuality import InTime
from thads_portal.register.statistics import SPANS
from thads_portal.register.statistics import Statistics


LEAST, JUDGED = 3, 10
_OVER = _("statistics_over_cases", default="Việc chấm dứt trong kỳ")
_CASES = _("statistics_cases", default="Việc đang công khai")
_SPAN_LABELS = {
    "1m": _("statistics_span_1m", default="Đến 1 tháng"),
    "6m": _("statistics_span_6m", default="Trên 1 đến 6 tháng"),
    "1y": _("statistics_span_1y", default="Trên 6 tháng đến 1 năm"),
    "2y": _("statistics_span_2y", default="Trên 1 đến 2 năm"),
    "3y": _("statistics_span_3y", default="Trên 2 đến 3 năm"),
    "5y": _("statistics_span_5y", default="Trên 3 đến 5 năm"),
    "more": _("statistics_span_more", default="Trên 5 năm"),
}
_HEADINGS = {
    STANDING: _("statistics_standing", default="Việc đang công khai đã đăng bao lâu?"),
    LASTED: _("statistics_lasted", default="Việc đã chấm dứt từng công khai bao lâu?"),
    END_REASON: _("statistics_by_end", default="Vì sao chấm dứt công khai?"),
    RATE: _("statistics_per_people", default="Bao nhiêu việc trên 100.000 dân?"),
}
_PUNCTUAL = {
    Duty.FIRST_PUBLICATION: _(
        "statistics_in_time_first", default="Đăng tải lần đầu có đúng hạn luật định không?"
    ),
    Duty.AMEND: _("statistics_in_time_amend", default="Sửa thông tin có đúng hạn luật định không?"),
    Duty.END: _(
        "statistics_in_time_end", default="Chấm dứt công khai có đúng hạn luật định không?"
    ),
}
_PUNCTUAL_COLUMNS = {
    "in_time": _("compliance_in_time", default="Đúng hạn"),
    "late": _("compliance_late", default="Trễ hạn"),
    "overdue": _("compliance_overdue", default="Quá hạn, chưa làm"),
    "share": _("statistics_share", default="Tỷ lệ đúng hạn (%)"),
}


def more_tables(
    page, found: Statistics, punctual: Mapping[Duty, Mapping[str, InTime]], *, nation: bool
) -> list[Table]:
    """The further tables that have rows; `page` gives language and words."""
    made = [
        _spans(page, STANDING, found, "cases", hide=False),
        _spans(page, LASTED, found, "over_cases", hide=not nation),
        _ends(page, found, hide=not nation),
        *(_punctual(page, duty, punctual.get(duty, {}), nation) for duty in DUTIES),
    ]
    if nation:
        made.append(_per_people(page, found))
    return [table for table in made if table.rows]


def _hidden(page, rows: Iterable[tuple[int | float | None, ...]]) -> str:
    if not any(None in values for values in rows):
        return ""
    return page.say(
        _(
            "statistics_hidden",
            default="Số nhỏ hơn ${least} không nêu, để không ai suy ra được một việc cụ thể.",
            mapping={"least": str(LEAST)},
        )
    )


def _told(count: int, hide: bool) -> int | None:
    return None if hide and 0 < count < LEAST else count


def _spans(page, dimension: str, found: Statistics, column: str, *, hide: bool) -> Table:
    by = found.by.get(dimension, {})
    counts = {name: getattr(by[name], column) if name in by else 0 for name in SPANS}
    rows = [
        Row(page.say(_SPAN_LABELS[name]), (_told(count, hide),), name)
        for name, count in counts.items()
    ]
    return Table(
        name=dimension,
        heading=page.say(_HEADINGS[dimension]),
        columns=(column,),
        titles=(page.say(_CASES if column == "cases" else _OVER),),
        rows=tuple(rows if any(counts.values()) else ()),
        charts=(column,),
        note=_hidden(page, (row.values for row in rows)),
        order=True,
    )


def _ends(page, found: Statistics, *, hide: bool) -> Table:
    rows = []
    for value, sums in found.by.get(END_REASON, {}).items():
        if not sums.over_cases:
            continue
        known = value in list(EndReason)
        label = page.label(EndReason(value)) if known else _unknown(page)
        rows.append(Row(label, (_told(sums.over_cases, hide),), value))
    rows.sort(key=lambda row: (-(row.values[0] or 0), sort_key(row.label, "organisation")))
    return Table(
        name=END_REASON,
        heading=page.say(_HEADINGS[END_REASON]),
        columns=("over_cases",),
        titles=(page.say(_OVER),),
        rows=tuple(rows),
        charts=("over_cases",),
        note=_hidden(page, (row.values for row in rows)),
    )


def _unknown(page) -> str:
    return page.say(_("statistics_unknown", default="Không ghi"))


def _punctual(page, duty: Duty, by: Mapping[str, InTime], nation: bool) -> Table:
    rows = []
    for place, each in by.items():
        if not each.judged:
            continue
        province = by_slug(place) if nation else None
        label = (province.name if province else place) if nation else agency_name(place)
        share = int(each.in_time * 1000 / each.judged) / 10 if each.judged >= JUDGED else None
        rows.append(Row(label, (each.in_time, each.late, each.overdue, share), place))
    # The least punctual first: they are what one looks for; too few to tell come last.
    rows.sort(key=lambda row: (_last(row.values[3]), sort_key(row.label, "organisation")))
    note = _(
        "statistics_in_time_note",
        default="Hạn theo luật có hiệu lực vào ngày xảy ra sự kiện, tính bằng ngày làm việc. Hạn rơi"
        " vào kỳ đang xem. Dưới ${judged} lượt thì không tính tỷ lệ; tỷ lệ làm tròn xuống.",
        mapping={"judged": str(JUDGED)},
    )
    return Table(
        name=f"in_time_{duty.value}",
        heading=page.say(_PUNCTUAL[duty]),
        columns=tuple(_PUNCTUAL_COLUMNS),
        titles=tuple(map(page.say, _PUNCTUAL_COLUMNS.values())),
        rows=tuple(rows),
        charts=("share",),
        note=page.say(note),
    )


def _last(share: float | None) -> float:
    return 101.0 if share is None else share


def _per_people(page, found: Statistics) -> Table:
    counted = populations()
    rows = []
    for slug, sums in found.by.get("province", {}).items():
        if slug in counted and sums.cases:
            count = counted[slug]
            values = (sums.cases, count.people, per_people(count, sums.cases))
            rows.append(Row(by_slug(slug).name, values, slug))
    rows.sort(key=lambda row: (-(row.values[2] or 0), sort_key(row.label, "organisation")))
    # As many sources as there are, the one of most provinces first.
    sources = Counter(each.told(english=page.language == "en") for each in counted.values())
    source = "; ".join(name for name, _count in sources.most_common())
    note = _(
        "statistics_people_source", default="Nguồn dân số: ${source}.", mapping={"source": source}
    )
    return Table(
        name=RATE,
        heading=page.say(_HEADINGS[RATE]),
        columns=("cases", "people", "per_100000"),
        titles=(
            page.say(_CASES),
            page.say(_("statistics_people", default="Dân số")),
            page.say(_("statistics_rate", default="Việc trên 100.000 dân")),
        ),
        rows=tuple(rows),
        charts=("per_100000",),
        note=page.say(note),
    )
