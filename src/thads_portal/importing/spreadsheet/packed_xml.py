"""Reads the XML parts of packed spreadsheets bit by bit: bounded, without entities or network."""

from collections.abc import Iterator
from lxml import etree
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet.opening import MAX_PART

import zipfile


class _Bounded:
    """A part that is read up to its limit, whatever its archive says of its size."""

    def __init__(self, source, limit: int) -> None:
        self.source = source
        self.left = limit

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(min(size, 2**16) if size > 0 else 2**16)
        self.left -= len(data)
        if self.left < 0:
            raise SpreadsheetRefused(code=Code.SPREADSHEET_UNPACKS_TOO_LARGE)
        return data


def elements(archive: zipfile.ZipFile, name: str, *tags: str) -> Iterator[etree._Element]:
    """The elements of `name` with these local names, in document order, each emptied after use.

    Raises SpreadsheetRefused where the part is damaged. A part that is not there is empty.
    """
    try:
        part = archive.open(name)
    except KeyError:
        return
    with part:
        context = etree.iterparse(
            _Bounded(part, MAX_PART),
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _event, element in context:
                yield element
                element.clear(keep_tail=False)
                # What was read stays with its parent otherwise.
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise SpreadsheetRefused(code=Code.SPREADSHEET_DAMAGED) from error


def local(element) -> str:
    """The element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace."""
    value = element.get(name)
    if value is not None:
        return value
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None
