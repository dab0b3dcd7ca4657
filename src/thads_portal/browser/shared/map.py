"""The schematic map of the provinces as SVG: 63 tiles and the two archipelagos, each a link.

It is text that scales and is read aloud, coloured by the style sheet, and made once for
each address of the portal.
"""

from collections.abc import Callable
from collections.abc import Mapping
from functools import cache
from html import escape
from thads_portal.domain.tiles import Tile
from thads_portal.domain.tiles import tiles


#: Units of the drawing: a tile, the gap to the next, the line of a label.
_WIDTH, _HEIGHT, _GAP, _LINE = 68, 54, 4, 16
#: The archipelagos lie in the open sea and carry a longer label.
_WIDE = 96
#: With a line for a number.
_TALL = 70
VALUE = ' class="tile-value"'


@cache
def province_map(root: str, label: str) -> str:
    """The map with links below `root`; `label` is its name for those who hear the page."""
    return _map(label, lambda tile: _drawn(tile, f"{root}/{tile.province.slug}"), _HEIGHT)


def shaded_map(
    root: str, label: str, *, page: str, levels: Mapping[str, int], texts: Mapping[str, str]
) -> str:
    """The map with each province in the class of `levels` (0 to 5) and its text of `texts`, by slug;
    links lead to the `page` of a province.
    """

    def drawn(tile: Tile) -> str:
        slug = tile.province.slug
        address = f"{root}/{slug}/{page}"
        text = texts.get(slug, "0")
        return _drawn(tile, address, height=_TALL, text=text, level=levels.get(slug, 0))

    return _map(label, drawn, _TALL, " shaded")


def _map(label: str, drawn: Callable[[Tile], str], tall: int, kind: str = "") -> str:
    found = tiles()
    columns = max(tile.column for tile in found)
    width = columns * (_WIDTH + _GAP) + _WIDE + 2
    height = (max(tile.row for tile in found) + 1) * (tall + _GAP)
    named = f'aria-label="{escape(label)}"'
    if kind:
        named = f'aria-labelledby="ban-do-ten"><title id="ban-do-ten">{escape(label)}</title'
    return (
        f'<svg class="map{kind}" viewBox="-1 -1 {width} {height}" xmlns="http://www.w3.org/2000/svg"'
        f' role="group" {named}>{"".join(map(drawn, found))}</svg>'
    )


def _drawn(
    tile: Tile, address: str, *, height: int = _HEIGHT, text: str = "", level: int | None = None
) -> str:
    left, top = tile.column * (_WIDTH + _GAP), tile.row * (height + _GAP)
    width = _WIDE if tile.archipelago else _WIDTH
    lines = _lines(tile)
    # An archipelago is counted with its province.
    shown = [*lines, text] if text and not tile.archipelago else lines
    first = top + height / 2 - (len(shown) - 1) * _LINE / 2
    spans = "".join(
        f'<tspan x="{left + width // 2}" y="{first + number * _LINE:g}"'
        f"{VALUE if number >= len(lines) else ''}>{escape(line)}</tspan>"
        for number, line in enumerate(shown)
    )
    kinds = ["sea"] if tile.archipelago else []
    kinds += [] if level is None else [f"level-{level}"]
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    name = f"{tile.label}: {text}" if text else tile.label
    return (
        f'<a href="{address}" aria-label="{escape(name)}" lang="vi"{kind}>'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="4"/>'
        f"<text>{spans}</text></a>"
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
