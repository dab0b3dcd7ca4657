"""How many people live in each of the 63 provinces, to say what a number of cases means.

Rows are dated and name their source; a later count is a further row. The figures of 2019 were typed in
from general knowledge and have not been compared with the printed census one by one: together they
miss its total (96,208,984) by 300. Pages say so. What an installation knows better it writes over them
(``content/populations.py``), pasted as text: ``Cao Bằng 530.341``, one line a province.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from thads_portal.domain.provinces import find
from thads_portal.domain.tables import read_table
from thads_portal.errors import Code
from thads_portal.errors import Problem

import re


#: source -> (Vietnamese, English)
SOURCES: Mapping[str, tuple[str, str]] = {
    "census-2019": (
        "Tổng điều tra dân số và nhà ở ngày 01/04/2019 của Tổng cục Thống kê (số nhập tay, chưa đối"
        " chiếu từng tỉnh với bản in)",
        "Population and housing census of 01/04/2019, General Statistics Office (typed in, not yet"
        " compared with the printed figures province by province)",
    ),
}


#: A province of more people than this is a mistake of typing.
MOST = 99_999_999
_LINE = re.compile(r"(?P<name>.*?[^\W\d])[\s:;,–-]*(?P<people>\d[\d. ]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """`people` of the province `slug` on `counted_on`; `source` is a key of SOURCES, or its words."""

    slug: str
    counted_on: date
    people: int
    source: str

    def told(self, *, english: bool) -> str:
        """The source in words."""
        known = SOURCES.get(self.source)
        return known[english] if known else self.source


@dataclass(frozen=True, slots=True)
class Pasted:
    """Either `people` by slug, or `problems`."""

    people: Mapping[str, int]
    problems: tuple[Problem, ...]


@cache
def shipped() -> Mapping[str, Population]:
    """The latest count of each province that comes with the portal, by its slug."""
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


def read_list(text: str, *, field: str = "list") -> Pasted:
    """The counts of `text`; a line that names no province, or one twice, is refused and nothing taken."""
    found: dict[str, int] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        province = find(match["name"]) if match else None
        people = int(re.sub(r"[. ]", "", match["people"])) if match else 0
        if province is None or province.slug in found or not 0 < people <= MOST:
            code = Code.BAD_POPULATION_LINE
            problems.append(Problem(number, None, field, code, {"line": number}))
        else:
            found[province.slug] = people
    if not found and not problems:
        problems.append(Problem(0, None, field, Code.MISSING))
    return Pasted({} if problems else found, tuple(problems))
