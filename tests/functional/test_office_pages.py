"""The list of offices over HTTP: upload, look, write once, take away, bring back; then in public."""

from concurrent.futures import ThreadPoolExecutor
from tests.support.excel_pages import send
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from tests.support.staff import FORM
from tests.support.staff import Staff
from thads_portal.actions.offices import stored_offices
from thads_portal.content.agency import office_of
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.importing.office_list import HEADINGS
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from zipfile import ZipFile

import io
import pytest
import re
import transaction


PAGE = "/co-quan"
ROOM = "Phòng Thi hành án dân sự khu vực 1"
ONE, TWO = "cao-bang/phong-khu-vuc-1", "cao-bang/phong-khu-vuc-2"
DISTRICT = "cao-bang/chi-cuc-hoa-an"
ROWS = (
    {
        "province": "Cao Bằng",
        "name": ROOM,
        "address": "Số 7 đường Thử, phường Mẫu",
        "telephone": "0206 3852 001",
        "valid_from": "01/07/2025",
    },
    {"province": "Cao Bằng", "name": "Phòng THADS khu vực 2", "telephone": "0206 3852 002"},
    {
        "province": "Cao Bằng",
        "name": "Chi cục THADS huyện Hòa An",
        "successors": "Phòng THADS KV 1; Phòng THADS khu vực 2",
    },
)


def book(rows):
    target = io.BytesIO()
    with workbook(target) as made:
        sheet = made.add_worksheet("Cơ quan")
        for place, (field, heading) in enumerate(HEADINGS.items()):
            sheet.write_string(0, place, heading)
            for line, row in enumerate(rows, start=1):
                sheet.write_string(line, place, row.get(field, ""))
    return target.getvalue()


@pytest.fixture(scope="module")
def administrator(portal, server):
    return Staff(server, portal.accounts["administrator"])


@pytest.fixture(scope="module")
def visitor(server):
    return Visitor(server)


def uploaded(administrator, data, name="co-quan.xlsx"):
    answer = send(administrator, data, name, place=PAGE)
    assert answer.status == 303, answer.text
    return PAGE + answer.headers["Location"].partition(PAGE)[2]


def form_of(page):
    names = ("_authenticator", "ma", "seen")
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]+)"', page) for name in names}
    return {name: match[1] for name, match in found.items()} | {"action": "write"}


def press(administrator, address, sent):
    return administrator.ask("POST", address, body=urlencode(sent), headers=FORM)


def stored(portal):
    with portal.site() as site:
        return stored_offices(site)


def recorded(portal):
    found = portal.query("SELECT details FROM thads_record WHERE action = 'offices_imported'")
    return [details for (details,) in found]


@pytest.fixture(scope="module")
def written(portal, administrator):
    """The list as it is looked at and then written by a double click."""
    address = uploaded(administrator, book(ROWS))
    page = administrator.get(address).text
    assert "2 cơ quan mới, 1 cơ quan thay đổi, 0 cơ quan giữ nguyên" in page
    assert "Đơn vị kế thừa: Thi hành án dân sự tỉnh Cao Bằng → " in page
    assert ONE not in stored(portal)
    sent = form_of(page)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _n: press(administrator, address, sent), range(2)))
    assert [answer.status for answer in answers] == [303, 303]
    return address, sent


def test_a_list_is_written_once_and_recorded_once(portal, administrator, written):
    found = stored(portal)
    assert found[ONE].telephone == "0206 3852 001"
    assert found[DISTRICT].successors == ("cao-bang/thads", ONE, TWO)
    assert recorded(portal) == [{"new": 2, "changed": 1, "agencies": [ONE, TWO, DISTRICT]}]
    # Sent again after its answer was lost: the same answer, nothing more.
    assert press(administrator, *written).status == 303
    assert len(recorded(portal)) == 1
    page = administrator.get("/nhat-ky").text
    assert "Nhập danh sách cơ quan" in page


def test_what_is_taken_away_comes_back_without_a_change(portal, administrator, written):
    before = stored(portal)
    data = administrator.get("/co-quan.xlsx").body
    page = administrator.get(uploaded(administrator, data)).text
    assert "Không có gì thay đổi" in page
    assert stored(portal) == before


def test_the_public_sees_who_has_the_files_and_how_to_reach_them(portal, visitor, written):
    with portal.site() as site:
        number = make_listing(portal, site, state=State.PUBLISHED, agency=DISTRICT).getId()
        transaction.commit()
    listing = visitor.get(f"/cao-bang/{REGISTER_ID}/{number}").text
    assert "Phòng khu vực đang giữ hồ sơ" in listing
    assert "Số 7 đường Thử, phường Mẫu" in listing
    assert "tel:02063852002" in listing
    former = visitor.get("/cao-bang/chi-cuc-hoa-an").text
    assert ROOM in former
    assert "Kết thúc hoạt động ngày" in former
    room = visitor.get("/cao-bang/phong-khu-vuc-1").text
    assert "Chi cục Thi hành án dân sự huyện Hòa An" in room
    assert "Thuộc <a" in room
    head = visitor.get("/cao-bang/thads").text
    assert ROOM in head
    assert "0206 3852 001" in head


def test_problems_are_told_by_line_and_column_in_both_languages_and_stop_everything(
    portal, administrator
):
    before = stored(portal)
    rows = [
        {"province": "Lạng Sơn", "name": "Phòng THADS khu vực 1", "telephone": "hỏi sau"},
        {"province": "Sao Hỏa", "name": "Phòng THADS khu vực 2"},
        {"province": "Lạng Sơn", "name": "Phòng THADS khu vực 3"},
    ]
    address = uploaded(administrator, book(rows))
    page = administrator.get(address).text
    assert "Dòng 2, cột “Điện thoại”:" in page
    assert "Dòng 3, cột “Tỉnh, thành phố”:" in page
    assert 'value="write"' not in page
    english = administrator.get(address, accept_language="en", cookie="I18N_LANGUAGE=en").text
    assert "Line 2, column “Điện thoại”: “hỏi sau” is no telephone number. Write" in english
    sent = {
        **token(administrator.get(PAGE).text),
        "ma": address.partition("ma=")[2],
        "seen": "x",
        "action": "write",
    }
    assert press(administrator, address, sent).status == 422
    assert stored(portal) == before


def token(page):
    return {"_authenticator": re.search(r'name="_authenticator"[^>]*value="([^"]+)"', page)[1]}


def test_a_list_that_was_looked_at_before_something_changed_is_not_written(portal, administrator):
    address = uploaded(administrator, book([{"key": ONE, "telephone": "0206 1"}]))
    page = administrator.get(address).text
    other = uploaded(administrator, book([{"key": ONE, "telephone": "0206 3852 009"}]))
    sent = form_of(administrator.get(other).text)
    assert press(administrator, other, sent).status == 303
    sent = form_of(page) if "seen" in page else None
    assert sent is not None
    assert press(administrator, address, sent).status == 409


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 422),
        (b"%PDF-1.7", 415),
        (b"a;b\n1;2\n", 422),
        (b"x" * (2 * 2**20 + 1), 413),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(portal, administrator, data, status):
    answer = send(administrator, data, "x.xlsx", place=PAGE)
    assert answer.status == status
    assert 'class="notice fail' in answer.text


def test_others_than_administrators_write_nothing(portal, server, written):
    address, sent = written
    for role in ("editorial_board", "provincial_editor", "agency_head"):
        staff = Staff(server, portal.accounts[role])
        assert press(staff, address, sent).status == 403
        assert staff.get(address).status == 403


def test_nothing_restricted_of_a_listing_is_on_any_of_these_pages(portal, administrator, written):
    with portal.site() as site:
        number = make_listing(portal, site, agency=DISTRICT, **SECRETS).getId()
        make_listing(portal, site, province="yen-bai", state=State.DRAFT, **SECRETS)
        transaction.commit()
    data = administrator.get("/co-quan.xlsx").body
    cells = b"".join(
        ZipFile(io.BytesIO(data)).read(each) for each in ZipFile(io.BytesIO(data)).namelist()
    )
    pages = [cells.decode("utf-8", "replace")]
    for path in (
        PAGE,
        uploaded(administrator, data),
        "/sap-nhap?tinh=yen-bai",
        "/cao-bang/chi-cuc-hoa-an",
        "/cao-bang/phong-khu-vuc-1",
        f"/cao-bang/{REGISTER_ID}/{number}",
    ):
        pages.append(administrator.get(path).text)
    for page in pages:
        assert not [text for text in SECRET_TEXTS if text in page and text != "1979"]


def test_the_stored_agency_reads_as_it_was_written(portal, written):
    with portal.site() as site:
        office = office_of(site["cao-bang"]["phong-khu-vuc-1"])
    assert (office.name, office.territory, office.successors) == (ROOM, "cao-bang", ())
