"""The leadership's month and the board's meeting: from real steps, for who may see them, as files."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import ROW
from thads_portal.actions.approve import approve
from thads_portal.actions.create import create
from thads_portal.actions.give_back import return_listing
from thads_portal.actions.sign import sign
from thads_portal.actions.submit import submit
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.clocks import event_due_on
from thads_portal.domain.codes import EventKind
from thads_portal.domain.leading import Month
from thads_portal.domain.leading import TURNS
from thads_portal.domain.recording import Recorded
from thads_portal.domain.words import VIETNAM
from thads_portal.register import leadership
from thads_portal.register.falling_due import Falling
from thads_portal.register.falling_due import falling_due
from thads_portal.register.pool import reading
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import pytest
import re
import transaction


REASON = "Thiếu ngày của bản án"
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
MONTH = "/dieu-hanh?thang=2026-11"


@pytest.fixture(scope="module")
def walked(portal):
    """Three listings: two signed a day after they were handed in, one of these approved two days
    later and one returned; the third is with the head.
    """
    with portal.site() as site:
        register = site["cao-bang"][REGISTER_ID]
        rows = [{**ROW, "debtor_name": f"Bế Văn {name}"} for name in ("Một", "Hai", "Ba")]
        made = [create(register, row, at_desk(site, EDITOR, when=MONDAY))[0] for row in rows]
        submit(made, at_desk(site, EDITOR, when=MONDAY))
        head = at_desk(site, HEAD, when=MONDAY + timedelta(days=1))
        sign(made[:2], head, document=DOCUMENT)
        board = at_desk(site, BOARD, when=MONDAY + timedelta(days=3))
        approve(made[:1], board)
        return_listing(made[1:2], board, reason=REASON)
        transaction.commit()
        return [listing.getId() for listing in made]


@pytest.fixture
def board(portal, server, walked):
    return Visitor(server, portal.accounts["editorial_board"])


def cells(page: str, name: str) -> list[list[str]]:
    """The rows of the table `name` as texts."""
    section = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert section, name
    rows = re.findall(r"<tr>(.*?)</tr>", section[0].partition("<tbody")[2], re.DOTALL)
    return [
        [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in re.findall(
            r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL
        )]
        for row in rows
    ]  # fmt: skip


def test_how_long_each_turn_took(portal, walked):
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    with reading(portal.dsn) as cursor:
        found = {
            each.turn.label[1]: each
            for each in leadership.took(cursor, begin, begin + timedelta(days=30))
        }
        elsewhere = leadership.took(cursor, begin, begin + timedelta(days=30), province="ha-giang")
    head, board = found["The head signs or returns"], found["The board decides on a new listing"]
    assert (head.steps, head.days, head.most) == (2, 1, 1)
    assert (board.steps, board.days, board.most) == (2, 2, 2)
    assert elsewhere == []


def test_no_pair_of_steps_is_two_turns():
    pairs = [(a, b) for turn in TURNS for a in turn.after for b in turn.done]
    assert len(pairs) == len(set(pairs))
    assert all(isinstance(step, Recorded) for pair in pairs for step in pair)


def test_the_page_of_a_month(board, walked):
    page = board.get(MONTH).text
    waits = {(row[0], row[1]): row[2] for row in cells(page, "dang-cho")}
    assert waits["Thủ trưởng cơ quan", "Ký mục đã trình"] == "1"
    assert waits["Biên tập viên", "Sửa mục bị trả lại"] == "1"
    (returned,) = [row for row in cells(page, "dang-sua") if row[0] == walked[1]]
    assert returned[3] == REASON
    assert cells(page, "tra-lai") == [["Ban Biên tập trả lại", "1"]]
    did = sorted(row[1:] for row in cells(page, "khoi-luong"))
    assert did == [["0", "0", "3"], ["1", "1", "0"], ["2", "0", "0"]]
    (first,) = [row for row in cells(page, "dung-han") if row[0] == "Đăng tải lần đầu"]
    assert len(first) == 8
    assert "Cao Bằng" in [row[0] for row in cells(page, "theo-tinh")]


def test_files_say_what_the_page_says_without_the_staffs_words(board):
    book = load_workbook(BytesIO(board.get(f"{MONTH}&tep=xlsx").body))
    text = "\n".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value
    )
    assert "Ký mục đã trình" in text and "11/2026" in text
    pdf = board.get(f"{MONTH}&tep=pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    printed = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf.body)).pages)
    assert "Điều hành theo tháng, năm 11/2026" in printed
    for found in (text, printed):
        assert REASON not in found and "Bế Văn" not in found


def test_a_head_sees_the_own_province_only(portal, server, walked):
    head = Visitor(server, portal.accounts["agency_head"])
    page = head.get(MONTH).text
    assert 'id="theo-tinh"' not in page and 'id="dang-cho"' in page
    assert head.get(f"{MONTH}&tinh=ha-giang").status == 403
    assert head.get("/phien-hop").status == 403
    editor = Visitor(server, portal.accounts["provincial_editor"])
    assert editor.get(MONTH).status == 403


def test_a_year_has_its_twelve_months(board):
    page = board.get("/dieu-hanh?thang=2026").text
    (first,) = [row for row in cells(page, "dung-han") if row[0] == "Đăng tải lần đầu"]
    assert len(first) == 13 and first[11] != "–"
    assert cells(page, "tra-lai") == [["Ban Biên tập trả lại", "1"]]
    pdf = board.get("/dieu-hanh?thang=2026&tep=pdf").body
    assert "2026" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


@pytest.mark.parametrize("asked", ["thang=2026-13", "thang=x", "thang=9999-01", "tinh=atlantis"])
def test_what_is_no_month_is_this_month(board, asked):
    assert board.get(f"/dieu-hanh?{asked}").status == 200


def test_the_sheet_of_a_meeting(portal, board, walked):
    with portal.site() as site:
        listing = site["cao-bang"][REGISTER_ID][walked[2]]
        sign([listing], at_desk(site, HEAD, when=MONDAY + timedelta(days=2)), document=DOCUMENT)
        transaction.commit()
    rows = cells(board.get("/phien-hop").text, "muc-cho-duyet")
    assert [row[:3] for row in rows] == [["Bế Văn Ba", "Cao Bằng", "Duyệt mục mới"]]


def test_the_calendar_of_terms(portal, server, board, walked):
    """What waits stands on its last day by the working calendar; what is done is gone."""
    today = datetime.now(VIETNAM).date()
    calendar = current_calendar()
    decided = today - timedelta(days=1)
    with portal.site() as site:
        make_listing(portal, site, state="draft", no_conditions_decision_date=decided)
        make_listing(portal, site, state="published", no_conditions_decision_date=decided)
        transaction.commit()
    due = event_due_on(EventKind.ISSUED, decided, calendar)
    with reading(portal.dsn) as cursor:
        here = falling_due(cursor, due, due, calendar=calendar, province="cao-bang")
        elsewhere = falling_due(cursor, due, due, calendar=calendar, province="ha-giang")
    assert here[due, Falling.PUBLISH] >= 1
    assert elsewhere == {}
    page = board.get(f"/cao-bang/lich-han?thang={due:%Y-%m}").text
    assert f"{due:%d/%m/%Y}" in page and "Công khai lần đầu" in page
    assert board.get("/lich-han?thang=1999-01").status == 200
    # A year is twelve months on one sheet, with a button to print it.
    year = board.get(f"/cao-bang/lich-han?thang={due:%Y}").text
    assert "Cả năm" in year and year.count('<th class="main" scope="row">') == 13
    assert "data-print" in year and f"{due:%m/%Y}" in year


def test_months():
    assert Month.parse("2026-01").back(1) == Month(2025, 12) == Month.parse("12/2025")
    assert Month(2026, 12).next.first.isoformat() == "2027-01-01"
    assert [Month.parse(text) for text in ("", "2026", "2026-00", "١٢-٢٠٢٦", "1-2-3")] == [None] * 5
