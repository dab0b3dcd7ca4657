"""Where each province stands on the schematic map, and the two archipelagos with it.

A map of tiles needs no geometry and can be read by everybody. Hoàng Sa (Đà Nẵng) and
Trường Sa (Khánh Hòa) belong on every map of Vietnam: without their tiles the map may
not be shown at all.
"""

from dataclasses import dataclass
from functools import cache
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.provinces import Province
from thads_portal.domain.tables import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A square of the map, `column` from the west and `row` from the north, both from 0.

    `name` is the province's, or that of the archipelago that belongs to it.
    """

    column: int
    row: int
    name: str
    province: Province
    archipelago: bool = False

    @property
    def label(self) -> str:
        """``Đà Nẵng``; ``Hoàng Sa (Đà Nẵng)``."""
        return f"{self.name} ({self.province.name})" if self.archipelago else self.name


#: Quần đảo Hoàng Sa and quần đảo Trường Sa: column, row, name, province.
_ARCHIPELAGOS = ((7, 11, "Hoàng Sa", "da-nang"), (7, 18, "Trường Sa", "khanh-hoa"))


@cache
def tiles() -> tuple[Tile, ...]:
    """All tiles from north to south, then from west to east."""
    found = [
        Tile(column=int(row["column"]), row=int(row["row"]), name=province.name, province=province)
        for row in read_table("tiles.tsv")
        if (province := by_slug(row["slug"]))
    ]
    found += [
        Tile(column=column, row=row, name=name, province=province, archipelago=True)
        for column, row, name, slug in _ARCHIPELAGOS
        if (province := by_slug(slug))
    ]
    return tuple(sorted(found, key=lambda tile: (tile.row, tile.column)))
