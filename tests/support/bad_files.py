"""Files as they go wrong in offices, made for real: encrypted, packed bombs, macros, hidden parts."""

from thads_portal.domain.spreadsheet_cells import workbook

import io
import struct
import zipfile


HEADS = ("STT", "Họ tên", "Địa chỉ", "Số bản án", "Ngày bản án")
ROW = (1, "Nông Văn Thử", "Tổ 1", "15/2024/DS-ST", "05/03/2024")


def xlsx(fill=None, *, rows=1, name="Danh sách") -> bytes:
    """A small list; `fill(book, sheet)` adds what is wrong with it."""
    target = io.BytesIO()
    with workbook(target) as book:
        sheet = book.add_worksheet(name)
        write_list(sheet, rows=rows)
        if fill:
            fill(book, sheet)
    return target.getvalue()


def write_list(sheet, *, rows=1, top=0, left=0) -> None:
    for column, text in enumerate(HEADS):
        sheet.write(top, left + column, text)
    for number in range(rows):
        for column, value in enumerate(ROW):
            sheet.write(top + 1 + number, left + column, value)


def repacked(data: bytes, changes: dict[str, bytes], *, size: int | None = None) -> bytes:
    """The packed file with parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part.filename, old.read(part.filename))
        for name, content in changes.items():
            new.writestr(name, content)
    return target.getvalue()


def with_macros() -> bytes:
    """As Excel saves .xlsm: the macros lie in one binary part."""
    return repacked(xlsx(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 not run"})


def bomb() -> bytes:
    """Two hundred megabytes of rows in less than one."""
    row = b'<row r="1">' + b'<c r="A1"/>' * 1000 + b"</row>"
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + row * 20_000
        + b"</sheetData></worksheet>"
    )
    return repacked(xlsx(), {"xl/worksheets/sheet1.xml": sheet})


def lying_bomb() -> bytes:
    """A bomb whose archive says that it is small."""
    data = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(data).replace(struct.pack("<I", size), struct.pack("<I", 1000))


def million_empty_rows() -> bytes:
    """A list with a million formatted rows below it that hold nothing."""
    data = xlsx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    rows = b"".join(b'<row r="%d"/>' % number for number in range(3, 1_000_003))
    return repacked(
        data, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", rows + b"</sheetData>")}
    )


def entities() -> bytes:
    """The billion laughs in a sheet."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %s "%s">' % (bytes([98 + n]), b"&%s;" % bytes([97 + n]) * 10) for n in range(9)
    )
    sheet = (
        b'<?xml version="1.0"?>' + laughs + b"]>"
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    )
    return repacked(xlsx(), {"xl/worksheets/sheet1.xml": sheet})


def ole(*streams: str) -> bytes:
    """An OLE file with these streams in its directory: 512 bytes of head, then the directory."""
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 65534, 9, 6)
    )
    directory = b""
    for name in ("Root Entry", *streams):
        encoded = name.encode("utf-16-le")
        entry = encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2) + b"\x02\x01"
        directory += entry.ljust(128, b"\0")
    return head.ljust(512, b"\0") + directory


def encrypted() -> bytes:
    """As Excel saves with a password: an OLE file around the encrypted package."""
    return ole("EncryptionInfo", "EncryptedPackage")


# A workbook of Excel 97, record by record: no library here writes one.


def _record(code: int, data: bytes) -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def _string(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _font(name: str) -> bytes:
    return _record(
        0x31,
        struct.pack("<HHHHHBBBB", 220, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
        + struct.pack("<BB", len(name), 1)
        + name.encode("utf-16-le"),
    )


def xls(rows, *, font: str = ".VnTime", hidden_rows=(), formulas=(), extra: bytes = b"") -> bytes:
    """A .xls file with one sheet of texts and numbers in `font`.

    The stream as it is, as before Excel 97 put a box around it; xlrd reads both.
    """
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)
    book = _record(0x809, bof)
    book += _record(0x42, struct.pack("<H", 1200))
    book += b"".join(_font(font) for _ in range(5))
    book += b"".join(
        _record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0 if n else 0xFFF5, 0x20, 0, 0, 0, 0, 0, 0))
        for n in range(2)
    )
    name = "Danh sach"
    place = len(book)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for number in hidden_rows:
        sheet += _record(0x208, struct.pack("<HHHHHHI", number, 0, 9, 255, 0, 0, 0x20))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            where = struct.pack("<HHH", number, column, 1)
            if (number, column) in formulas:
                body = struct.pack("<dHIH", float(value), 0, 0, 3) + b"\x1e\x01\x00"
                sheet += _record(0x06, where + body)
            elif isinstance(value, str):
                sheet += _record(0x204, where + _string(value))
            else:
                sheet += _record(0x203, where + struct.pack("<d", value))
    sheet += _record(0x0A, b"")
    bound = struct.pack("<IBBBB", 0, 0, 0, len(name), 0) + name.encode()
    ends = _record(0x0A, b"")
    start = place + 4 + len(bound) + len(ends)
    bound = struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name.encode()
    return book + _record(0x85, bound) + ends + sheet + extra


def ods(rows, *, font: str = ".VnTime", encrypted: bool = False) -> bytes:
    """An .ods file; None in a row is an empty cell."""
    cells = []
    for row in rows:
        line = "".join(
            "<table:table-cell/>"
            if value is None
            else f'<table:table-cell table:style-name="ce1" office:value-type="float" office:value="{value}"/>'
            if isinstance(value, (int, float))
            else '<table:table-cell table:style-name="ce1" office:value-type="string">'
            + "".join(f"<text:p>{part}</text:p>" for part in value.split("\n"))
            + "</table:table-cell>"
            for value in row
        )
        cells.append(f"<table:table-row>{line}</table:table-row>")
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:font-face-decls><style:font-face style:name="F1" svg:font-family="{font}"/>'
        "</office:font-face-decls><office:automatic-styles>"
        '<style:style style:name="ce1" style:family="table-cell">'
        '<style:text-properties style:font-name="F1"/></style:style></office:automatic-styles>'
        '<office:body><office:spreadsheet><table:table table:name="Danh sach">'
        + "".join(cells)
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    secret = "<manifest:encryption-data/>" if encrypted else ""
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="content.xml">{secret}</manifest:file-entry>'
        "</manifest:manifest>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return target.getvalue()
