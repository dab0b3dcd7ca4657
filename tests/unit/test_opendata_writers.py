"""The writers of open files: what goes in comes out, and nothing in it is a formula."""

from datetime import date
from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from tests.support.reading import read_csv
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.records import STAFF_FIELDS
from thads_portal.opendata import csv as csv_writer
from thads_portal.opendata import ndjson
from thads_portal.opendata import xlsx
from thads_portal.opendata.rate import client_of
from thads_portal.opendata.rate import Limiter
from thads_portal.opendata.records import COLUMNS
from thads_portal.opendata.records import Layout
from thads_portal.opendata.records import TERMS
from thads_portal.opendata.values import csv_cell

import io
import json
import openpyxl
import pytest


EVIL = [
    "=1+1",
    "+84912",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "\u200b=cmd|' /C calc'!A0",
    "|x",
    "%0A",
]
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", EVIL)
def test_a_formula_becomes_text(text):
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn An", "12/QĐ-CCTHADS", "", "(Tổ 3)", "'An'", "Đ", "… rồi"]
)
def test_ordinary_text_stays(text):
    assert csv_cell(text) == text


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
)
def test_csv_reads_back(rows):
    out = b"".join(csv_writer.write(rows, ("a", "b")))
    assert out.count(b"\n") >= 1 and out.endswith(b"\r\n")
    back = read_csv(out)
    assert back[0] == ["a", "b"]
    assert [[cell.removeprefix("'") for cell in row] for row in back[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for row in back[1:]:
        assert not any(cell[:1] in tuple("=+-@\t\r＝") for cell in row if cell)


def test_csv_values():
    row = [1_500_000, None, date(2026, 1, 5), NOON, ["a", "b"], 'x, "y"\nz']
    assert read_csv(b"".join(csv_writer.write([row], "abcdef")))[1] == [
        "1500000",
        "",
        "2026-01-05",
        "2026-11-23T12:00:00+07:00",
        "a;b",
        'x, "y"\nz',
    ]


def test_csv_is_written_as_it_is_asked_for():
    asked = []

    def rows():
        for number in range(5000):
            asked.append(number)
            yield [number]

    pieces = csv_writer.write(rows(), ["n"])
    next(pieces)
    assert asked == []
    next(pieces)
    assert len(asked) <= 1000


def test_ndjson_reads_back():
    row = ["Đỗ", 5, None, date(2026, 1, 5), NOON, ["debt"]]
    out = b"".join(ndjson.write([row] * 1201, "abcdef"))
    lines = out.splitlines()
    assert len(lines) == 1201
    assert json.loads(lines[-1]) == {
        "a": "Đỗ",
        "b": 5,
        "c": None,
        "d": "2026-01-05",
        "e": "2026-11-23T12:00:00+07:00",
        "f": ["debt"],
    }


def test_xlsx_reads_back_as_text():
    out = io.BytesIO()
    rows = [[text, "http://x.example/", "007", 5, date(2026, 1, 5), NOON, None] for text in EVIL]
    assert xlsx.write(out, rows, "abcdefg", title="Danh sách: [thử]", notes=["=x"]) == len(EVIL)
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    cells = list(sheet.iter_rows(min_row=2))
    assert [row[0].data_type for row in cells] == ["s"] * len(EVIL)
    assert cells[0][0].value == "=1+1"
    assert (cells[0][1].hyperlink, cells[0][2].value) == (None, "007")
    assert cells[0][4].value.date() == date(2026, 1, 5)
    assert cells[0][5].value == datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001 - Excel's times have no zone
    assert book.worksheets[1]["A1"].data_type == "s"


def test_a_file_has_public_fields_only():
    layout = Layout(base="https://x", register_id="r", match=True, ids=True)
    assert not set(layout.fields) & {*RESTRICTED_FIELDS, *STAFF_FIELDS, "external_id"}
    assert set(layout.fields) == set(TERMS)
    values = [*COLUMNS, "exact"]
    values[1:3] = "cao-bang", "cao-bang/cuc"
    row = dict(zip(layout.fields, layout.row(values), strict=True))
    assert row["address"] == "https://x/cao-bang/r/number"
    assert row["province_name"] == "Cao Bằng"
    assert all(row[name] == name for name in ("debtor_name", "ground_text", "last_amended"))
    assert row["published"] == "first_published" and row["match"] == "exact"


@pytest.mark.parametrize(
    ("decided", "issuer"),
    [
        (date(2025, 6, 30), "Cục Thi hành án dân sự tỉnh Yên Bái"),
        (date(2026, 11, 20), "Thi hành án dân sự tỉnh Lào Cai"),
    ],
)
def test_a_row_names_who_issued_by_the_day_and_who_answers_now(decided, issuer):
    layout = Layout(base="", register_id="r", day=date(2026, 11, 28))
    values = list(COLUMNS)
    values[1:3] = "yen-bai", "yen-bai/cuc"
    values[COLUMNS.index("no_conditions_decision_date")] = decided
    row = dict(zip(layout.fields, layout.row(values), strict=True))
    assert row["agency"] == "yen-bai/cuc"
    assert row["agency_name"] == issuer
    assert row["responsible_agency"] == "lao-cai/thads"
    assert row["responsible_agency_name"] == "Thi hành án dân sự tỉnh Lào Cai"


def test_the_decision_is_left_out_where_the_setting_says_so():
    layout = Layout(base="", register_id="r", decision=False)
    assert not [name for name in layout.fields if name.startswith("no_conditions")]
    row = dict(zip(layout.fields, layout.row(list(COLUMNS)), strict=True))
    assert row["obligation"] == "obligation"


def test_a_share_fills_up_again():
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    assert [limiter.take("a", 6) for _ in range(7)] == [0] * 6 + [10]
    assert limiter.take("b", 6) == 0
    now[0] = 10.0
    assert [limiter.take("a", 6), limiter.take("a", 6)] == [0, 10]
    assert limiter.take("a", 0) == 0


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("127.0.0.1", "", None),
        ("::1", "", None),
        ("127.0.0.1", "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        ("3.3.3.3", "2.2.2.2", "3.3.3.3"),
        ("::ffff:3.3.3.3", "", "3.3.3.3"),
        ("127.0.0.1", "nonsense", "?"),
        ("nonsense", "", "?"),
        ("2001:db8:0:1::5", "", f"{0x20010DB800000001:x}"),
    ],
)
def test_whose_share_it_is(remote, forwarded, client):
    assert client_of(remote, forwarded) == client
