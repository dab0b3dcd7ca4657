"""Compliance in numbers: from real steps, by province, month and agency; who may see what."""

from feeding import body_of
from feeding import feed
from io import BytesIO
from openpyxl import load_workbook
from thads_portal.register.check import check
from thads_portal.register.rebuild import rebuild
from thads_portal.setup.site import SITE_ID
from thads_portal.testing_http import Visitor

import pytest
import re


EVERYTHING = "tu=01/01/2016&den=31/12/2030"


@pytest.fixture(scope="module")
def fed(portal):
    """Listings of the whole country from a feed, some published, amended and ended."""
    report = feed(portal, body_of(count=300, seed=7))
    assert report.created
    return report


def test_each_listing_has_its_duties(portal, fed):
    ((listings, duties),) = portal.query(
        "SELECT (SELECT count(*) FROM thads_listing WHERE state <> 'ended'),"
        " (SELECT count(*) FROM thads_duty WHERE duty = 'first_publication')"
    )
    assert listings <= duties
    ((wrong,),) = portal.query(
        "SELECT count(*) FROM thads_listing WHERE state = 'published' AND NOT EXISTS (SELECT FROM"
        " thads_duty WHERE thads_duty.number = thads_listing.number AND done_on IS NOT NULL)"
    )
    assert wrong == 0


def test_a_rebuild_makes_the_same(portal, fed):
    site = {"dsn": portal.dsn, "site_path": f"/{SITE_ID}"}
    every = "SELECT * FROM thads_duty ORDER BY number, duty, started_on, due_on, done_on"
    before = portal.query(every)
    assert before
    portal.query("UPDATE thads_listing SET duties = '{}' WHERE number IN"
                 " (SELECT number FROM thads_listing LIMIT 20)")  # fmt: skip
    assert portal.query(every) != before
    found = check(portal.database, **site)
    assert set(found.different.values()) == {("duties",)}
    rebuild(portal.database, **site)
    assert portal.query(every) == before
    assert not check(portal.database, **site)


@pytest.mark.parametrize("role", ["editorial_board", "inspector", "administrator"])
@pytest.mark.parametrize("by", ["province", "month", "agency"])
def test_who_sees_the_country(portal, server, fed, role, by):
    page = Visitor(server, portal.accounts[role]).get(f"/tuan-thu?{EVERYTHING}&theo={by}")
    assert page.status == 200
    assert "Đăng tải lần đầu" in page.text
    assert re.search(r"</meter>\s+\d+,\d%", page.text)


def test_a_head_sees_the_own_province(portal, server, fed):
    head = Visitor(server, portal.accounts["agency_head"])
    assert head.get(f"/tuan-thu?{EVERYTHING}").status == 200
    assert (
        "Hà Giang"
        not in head.get(f"/tuan-thu?{EVERYTHING}&theo=province").text.partition("<main")[2]
    )
    assert head.get("/tuan-thu?tinh=ha-giang").status == 403


@pytest.mark.parametrize("role", ["provincial_editor", "central_editor", "case_system"])
def test_the_others_see_nothing(portal, server, role):
    assert Visitor(server, portal.accounts[role]).get("/tuan-thu").status == 403


def test_the_file_has_the_numbers_of_the_page(portal, server, fed):
    board = Visitor(server, portal.accounts["editorial_board"])
    answer = board.get(f"/tuan-thu?{EVERYTHING}&tep=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    lines = answer.body.decode("utf-8-sig").splitlines()
    whole = next(line for line in lines if "Tất cả" in line).split(",")
    ((done,),) = portal.query(
        "SELECT count(*) FROM thads_duty WHERE duty = 'first_publication' AND done_on <= due_on"
    )
    assert int(whole[2]) == done
    book = board.get(f"/tuan-thu?{EVERYTHING}&tep=xlsx")
    sheet = load_workbook(BytesIO(book.body)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert next(row for row in rows if "Tất cả" in row)[2] == done
    assert len(rows) == len(lines)


@pytest.mark.parametrize("query", ["tu=sai&den=99/99/9999", "theo=x&tinh=khong-co", "tu=&den="])
def test_junk_in_the_address(portal, server, query):
    board = Visitor(server, portal.accounts["editorial_board"])
    assert board.get(f"/tuan-thu?{query}").status == 200
