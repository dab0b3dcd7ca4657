"""Cells of files as offices send them and odd programs save them: each as Excel shows it."""

from datetime import date
from pathlib import Path
from tests.support import bad_files
from thads_portal.domain.legacy_fonts import Encoding
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet.cells import Encodings
from thads_portal.importing.spreadsheet.cells import fonts_as_json
from thads_portal.importing.spreadsheet.cells import Struck
from thads_portal.importing.spreadsheet.opening import open_book
from thads_portal.importing.spreadsheet.opening import read_here
from thads_portal.importing.spreadsheet.packed_book import packed
from thads_portal.importing.spreadsheet.packed_book import unpacked

import io
import json
import openpyxl
import pytest
import re
import xlsxwriter


# Each file is read by a process of its own.
pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[1] / "data"
USUAL = [
    "1",
    "Nông Văn Thử",
    "Tổ 1, phường Sông Hiến, thành phố Cao Bằng",
    "15/2024/DS-ST",
    "05/03/2024",
    "TAND thành phố Cao Bằng",
    "210/QĐ-CCTHADS",
    "10/06/2024",
    "12/QĐ-CCTHADS",
    "20/11/2025",
    "Trả nợ số tiền 12.500.000 đồng",
    "12.500.000",
    "Không có thu nhập, không có tài sản",
    "Hoàng Văn Ký",
]


def excel(name):
    return (DATA / "excel" / name).read_bytes()


def desk(name):
    return (DATA / "desk" / name).read_bytes()


def texts(book, number, sheet=0):
    row = next(row for row in book.sheets[sheet].rows if row.number == number)
    return [cell.text for _column, cell in sorted(row.cells.items())]


def saved(fill, **options):
    """A workbook that `fill(book, sheet)` makes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, options)
    fill(book, book.add_worksheet("Danh sách"))
    book.close()
    return target.getvalue()


# Files that Excel opens


@pytest.mark.parametrize(
    "name",
    [
        "base.xlsx", "b01b-sheet-case.xlsx", "backslash.xlsx", "sharedstrings-capital.xlsx",
        "velvet.xlsx", "strict-iso-dates.xlsx", "qd.csv", "ctrl-z.csv", "strike.xlsx",
    ],
)  # fmt: skip
def test_the_usual_row(name):
    book = open_book(excel(name))
    assert texts(book, 2) == USUAL
    assert book.unread_sheets == ()
    assert not book.fonts.asked
    assert set(book.fonts.found) == {"unicode"}


@pytest.mark.parametrize("name", ["biff5-cp10008.xls", "biff5-cp20127.xls"])
def test_old_excel_with_a_code_page_that_only_macs_have(name):
    book = open_book(excel(name))
    assert texts(book, 1)[1:3] == ["Họ và tên", "Địa chỉ"]
    assert texts(book, 2) == ["1", "Nông Văn Thử", "Tổ 1", "15/2024/DS-ST", "05/03/2024"]


def test_old_excel_whose_sectors_overlap():
    book = open_book(excel("compdoc-overlap.xls"))
    assert [texts(book, number)[1] for number in (2, 40)] == ["Nông Văn Thử 1", "Nông Văn Thử 39"]


def test_what_the_number_format_shows():
    book = open_book(excel("number-format.xlsx"))
    assert texts(book, 2)[3] == "15/2024/DS-ST"
    assert texts(book, 2)[6] == "210/QĐ-THA"
    assert texts(book, 2)[8] == "12/QĐ-CCTHADS"
    row = book.sheets[0].rows[1]
    assert row.cells[8].value == 12


def test_zeros_that_the_format_shows():
    book = open_book(excel("personal-number-zeros.xlsx"))
    numbers = [row.cells[13] for row in book.sheets[0].rows[1:]]
    assert [cell.text for cell in numbers] == [
        "001079000123", "004079000123", "100109106", "4800109106", "12345678", "001079000123",
    ]  # fmt: skip
    assert numbers[0].value == 1079000123


def test_escapes():
    book = open_book(excel("escapes.xlsx"))
    assert texts(book, 2)[1] == "Nông Văn Thử"
    # The escape of an escape is its writing.
    assert texts(book, 2)[2] == "Tổ_x0020_1"
    assert texts(book, 2)[10] == "Trả nợ\nsố tiền 12.500.000 đồng"


def test_hidden_columns():
    book = open_book(excel("hidden-column.xlsx"))
    assert book.sheets[0].hidden_columns == {8, 9}


def test_days_of_a_strict_file_whatever_their_zone():
    book = open_book(excel("strict-iso-dates.xlsx"))
    for row in book.sheets[0].rows[1:]:
        days = [row.cells[column].value for column in (4, 7, 9)]
        assert days == [date(2024, 3, 5), date(2024, 6, 10), date(2025, 11, 20)]


def test_struck_rows_and_pieces():
    book = open_book(excel("strike.xlsx"))
    usual, struck = book.sheets[0].rows[1:]
    assert {cell.struck for cell in usual.cells.values()} == {Struck.NO}
    assert {cell.struck for cell in struck.cells.values()} == {Struck.ALL}
    assert {cell.live for cell in struck.cells.values()} == {""}

    def fill(book, sheet):
        out = book.add_format({"font_strikeout": True})
        sheet.write_rich_string(0, 0, out, "Nông Văn Cũ", " Nông Văn Mới")
        # The cell is struck, one piece of it is not.
        live = book.add_format({"bold": True})
        sheet.write_rich_string(1, 0, "Nông Văn ", live, "Hai", out)
        sheet.write(2, 0, 5, out)
        sheet.write(3, 0, "Nông Văn Ba")

    old, mixed, number, plain = [row.cells[0] for row in read_here(saved(fill)).sheets[0].rows]
    assert (old.text, old.live, old.struck) == (
        "Nông Văn Cũ Nông Văn Mới",
        "Nông Văn Mới",
        Struck.PART,
    )
    assert mixed.live == "Hai"
    assert (number.struck, number.live) == (Struck.ALL, "")
    assert plain.struck is Struck.NO


def test_rows_that_are_hidden_or_filtered():
    def fill(book, sheet):
        for row, name in enumerate(("Họ tên", "Một", "Hai", "Ba")):
            sheet.write_row(row, 0, [name, name])
        sheet.autofilter(0, 0, 2, 1)
        sheet.filter_column(0, "x == Một")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})

    rows = read_here(saved(fill)).sheets[0].rows
    assert [(row.hidden, row.filtered) for row in rows] == [
        (False, False), (False, False), (True, True), (True, False),
    ]  # fmt: skip
    book = open_book(desk("14-an-loc-gach-ngang-ghi-chu.xlsx"))
    assert [row.number for row in book.sheets[0].rows if row.hidden] == [12]


def test_styles_that_ods_cells_inherit_from_their_column():
    book = open_book(excel("ods-column-default.ods"))
    assert texts(book, 2) == ["1", "NGUYỄN VĂN ĐƯỢC", "Tổ 1", "15/2024/DS-ST"]
    cell = book.sheets[0].rows[1].cells[1]
    assert (cell.encoding, cell.before) == (Encoding.TCVN3, "nguyÔn v¨n ®\xadîc")


def test_a_stray_quotation_mark_names_its_line():
    with pytest.raises(SpreadsheetRefused) as refused:
        open_book(excel("stray-quote.csv"))
    assert refused.value.code is Code.SPREADSHEET_STRAY_QUOTE
    assert refused.value.params["line"] == 4


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        (['1;"Nông Văn Một;Tổ 1', "2;Lý Văn Hai;Tổ 2"], 2),
        # Closed by the next mark, three rows below.
        (['1;"Tèo, Nông Văn Một;Tổ 1', "2;Hai;Tổ 2", "3;Ba;Tổ 3", '4;"Bốn";Tổ 4'], 2),
        (["1;Một;Tổ 1", '2;Hai;"Tổ 2'], 3),
    ],
)
def test_every_stray_quotation_mark(lines, line):
    text = "\r\n".join(["STT;Họ tên;Địa chỉ", *lines]) + "\r\n"
    with pytest.raises(SpreadsheetRefused) as refused:
        read_here(text.encode())
    assert refused.value.params == {"line": line}


def test_quotation_marks_that_are_closed():
    text = 'STT;Họ tên;Địa chỉ\n1;"Nông Văn Một\ntức ""Tèo""";"Tổ 1; xã Hồng Việt"\n2;"Công ty" Hai;x\n'
    book = read_here(text.encode())
    assert texts(book, 2) == ["1", 'Nông Văn Một\ntức "Tèo"', "Tổ 1; xã Hồng Việt"]
    assert texts(book, 3)[1] == "Công ty Hai"


@pytest.mark.parametrize(
    "name",
    [
        "21-csv-cham-phay-utf8.csv",
        "21b-csv-utf16-unicode-text.csv",
        "21c-csv-cp1258-excel-tieng-viet.csv",
    ],
)
def test_text_files_of_excel(name):
    book = open_book(desk(name))
    assert len(book.sheets[0].rows) > 1
    assert all("Đ" in text or "QĐ" not in text for text in texts(book, 2))
    assert any("QĐ-CCTHADS" in text for text in texts(book, 2))
    assert not book.fonts.asked


def test_csv_as_excel_writes_and_reads_it():
    book = read_here('sep=,\r\nSTT,Số CCCD,Họ tên\r\n1,="001079000123",Một\r\n'.encode())
    assert texts(book, 2) == ["1", "001079000123", "Một"]


# Old fonts


def _expected(name):
    kept = json.loads((DATA / "desk" / "expected.json").read_text(encoding="utf-8"))
    return kept[name]["rows"]


@pytest.mark.parametrize(
    "name",
    [
        "07-tcvn3-dung-ten-phong.ods", "07-tcvn3-dung-ten-phong.xlsx",
        "08-tcvn3-doi-ten-phong.xlsx", "09-vni-dung-ten-phong.xlsx", "10-vni-doi-ten-phong.xlsx",
        "15-nhieu-phong-trong-mot-o.xlsx",
    ],
)  # fmt: skip
def test_lists_in_old_fonts(name):
    book = open_book(desk(name))
    everything = [cell.text for row in book.sheets[0].rows for cell in row.cells.values()]
    assert not book.fonts.mixed
    assert book.fonts.asked
    for row in _expected(name.replace(".ods", ".xlsx")):
        for field in ("name", "addr", "en", "dn"):
            # These fonts have no capitals with tones: the first letter may be small.
            assert any(row[field].casefold() in text.casefold() for text in everything), row[field]
    joined = " ".join(everything)
    assert "QĐ chưa có điều kiện" in joined
    assert not re.search("[§¨©ª«®µ¶·¸ÑÖ]", joined)


def test_a_conversion_can_be_refused_for_the_file_the_column_and_the_cell():
    data = desk("08-tcvn3-doi-ten-phong.xlsx")
    raw, meant = "N«ng V¨n ThuËn", "Nông Văn Thuận"
    name = lambda book: book.sheets[0].rows[7].cells[1]  # noqa: E731
    address = lambda book: book.sheets[0].rows[7].cells[2]  # noqa: E731
    told = name(read_here(data))
    assert (told.text, told.before, told.encoding) == (meant, raw, Encoding.TCVN3)
    for kept in (
        {"file": "unicode"},
        {"columns": {"Sheet": {"1": "unicode"}}},
        {"cells": {"Sheet": {"B9": "unicode"}}},
    ):
        book = open_book(data, Encodings.from_json(kept))
        assert (name(book).text, name(book).encoding) == (raw, None)
        assert (address(book).encoding is None) == ("file" in kept)
    other = read_here(
        data, Encodings.from_json({"file": "vni", "cells": {"Sheet": {"B9": "tcvn3"}}})
    )
    assert name(other).text == meant
    assert address(other).text != address(read_here(data)).text


def test_choosing_an_old_font_never_touches_what_is_unicode():
    for said in ("tcvn3", "vni"):
        book = read_here(excel("base.xlsx"), Encodings(file=said))
        assert texts(book, 2)[6] == "210/QĐ-CCTHADS"
        assert texts(book, 2)[5] == "TAND thành phố Cao Bằng"


def test_samples_show_the_file_in_each_reading():
    fonts = fonts_as_json(read_here(desk("10-vni-doi-ten-phong.xlsx")).fonts)
    assert fonts["found"]["vni"] > 40
    assert 4 <= len(fonts["samples"]) <= 8
    sample = next(each for each in fonts["samples"] if each["unicode"] == "Maãu soá: 04")
    assert (sample["vni"], sample["sheet"], sample["row"]) == ("Mẫu số: 04", "Sheet", 4)
    assert fonts_as_json(read_here(excel("base.xlsx")).fonts)["samples"] == []


def test_our_own_template_filled_as_its_example_says():
    book = open_book(desk("20-mau-he-thong-dien-nhu-vi-du.xlsx"))
    assert not book.fonts.asked
    everything = [cell.text for row in book.sheets[0].rows for cell in row.cells.values()]
    assert any("/QĐ-CCTHADS" in text for text in everything)
    assert not any("é-CCTHADS" in text for text in everything)


# Formats of days and numbers, in each container


def test_days_and_numbers_of_every_container():
    def fill(book, sheet):
        whole = book.add_format({"num_format": "dd/mm/yyyy"})
        american = book.add_format({"num_format": "m/d/yyyy"})
        month = book.add_format({"num_format": "mmm-yy"})
        money = book.add_format({"num_format": "#,##0"})
        sheet.write_datetime(0, 0, date(2024, 3, 5), whole)
        sheet.write_datetime(0, 1, date(2024, 3, 5), american)
        sheet.write_datetime(0, 2, date(2024, 3, 1), month)
        sheet.write_number(0, 3, 12_500_000, money)
        sheet.write_number(0, 4, 12_500_000)
        sheet.write_number(0, 5, 12.5)

    (row,) = read_here(saved(fill)).sheets[0].rows
    shown = ["05/03/2024", "05/03/2024", "03/2024", "12.500.000", "12500000", "12,5"]
    assert [cell.text for cell in row.cells.values()] == shown
    assert row.cells[1].value == date(2024, 3, 5)
    assert row.cells[3].value == 12_500_000


def test_a_book_comes_out_of_its_process_as_it_is():
    for name in ("strike.xlsx", "us-dates.xlsx", "ods-column-default.ods", "hidden-column.xlsx"):
        book = read_here(excel(name))
        again = unpacked(packed(book))
        assert again.fonts == book.fonts
        for before, after in zip(book.sheets, again.sheets, strict=True):
            assert (before.name, before.merges, before.hidden_columns) == (
                after.name,
                after.merges,
                after.hidden_columns,
            )
            for one, other in zip(before.rows, after.rows, strict=True):
                assert (one.number, one.hidden, one.filtered) == (
                    other.number,
                    other.hidden,
                    other.filtered,
                )
                assert {key: cell._replace(font=None) for key, cell in one.cells.items()} == dict(
                    other.cells
                )


def test_a_sheet_whose_part_is_not_there_is_named():
    data = bad_files.xlsx(lambda book, sheet: book.add_worksheet("Hai").write(0, 0, "x"))
    data = bad_files.repacked(data, {"xl/worksheets/sheet2.xml": b""})
    target = io.BytesIO(data)
    import zipfile

    with zipfile.ZipFile(target) as old:
        parts = {name: old.read(name) for name in old.namelist() if "sheet2" not in name}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    assert read_here(target.getvalue()).unread_sheets == ("Hai",)


def test_prefixed_names_of_other_programs():
    data = bad_files.xlsx()
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    sheet = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", sheet).replace("xmlns=", "xmlns:x=")
    changed = bad_files.repacked(data, {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert texts(read_here(changed), 2) == texts(read_here(data), 2)


def test_openpyxl_and_its_inline_texts():
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nông Văn Thử", 5, date(2024, 3, 5), True])
    target = io.BytesIO()
    book.save(target)
    assert texts(read_here(target.getvalue()), 1) == [
        "STT", "Nông Văn Thử", "5", "05/03/2024", "TRUE",
    ]  # fmt: skip
