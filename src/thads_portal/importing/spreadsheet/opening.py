"""What a file is, by its content and not by its name; what cannot be read is refused in words.

Nothing of a file is run and no link is followed. ``check_file`` looks at its first and last
bytes while the editor waits; ``read_here`` reads it, and is called in a process of its own only
(``process``), where neither its memory nor its time can harm anybody.
"""

from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet.cells import AS_TOLD
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Encodings
from thads_portal.importing.spreadsheet.limits import BROKEN
from thads_portal.importing.spreadsheet.limits import MAX_DIRECTORY
from thads_portal.importing.spreadsheet.limits import MAX_FILE
from thads_portal.importing.spreadsheet.limits import MAX_PARTS
from thads_portal.importing.spreadsheet.limits import refused

import io
import struct
import zipfile


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: A workbook of Excel 3 to 5 without the box around it.
_OLD_XLS = (b"\x09\x08", b"\x09\x04", b"\x09\x02")
#: How a stream is named inside an OLE file.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD = "WordDocument".encode("utf-16-le")
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF (Word)"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "GZIP"),
    (b"MZ", "EXE"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
#: The end of a packed file's list of parts, and what leads to a longer form of it.
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"


def check_file(data: bytes) -> None:
    """What can be seen at a glance, while the editor waits. Raises SpreadsheetRefused."""
    if not data.strip(b"\x00 \r\n\t"):
        raise refused(Code.SPREADSHEET_EMPTY)
    if len(data) > MAX_FILE:
        raise refused(Code.SPREADSHEET_TOO_LARGE, max=MAX_FILE // 2**20)
    if data.startswith(_ZIP):
        if _is_plain_archive(data):
            _archive(data)
    elif data.startswith(_OLE):
        _check_ole(data)
    else:
        _check_plain(data)


def open_book(data: bytes, encodings: Encodings = AS_TOLD) -> Book:
    """Have `data` read, in a process of its own, as whatever it is.

    Raises SpreadsheetRefused, which says what to do.
    """
    from thads_portal.importing.spreadsheet.process import read_apart

    check_file(data)
    return read_apart(data, encodings)


def read_here(data: bytes, encodings: Encodings = AS_TOLD) -> Book:
    """Read `data` as whatever it is. Raises SpreadsheetRefused, which says what to do."""
    from thads_portal.importing.spreadsheet.fonts import settle

    check_file(data)
    try:
        return settle(_read(data), encodings)
    except MemoryError as error:
        raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE) from error


def _read(data: bytes) -> Book:
    if data.startswith(_ZIP):
        return _open_zip(data)
    if data.startswith(_OLE) and _ENCRYPTED_PACKAGE in data:
        from thads_portal.importing.spreadsheet.passwords import without_password

        return _read(without_password(data))
    if data.startswith(_OLE) or data[:2] in _OLD_XLS:
        from thads_portal.importing.spreadsheet.xls import read_xls

        return read_xls(data)
    from thads_portal.importing.spreadsheet.csv_text import read_csv

    return read_csv(data)


def _check_plain(data: bytes) -> None:
    head = data[:4096]
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise refused(Code.SPREADSHEET_WRONG_TYPE, found=name)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"<"):
        found = "HTML" if b"<html" in start or b"<table" in start else "XML"
        raise refused(Code.SPREADSHEET_WEB_PAGE, found=found)


def _is_plain_archive(data: bytes) -> bool:
    """Whether the list of parts is in its usual form. Raises SpreadsheetRefused if it is too long."""
    end = data.rfind(_END, max(0, len(data) - 2**16 - 22))
    if end < 0 or end + 22 > len(data):
        raise refused(Code.SPREADSHEET_DAMAGED)
    (size,) = struct.unpack_from("<I", data, end + 12)
    if data[max(0, end - 20) : end].startswith(_END64):
        # Larger than anything we take, or written by a careful program: read with care.
        return False
    if size > MAX_DIRECTORY:
        raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE)
    return True


def _archive(data: bytes) -> zipfile.ZipFile:
    """The packed file, if it may be unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except BROKEN as error:
        raise refused(Code.SPREADSHEET_DAMAGED) from error
    if any(part.flag_bits & 1 for part in parts):
        raise refused(Code.SPREADSHEET_ENCRYPTED)
    if len(parts) > MAX_PARTS:
        raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        # No program packs a spreadsheet otherwise.
        raise refused(Code.SPREADSHEET_DAMAGED)
    _kind_of({part.filename.replace("\\", "/").lower() for part in parts})
    return archive


def _kind_of(names: set[str]) -> str:
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("xl/") for name in names):
        if any(name.endswith("workbook.bin") for name in names):
            raise refused(Code.SPREADSHEET_WRONG_TYPE, found="Excel Binary (.xlsb)")
        return "xlsx"
    for folder, found in (("word/", "Word"), ("ppt/", "PowerPoint")):
        if any(name.startswith(folder) for name in names):
            raise refused(Code.SPREADSHEET_WRONG_TYPE, found=found)
    if "[content_types].xml" in names:
        # Its parts lie where its relationships say, in whatever folder.
        return "xlsx"
    raise refused(Code.SPREADSHEET_WRONG_TYPE, found="ZIP")


def _open_zip(data: bytes) -> Book:
    archive = _archive(data)
    names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    try:
        if _kind_of(names) == "ods":
            from thads_portal.importing.spreadsheet.ods import read_ods

            return read_ods(archive)
        from thads_portal.importing.spreadsheet.xlsx import read_xlsx

        return read_xlsx(archive)
    except SpreadsheetRefused:
        raise
    except BROKEN as error:
        raise refused(Code.SPREADSHEET_DAMAGED) from error


def _check_ole(data: bytes) -> None:
    if _ENCRYPTED_PACKAGE in data:
        return
    if _WORD in data:
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found="Word")
    if not any(name in data for name in _WORKBOOK):
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found="OLE")
