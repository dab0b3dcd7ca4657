"""Lists of known content, written in every container, font and format, and read back equal or asked."""

from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from tests.support import bad_files
from tests.support.examples import examples
from tests.support.pace import assert_within
from thads_portal.domain.legacy_fonts import encode
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.importing.spreadsheet.cells import tidy
from thads_portal.importing.spreadsheet.opening import read_here
from thads_portal.importing.spreadsheet.xlsx_strings import unescaped

import io
import openpyxl
import posixpath
import pytest
import xlsxwriter
import zipfile


pytestmark = pytest.mark.slow

HEADS = ("STT", "Họ và tên người phải thi hành án", "Địa chỉ", "Số QĐ thi hành án", "Nghĩa vụ")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Hoàng", "Nông", "Bế", "Vi", "Lò", "Hà", "Triệu", "Đàm", "Quan")
_MIDDLE = ("Văn", "Thị", "Đức", "Hữu", "Mùi", "", "Công", "Thúy")
_GIVEN = ("Thử", "Hòa", "Tú", "Đượm", "Quỳnh", "Bé", "Sơn", "Páo", "Dung", "Hưởng", "Mến", "Ba")
_PLACES = (
    "xóm Nà Rị, xã Nam Tuấn",
    "tổ 4, thị trấn Nước Hai",
    "xóm Ba",
    "phường Sông Hiến",
    "Lam Sơn",
)
_DUTIES = (
    "Trả nợ 200.000đ",
    "án phí dân sự sơ thẩm",
    "bồi thường thiệt hại",
    "Nộp phạt 5.000.000 đ",
)

names = strategies.builds(
    lambda *words: " ".join(filter(None, words)),
    strategies.sampled_from(_FAMILY),
    strategies.sampled_from(_MIDDLE),
    strategies.sampled_from(_GIVEN),
)
numbers = strategies.builds(
    lambda number, tail: f"{number}/{tail}",
    strategies.integers(1, 999),
    strategies.sampled_from(["QĐ-CCTHADS", "QĐ-THA", "2024/QĐST-HNGĐ", "QĐ-CTHADS", "LĐ-ST"]),
)
rows = strategies.lists(
    strategies.tuples(
        strategies.integers(1, 500),
        names,
        strategies.sampled_from(_PLACES),
        numbers,
        strategies.sampled_from(_DUTIES),
    ),
    min_size=1,
    max_size=6,
)


def typed(content, encoding):
    """The content as typed for an old font; numbers stay numbers."""
    if encoding is None:
        return content
    return [
        [encode(value, encoding) if isinstance(value, str) else value for value in row]
        for row in content
    ]


def xlsxwriter_file(content, font):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("Danh sách")
    form = book.add_format({"font_name": font}) if font else None
    for number, row in enumerate(content):
        for column, value in enumerate(row):
            sheet.write(number, column, value, form)
    book.close()
    return target.getvalue()


def openpyxl_file(content, font):
    book = openpyxl.Workbook()
    for row in content:
        book.active.append(list(row))
    if font:
        for row in book.active.iter_rows():
            for cell in row:
                cell.font = openpyxl.styles.Font(name=font)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


CONTAINERS = {
    "xlsxwriter": xlsxwriter_file,
    "openpyxl": openpyxl_file,
    "xls": lambda content, font: bad_files.xls(content, font=font or "Arial"),
    "ods": lambda content, font: bad_files.ods(content, font=font or "Arial"),
}
FONTS = [
    (None, None), (None, "Calibri"), (None, "Times New Roman"), (None, ".VnTime"),
    (Encoding.TCVN3, ".VnTime"), (Encoding.VNI, "VNI-Times"),
    (Encoding.TCVN3, "Times New Roman"), (Encoding.VNI, "Arial"),
]  # fmt: skip


def compare(book, content):
    """Every text equal, but for first letters that old fonts have no capitals for; or asked."""
    found = [[cell for _column, cell in sorted(row.cells.items())] for row in book.sheets[0].rows]
    assert len(found) == len(content)
    for cells, meant in zip(found, content, strict=True):
        for cell, value in zip(cells, meant, strict=True):
            assert cell.text.casefold() == str(value).casefold() or cell.doubtful, cell


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(("encoding", "font"), FONTS, ids=str)
@settings(max_examples=examples(12), deadline=None)
@given(content=rows)
def test_a_list_comes_back(container, encoding, font, content):
    content = [HEADS, *content]
    book = read_here(CONTAINERS[container](typed(content, encoding), font))
    compare(book, content)
    if encoding is None:
        # What is Unicode is equal to the letter, and nobody is asked.
        assert not book.fonts.asked
        texts = [cell.text for row in book.sheets[0].rows for cell in row.cells.values()]
        assert texts == [str(value) for row in content for value in row]
    else:
        assert book.fonts.found[encoding.value] > 3


@settings(max_examples=examples(40), deadline=None)
@given(
    content=rows, chosen=strategies.lists(strategies.sampled_from(FONTS), min_size=5, max_size=5)
)
def test_a_list_whose_columns_are_in_different_fonts(content, chosen):
    """Each column typed and shown in its own way, the headings in Unicode."""
    chosen = [each for each in chosen if each[1] not in ("Times New Roman", "Arial")]
    chosen += [(None, "Calibri")] * (5 - len(chosen))
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    for number, row in enumerate(content, start=1):
        for column, value in enumerate(row):
            encoding, font = chosen[column]
            form = book.add_format({"font_name": font}) if font else None
            (written,) = typed([[value]], encoding)[0]
            sheet.write(number, column, written, form)
    book.close()
    compare(read_here(target.getvalue()), [HEADS, *content])


@settings(max_examples=examples(60), deadline=None)
@given(
    pieces=strategies.lists(
        strategies.tuples(
            strategies.sampled_from(_FAMILY + _GIVEN), strategies.sampled_from(FONTS)
        ),
        min_size=2,
        max_size=6,
    )
)
def test_a_text_in_several_fonts(pieces):
    named = {".VnTime": Encoding.TCVN3, "VNI-Times": Encoding.VNI}
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    parts: list = []
    meant = []
    for word, (_encoding, font) in pieces:
        form = book.add_format({"font_name": font or "Calibri"})
        encoding = named.get(font)
        parts += [form, encode(f"{word} ", encoding) if encoding else f"{word} "]
        meant.append(word)
    sheet.write_rich_string(1, 1, *parts)
    book.close()
    cell = read_here(target.getvalue()).sheets[0].rows[1].cells[1]
    assert cell.text.casefold() == " ".join(meant).casefold() or cell.doubtful


@settings(max_examples=examples(40), deadline=None)
@given(
    number=strategies.integers(0, 10**12),
    width=strategies.integers(1, 12),
    tail=strategies.sampled_from(["", "/QĐ-CCTHADS", "/2024/DS-ST", " đồng", "/LĐ-ST"]),
    day=strategies.integers(0, 40_000).map(lambda days: date(1930, 1, 1) + timedelta(days)),
    order=strategies.sampled_from(
        ["dd/mm/yyyy", "m/d/yyyy", "d-m-yy", "yyyy-mm-dd", "[$-42A]d mmmm yyyy"]
    ),
    struck=strategies.booleans(),
)
def test_numbers_and_days_under_formats(number, width, tail, day, order, struck):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    code = "0" * width + (f'"{tail}"' if tail else "")
    sheet.write(0, 0, number, book.add_format({"num_format": code, "font_strikeout": struck}))
    sheet.write(0, 1, day, book.add_format({"num_format": order}))
    book.close()
    cells = read_here(target.getvalue()).sheets[0].rows[0].cells
    assert cells[0].text == tidy(str(number).zfill(width) + tail)
    assert cells[0].live == ("" if struck else cells[0].text)
    assert (cells[1].value, cells[1].text) == (day, f"{day:%d/%m/%Y}")


@settings(max_examples=examples(60), deadline=None)
@given(
    content=rows,
    separator=strategies.sampled_from([";", ",", "\t"]),
    coding=strategies.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=strategies.sampled_from(["", "\x1a", "\r\n\x1a", "\n\n"]),
)
def test_text_files_come_back(content, separator, coding, end):
    lines = [
        separator.join('"' + str(value).replace('"', '""') + '"' for value in row)
        for row in (HEADS, *content)
    ]
    compare(read_here(("\r\n".join(lines) + end).encode(coding)), [HEADS, *content])


@settings(max_examples=examples(200), deadline=None)
@given(text=strategies.text(max_size=40))
def test_any_text_survives_excels_escapes(text):
    """openpyxl and XlsxWriter escape what XML cannot hold; so does Excel what looks so."""
    escaped = "".join(
        f"_x{ord(sign):04X}_" if ord(sign) < 32 or sign == "_" else sign for sign in text
    ).replace("_x0000_", "")
    assert unescaped(escaped) == text.replace("\x00", "")


@pytest.mark.parametrize(
    "text",
    [
        "_x" * 16_000, "_x0020" * 5_000, "_x0020_" * 4_500, " " * 32_000, "\n" * 32_000,
        " \n" * 16_000, "\r" * 32_000, "\u200b" * 32_000, "\xa0 " * 16_000,
        "x" + " " * 31_000 + "\n",
    ],
)  # fmt: skip
def test_the_worst_text_is_tidied_in_a_moment(text):
    def read():
        tidy(unescaped(text))
        tidy(text, keep=True)

    assert_within(0.1, read)


def _moved(data, changes):
    """The workbook with parts renamed, and the texts of parts changed as said."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            for before, after in changes:
                name = name.replace(before, after)
                if name.endswith(".rels"):
                    content = content.replace(before.encode(), after.encode())
            new.writestr(posixpath.normpath(name), content)
    return target.getvalue()


@pytest.mark.parametrize(
    "changes",
    [
        [("xl/", "book/")],
        [("worksheets/sheet1", "worksheets/Trang một")],
        [("worksheets/sheet1.xml", "../tables of ours/a b.xml")],
        [("sharedStrings.xml", "texts.xml"), ("styles.xml", "looks.xml")],
    ],
    ids=str,
)
def test_parts_lie_where_their_relationships_say(changes):
    content = [HEADS, (1, "Nông Văn Thử", "xóm Ba", "12/QĐ-CCTHADS", "Trả nợ")]
    data = xlsxwriter_file(content, None)
    compare(read_here(_moved(data, changes)), content)


def test_targets_from_the_root_and_with_percent_signs():
    content = [HEADS, (1, "Nông Văn Thử", "xóm Ba", "12/QĐ-CCTHADS", "Trả nợ")]
    data = xlsxwriter_file(content, None)
    moved = _moved(data, [("worksheets/sheet1", "worksheets/a b")])
    with zipfile.ZipFile(io.BytesIO(moved)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    for written in (b"/xl/worksheets/a%20b.xml", b"WORKSHEETS\\A b.xml", b"./worksheets/a b.xml"):
        changed = relations.replace(b"worksheets/a b.xml", written)
        again = bad_files.repacked(moved, {"xl/_rels/workbook.xml.rels": changed})
        compare(read_here(again), content)
