"""Bar charts as a list: each bar with its name and value as text, so that it reflows at any width and
any size of letters, and is read aloud as what it is. One measure a chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


#: The shortest bar that is not nothing, in per cent.
_LEAST = 0.6


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` is its length, from 0 to 1; `text` what a reader reads for it."""

    label: str
    part: float
    text: str


def bars(values: Sequence[tuple[str, float, str]]) -> list[Bar]:
    """Bars of ``(label, value, text)`` on one scale, whose end is the largest value."""
    most = max((value for _, value, _ in values), default=0) or 1
    return [Bar(label, value / most, text) for label, value, text in values]


def chart(found: Sequence[Bar], *, labelled_by: str) -> str:
    """The bars as HTML; `labelled_by` is the id of the heading that says what they measure."""
    return (
        f'<ul class="bars" aria-labelledby="{escape(labelled_by)}">{"".join(map(_bar, found))}</ul>'
    )


def marked(label: str) -> str:
    """The attribute that says that `label` is Vietnamese: a name has letters that English lacks."""
    foreign = any(sign.isalpha() and not sign.isascii() for sign in label)
    return ' lang="vi"' if foreign else ""


def _bar(bar: Bar) -> str:
    width = max(bar.part * 100, _LEAST if bar.part else 0.0)
    return (
        f'<li><span class="bar-label"{marked(bar.label)}>{escape(bar.label)}</span>'
        '<svg class="bar" aria-hidden="true" focusable="false" width="100%" height="14">'
        f'<rect class="bar-track" width="100%" height="14"/>'
        f'<rect class="chart-one" width="{width:.2f}%" height="14"/></svg>'
        f'<span class="bar-value number">{escape(bar.text)}</span></li>'
    )
