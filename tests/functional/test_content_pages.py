"""The sections and their items over HTTP: lists, filters, archive, feed, files, the staff's steps."""

from html import unescape
from plone import api
from plone.app.textfield import RichTextValue
from plone.namedfile.file import NamedBlobFile
from tests.support.reading import SCHEMA
from thads_portal.catalog.lists import today
from thads_portal.testing_http import Visitor

import datetime
import json
import jsonschema
import pytest
import re
import transaction


def rich(text):
    return RichTextValue(text, "text/html", "text/x-html-safe")


def publish(item):
    api.content.transition(item, "publish")
    return item


@pytest.fixture(scope="module")
def content(portal):
    """Something of each kind on the gateway and in Cao Bằng, one draft among them."""
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        for number in range(25):
            publish(
                api.content.create(
                    site["van-ban"],
                    "LegalDocument",
                    title=f"Về việc tăng cường công khai thông tin {number}",
                    number=f"{number}/CT-TCTHADS",
                    kind="directive" if number % 2 else "decision",
                    issued=datetime.date(2024 + number % 3, 3, 1),
                    issuer="Tổng cục Thi hành án dân sự",
                )
            )
        document = api.content.create(
            site["van-ban"],
            "LegalDocument",
            id="thong-tu-mau",
            title="Quy định mẫu về biểu mẫu nghiệp vụ",
            number="99/2026/TT-BTP",
            kind="circular",
            issued=datetime.date(2026, 5, 4),
            issuer="Bộ Tư pháp",
            in_force_from=datetime.date(2026, 7, 1),
            text=rich("<p>Nội dung <script>alert(1)</script> của thông tư</p>"),
        )
        api.content.create(
            document,
            "File",
            id="toan-van.pdf",
            title="Toàn văn.pdf",
            file=NamedBlobFile(b"%PDF-1.4 mau" * 1000, "application/pdf", "Toàn văn.pdf"),
        )
        publish(document)
        publish(
            api.content.create(
                site["thu-tuc"],
                "Procedure",
                id="yeu-cau",
                title="Yêu cầu thi hành án dân sự",
                kind="request",
                steps=["Nộp đơn", "Nhận thông báo"],
                papers=["Đơn yêu cầu", "Bản án"],
                time_limit="5 ngày làm việc",
                fee="Không thu",
                where_to_go="Cơ quan thi hành án dân sự có thẩm quyền",
                legal_basis=["Luật Thi hành án dân sự, Điều 31"],
            )
        )
        notices = site["cao-bang"]["thong-bao"]
        for name, title, days in (("con-han", "Đấu giá xe mẫu", 5), ("het-han", "Đấu giá cũ", -5)):
            publish(
                api.content.create(
                    notices,
                    "PublicNotice",
                    id=name,
                    title=title,
                    kind="auction",
                    valid_until=today() + datetime.timedelta(days=days),
                )
            )
        api.content.create(
            site["cao-bang"]["tin-tuc"], "News Item", id="nhap", title="Tin chưa đăng"
        )
        publish(
            api.content.create(
                site["cao-bang"]["tin-tuc"], "News Item", id="tin", title="Hội nghị mẫu ở tỉnh"
            )
        )
        publish(
            api.content.create(
                site["su-kien"],
                "Event",
                id="hop",
                title="Ngày tiếp dân mẫu",
                start=datetime.datetime(2030, 1, 5, 1, 0, tzinfo=datetime.UTC),
                end=datetime.datetime(2030, 1, 5, 3, 0, tzinfo=datetime.UTC),
                location="Trụ sở mẫu",
            )
        )
        transaction.commit()


@pytest.fixture(scope="module")
def visitor(server, content):
    return Visitor(server)


@pytest.mark.parametrize(
    "path", ["tin-tuc", "van-ban", "thu-tuc", "thong-bao", "su-kien", "cao-bang/tin-tuc"]
)
def test_every_section_is_a_page_for_search_engines(visitor, path):
    answer = visitor.get(f"/{path}")
    assert answer.status == 200
    assert "index, follow" in answer.text
    assert "noindex" not in answer.text
    assert "X-Robots-Tag" not in answer.headers


def test_a_list_pages_filters_and_counts(visitor):
    first = visitor.get("/van-ban").text
    assert "26 mục" in first
    assert first.count('class="record"') == 20
    assert "trang=2" in first
    assert visitor.get("/van-ban?trang=2").text.count('class="record"') == 6
    directives = visitor.get("/van-ban?loai=directive&nam=2025")
    assert "4 mục" in directives.text
    found = visitor.get("/van-ban?q=BIEU+mau").text
    assert "1 mục" in found
    assert "99/2026/TT-BTP" in found


@pytest.mark.parametrize(
    "query",
    [
        "loai=nothing",
        "nam=abcd",
        "trang=-1",
        "trang=999999",
        "q=%22%28%29*%3F+AND",
        "q=a&q=b",
        "nam=99999",
        "q=not",
        "dinh-dang=x",
    ],
)
def test_junk_in_the_address_is_no_error(visitor, query):
    assert visitor.get(f"/van-ban?{query}").status == 200


def test_a_question_that_is_no_text_is_told_so(visitor):
    answer = visitor.get("/van-ban?q=%FF%FE")
    assert answer.status == 400
    assert "UTF-8" in answer.text


def test_past_notices_are_in_the_archive(visitor):
    current = visitor.get("/cao-bang/thong-bao").text
    assert "Đấu giá xe mẫu" in current
    assert "Đấu giá cũ" not in current
    past = visitor.get("/cao-bang/thong-bao?het-han=1").text
    assert "Đấu giá cũ" in past
    assert "Đấu giá xe mẫu" not in past
    assert "Đã qua, đã hết hạn" in visitor.get("/cao-bang/thong-bao/het-han").text


def test_a_document_shows_its_data_and_files(visitor):
    text = visitor.get("/van-ban/thong-tu-mau").text
    for part in ("99/2026/TT-BTP", "Thông tư", "Bộ Tư pháp", "04/05/2026", "Còn hiệu lực"):
        assert part in text
    assert "alert(1)" not in text
    assert "(PDF, 12 KB)" in text.replace("11,7", "12").replace("12,0", "12")
    file = visitor.get("/van-ban/thong-tu-mau/toan-van.pdf/@@download/file")
    assert (file.status, len(file.body)) == (200, 12000)


def test_a_procedure_is_steps_papers_and_where_to_go(visitor):
    text = visitor.get("/thu-tuc/yeu-cau").text
    for part in ("Nộp đơn", "Bản án", "5 ngày làm việc", "Không thu", "Điều 31"):
        assert part in text


def test_an_event_and_news_are_in_the_portals_frame(visitor):
    event = visitor.get("/su-kien/hop").text
    assert "08:00–10:00, 05/01/2030" in event
    news = visitor.get("/cao-bang/tin-tuc/tin").text
    assert "Hội nghị mẫu ở tỉnh" in news
    assert 'id="noi-dung"' in news


def test_dates_go_into_a_calendar(visitor):
    answer = visitor.get("/su-kien/hop/lich.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    lines = answer.text.splitlines()
    for line in ("DTSTART:20300105T010000Z", "DTEND:20300105T030000Z", "SUMMARY:Ngày tiếp dân mẫu"):
        assert line in lines
    assert 'href="/su-kien/hop/lich.ics"' in visitor.get("/su-kien/hop").text
    # The last day of a notice is a whole day, which ends with the next.
    notice = visitor.get("/cao-bang/thong-bao/con-han/lich.ics").text
    assert f"DTSTART;VALUE=DATE:{today() + datetime.timedelta(days=5):%Y%m%d}" in notice
    assert f"DTEND;VALUE=DATE:{today() + datetime.timedelta(days=6):%Y%m%d}" in notice
    # What is over needs no reminder; what has no date is no calendar's.
    assert "lich.ics" not in visitor.get("/cao-bang/thong-bao/het-han").text
    assert visitor.get("/cao-bang/tin-tuc/tin/lich.ics").status == 404


def test_days_say_what_happened_on_them(visitor):
    for path, label in (
        ("/cao-bang/tin-tuc/tin", "Đăng ngày"),
        ("/van-ban/thong-tu-mau", "Ban hành ngày"),
        ("/cao-bang/thong-bao/con-han", "Thông báo ngày"),
        ("/su-kien/hop", "Diễn ra ngày"),
    ):
        assert f"{label} <time" in visitor.get(path).text
        assert f"{label} <time" in visitor.get(path.rpartition("/")[0]).text


def test_the_sections_of_news_stand_beside_each_other(visitor):
    page = visitor.get("/van-ban").text
    (part,) = re.findall(r'<nav class="siblings".*?</nav>', page, re.DOTALL)
    assert re.findall(r'href="([^"]+)"(?: aria-current="(\w+)")?', part) == [
        ("/tin-tuc", ""), ("/van-ban", "page"), ("/thong-bao", ""), ("/su-kien", ""),
    ]  # fmt: skip
    # Procedures are no news.
    assert 'class="siblings"' not in visitor.get("/thu-tuc").text


def test_the_home_pages_show_what_is_new(visitor):
    home = visitor.get("/")
    assert home.status == 200
    assert "Yêu cầu thi hành án dân sự" in home.text
    assert "Đấu giá xe mẫu" in visitor.get("/cao-bang").text


def test_what_is_not_published_is_nowhere(visitor):
    assert "Tin chưa đăng" not in visitor.get("/cao-bang/tin-tuc").text
    answer = visitor.get("/cao-bang/tin-tuc/nhap")
    assert answer.status in (302, 401, 404)
    assert "Tin chưa đăng" not in answer.text


def test_the_feed_of_a_section(visitor):
    import feedparser

    answer = visitor.get("/van-ban?loai=circular&dinh-dang=atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.body)
    assert not found.bozo
    (entry,) = found.entries
    assert entry.title == "Quy định mẫu về biểu mẫu nghiệp vụ"
    assert entry.tags[0].label == "Thông tư"
    # The same whatever the host that was asked.
    assert entry.id.startswith("urn:uuid:")


def test_a_section_names_its_feeds_with_their_filters(visitor):
    page = visitor.get("/van-ban?loai=circular").text
    links = {
        media: unescape(address)
        for address, media in re.findall(
            r'<link rel="alternate" href="([^"]*)" title="[^"]*" type="([^"]*)"', page
        )
    }
    assert links == {
        "application/atom+xml": "/van-ban?loai=circular&dinh-dang=atom",
        "application/feed+json": "/van-ban?loai=circular&dinh-dang=feed.json",
    }
    answer = visitor.get(links["application/feed+json"])
    assert answer.headers["Content-Type"].startswith("application/feed+json")
    found = answer.json()
    jsonschema.validate(found, SCHEMA)
    (entry,) = found["items"]
    assert (entry["title"], entry["tags"]) == ("Quy định mẫu về biểu mẫu nghiệp vụ", ["Thông tư"])
    assert entry["id"].startswith("urn:uuid:") and "_thads" not in entry


@pytest.mark.parametrize(
    ("path", "kind", "about"),
    [
        ("/van-ban/thong-tu-mau", "Legislation", {"legislationIdentifier": "99/2026/TT-BTP"}),
        ("/thu-tuc/yeu-cau", "GovernmentService", {"areaServed": "VN"}),
        ("/van-ban", "CollectionPage", {"name": "Văn bản"}),
    ],
)
def test_engines_are_told_what_a_page_is(visitor, path, kind, about):
    text = visitor.get(path).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == kind
    assert about.items() <= data.items()
    title = unescape(re.search(r'property="og:title" content="([^"]*)"', text)[1])
    assert title.startswith(data["name"])


def test_a_document_as_json(visitor):
    answer = visitor.get("/++api++/van-ban/thong-tu-mau", accept="application/json")
    document = answer.json()
    assert document["@type"] == "LegalDocument"
    assert document["number"] == "99/2026/TT-BTP"
    assert document["kind"] == {"title": "Thông tư", "token": "circular"}
    assert document["issued"] == "2026-05-04"
    assert [item["title"] for item in document["items"]] == ["Toàn văn.pdf"]
    assert "syndication" not in document
    procedure = visitor.get("/++api++/thu-tuc/yeu-cau", accept="application/json").json()
    assert procedure["steps"] == ["Nộp đơn", "Nhận thông báo"]
    hidden = visitor.get("/++api++/cao-bang/tin-tuc/nhap", accept="application/json")
    assert hidden.status in (401, 404)
    assert "Tin chưa đăng" not in hidden.text


def test_only_what_belongs_there_can_be_added(portal, visitor, server):
    editor = Visitor(server, portal.accounts["provincial_editor"])
    path = "/++api++/cao-bang/thong-bao"
    headers = {"Accept": "application/json"}
    made = {"@type": "PublicNotice", "title": "Qua API", "kind": "auction"}
    answer = editor.ask("POST", path, body=made, headers=headers)
    assert (answer.status, answer.json()["review_state"]) == (201, "private")
    wrong = editor.ask("POST", path, body={"@type": "News Item", "title": "x"}, headers=headers)
    assert wrong.status in (400, 403)
    bad = editor.ask("POST", path, body={**made, "kind": "nothing"}, headers=headers)
    assert bad.status == 400
    foreign = editor.ask("POST", "/++api++/ha-noi/thong-bao", body=made, headers=headers)
    assert foreign.status in (401, 403)


def test_what_is_to_appear_later_is_not_there_yet(portal, visitor, server):
    from DateTime import DateTime

    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        item = publish(
            api.content.create(
                site["cao-bang"]["tin-tuc"], "News Item", id="hen-gio", title="Tin hẹn giờ mẫu"
            )
        )
        item = site["cao-bang"]["tin-tuc"]["hen-gio"]
        item.effective_date = DateTime() + 2
        item.reindexObject()
        api.content.create(item, "File", id="tep", title="Tệp")
        transaction.commit()
    path = "/cao-bang/tin-tuc/hen-gio"
    assert visitor.get(path).status == 404
    assert visitor.get(f"{path}/news-item").status == 404
    assert visitor.get(f"{path}/tep").status == 404
    assert visitor.get(f"/++api++{path}", accept="application/json").status == 404
    for there in (
        "/cao-bang", "/cao-bang/tin-tuc", "/sitemap.xml", "/cao-bang/tin-tuc?dinh-dang=atom",
        "/++api++/cao-bang/tin-tuc", "/++api++/@search?SearchableText=hen", "/@@search?SearchableText=mau",
    ):  # fmt: skip
        text = visitor.get(there, accept="application/json, text/html, */*").text
        assert "hen-gio" not in text and "hẹn giờ" not in text, there
    # Who edits or reviews it sees it before.
    for role in ("provincial_editor", "editorial_board"):
        assert Visitor(server, portal.accounts[role]).get(path).status == 200


def test_the_steps_of_the_staff_over_http(portal, visitor, server):
    import re

    editor = Visitor(server, portal.accounts["provincial_editor"])
    board = Visitor(server, portal.accounts["editorial_board"])
    headers = {"Content-Type": "application/x-www-form-urlencoded"}

    def post(who, path, view, body):
        page = who.get(path).text
        token = re.search(r'name="_authenticator" value="(\w+)"', page)[1]
        return who.ask(
            "POST", f"{path}/{view}", body=f"{body}&_authenticator={token}", headers=headers
        ).status

    path = "/cao-bang/tin-tuc/nhap"
    assert "Gửi Ban Biên tập duyệt" in editor.get(path).text
    assert editor.ask("POST", f"{path}/buoc", body="buoc=submit", headers=headers).status == 403
    assert editor.get(f"{path}/buoc?buoc=submit").status == 405
    assert post(editor, path, "buoc", "buoc=submit") == 302
    assert "Tin chưa đăng" in board.get("/cao-bang/tin-tuc").text
    assert post(board, path, "buoc", "buoc=publish") == 302
    assert visitor.get(path).status == 200
    assert post(editor, path, "chia-se", "viec=propose") == 302
    proposals = board.get("/de-nghi-dang")
    assert "Tin chưa đăng" in proposals.text
    assert "noindex" in proposals.headers["X-Robots-Tag"]
    assert post(board, path, "chia-se", "viec=accept&ve=de-nghi-dang") == 302
    assert "Tin chưa đăng" in visitor.get("/tin-tuc").text
    for person in (visitor, editor):
        assert person.get("/de-nghi-dang").status in (302, 401, 403, 404)
