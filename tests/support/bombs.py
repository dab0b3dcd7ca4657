"""Small files that would be enormous, or take for ever, if they were read as they say."""

from tests.support import bad_files
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding

import io
import msoffcrypto.format.ooxml
import struct
import xlsxwriter
import zipfile


_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET = "xl/worksheets/sheet1.xml"


def _sheet(rows: bytes, behind: bytes = b"") -> bytes:
    content = b"<worksheet %s><sheetData>%s</sheetData>%s</worksheet>" % (_MAIN, rows, behind)
    return bad_files.repacked(bad_files.xlsx(), {_SHEET: content})


def one_row_of_empty_cells() -> bytes:
    """Sixty megabytes of nothing in one row."""
    return _sheet(b'<row r="1">' + b"<c/>" * 15_000_000 + b"</row>")


def row_of_filled_cells() -> bytes:
    return _sheet(b'<row r="1">' + b"<c><v>1</v></c>" * 4_000_000 + b"</row>")


def rows_of_filled_cells() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 110 + b"</row>"
    return _sheet(row * 9_000)


def thirty_sheets_on_one_part() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for number in range(30):
        book.add_worksheet(f"S{number}")
    book.close()
    data = target.getvalue()
    rows = b"".join(b'<row r="%d"><c><v>1</v></c></row>' % n for n in range(1, 9_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    for number in range(2, 31):
        relations = relations.replace(b"sheet%d.xml" % number, b"sheet1.xml")
    sheet = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (_MAIN, rows)
    return bad_files.repacked(data, {"xl/_rels/workbook.xml.rels": relations, _SHEET: sheet})


def one_long_text_in_every_cell() -> bytes:
    """A text of 32,000 letters that a hundred thousand cells name."""
    strings = b"<sst %s><si><t>%s</t></si></sst>" % (_MAIN, b"x" * 32_000)
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"
    data = _sheet(row * 1_000)
    return bad_files.repacked(data, {"xl/sharedStrings.xml": strings})


def many_strings() -> bytes:
    strings = b"<sst %s>%s</sst>" % (_MAIN, b"<si><t>x</t></si>" * 4_000_000)
    return bad_files.repacked(bad_files.xlsx(), {"xl/sharedStrings.xml": strings})


def long_attribute() -> bytes:
    """A parser that waits for the end of a tag reads it again and again."""
    return _sheet(b'<row r="1" x="' + b">" * 60_000_000 + b'"/>')


def deep() -> bytes:
    return _sheet(b"<a>" * 5_000_000)


def long_comment() -> bytes:
    return _sheet(b"<!--" + b"x" * 80_000_000 + b"-->")


def many_styles() -> bytes:
    styles = b'<styleSheet %s><fonts><font><name val="x"/></font></fonts><cellXfs>%s</cellXfs></styleSheet>'
    styles %= (_MAIN, b'<xf numFmtId="0" fontId="0"/>' * 4_000_000)
    return bad_files.repacked(bad_files.xlsx(), {"xl/styles.xml": styles})


def many_merges() -> bytes:
    merges = b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A1:XFD1048576"/>' * 2_000_000)
    return _sheet(b"<row><c><v>1</v></c></row>", merges)


def many_parts() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"xl/{number}", b"")
    return target.getvalue()


def packed_otherwise() -> bytes:
    """LZMA asks for as much memory as the file says it needs."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b" " * 100_000_000)
    return target.getvalue()


def worst_texts() -> bytes:
    """Cells full of words typed for an old font."""
    text = (encode("Nguyễn Văn Được ", Encoding.TCVN3) * 2_100)[:32_000].encode()
    cell = b'<c t="inlineStr"><is><t>%s</t></is></c>'
    rows = b"".join(b"<row>" + cell % (b"%d " % row + text) + b"</row>" for row in range(600))
    return _sheet(rows)


def many_runs() -> bytes:
    run = b"<r><rPr><rFont val='.VnTime'/></rPr><t>x</t></r><r><t>y</t></r>"
    return _sheet(b'<row><c t="inlineStr"><is>%s</is></c></row>' % (run * 300_000))


def repeated_in_ods() -> bytes:
    return _ods(
        b'<table:table table:name="x">'
        b'<table:table-row table:number-rows-repeated="9000">'
        b'<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        b"<text:p>xxxxxxxxxxxxxxxxxxxxxxxxxxxxx</text:p></table:table-cell>"
        b"</table:table-row></table:table>"
    )


def blanks_in_ods() -> bytes:
    return _ods(
        b'<table:table table:name="x"><table:table-row><table:table-cell><text:p>'
        + b'<text:span text:style-name="a"><text:s text:c="1000"/></text:span>x' * 800_000
        + b"</text:p></table:table-cell></table:table-row></table:table>"
    )


def _ods(tables: bytes) -> bytes:
    name = b"urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        b'<office:document-content xmlns:office="%soffice:1.0" xmlns:table="%stable:1.0"'
        b' xmlns:text="%stext:1.0"><office:body><office:spreadsheet>%s</office:spreadsheet>'
        b"</office:body></office:document-content>" % (name, name, name, tables)
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return target.getvalue()


def empty_lines() -> bytes:
    return b"STT;a;b\n" + b"\n" * 19_000_000 + b"1;2;3"


def one_line_of_separators() -> bytes:
    return b"STT;a;b\n" + b";" * 19_000_000 + b"x"


def open_quotation_mark() -> bytes:
    return b'STT;a;b\n1;"' + b"x;y;z\n" * 3_000_000


def slow_password() -> bytes:
    """A file whose key takes a million rounds to make."""
    target = io.BytesIO()
    file = msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(bad_files.xlsx()))
    file.encrypt("VelvetSweatshop", target)
    data = target.getvalue()
    assert b'spinCount="100000"' in data
    return data.replace(b'spinCount="100000"', b'spinCount="999999"')


def circle_of_sectors() -> bytes:
    """An OLE file whose table of sectors leads back to itself."""
    data = bytearray(bad_files.xls([["STT", "x"]]))
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return bytes(data)
    head = bytearray(bad_files.ole("Workbook"))
    struct.pack_into("<I", head, 44, 1_000_000)
    struct.pack_into("<I", head, 68, 0)
    struct.pack_into("<I", head, 72, 1_000_000)
    return bytes(head) + bytes(data)


ALL = [
    one_row_of_empty_cells, row_of_filled_cells, rows_of_filled_cells, thirty_sheets_on_one_part,
    one_long_text_in_every_cell, many_strings, long_attribute, deep, long_comment, many_styles,
    many_merges, many_parts, packed_otherwise, worst_texts, many_runs, repeated_in_ods,
    blanks_in_ods, empty_lines, one_line_of_separators, open_quotation_mark, slow_password,
    circle_of_sectors,
]  # fmt: skip
