"""What a cell shows: numbers, days and texts under Excel's formats."""

from datetime import date
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies
from tests.support.examples import examples
from tests.support.pace import assert_within
from thads_portal.importing.spreadsheet.number_formats import compiled
from thads_portal.importing.spreadsheet.number_formats import shown_day
from thads_portal.importing.spreadsheet.number_formats import shown_number
from thads_portal.importing.spreadsheet.number_formats import shown_text

import pytest


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("General", 12, "12"),
        ('0"/QĐ-CCTHADS"', 12, "12/QĐ-CCTHADS"),
        ('00"/2024/DS-ST"', 5, "05/2024/DS-ST"),
        ('000"/QĐ-THA"', 210, "210/QĐ-THA"),
        ('General"/QĐ"', 12, "12/QĐ"),
        ("00\\/\\Q\\Đ", 7, "07/QĐ"),
        ('[<100]0"/QĐ";0"/QĐ-B"', 150, "150/QĐ-B"),
        ('"Số "0', 3, "Số 3"),
        ("000000000000", 1079000123, "001079000123"),
        ("000\\.000\\.000\\.000", 1079000123, "001.079.000.123"),
        ("#,##0", 12_500_000, "12.500.000"),
        ("#,##0", -12_500, "-12.500"),
        ("#,##0.00", 12_500_000.5, "12.500.000,50"),
        ("#,##0.##", 1250, "1.250"),
        # Shown in thousands and millions, as the heading then says.
        ("#,##0,", 12_500_000, "12.500"),
        ('0.0,,"tr"', 12_500_000, "12,5tr"),
        ('#,##0\\ "₫"', 5000, "5.000 ₫"),
        ("[$₫-42A]#,##0", 5000, "₫5.000"),
        ('_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', 12_500_000, " 12.500.000 "),
        ('_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', -5, " (5)"),
        ("0%", 0.5, "50%"),
        ("0;-0;;@", 0, ""),
        (";;;", 5, ""),
        # Would lose digits that the cell holds.
        ("0.00E+00", 1079000123, "1079000123"),
        ("# ?/?", 12, "12"),
        ("h:mm", 12, "12"),
        ("x" * 300, 12, "12"),
    ],
)
def test_a_number(code, number, shown):
    assert shown_number(compiled(code), number, str(number)) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("dd/mm/yyyy", "05/03/2024"),
        ("m/d/yyyy", "05/03/2024"),
        ("d/m/yy", "05/03/2024"),
        ("yyyy-mm-dd", "05/03/2024"),
        ("[$-42A]dd mmmm yyyy;@", "05/03/2024"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "05/03/2024"),
        ("dd/mm/yyyy h:mm AM/PM", "05/03/2024"),
        # What is not shown is not taken for known.
        ("mmm-yy", "03/2024"),
        ("mm/yyyy", "03/2024"),
        ("d-mmm", "05/03"),
        ("yyyy", "2024"),
        ('"ngày" dd "tháng" mm "năm" yyyy', "ngày 05 tháng 03 năm 2024"),
        ('"12/QĐ ngày "d/m/yyyy', "12/QĐ ngày 05/03/2024"),
    ],
)
def test_a_day(code, shown):
    form = compiled(code)
    assert form.is_date
    assert shown_day(form, date(2024, 3, 5)) == shown


@pytest.mark.parametrize("code", ["0", "#,##0", "General", "@", "h:mm", "mm:ss", '"dd"0', "\\d0"])
def test_not_a_day(code):
    form = compiled(code)
    assert form is None or not form.is_date


def test_a_text():
    assert shown_text(compiled('@"/QĐ"'), "12") == "12/QĐ"
    assert shown_text(compiled('0;0;0;"Số "@'), "12") == "Số 12"
    assert shown_text(compiled("#,##0"), "12") == "12"
    assert shown_number(compiled('@"/QĐ"'), 12, "12") == "12"


@settings(max_examples=examples(300), deadline=None)
@given(
    number=strategies.integers(0, 10**14),
    width=strategies.integers(0, 12),
    tail=strategies.text(alphabet="/QĐ-CTHADS. 0", max_size=10),
)
def test_any_number_with_a_tail(number, width, tail):
    code = "0" * (width or 1) + f'"{tail}"'
    assert shown_number(compiled(code), number, str(number)) == str(number).zfill(width) + tail


@settings(max_examples=examples(300), deadline=None)
@given(
    code=strategies.text(alphabet='0#?.,%;"\\_*[]@dmyhsEAPM/-$+<>=1Gneral ', max_size=40),
    number=strategies.floats(-1e15, 1e15, allow_nan=False),
)
def test_any_code_shows_something(code, number):
    form = compiled(code)
    assert isinstance(shown_number(form, number, str(number)), str)
    assert isinstance(shown_day(form, date(2024, 3, 5)), str)
    assert isinstance(shown_text(form, "x"), str)


@pytest.mark.parametrize("sign", ["0", "#", "0.", ",", '"', "[", "\\", "_", "@", ";", "d", "E+"])
def test_the_longest_code_is_read_in_a_moment(sign):
    def read():
        form = compiled((sign * 255)[:255])
        shown_number(form, 123456789.5, "")
        shown_text(form, "x" * 32_000)

    assert_within(0.3, read, sign)
