"""No pattern that meets text from outside may explode: each reader's worst input, measured.

Texts of 32,000 characters (the longest that Excel lets into a cell), made of what each pattern
repeats or backs out of. Measured is processor time, so that a busy machine does not matter.
"""

from datetime import date
from tests.support.pace import slowness
from tests.support.pace import spent
from thads_portal.domain import address_provinces
from thads_portal.domain import document_numbers
from thads_portal.domain import names
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.person_names import looks_like_person
from thads_portal.domain.screening import screen
from thads_portal.importing.spreadsheet import acts
from thads_portal.importing.spreadsheet import amounts
from thads_portal.importing.spreadsheet import headings
from thads_portal.importing.spreadsheet import kinds
from thads_portal.importing.spreadsheet import layout
from thads_portal.importing.spreadsheet import people
from thads_portal.importing.spreadsheet import several
from thads_portal.importing.spreadsheet import unit
from thads_portal.importing.spreadsheet import values
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.rows import Setting

import contextlib
import pytest


pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 28)
LENGTH = 32_000
#: Seconds for one cell.
LIMIT = 0.05
#: What is repeated to the length of a cell.
PIECES = (
    *(" ", "\xa0", "\n", "a", "A", "1", "0", ",", ".", "-", "/", "(", ";", ":", '"', "_", "\u0300"),
    *(
        " a",
        "a ",
        "1 ",
        "1.",
        "1,",
        "1/",
        "1-",
        "01.",
        "12.",
        "0 ",
        "0-",
        "1 2-",
        "111.",
        "1A",
        "1/A",
    ),
    *("/A", "-A", "1/2024/", "1/2024/A-", "1 / A - ", "5/III/", "(a", "()", "(1990", "1990, "),
    *(
        "ngày ",
        "số ",
        "ngày 1/1/",
        "tháng 1 ",
        "1 tháng 1 năm ",
        "1 tỷ ",
        "1tr",
        "tr1",
        "đ",
        "trăm ",
    ),
    *(
        "100.000đ ",
        "100.000đ, ",
        "AP: 1.000; ",
        "1 + ",
        "/tháng ",
        "của ",
        "tòa án ",
        "TAND ",
        "TA huyện ",
    ),
    *(
        "bản án ",
        "Bản án HNGĐ số ",
        "quyết định số ",
        "cơ quan ",
        "cơ quan ban hành ",
        "của, do: ",
        "về việc ",
    ),
    *(
        "sinh ",
        "sinh năm ",
        "sn ",
        "SN: ",
        "cccd ",
        "cccd 1",
        "mst 0",
        "tức ",
        "hay còn gọi là ",
        "địa chỉ ",
    ),
    *(
        "đ/c: ",
        "trú tại ",
        "ông ",
        "bà ",
        "và ",
        "vợ chồng ",
        "Nguyễn ",
        "Nguyễn Văn A, ",
        "Nguyễn Văn A và ",
    ),
    *(
        "1. ",
        "1. A ",
        "2) b",
        "- ",
        "-\n",
        "- A\n",
        "Công ty ",
        "nt",
        "như trên ",
        "xã ",
        "thôn ",
        "I. ",
    ),
    *(
        "tổng ",
        "cộng ",
        "chấp hành viên ",
        "thi hành xong ",
        "chưa thi hành xong ",
        "xong ",
        "khong ",
    ),
    *(
        "dân tộc ",
        "dt a, ",
        "Cháu ",
        "cháu tên ",
        "tên là ",
        "có tên ",
        "con chung ",
        "bé: ",
        "sinh ngày 1/1/",
    ),
    *("không có tài sản ", "vật ", "điểm ", "đơn vị tính ", "1 000 ", "danh sách ", "chấm dứt "),
)
READERS = {
    "acts": acts.read_acts,
    "province of an address": address_provinces.with_its_province,
    "key of an address": address_provinces.address_key,
    "act": acts.split_act,
    "amount": amounts.read_amount,
    "amount of a unit": lambda text: amounts.read_amount(text, 1000),
    "amount in words": amounts.amount_in,
    "unit": amounts.unit_in,
    "folded": headings.folded,
    "heading": headings.meaning,
    "two headings": lambda text: headings.two_part_name(text, text),
    "kind of debtor": lambda text: kinds.debtor_kind(text, text),
    "kind of judgment": kinds.judgment_kind,
    "kind of number": kinds.judgment_kind_of_number,
    "kinds of obligation": kinds.obligation_kinds,
    "ground, old": lambda text: kinds.ground(text, GroundScheme.ART_44A),
    "ground, new": lambda text: kinds.ground(text, GroundScheme.ART_38),
    "agency": lambda text: kinds.agency(text[:200], "cao-bang", TODAY),
    "total": lambda text: layout.is_total([text]),
    "signature": layout.is_signature,
    "head": layout.is_head,
    "section": lambda text: layout.is_section(text, text),
    "section's meaning": layout.section_of,
    "title of an ending list": layout.is_ending_title,
    "heading of an ending list": layout.is_ending_heading,
    "note": layout.done,
    "decision of a title": lambda text: layout.decision_in([text]),
    "person": people.read_person,
    "address": people.read_address,
    "several people": several.several,
    "organisation": people.is_organisation,
    "looks like a person": looks_like_person,
    "ditto": unit.is_ditto,
    "day": values.read_day,
    "first day": values.find_day,
    "clean": names.clean,
    "name": names.parse_name,
    "tokens": names.search_tokens,
    "number of a document": document_numbers.number_key,
}


def texts(length=LENGTH):
    for piece in PIECES:
        whole = (piece * (length // len(piece) + 1))[:length]
        yield whole
        yield whole[:-1] + "!"


def took_of(reader, text):
    def read():
        with contextlib.suppress(ValueError):
            reader(text)

    return spent(read)


def slowest(reader, length=LENGTH):
    """The text that took longest, of those too slow twice."""
    worst = (0.0, "")
    for text in texts(length):
        took = took_of(reader, text)
        if took > LIMIT:
            took = min(took, took_of(reader, text + " ")) / slowness()
        worst = max(worst, (took, text[:20]))
    return worst


@pytest.mark.parametrize("name", READERS)
def test_a_cell_of_32000_characters_is_read_at_once(name):
    took, text = slowest(READERS[name])
    assert took <= LIMIT, text


def test_the_longest_public_texts_are_screened_at_once():
    def one(text):
        screen({"obligation": text, "obligation_kinds": ["maintenance"]}, today=TODAY)

    took, text = slowest(one, 4_000)
    assert took <= LIMIT, text


@pytest.mark.parametrize("column", [held for held in Column if held is not Column.UNUSED])
def test_a_row_with_such_a_cell_is_evaluated_at_once(column):
    """Through everything that a row meets, in each column; the other cells are ordinary."""
    setting = Setting(province="cao-bang", today=TODAY)

    def row(text):
        cells = {"0": ["Nông Văn Thử", "Nông Văn Thử"], "1": [text, text], "2": ["x", "Án phí"]}
        columns = {"0": "debtor_name", "1": column.value, "2": "obligation"}
        if column is Column.NAME:
            columns["0"] = "debtor_address"
        if column is Column.OBLIGATION:
            columns["2"] = "ground_text"
        listed = {"sheet": "s", "t": 0, "r": 2, "k": "row", "c": cells}
        table = {"sheet": "s", "rows": [1], "columns": columns, "headings": {}, "title": []}
        evaluate({"tables": [table], "rows": [listed], "notices": []}, setting)

    took, text = slowest(row)
    assert took <= 2 * LIMIT, text
