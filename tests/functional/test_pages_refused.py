"""Addresses that do not answer with a page of content: tombstones, errors, old addresses."""

from thads_portal.domain.codes import State
from thads_portal.register import pool
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import pytest
import re
import transaction


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
PERSONS = "noindex, nofollow, noarchive"
#: What a visitor must never read.
FRAMEWORK = re.compile(
    r"traceback|zope|plone|zexceptions|notfound|unauthorized|psycopg|site error|exception", re.I
)


@pytest.fixture(scope="module")
def numbers(portal):
    """State -> public number of a listing of Cao Bằng in it."""
    with portal.site() as site:
        found = {
            state: make_listing(portal, site, debtor_name="Lục Văn Xong", state=state).getId()
            for state in State
        }
        never = make_listing(portal, site, state=State.ENDED)
        never.first_published = None
        never.indexObject()
        found["never"] = never.getId()
        transaction.commit()
    return found


@pytest.fixture(scope="module")
def visitor(server, numbers):
    return Visitor(server)


@pytest.fixture(scope="module")
def head(server, numbers, portal):
    """The head of the agency of Cao Bằng, signed in."""
    return Visitor(server, portal.accounts["agency_head"])


# Tombstones


@pytest.mark.parametrize(
    "suffix",
    ["", "/", ".json", ".pdf", "/view", "/edit", "/@@listing", "/a/b/c", "?set_language=en", "/@x"],
)
@pytest.mark.parametrize("accept", ["text/html", "*/*", "image/png"])
def test_an_ended_listing_is_gone_whatever_follows_it(visitor, numbers, suffix, accept):
    answer = visitor.get(f"{REGISTER}/{numbers[State.ENDED]}{suffix}", accept=accept)
    assert answer.status == 410
    assert "Thông tin tại địa chỉ này đã chấm dứt công khai ngày" in answer.text
    assert "Publication of the information at this address ended on" in answer.text
    assert "Lục Văn Xong" not in answer.text
    assert answer.headers["X-Robots-Tag"] == PERSONS
    assert not FRAMEWORK.search(answer.text)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_an_ended_listing_is_gone_by_whatever_method(visitor, numbers, method):
    assert visitor.ask(method, f"{REGISTER}/{numbers[State.ENDED]}").status == 410


def test_an_ended_listing_is_gone_for_programs(visitor, numbers):
    path = f"{REGISTER}/{numbers[State.ENDED]}"
    for answer in (
        visitor.get(path, accept="application/json"),
        visitor.get(f"{path}.json", accept="application/json"),
        visitor.get(f"/++api++{path}"),
        visitor.get(f"/++api++{path}/@workflow"),
        visitor.ask("DELETE", f"/++api++{path}"),
    ):
        assert answer.status == 410
        assert answer.json()["code"] == "listing_ended"
        assert answer.json()["number"] == numbers[State.ENDED]
        assert "Lục" not in answer.text


def test_staff_of_the_province_still_sees_an_ended_listing(head, numbers):
    answer = head.get(f"{REGISTER}/{numbers[State.ENDED]}")
    assert answer.status == 200
    assert "Lục Văn Xong" in answer.text
    assert "Đã chấm dứt công khai ngày" in answer.text


# Not published


@pytest.mark.parametrize("name", [State.DRAFT, State.SUBMITTED, State.BOARD_REVIEW,
                                  State.RETURNED, "never"])  # fmt: skip
def test_an_unpublished_listing_answers_like_an_address_that_never_was(visitor, numbers, name):
    there = visitor.get(f"{REGISTER}/{numbers[name]}")
    nowhere = visitor.get(f"{REGISTER}/2026-9999999")
    assert there.status == nowhere.status == 404
    same = nowhere.text.replace("2026-9999999", numbers[name])
    assert there.text == same
    assert visitor.get(f"/++api++{REGISTER}/{numbers[name]}").status == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.BOARD_REVIEW])
def test_staff_of_the_province_sees_an_unpublished_listing(head, numbers, state):
    answer = head.get(f"{REGISTER}/{numbers[state]}")
    assert answer.status == 200
    assert "Lục Văn Xong" in answer.text


def test_wrong_credentials_open_nothing(server, numbers):
    stranger = Visitor(server, {"username": "nobody", "password": "nothing"})
    assert stranger.get(f"{REGISTER}/{numbers[State.DRAFT]}").status in (401, 404)
    assert stranger.get(f"{REGISTER}/{numbers[State.ENDED]}").status in (401, 410)


# Errors


@pytest.mark.parametrize("path", ["/no-such-page", "/cao-bang/no-such-page", f"{REGISTER}/x",
                                  "/tra-cuu/x", "/%3Cscript%3E", "/%E1%BB%87"])  # fmt: skip
def test_not_found_helps_in_both_languages(visitor, path):
    answer = visitor.get(path)
    assert answer.status == 404
    assert "Không có trang này" in answer.text
    assert "There is no such page" in answer.text
    assert 'action="/tra-cuu"' in answer.text
    assert not FRAMEWORK.search(answer.text)


def test_an_error_shows_no_more_than_that_there_was_one(visitor, monkeypatch):
    from thads_portal.browser.public.home import Gateway

    def broken(self):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Gateway, "update", broken)
    answer = visitor.get("/")
    assert answer.status == 500
    assert "Hệ thống gặp lỗi" in answer.text
    assert "Something went wrong" in answer.text
    assert "secret" not in answer.text
    assert not FRAMEWORK.search(answer.text)


def test_even_a_broken_error_page_says_something(visitor, monkeypatch):
    from thads_portal.browser.shared.errors.page import ErrorPage

    def broken(self):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(ErrorPage, "page", broken)
    answer = visitor.get("/no-such-page")
    assert answer.status == 404
    assert "Đây không phải là kết quả" in answer.text
    assert "secret" not in answer.text


def test_a_search_that_fails_is_never_an_empty_result(visitor, portal, monkeypatch):
    """The register's tables are away, as in a failed upgrade or a broken replica."""
    from thads_portal.browser.shared import figures

    figures.forget()
    # More than the pool waits for a connection: nobody is served.
    monkeypatch.setattr(pool, "PATIENCE", 0.05)
    held = pool.pool(portal.dsn)
    turns = [held._turns.acquire(timeout=1) for _ in range(pool.SIZE)]
    try:
        search = visitor.get("/tra-cuu?q=luc+van+xong")
        home = visitor.get("/")
        typing = visitor.get("/goi-y?q=luc+van")
    finally:
        for _ in filter(None, turns):
            held._turns.release()
    assert search.status == 503
    assert search.headers["Retry-After"]
    assert "Chưa tra cứu được do hệ thống gián đoạn" in search.text
    assert "Không có kết quả" not in search.text
    assert home.status == 200
    assert "Hiện chưa lấy được số liệu" in home.text
    assert "đang công khai</dt>" not in home.text
    assert typing.status == 503
    assert visitor.get("/tra-cuu?q=luc+van+xong").status == 200


def test_a_page_for_staff_leads_to_the_login(visitor):
    answer = visitor.get("/cao-bang/edit")
    assert answer.status in (301, 302)
    assert "/login?came_from=" in answer.headers["Location"]
    login = visitor.get("/login")
    assert login.status == 200
    assert 'name="__ac_name"' in login.text
    assert "Trouble logging in" not in login.text
    assert "pat-" not in login.headers.get("Set-Cookie", "")


# Old addresses


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/caobang", "/cao-bang"),
        ("/caobang/", "/cao-bang"),
        ("/caobang/tin-tuc/bai-viet.aspx?ID=12", "/cao-bang"),
        ("/CaoBang/Pages/home.aspx", "/cao-bang"),
        ("/bacgiang/https://example.com/", "/bac-giang"),
    ],
)
def test_the_old_portals_addresses_lead_to_the_subsite_for_good(visitor, server, path, target):
    answer = visitor.get(path)
    assert answer.status == 301
    assert answer.headers["Location"] == f"{server}{target}"


@pytest.mark.parametrize(
    "path", ["/cao-bang-2", "/caobangx", "//caobang.example.com", "/x/caobang"]
)
def test_other_addresses_are_not_taken_for_old_ones(visitor, path):
    assert visitor.get(path).status == 404


# Nonsense


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tra-cuu?b_size:int=x", 400),
        ("/tra-cuu?year:date=x", 400),
        ("/tra-cuu?q:json=x", 400),
        ("/tra-cuu?b_size=x", 400),
        ("/tra-cuu?b_start=-1", 400),
        ("/tra-cuu?after=junk", 400),
        ("/tra-cuu?q=a&q=b", 400),
        ("/tra-cuu?q=%ff%fe", 400),
        ("/tra-cuu?q=%00", 200),
        (f"/tra-cuu?q={'a' * 3000}", 200),
        ("/?x=%ff%fe", 400),
        ("/no-such-page?x=%ff%fe", 404),
    ],
)
def test_nonsense_in_the_address_is_no_fault_of_ours(visitor, path, status):
    answer = visitor.get(path)
    assert answer.status == status
    assert not FRAMEWORK.search(answer.text)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "BREW"])
def test_pages_are_for_reading(visitor, method):
    answer = visitor.ask(method, "/tra-cuu")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert not FRAMEWORK.search(answer.text)


def test_credentials_that_are_none_are_refused(visitor):
    answer = visitor.get("/cao-bang", authorization="Basic x")
    assert answer.status == 400
    assert not FRAMEWORK.search(answer.text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/%ff", 400),
        ("/cao-bang/%c3%28", 400),
    ],
)
def test_bytes_that_are_no_text(visitor, path, status):
    assert visitor.get(path).status == status


@pytest.mark.parametrize(
    "path",
    ["/tra-cuu?q=%ff%fe", "/tra-cuu?q=Nguy%EAn", "/?x=%ff", "/cao-bang?q=%ff"],
)
def test_a_question_that_is_no_text_is_told_so(visitor, path):
    """Taken for UTF-8 it would find nothing, which reads as "no debtor found"."""
    answer = visitor.get(path)
    assert answer.status == 400
    assert "UTF-8" in answer.text
    assert not FRAMEWORK.search(answer.text)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_credentials_that_are_none(visitor, accept):
    assert visitor.get("/cao-bang", authorization="Basic x", accept=accept).status == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cao-bang/ha-noi", 404),
        (f"/ha-noi{REGISTER}", 404),
        ("/cao-bang/cuc/nguoi-phai-thi-hanh-an", 404),
        ("/cao-bang/cuc", 200),
        ("/++api++/cao-bang/ha-noi", 404),
        ("/++api++/cao-bang", 200),
    ],
)
def test_one_address_for_each_page(visitor, path, status):
    assert visitor.get(path).status == status
