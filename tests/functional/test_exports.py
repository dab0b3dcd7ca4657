"""Results as files and feeds: whole, permanent ids, fair shares, and never half a file that looks whole."""

from contextlib import ExitStack
from html import unescape
from tests.support.reading import read_csv
from tests.support.reading import SCHEMA
from thads_portal.browser.public.exports import paper
from thads_portal.browser.public.exports import results
from thads_portal.browser.shared import streaming
from thads_portal.content.register import REGISTER_ID
from thads_portal.errors import RegisterUnavailable
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import limiter
from thads_portal.services.fairness import READS
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import datetime
import feedparser
import http.client
import io
import json
import jsonschema
import openpyxl
import pytest
import re
import socket
import transaction


REGISTER = f"/cao-bang/{REGISTER_ID}"
NAMES = ["Nông Văn Thử", "=HYPERLINK(1)", "Lý Thị Hoà", "Lý Thị Hoa", "Hoàng Văn Mẫu"]


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = [make_listing(portal, site, debtor_name=name).id for name in NAMES]
        other = make_listing(portal, site, province="ha-noi", debtor_name="Lý Thị Hòa")
        ended = make_listing(portal, site, debtor_name="Lý Chấm Dứt", state="ended")
        draft = make_listing(portal, site, debtor_name="Lý Bản Nháp", state="draft")
        oldest = site["cao-bang"][REGISTER_ID][made[0]]
        oldest.last_amended = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
        oldest.reindexObject(idxs=["x"])
        transaction.commit()
        return {"made": made, "other": other.id, "ended": ended.id, "draft": draft.id}


@pytest.fixture
def visitor(server, numbers):
    return Visitor(server)


def names_in(rows):
    return [row[6] for row in rows[1:]]


@pytest.mark.parametrize("by_accept", [False, True])
def test_csv_of_a_province(visitor, by_accept):
    if by_accept:
        answer = visitor.get(REGISTER, accept="text/csv")
    else:
        answer = visitor.get(f"{REGISTER}.csv")
    assert answer.status == 200
    rows = read_csv(answer.body)
    assert rows[0][:2] == ["number", "address"] and rows[0][6] == "debtor_name"
    assert names_in(rows) == [NAMES[4], NAMES[3], NAMES[2], "'=HYPERLINK(1)", NAMES[0]]
    assert answer.headers["X-Total-Count"] == "5"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="thads-cao-bang-')
    assert answer.headers["Transfer-Encoding"] == "chunked"
    assert rows[1][1].endswith(f"{REGISTER}/{rows[1][0]}")


@pytest.mark.parametrize("sort", ["", "&sort=name", "&sort=-published"])
def test_a_search_has_the_same_results_as_its_page(visitor, sort):
    """Close matches included, in the order of the page."""
    asked = f"q=ly+thi+hoa{sort}"
    page = visitor.get(f"/++api++/@register-search?{asked}").json()
    lines = [json.loads(line) for line in visitor.get(f"/tra-cuu.ndjson?{asked}").body.splitlines()]
    assert [each["number"] for each in lines] == [each["number"] for each in page["items"]]
    assert [each["match"] for each in lines] == [each["match"] for each in page["items"]]
    assert len(lines) == 3


def test_many_results_are_ranked(visitor, monkeypatch):
    """As above, where so many are found that no close ones are added."""
    monkeypatch.setattr("thads_portal.register.search.CLOSE_BELOW", 1)
    page = visitor.get("/++api++/@register-search?q=ly+thi+hoa").json()
    lines = [
        json.loads(line) for line in visitor.get("/tra-cuu.ndjson?q=ly+thi+hoa").body.splitlines()
    ]
    assert [(each["number"], each["match"]) for each in lines] == [
        (each["number"], each["match"]) for each in page["items"]
    ]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("q=zzzz", 0),
        ("q=%21%21", 0),
        ("amount_min=99999999999", 0),
        ("number=15/2024/DS-ST", 6),
        ("number=..", 0),
        ("province=ha-noi", 1),
        ("agency=cao-bang/cuc&ground=a&year=2026", 5),
        ("amount_max=12.500.000&sort=name", 6),
    ],
)
def test_filters(visitor, asked, count):
    answer = visitor.get(f"/tra-cuu.ndjson?{asked}")
    assert (answer.status, answer.headers["X-Total-Count"]) == (200, str(count))
    assert len(answer.body.splitlines()) == count


def test_xlsx(visitor):
    answer = visitor.get("/tra-cuu.xlsx?q=hyperlink")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
    assert (sheet["G2"].value, sheet["G2"].data_type) == ("=HYPERLINK(1)", "s")


def test_atom(visitor, numbers):
    answer = visitor.get(f"{REGISTER}.atom")
    read = feedparser.parse(answer.body)
    assert not read.bozo and answer.headers["Content-Type"].startswith("application/atom+xml")
    assert read.entries[0].title == NAMES[0]
    assert read.entries[0].updated > read.entries[0].published
    assert len(read.entries) == 5
    assert answer.text.count("deleted-entry") == 1 and "Chấm Dứt" not in answer.text
    again = visitor.get(f"{REGISTER}.atom", If_None_Match=answer.headers["Etag"])
    assert (again.status, again.body) == (304, b"")
    assert visitor.get(REGISTER, accept="application/atom+xml").body == answer.body


def test_a_feed_of_a_name_has_no_tombstones(visitor):
    """A tombstone in it would say whose it is."""
    assert "deleted-entry" not in visitor.get("/tra-cuu.atom?q=ly").text
    assert visitor.get("/tra-cuu.feed.json?q=ly").json()["_thads"]["ended"] == []


def test_json_feed(visitor, numbers):
    for path in (
        "/tra-cuu.feed.json",
        "/tra-cuu.feed.json?q=zzzz",
        "/tra-cuu.feed.json?q=ly&province=ha-noi",
    ):
        feed = visitor.get(path)
        assert feed.headers["Content-Type"] == "application/feed+json"
        jsonschema.validate(feed.json(), SCHEMA)
    feed = visitor.get("/tra-cuu.feed.json").json()
    assert [each["number"] for each in feed["_thads"]["ended"]] == [numbers["ended"]]
    atom = feedparser.parse(visitor.get("/tra-cuu.atom").body)
    assert [each["id"] for each in feed["items"]] == [entry.id for entry in atom.entries]


def test_json_of_lists_and_listings(visitor, numbers):
    number = numbers["made"][0]
    plain = visitor.get(f"{REGISTER}/{number}", accept="application/json").json()
    for accept in ("text/html", "application/json", "*/*"):
        assert visitor.get(f"{REGISTER}/{number}.json", accept=accept).json() == plain
    api = visitor.get("/++api++/@register-search?q=ly").json()
    for answer in (
        visitor.get("/tra-cuu.json?q=ly"),
        visitor.get("/tra-cuu?q=ly", accept="application/json"),
    ):
        assert answer.json()["items"] == api["items"]
    asked = visitor.get(f"{REGISTER}?q=hoang", accept="application/json").json()
    assert [each["debtor_name"] for each in asked["items"]] == ["Hoàng Văn Mẫu"]
    assert visitor.get(f"{REGISTER}.json?q=hoang").json()["items"] == asked["items"]


@pytest.mark.parametrize("page", ["/tra-cuu", REGISTER])
def test_a_page_of_results_names_its_feeds_and_files(visitor, page):
    asked = "q=ly+thi&debtor_kind=individual"
    text = visitor.get(f"{page}?{asked}&b_start=1").text
    links = re.findall(r'<link rel="alternate" href="([^"]*)" title="[^"]*" type="([^"]*)"', text)
    assert [media for _, media in links] == [
        "application/atom+xml",
        "application/feed+json",
        "application/json",
        "text/csv",
        "application/x-ndjson",
    ]
    for address, media in links:
        assert unescape(address).startswith(page) and unescape(address).endswith(f"?{asked}")
        answer = visitor.get(unescape(address))
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith(media)
    assert "alternate" not in visitor.get(f"{page}?ground=z").text


def test_a_listing_names_its_forms(visitor, numbers):
    address = f"{REGISTER}/{numbers['made'][0]}"
    page = visitor.get(address).text
    for suffix, media in (("pdf", "application/pdf"), ("json", "application/json")):
        assert f'href="{address}.{suffix}" title=' in page.partition("</head>")[0]
        assert f'type="{media}"' in page.partition("</head>")[0]


def test_browsers_get_pages(visitor):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    for asked in (accept, "*/*", "", "text/csv;q=0.5, text/html", "text/csv;q=x, */*"):
        assert visitor.get("/tra-cuu", accept=asked).headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("suffix", ["", ".json", ".pdf", ".csv", ".x"])
def test_an_ended_listing_is_gone_whatever_the_suffix(visitor, numbers, suffix):
    for accept in ("text/html", "application/json", "text/csv"):
        answer = visitor.get(f"{REGISTER}/{numbers['ended']}{suffix}", accept=accept)
        assert answer.status == 410
        assert visitor.get(f"{REGISTER}/{numbers['draft']}{suffix}", accept=accept).status == 404


def test_other_suffixes_are_not_there(visitor, numbers):
    for path in (
        f"{REGISTER}/{numbers['made'][0]}.csv",
        f"{REGISTER}/{numbers['made'][0]}.json/x",
        "/tra-cuu.doc",
    ):
        assert visitor.get(path).status == 404


@pytest.mark.parametrize("suffix", list(results.FORMATS))
def test_refusals(visitor, suffix):
    answer = visitor.get(f"/tra-cuu.{suffix}?ground=z")
    assert answer.status == 400
    assert answer.headers["X-Robots-Tag"]
    assert "Content-Disposition" not in answer.headers


def test_a_database_that_is_away_is_no_empty_file(visitor, monkeypatch):
    def away(*arguments, **options):
        raise RegisterUnavailable

    for name in ("snapshot", "reading", "answer"):
        monkeypatch.setattr(results, name, away)
    monkeypatch.setattr(paper, "snapshot", away)
    for suffix in results.FORMATS:
        answer = visitor.get(f"/tra-cuu.{suffix}")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "120")


@pytest.fixture
def breaking(monkeypatch):
    """The database fails after some rows."""
    whole = results.export

    def export(*arguments):
        found = whole(*arguments)

        def rows():
            first = next(found.rows)
            for _ in range(3000):
                yield first
            raise RegisterUnavailable

        return type(found)(5000, rows())

    monkeypatch.setattr(results, "export", export)


@pytest.mark.parametrize("suffix", ["csv", "ndjson"])
def test_half_a_file_does_not_look_whole(visitor, breaking, suffix):
    with pytest.raises(http.client.IncompleteRead):
        visitor.get(f"/tra-cuu.{suffix}")
    # And the turn was given back.
    for _ in range(streaming.AT_A_TIME + 1):
        with pytest.raises(http.client.IncompleteRead):
            visitor.get(f"/tra-cuu.{suffix}")


def test_half_a_workbook_is_none(visitor, breaking):
    assert visitor.get("/tra-cuu.xlsx").status == 503


def test_an_old_protocol_gets_all_or_nothing(server, visitor, monkeypatch, request):
    host, port = server.removeprefix("http://").split(":")

    def ask() -> bytes:
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"GET /tra-cuu.ndjson HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b"".join(iter(lambda: connection.recv(65536), b""))

    head, _, body = ask().partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head and len(body.splitlines()) == 6
    request.getfixturevalue("breaking")
    assert b" 503 " in ask().split(b"\r\n")[0]


def test_who_leaves_gives_back_the_turn(server, visitor):
    host, port = server.removeprefix("http://").split(":")
    for _ in range(streaming.AT_A_TIME * 2):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(b"GET /tra-cuu.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert visitor.get("/tra-cuu.csv").status == 200
    assert visitor.ask("HEAD", "/tra-cuu.csv").status == 200


def test_too_many_exports_at_once(visitor, monkeypatch):
    with ExitStack() as life:
        # With patience: who has just read an answer may be ahead of its end in the server.
        for _ in range(streaming.AT_A_TIME):
            streaming.turn(life)
        monkeypatch.setattr(streaming, "_PATIENCE", 0.01)
        answer = visitor.get("/tra-cuu.csv")
        monkeypatch.undo()
    assert (answer.status, answer.headers["Retry-After"]) == (429, "30")
    assert visitor.get("/tra-cuu.csv").status == 200


@pytest.mark.parametrize(
    ("path", "share", "allowed"),
    [
        ("/tra-cuu.csv?q=zz", EXPORTS, 12),
        ("/tra-cuu.atom?q=zz", READS, 120),
        ("/++api++/@register-search?q=zz", READS, 120),
    ],
)
def test_fair_shares(visitor, path, share, allowed):
    limiter.forget()
    assert visitor.get(path, X_Forwarded_For="203.0.113.7").status == 200
    while not limiter.take(f"{share}|203.0.113.7", allowed):
        """The rest of the share."""
    refused = visitor.get(path, X_Forwarded_For="203.0.113.7")
    assert refused.status == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "/du-lieu" in refused.text
    assert visitor.get(path, X_Forwarded_For="203.0.113.8").status == 200
    limiter.forget()


def test_what_is_reopened_comes_back_as_reopened(portal, visitor):
    from thads_portal.actions.apply import enter_state
    from thads_portal.domain.codes import State

    def step(state):
        with portal.site() as site:
            listing = site["son-la"][REGISTER_ID][number]
            when = datetime.datetime.now(datetime.UTC)
            enter_state(listing, state, action="test", actor="test", when=when)
            listing.reindexObject(idxs=["x"])
            transaction.commit()

    def feeds():
        path = f"/son-la/{REGISTER_ID}"
        return visitor.get(f"{path}.atom").text, visitor.get(f"{path}.feed.json").json()

    with portal.site() as site:
        # First published long ago, behind many newer ones.
        old = make_listing(portal, site, province="son-la", debtor_name="Lò Văn Trở Lại")
        number = old.id
        old.first_published = datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)
        old.reindexObject(idxs=["x"])
        for n in range(3):
            make_listing(portal, site, province="son-la", debtor_name=f"Lò Văn {'ABC'[n]}")
        transaction.commit()
    atom, feed = feeds()
    assert feed["items"][-1]["_thads"]["number"] == number
    assert "reopened" not in feed["items"][-1]["_thads"]
    step(State.ENDED)
    atom, feed = feeds()
    assert [each["number"] for each in feed["_thads"]["ended"]] == [number]
    assert "deleted-entry" in atom and "Trở Lại" not in atom
    step(State.BOARD_REVIEW)
    assert "Trở Lại" not in feeds()[0]
    step(State.PUBLISHED)
    atom, feed = feeds()
    assert "deleted-entry" not in atom and feed["_thads"]["ended"] == []
    first = feed["items"][0]
    assert (first["_thads"]["number"], "reopened" in first["_thads"]) == (number, True)
    assert "Công khai lại ngày" in first["content_text"] and "Công khai lại ngày" in atom
    assert first["date_modified"] > first["date_published"]
