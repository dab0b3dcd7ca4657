"""The styles of an OpenDocument spreadsheet, as far as they say how a text is to be read."""

from collections.abc import Mapping
from thads_portal.importing.spreadsheet.packed_xml import attribute
from typing import NamedTuple


#: Styles that inherit from each other beyond this do so in a circle.
_DEEPEST = 20


class Look(NamedTuple):
    """The font of a text, and whether it is struck through."""

    font: str | None = None
    struck: bool = False


class _Style(NamedTuple):
    parent: str
    font: str | None
    struck: bool | None


class Styles:
    """Collects styles from styles.xml and content.xml."""

    def __init__(self) -> None:
        self.families: dict[str, str] = {}
        self.styles: dict[str, _Style] = {}
        self.hidden_tables: set[str] = set()
        self.default: _Style = _Style("", None, None)
        self.name: str | None = None
        self.known: dict[tuple[str, Look | None], Look] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "font-face":
            family = (attribute(attributes, "font-family") or "").strip("'\" ")
            self.families[attribute(attributes, "name") or ""] = family
        elif name == "style":
            self.name = attribute(attributes, "name") or ""
            parent = attribute(attributes, "parent-style-name") or ""
            self.styles[self.name] = _Style(parent, None, None)
        elif name == "default-style":
            self.name = "" if attribute(attributes, "family") == "table-cell" else None
        elif name == "text-properties" and self.name is not None:
            self._text_properties(attributes)
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self.hidden_tables.add(self.name or "")

    def end(self, name: str) -> None:
        if name in ("style", "default-style"):
            self.name = None

    def _text_properties(self, attributes: Mapping[str, str]) -> None:
        font = attribute(attributes, "font-name") or attribute(attributes, "font-family")
        if font:
            font = self.families.get(font) or font.strip("'\" ")
        struck = attribute(attributes, "text-line-through-style")
        kind = attribute(attributes, "text-line-through-type")
        said = struck if struck is not None else kind
        own = _Style("", font or None, None if said is None else said != "none")
        if self.name:
            own = own._replace(parent=self.styles[self.name].parent)
            self.styles[self.name] = own
        else:
            self.default = own

    def look(self, name: str, above: Look | None = None) -> Look:
        """How a text of this style looks; `above`: where it stands, for what it does not say."""
        key = (name, above)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._look(name, above)
        return found

    def _look(self, name: str, above: Look | None) -> Look:
        font: str | None = None
        struck: bool | None = None
        for _ in range(_DEEPEST):
            style = self.styles.get(name)
            if style is None:
                break
            font = font or style.font
            struck = style.struck if struck is None else struck
            name = style.parent
        if above is None:
            above = Look(self.default.font, bool(self.default.struck))
        return Look(font or above.font, above.struck if struck is None else struck)
