"""The communes (xã, phường, đặc khu) since 01/07/2025, and suggestions while one is typed.

3,321 units by the resolutions 1656 to 1687/NQ-UBTVQH15 of 2025, here under the province of before
the merger that their land belonged to: a subsite keeps its province. One that was put together over
an old border stands under each. Suggested, never forced: an address is not judged by it.
"""

from functools import cache
from thads_portal.domain.communes import communes_by_district
from thads_portal.domain.names import folded_name
from thads_portal.domain.tables import read_table


#: How many are suggested.
MOST = 12


@cache
def _of_2025() -> dict[str, tuple[str, ...]]:
    return {
        row["province"]: tuple(row["communes"].split("|"))
        for row in read_table("communes_2025.tsv")
    }


def communes_2025(province: str) -> tuple[str, ...]:
    """The units of today on the land of the province `province` (its slug), with their kind."""
    return _of_2025().get(province, ())


@cache
def _known(province: str) -> tuple[tuple[str, str, bool], ...]:
    """(folded, name, whether it is one of today's): today's first, then those of before."""
    today = [(folded_name(name), name, True) for name in communes_2025(province)]
    before = [
        (folded_name(f"{name} {district}"), f"{name}, {district}", False)
        for (slug, district), names in communes_by_district().items()
        if slug == province
        for name in names
    ]
    return tuple(today + before)


def suggest(province: str, typed: str, *, most: int = MOST) -> list[tuple[str, bool]]:
    """(name, whether it is one of today's) of the units whose name holds all words of `typed`,
    however its marks are written; today's first.
    """
    words = folded_name(typed).split()
    if not words:
        return []
    found = [
        (name, now)
        for folded, name, now in _known(province)
        if all(any(part.startswith(word) for part in folded.split()) for word in words)
    ]
    return found[:most]
