"""Bar charts as SVG, made on the server: no script, readable at any width, told apart by pattern.

Widths are per cent and text keeps its size, so nothing shrinks on a phone. Whoever cannot
see them has the title, the description and the table beside the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


_ROW, _TOP = 62, 4
#: The longest bar, in per cent; the value stands behind it.
_LONGEST = 58.0
_HEIGHT, _FOOT = 180, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """Two measures of one thing, and what a reader reads for them."""

    label: str
    one: int
    other: int
    one_text: str
    other_text: str


def rows(name: str, title: str, description: str, bars: Sequence[Bar]) -> str:
    """A bar for each measure, each measure on a scale of its own. `name` is unique on the page."""
    most = max((bar.one for bar in bars), default=0) or 1
    other_most = max((bar.other for bar in bars), default=0) or 1
    parts = []
    for place, bar in enumerate(bars):
        y = _TOP + place * _ROW
        parts.append(f'<text class="chart-label" x="0" y="{y + 14}">{escape(bar.label)}</text>')
        parts.append(_bar(name, y + 20, bar.one / most, bar.one_text, first=True))
        parts.append(_bar(name, y + 38, bar.other / other_most, bar.other_text, first=False))
    return _svg(name, title, description, _TOP + len(bars) * _ROW, parts)


def _bar(name: str, y: int, part: float, text: str, *, first: bool) -> str:
    width = max(part * _LONGEST, 0.4 if part else 0.0)
    fill = 'class="chart-one"' if first else f'class="chart-other" fill="url(#{name}-soc)"'
    return (
        f'<rect {fill} x="0" y="{y}" width="{width:.2f}%" height="14"/>'
        f'<text class="chart-value" x="{width + 1.5:.2f}%" y="{y + 12}">{escape(text)}</text>'
    )


def columns(name: str, title: str, description: str, bars: Sequence[Bar]) -> str:
    """Two columns side by side for each bar, both on one scale; for months."""
    most = max((max(bar.one, bar.other) for bar in bars), default=0) or 1
    step = 100 / max(len(bars), 1)
    parts = [f'<line class="chart-line" x1="0" x2="100%" y1="{_HEIGHT}" y2="{_HEIGHT}"/>']
    for place, bar in enumerate(bars):
        x = place * step
        for number, value in enumerate((bar.one, bar.other)):
            height = max(value / most * (_HEIGHT - 10), 1.0 if value else 0.0)
            fill = f'class="chart-other" fill="url(#{name}-soc)"' if number else 'class="chart-one"'
            parts.append(
                f'<rect {fill} x="{x + step * (0.12 + 0.38 * number):.2f}%"'
                f' y="{_HEIGHT - height:.1f}" width="{step * 0.34:.2f}%" height="{height:.1f}"/>'
            )
        parts.append(
            f'<text class="chart-value" text-anchor="middle" x="{x + step / 2:.2f}%"'
            f' y="{_HEIGHT + 18}">{escape(bar.label)}</text>'
        )
    return _svg(name, title, description, _HEIGHT + _FOOT, parts)


def _svg(name: str, title: str, description: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-ten {name}-ta" width="100%"'
        f' height="{height}"><title id="{name}-ten">{escape(title)}</title>'
        f'<desc id="{name}-ta">{escape(description)}</desc>'
        f'<defs><pattern id="{name}-soc" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="chart-ground" width="6" height="6"/>'
        '<rect class="chart-stripe" width="2.5" height="6"/></pattern></defs>'
        f"{''.join(parts)}</svg>"
    )
