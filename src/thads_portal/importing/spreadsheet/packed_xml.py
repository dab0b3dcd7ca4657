"""Reads the XML parts of packed spreadsheets piece by piece, counting what is unpacked.

Nothing is kept of a part but what its reader takes: a row of ten million empty cells costs time
up to the limits below and no memory. No document type, no entity, no link is followed.
"""

from collections.abc import Callable
from collections.abc import Mapping
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from urllib.parse import unquote
from xml.parsers import expat

import posixpath
import zipfile


#: Bytes of one part, and of all that are read, when unpacked.
MAX_PART = 96 * 2**20
MAX_UNPACKED = 160 * 2**20
#: Tags of all parts together.
MAX_TAGS = 2_500_000
#: Bytes of one tag or comment; a parser that waits for its end reads it again with each piece.
MAX_TAG = 2**20
_PIECE = 2**16

Start = Callable[[str, Mapping[str, str]], None]


class Enough(Exception):
    """Raised by a handler: the rest of the part is not wanted."""


def _too_large() -> SpreadsheetRefused:
    return SpreadsheetRefused(code=Code.SPREADSHEET_UNPACKS_TOO_LARGE)


class Parts:
    """The parts of a packed file by their names, in whatever case and with whatever slashes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names: dict[str, str] = {}
        for name in archive.namelist():
            self.names.setdefault(_plain(name), name)
        self.bytes_left = MAX_UNPACKED
        self.tags_left = MAX_TAGS

    def find(self, path: str) -> str | None:
        """The part at this path, or None."""
        return self.names.get(_plain(path))

    def beside(self, part: str, target: str) -> str | None:
        """The part that `target`, a reference in `part`, leads to, or None."""
        target = target.replace("\\", "/")
        folder = posixpath.dirname(part.replace("\\", "/"))
        path = posixpath.normpath(posixpath.join("/", folder, target))
        return self.find(path) or self.find(unquote(path))

    def walk(
        self,
        name: str | None,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Call `start` (name, attributes), `end` (name) and `text` for what is in part `name`.

        Names and attributes come without namespaces. A part that is not there is empty.
        Raises SpreadsheetRefused where it is damaged or too large.
        """
        if name is None:
            return
        try:
            with self.archive.open(name) as part:
                self._parse(part, start, end, text)
        except Enough:
            return
        except (expat.ExpatError, UnicodeDecodeError, LookupError) as error:
            raise SpreadsheetRefused(code=Code.SPREADSHEET_DAMAGED) from error

    def _parse(self, part, start: Start, end, text) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        _listen(parser, start, end)
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        fed = 0
        while piece := part.read(_PIECE):
            fed += len(piece)
            self.bytes_left -= len(piece)
            self.tags_left -= piece.count(b"<")
            if fed > MAX_PART or self.bytes_left < 0 or self.tags_left < 0:
                raise _too_large()
            parser.Parse(piece, False)
            if fed - parser.CurrentByteIndex > MAX_TAG:
                raise _too_large()
        parser.Parse(b"", True)


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _listen(parser, start: Start, end: Callable[[str], None] | None) -> None:
    """Set the handlers: those of the reader itself where the part's names bear no prefix."""

    def first(name: str, attributes: dict[str, str]) -> None:
        parser.StartElementHandler, parser.EndElementHandler = start, end
        if ":" in name:
            parser.StartElementHandler = started
            parser.EndElementHandler = ended if end is not None else None
        parser.StartElementHandler(name, attributes)

    def started(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    def ended(name: str) -> None:
        end(name.rpartition(":")[2])

    parser.StartElementHandler = first


def _refuse_doctype(*_args) -> None:
    raise SpreadsheetRefused(code=Code.SPREADSHEET_DAMAGED)


def attribute(attributes: Mapping[str, str], name: str) -> str | None:
    """An attribute by its local name, in whatever namespace."""
    value = attributes.get(name)
    if value is not None:
        return value
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            return value
    return None
