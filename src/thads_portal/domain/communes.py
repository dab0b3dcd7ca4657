"""A selection of the commune-level units (xã, phường, thị trấn) of every district.

Used to compose addresses that read like real ones; it is not a complete list, so an
address is never judged by it.
"""

from collections.abc import Mapping
from functools import cache
from thads_portal.domain.tables import read_table
from types import MappingProxyType


@cache
def communes_by_district() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(province slug, district as in agencies.tsv) -> names of units with their kind.

    As of 31/12/2024. The island districts without communes have no entry.
    """
    return MappingProxyType(
        {
            (row["province"], row["district"]): tuple(row["communes"].split("|"))
            for row in read_table("communes.tsv")
        }
    )


def communes_of(province: str, district: str) -> tuple[str, ...]:
    """The known units of a district, for example "Huyện Hòa An" of ``cao-bang``."""
    return communes_by_district().get((province, district), ())
