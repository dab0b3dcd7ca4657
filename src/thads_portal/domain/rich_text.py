"""What a text that editors write may hold: the words, their order and emphasis, pictures, tables.

No frame, form or object from elsewhere, no script; of styles what aligns, colours and measures,
nothing that lays text over the page (``position``), loads something (``url()``) or hides it.
"""

from lxml import html
from lxml_html_clean import Cleaner
from urllib.parse import urlsplit

import re


TAGS = frozenset(
    [
        "a",
        "abbr",
        "address",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ]
)
#: These go with all they hold.
KILLED = (
    "applet", "audio", "button", "canvas", "datalist", "dialog", "embed", "form", "frame",
    "frameset", "iframe", "input", "keygen", "link", "math", "meta", "noscript", "object", "output",
    "param", "portal", "script", "select", "style", "svg", "template", "textarea", "video",
)  # fmt: skip
ATTRIBUTES = frozenset({
    "abbr", "align", "alt", "border", "cellpadding", "cellspacing", "cite", "class", "colspan",
    "data-linktype", "data-scale", "data-src", "data-val", "datetime", "dir", "headers", "height",
    "href", "hreflang", "id", "lang", "loading", "name", "rel", "reversed", "rowspan", "scope", "sizes",
    "span", "src", "srcset", "start", "style", "target", "title", "type", "valign", "value", "width",
})  # fmt: skip
_ADDRESSES = ("href", "src", "cite", "data-src")
_SCHEMES = ("", "http", "https", "mailto", "tel")
_STYLES = re.compile(
    r"(?:text-(?:align|decoration|indent)|vertical-align|font-(?:weight|style)|(?:background-)?color"
    r"|(?:max-)?(?:width|height)|(?:border|padding|margin)(?:-(?:top|right|bottom|left))?"
    r"(?:-(?:width|style|color))?|border-(?:collapse|spacing)|list-style-type|float|clear|line-height"
    r"|white-space)"
)
#: Words, measures, colours; no minus in front, for it shifts text over what is beside it.
_VALUE = re.compile(
    r"(?:[a-z]+(?:-[a-z]+)*|#[0-9a-f]{3,8}|\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|%|cm|mm|ch|vw)?"
    r"|rgba?\([\d., %]{1,40}\))"
    r"(?:\s+(?:[a-z]+(?:-[a-z]+)*|#[0-9a-f]{3,8}|\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|%|cm|mm|ch|vw)?"
    r"|rgba?\([\d., %]{1,40}\))){0,5}"
)
_LONGEST_VALUE = 120
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")

_cleaner = Cleaner(
    allow_tags=TAGS,
    kill_tags=KILLED,
    safe_attrs_only=True,
    safe_attrs=ATTRIBUTES,
    page_structure=False,
    remove_unknown_tags=False,
    style=False,
    inline_style=False,
    forms=True,
    embedded=False,
    meta=False,
    scripts=True,
    javascript=True,
    comments=True,
    processing_instructions=True,
)


def narrow(text: str) -> str:
    """`text` (HTML of an editor) without all that may not stand in a page."""
    if "<" not in text:
        return text
    tree = html.fragment_fromstring(text, create_parent="div")
    _cleaner(tree)
    for element in tree.iter(html.etree.Element):
        for name in _ADDRESSES:
            if name in element.attrib and not _may_lead(element.attrib[name]):
                del element.attrib[name]
        if "srcset" in element.attrib and ":" in element.attrib["srcset"]:
            del element.attrib["srcset"]
        style = element.attrib.pop("style", None)
        kept = styles(style) if style else ""
        if kept:
            element.attrib["style"] = kept
    written: str = html.tostring(tree, encoding="unicode")
    return written[len("<div>") : -len("</div>")] if written.startswith("<div>") else written


def styles(text: str) -> str:
    """The declarations of a ``style`` that only align, colour and measure."""
    kept = []
    for declaration in text.lower().split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip(), value.strip()
        good = _STYLES.fullmatch(name) and len(value) <= _LONGEST_VALUE and _VALUE.fullmatch(value)
        if good:
            kept.append(f"{name}: {value}")
    return "; ".join(kept)


def _may_lead(address: str) -> bool:
    plain = _CONTROL.sub("", address)
    try:
        return urlsplit(plain).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def without_foreign_pictures(text: str) -> str:
    """`text` without pictures that would be loaded from elsewhere: a page loads only its own."""
    if "<" not in text:
        return text
    tree = html.fragment_fromstring(text, create_parent="div")
    for element in [*tree.iter("img", "source")]:
        sources = [element.get(name, "") for name in ("src", "srcset", "data-src")]
        if any("//" in each or ":" in each for each in sources) or not any(sources):
            element.drop_tree()
    written: str = html.tostring(tree, encoding="unicode")
    return written[len("<div>") : -len("</div>")]


def pictures_without_words(text: str) -> int:
    """How many pictures in `text` have no text that stands for them."""
    if "<img" not in text:
        return 0
    tree = html.fragment_fromstring(text, create_parent="div")
    return sum(not (element.get("alt") or "").strip() for element in tree.iter("img"))
