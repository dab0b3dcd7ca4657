"""How many people live in each of the 63 provinces, to say what a number of cases means.

Rows are dated and name their source; a later count is a further row. The figures of 2019 were typed in
from general knowledge and have not been compared with the printed census one by one: together they
miss its total (96,208,984) by 300. Pages say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from thads_portal.domain.tables import read_table


#: source -> (Vietnamese, English)
SOURCES: Mapping[str, tuple[str, str]] = {
    "census-2019": (
        "Tổng điều tra dân số và nhà ở ngày 01/04/2019 của Tổng cục Thống kê (số nhập tay, chưa đối"
        " chiếu từng tỉnh với bản in)",
        "Population and housing census of 01/04/2019, General Statistics Office (typed in, not yet"
        " compared with the printed figures province by province)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """`people` of the province `slug` on `counted_on`; `source` is a key of SOURCES."""

    slug: str
    counted_on: date
    people: int
    source: str


@cache
def populations() -> Mapping[str, Population]:
    """The latest count of each province, by its slug."""
    rows = [
        Population(
            slug=row["slug"],
            counted_on=date.fromisoformat(row["counted_on"]),
            people=int(row["people"]),
            source=row["source"],
        )
        for row in read_table("populations.tsv")
    ]
    rows.sort(key=lambda each: each.counted_on)
    return {each.slug: each for each in rows}
