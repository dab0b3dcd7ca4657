"""Pages are counted by day, province and kind; no programs, no staff, no person's trace."""

from thads_portal.browser.shared import visits
from thads_portal.domain.words import VIETNAM
from thads_portal.testing_http import Visitor

import datetime
import pytest
import re


BROWSER = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


@pytest.fixture
def counted(portal):
    """What the pages asked for since add up to."""

    def count():
        visits.tally.write(portal.dsn)
        today = datetime.datetime.now(VIETNAM).date()
        rows = portal.query("SELECT province, kind, n FROM thads_visit WHERE day = %s", today)
        return {(province, kind): n for province, kind, n in rows}

    visits.tally.write(portal.dsn)
    portal.query("TRUNCATE thads_visit")
    return count


def test_people_are_counted(server, portal, counted):
    visitor = Visitor(server)
    for path in (
        "/",
        "/tra-cuu?q=an",
        "/tra-cuu?q=an",
        "/cao-bang",
        "/cao-bang/nguoi-phai-thi-hanh-an",
        "/cao-bang/thong-ke",
        "/du-lieu",
    ):
        assert visitor.get(path, User_Agent=BROWSER).status == 200
    assert counted() == {
        ("", "home"): 1,
        ("", "search"): 2,
        ("cao-bang", "home"): 1,
        ("cao-bang", "search"): 1,
        ("cao-bang", "statistics"): 1,
        ("", "data"): 1,
    }
    visitor.get("/", User_Agent=BROWSER)
    assert counted()["", "home"] == 2


def test_the_board_and_heads_see_what_is_read(server, portal, counted):
    visitor = Visitor(server)
    for path in ("/", "/tra-cuu", "/tra-cuu", "/cao-bang"):
        visitor.get(path, User_Agent=BROWSER)
    counted()

    def numbers(role):
        page = Visitor(server, portal.accounts[role]).get("/tuan-thu").text
        table = page.partition('id="luot-xem"')[2]
        return re.findall(r'class="main">([^<]+)</td>\s*<td class="number"[^>]*>([^<]+)<', table)

    assert numbers("editorial_board") == [
        ("Tất cả các trang", "4"),
        ("Trang chủ Cổng và các tỉnh", "2"),
        ("Tra cứu, danh sách", "2"),
    ]
    # A head of Cao Bằng sees the own province.
    assert numbers("agency_head")[0] == ("Tất cả các trang", "1")


@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1", "curl/8.1", "python-httpx/1", "HeadlessChrome", ""]
)
def test_programs_are_not(server, counted, agent):
    assert Visitor(server).get("/", User_Agent=agent).status == 200
    assert counted() == {}


def test_what_is_no_page_is_not(server, portal, counted):
    visitor = Visitor(server)
    for path in (
        "/khong-co",
        "/robots.txt",
        "/tra-cuu.csv",
        "/tra-cuu?ground=z",
        "/++api++/@register-search",
    ):
        visitor.get(path, User_Agent=BROWSER)
    Visitor(server, portal.accounts["inspector"]).get("/", User_Agent=BROWSER)
    visitor.ask("POST", "/tra-cuu", headers={"User-Agent": BROWSER})
    assert counted() == {}


def test_a_database_that_is_away_loses_none(portal, counted):
    visits.tally.add(datetime.datetime.now(VIETNAM).date(), "", "home")
    visits.tally.write("host=127.0.0.1 port=1 dbname=none")
    assert counted() == {("", "home"): 1}


def test_nothing_about_the_visitor_is_kept(portal):
    columns = portal.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'thads_visit'"
    )
    assert {name for (name,) in columns} == {"day", "province", "kind", "n"}
