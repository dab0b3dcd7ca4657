"""Reads Excel workbooks (.xlsx, .xlsm) straight from their XML: what is shown, fonts, hidden, struck.

Fast readers do not know fonts, and the fonts decide how a text is read. Parts are found by
their relationships. Macros are not looked at, only noticed.
"""

from collections.abc import Mapping
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import MAX_SHEETS
from thads_portal.importing.spreadsheet.limits import Budget
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.number_formats import BUILT_IN
from thads_portal.importing.spreadsheet.number_formats import compiled
from thads_portal.importing.spreadsheet.packed_xml import attribute
from thads_portal.importing.spreadsheet.packed_xml import Enough
from thads_portal.importing.spreadsheet.packed_xml import Parts
from thads_portal.importing.spreadsheet.xlsx_sheet import read_sheet
from thads_portal.importing.spreadsheet.xlsx_sheet import Style
from thads_portal.importing.spreadsheet.xlsx_strings import Strings
from typing import NamedTuple

import posixpath
import zipfile


#: Excel itself takes no more.
_MANY_STYLES = 65_536


class _Relation(NamedTuple):
    kind: str
    part: str | None


def read_xlsx(archive: zipfile.ZipFile) -> Book:
    """The workbook in `archive`. Raises SpreadsheetRefused."""
    parts = Parts(archive)
    workbook = _workbook_part(parts)
    relations = _relations(parts, workbook)
    by_kind = {relation.kind: relation.part for relation in relations.values()}
    listed: list[tuple[str, bool, _Relation]] = []
    from_1904 = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if name == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = relations.get(attribute(attributes, "id") or "", _Relation("", None))
            hidden = attributes.get("state") in ("hidden", "veryHidden")
            listed.append((attributes.get("name") or "?", hidden, relation))

    parts.walk(workbook, start)
    # Sheets of charts and old dialogues hold no cells.
    listed = [each for each in listed if each[2].kind in ("worksheet", "")]
    if not listed:
        raise refused(Code.SPREADSHEET_DAMAGED)
    found = [relation.part for _name, _hidden, relation in listed if relation.part]
    if len(found) > len(set(found)):
        # Thirty sheets that are one part would be read thirty times.
        raise refused(Code.SPREADSHEET_DAMAGED)
    styles = _styles(parts, by_kind.get("styles") or parts.beside(workbook, "styles.xml"))
    shared = by_kind.get("sharedStrings") or parts.beside(workbook, "sharedStrings.xml")
    strings = Strings.of_part(parts, shared)
    budget = Budget()
    sheets = [
        read_sheet(parts, relation.part, name, hidden, styles, strings, from_1904, budget)
        for name, hidden, relation in listed[:MAX_SHEETS]
        if relation.part is not None
    ]
    unread = [name for name, _hidden, relation in listed[:MAX_SHEETS] if relation.part is None]
    return Book(
        kind="xlsx",
        sheets=sheets,
        macros=any(name.endswith("vbaproject.bin") for name in parts.names),
        unread_sheets=(*unread, *(name for name, _hidden, _part in listed[MAX_SHEETS:])),
    )


def _relations(parts: Parts, part: str) -> dict[str, _Relation]:
    """The relationships of a part, by their ids; of the whole package for an empty name."""
    folder, name = posixpath.split(part.replace("\\", "/"))
    found: dict[str, _Relation] = {}

    def start(element: str, attributes: Mapping[str, str]) -> None:
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            kind = (attributes.get("Type") or "").rpartition("/")[2]
            target = parts.beside(part, attributes.get("Target") or "")
            found[attributes.get("Id") or ""] = _Relation(kind, target)

    parts.walk(parts.find(f"{folder}/_rels/{name}.rels"), start)
    return found


def _workbook_part(parts: Parts) -> str:
    for relation in _relations(parts, "").values():
        if relation.kind == "officeDocument" and relation.part is not None:
            return relation.part
    part = parts.find("xl/workbook.xml")
    if part is None:
        raise refused(Code.SPREADSHEET_DAMAGED)
    return part


class _Styles:
    """Collects what the cells' styles say of fonts and number formats."""

    def __init__(self) -> None:
        self.codes = dict(BUILT_IN)
        self.fonts: list[tuple[str | None, bool]] = []
        self.styles: list[Style] = []
        self.within = ""
        self.name: str | None = None
        self.struck = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("fonts", "cellXfs", "cellStyleXfs", "numFmts", "dxfs"):
            self.within = name
        elif self.within == "numFmts" and name == "numFmt":
            self.codes[int(attributes.get("numFmtId") or 0)] = attributes.get("formatCode") or ""
        elif self.within == "fonts":
            if name == "font":
                self.name, self.struck = None, False
            elif name == "name":
                self.name = attributes.get("val")
            elif name == "strike":
                self.struck = is_on(attributes)
        elif self.within == "cellXfs" and name == "xf":
            number = int(attributes.get("fontId") or 0)
            font, struck = self.fonts[number] if number < len(self.fonts) else (None, False)
            code = self.codes.get(int(attributes.get("numFmtId") or 0), "")
            self.styles.append(Style(font, struck, compiled(code)))
            if len(self.styles) > _MANY_STYLES:
                raise Enough

    def end(self, name: str) -> None:
        if name == "font" and self.within == "fonts":
            if len(self.fonts) < _MANY_STYLES:
                self.fonts.append((self.name, self.struck))
        elif name == self.within:
            self.within = ""


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a switch like <strike/> is on."""
    return attributes.get("val", "1") not in ("0", "false", "off")


def _styles(parts: Parts, name: str | None) -> list[Style]:
    reader = _Styles()
    parts.walk(name, reader.start, reader.end)
    return reader.styles or [Style(None, False, None)]
