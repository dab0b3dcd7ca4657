"""The map of tiles shaded by a measure: five classes of about as many provinces each."""

from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.content.populations import populations
from thads_portal.domain.populations import Population
from thads_portal.register.statistics import Statistics


CLASSES = 5
#: Value of ``do`` in addresses; the first is the default.
CASES, MONEY, RATE = MEASURES = ("viec", "tien", "ty-le")
PER = 100_000


@dataclass(frozen=True, slots=True)
class Shading:
    """`values` by slug; `levels` from 1 to CLASSES, 0 for nothing; `ranges`: level -> least, most."""

    values: Mapping[str, float]
    levels: Mapping[str, int]
    ranges: Mapping[int, tuple[float, float]]


def per_people(count: Population | None, cases: int) -> float | None:
    """Cases per 100,000 people, to one decimal; None for a province whose people nobody counted."""
    return None if count is None else round(cases * PER / count.people, 1)


def shading(found: Statistics, measure: str) -> Shading:
    values: dict[str, float] = {}
    counted = populations() if measure == RATE else {}
    for slug, sums in found.by.get("province", {}).items():
        value = {
            CASES: sums.cases,
            MONEY: sums.money,
            RATE: per_people(counted.get(slug), sums.cases) or 0,
        }[measure]
        if value:
            values[slug] = value
    ordered = sorted(set(values.values()))
    # Equal values are of one class.
    class_of = {value: 1 + place * CLASSES // len(ordered) for place, value in enumerate(ordered)}
    ranges: dict[int, tuple[float, float]] = {}
    for value, level in class_of.items():
        least, most = ranges.get(level, (value, value))
        ranges[level] = (min(least, value), max(most, value))
    levels = {slug: class_of[value] for slug, value in values.items()}
    return Shading(values, levels, dict(sorted(ranges.items())))
