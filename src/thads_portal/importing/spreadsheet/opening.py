"""What a file is, by its content and not by its name; what cannot be read is refused in words.

Nothing of a file is run, no link is followed, and how much may be unpacked is bounded
before anything is: a file of ten kilobytes can claim to hold gigabytes.
"""

from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet.cells import AS_TOLD
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Encodings

import io
import zipfile
import zlib


#: Bytes of an uploaded file.
MAX_FILE = 20 * 2**20
#: Bytes of one part of a packed file, and of all that are read, when unpacked.
MAX_PART = 192 * 2**20
MAX_UNPACKED = 320 * 2**20
MAX_PARTS = 5_000

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


def refused(code: Code, **params) -> SpreadsheetRefused:
    return SpreadsheetRefused(code=code, **params)


def check_file(data: bytes) -> None:
    """What can be seen at a glance, while the editor waits. Raises SpreadsheetRefused."""
    if not data.strip(b"\x00 \r\n\t"):
        raise refused(Code.SPREADSHEET_EMPTY)
    if len(data) > MAX_FILE:
        raise refused(Code.SPREADSHEET_TOO_LARGE, max=MAX_FILE // 2**20)
    if data.startswith(_ZIP):
        _archive(data)
    elif data.startswith(_OLE):
        _check_ole(data)
    else:
        _check_plain(data)


def open_book(data: bytes, encodings: Encodings = AS_TOLD) -> Book:
    """Read `data` as whatever it is. Raises SpreadsheetRefused, which says what to do."""
    from thads_portal.importing.spreadsheet.fonts import settle

    return settle(_read(data), encodings)


def _read(data: bytes) -> Book:
    check_file(data)
    if data.startswith(_ZIP):
        return _open_zip(data)
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


def _archive(data: bytes) -> zipfile.ZipFile:
    """The packed file, if it may be unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise refused(Code.SPREADSHEET_DAMAGED) from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise refused(Code.SPREADSHEET_ENCRYPTED)
    if len(parts) > MAX_PARTS or any(part.file_size > MAX_PART for part in parts):
        raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE)
    _kind_of(names)
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
    raise refused(Code.SPREADSHEET_WRONG_TYPE, found="ZIP")


def _open_zip(data: bytes) -> Book:
    archive = _archive(data)
    try:
        if _kind_of(set(archive.namelist())) == "ods":
            from thads_portal.importing.spreadsheet.ods import read_ods

            return read_ods(archive)
        from thads_portal.importing.spreadsheet.xlsx import read_xlsx

        return read_xlsx(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        IndexError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise refused(Code.SPREADSHEET_DAMAGED) from error


def _check_ole(data: bytes) -> None:
    if _ENCRYPTED_PACKAGE in data:
        raise refused(Code.SPREADSHEET_ENCRYPTED)
    if _WORD in data:
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found="Word")
    if not any(name in data for name in _WORKBOOK):
        raise refused(Code.SPREADSHEET_WRONG_TYPE, found="OLE")
