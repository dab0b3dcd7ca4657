"""The texts of an Excel workbook: plain or in pieces, their escapes undone."""

from collections.abc import Mapping
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.cells import Run
from thads_portal.importing.spreadsheet.cells import Runs
from thads_portal.importing.spreadsheet.packed_xml import Parts
from typing import NamedTuple

import re


_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """`text` without Excel's escapes: ``_x0020_`` is a blank, ``_x005F_x0020_`` its writing."""
    return _ESCAPE.sub(_sign, text) if "_x" in text else text


def _sign(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Half of a pair is no letter.
    return "" if 0xD800 <= code < 0xE000 or code == 0 else chr(code)


class String(NamedTuple):
    """`runs` for a text in pieces: those without a font of their own have the cell's."""

    text: str
    runs: Runs = ()


class Builder:
    """Puts a text together from the elements within <si> or <is>."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.runs: list[Run] = []
        self.own: tuple[str | None, bool | None] = (None, None)
        self.piece: list[str] = []
        self.in_run = self.in_phonetic = self.in_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "t":
            self.in_text = not self.in_phonetic
            self.piece = []
        elif name == "r":
            self.in_run = True
            self.own = (None, None)
        elif name == "rPr":
            # What a run's own properties do not say, it is not.
            self.own = (None, False)
        elif name == "rFont":
            self.own = (attributes.get("val"), self.own[1])
        elif name == "strike":
            self.own = (self.own[0], attributes.get("val", "1") not in ("0", "false", "off"))
        elif name == "rPh":
            self.in_phonetic = True

    def text(self, piece: str) -> None:
        if self.in_text:
            self.piece.append(piece)

    def end(self, name: str) -> None:
        if name == "t" and self.in_text:
            self.in_text = False
            text = unescaped("".join(self.piece))
            if self.in_run:
                self.runs.append(Run(text, *self.own))
            else:
                self.plain.append(text)
        elif name == "r":
            self.in_run = False
        elif name == "rPh":
            self.in_phonetic = False

    def string(self) -> String:
        """What was put together, at most as long as a cell may be."""
        if not self.runs:
            return String("".join(self.plain)[:MAX_TEXT])
        left = MAX_TEXT
        runs = []
        for run in self.runs:
            if run.text and left > 0:
                runs.append(run._replace(text=run.text[:left]))
                left -= len(run.text)
        return String("".join([run.text for run in runs]), tuple(runs))


class Strings(list[String]):
    """The shared texts of a workbook."""

    @classmethod
    def of_part(cls, parts: Parts, name: str | None) -> "Strings":
        found = cls()
        builder = Builder()

        def start(element: str, attributes: Mapping[str, str]) -> None:
            nonlocal builder
            if element == "si":
                builder = Builder()
            else:
                builder.start(element, attributes)

        def end(element: str) -> None:
            if element == "si":
                found.append(builder.string())
            else:
                builder.end(element)

        parts.walk(name, start, end, lambda piece: builder.text(piece))
        return found
