"""Fonts and styles of the official papers: Tinos, with the metrics of Times New Roman.

Registered once in a process. The files are embedded in every paper, so that it reads
the same everywhere.
"""

from functools import cache
from pathlib import Path
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph
from types import MappingProxyType
from unicodedata import normalize
from xml.sax.saxutils import escape


FAMILY = "Tinos"
BOLD = "Tinos-Bold"
ITALIC = "Tinos-Italic"
_FONTS = Path(__file__).parent / "fonts"
_FILES = {FAMILY: "Tinos-Regular.ttf", BOLD: "Tinos-Bold.ttf", ITALIC: "Tinos-Italic.ttf"}


@cache
def ready() -> None:
    """Register the fonts; call before anything is set."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))
    pdfmetrics.registerFontFamily(FAMILY, normal=FAMILY, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def _style(name: str, size: float, *, leading: float = 1.3, **more) -> ParagraphStyle:
    return ParagraphStyle(
        name, **{"fontName": FAMILY, "fontSize": size, "leading": size * leading, **more}
    )


#: Stacked diacritics need the room between the lines.
STYLES = MappingProxyType(
    {
        "body": _style("body", 13, alignment=TA_JUSTIFY, spaceAfter=6, firstLineIndent=28),
        "plain": _style("plain", 13, spaceAfter=6),
        "fact": _style("fact", 13, alignment=TA_JUSTIFY, spaceAfter=6),
        "centre": _style("centre", 13, alignment=TA_CENTER),
        "right": _style("right", 13, alignment=TA_RIGHT),
        "title": _style("title", 14, alignment=TA_CENTER, fontName=BOLD, spaceBefore=14),
        "subtitle": _style("subtitle", 13, alignment=TA_CENTER, fontName=BOLD, spaceAfter=10),
        "aside": _style("aside", 12, alignment=TA_CENTER, fontName=ITALIC, spaceAfter=10),
        "small": _style("small", 10, spaceAfter=4),
        "head": _style("head", 11, alignment=TA_CENTER),
        "head_bold": _style("head_bold", 11, alignment=TA_CENTER, fontName=BOLD),
        "cell": _style("cell", 9.5, leading=1.25),
        "cell_centre": _style("cell_centre", 9.5, leading=1.25, alignment=TA_CENTER),
        "cell_head": _style("cell_head", 9.5, leading=1.25, alignment=TA_CENTER, fontName=BOLD),
    }
)


def text(value: object) -> str:
    """`value` as marked-up text: escaped, in NFC, line breaks kept."""
    return escape(normalize("NFC", str(value))).replace("\n", "<br/>")


def paragraph(markup: str, style: str) -> Paragraph:
    """A paragraph of trusted markup; values in it have gone through ``text``."""
    return Paragraph(markup, STYLES[style])
