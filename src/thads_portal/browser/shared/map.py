"""The schematic map of the provinces as SVG: 63 tiles and the two archipelagos, each a link.

It is text that scales and is read aloud, coloured by the style sheet, and made once for
each address of the portal.
"""

from functools import cache
from html import escape
from thads_portal.domain.tiles import Tile
from thads_portal.domain.tiles import tiles


#: Units of the drawing: a tile, the gap to the next, the line of a label.
_WIDTH, _HEIGHT, _GAP, _LINE = 68, 54, 4, 16
#: The archipelagos lie in the open sea and carry a longer label.
_WIDE = 96


@cache
def province_map(root: str, label: str) -> str:
    """The map with links below `root`; `label` is its name for those who hear the page."""
    found = tiles()
    columns = max(tile.column for tile in found)
    width = columns * (_WIDTH + _GAP) + _WIDE + 2
    height = (max(tile.row for tile in found) + 1) * (_HEIGHT + _GAP)
    drawn = "".join(_drawn(tile, root) for tile in found)
    return (
        f'<svg class="map" viewBox="-1 -1 {width} {height}" xmlns="http://www.w3.org/2000/svg"'
        f' role="group" aria-label="{escape(label)}">{drawn}</svg>'
    )


def _drawn(tile: Tile, root: str) -> str:
    left, top = tile.column * (_WIDTH + _GAP), tile.row * (_HEIGHT + _GAP)
    width = _WIDE if tile.archipelago else _WIDTH
    lines = _lines(tile)
    first = top + _HEIGHT / 2 - (len(lines) - 1) * _LINE / 2
    text = "".join(
        f'<tspan x="{left + width // 2}" y="{first + number * _LINE:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    kind = ' class="sea"' if tile.archipelago else ""
    return (
        f'<a href="{root}/{tile.province.slug}" aria-label="{escape(tile.label)}" lang="vi"{kind}>'
        f'<rect x="{left}" y="{top}" width="{width}" height="{_HEIGHT}" rx="4"/>'
        f"<text>{text}</text></a>"
    )


def _lines(tile: Tile) -> list[str]:
    """The label, broken to fit the tile."""
    if tile.archipelago:
        return [tile.name, f"({tile.province.name})"]
    head, dash, tail = tile.name.partition(" - ")
    if dash:
        return [head, tail]
    words = tile.name.split()
    return words if len(words) != 4 else [" ".join(words[:2]), " ".join(words[2:])]
