"""What engines, phones and programs find: robots, sitemap, metadata, manifest, worker, security.txt."""

from tests.support.staff import token_of
from thads_portal.register import ratings
from thads_portal.register.ratings import A_DAY
from thads_portal.security.public_address import listening_address
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from xml.etree import ElementTree

import datetime
import gzip
import json
import pytest
import re
import transaction


STATIC_PAGES = (
    "/huong-dan-tra-cuu",
    "/luat-ap-dung",
    "/lien-he",
    "/dieu-khoan-su-dung",
    "/quyen-rieng-tu",
    "/tro-nang",
    "/gop-y",
)


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Nông Văn Thử")
        site["cao-bang"].leadership = ["Cục trưởng; Hoàng Văn Mẫu; 0206 3852 001"]
        transaction.commit()
        return f"/cao-bang/nguoi-phai-thi-hanh-an/{made.getId()}"


@pytest.fixture(scope="module")
def visitor(server, listing):
    return Visitor(server)


@pytest.fixture
def address():
    """What is kept names it, whatever address was asked."""
    return listening_address()


def test_the_sitemap_holds_everything_but_persons(visitor, address, listing):
    answer = visitor.get("/sitemap.xml")
    places = {each.text for each in ElementTree.fromstring(answer.body).findall(".//{*}loc")}  # noqa: S314
    assert {f"{address}/", f"{address}/cao-bang", f"{address}/cao-bang/cuc"} <= places
    assert {f"{address}{page}" for page in STATIC_PAGES} <= places
    assert not [place for place in places if "nguoi-phai-thi-hanh-an" in place]
    packed = visitor.get("/sitemap.xml.gz")
    assert packed.headers["Content-Type"] == "application/gzip"
    assert gzip.decompress(packed.body) == answer.body
    assert f"Sitemap: {address}/sitemap.xml" in visitor.get("/robots.txt").text


def test_pages_without_persons_tell_what_they_are_about(visitor, address):
    page = visitor.get("/cao-bang").text
    assert f'<link rel="canonical" href="{address}/cao-bang"' in page
    assert 'property="og:title" content="Thi hành án dân sự tỉnh Cao Bằng"' in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (data["@type"], data["url"]) == ("GovernmentOffice", f"{address}/cao-bang")


def test_what_editors_typed_cannot_end_the_structured_data(visitor, portal):
    with portal.site() as site:
        site["an-giang"].address = "</script><script>alert(1)</script>"
        transaction.commit()
    page = visitor.get("/an-giang").text
    assert "<script>alert" not in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["address"] == "</script><script>alert(1)</script>"


def test_pages_of_persons_tell_engines_nothing(visitor, listing):
    for path in ("/tra-cuu?q=nong", "/cao-bang/nguoi-phai-thi-hanh-an", listing, "/no-such-page"):
        page = visitor.get(path).text
        assert "noindex" in page
        for word in ("og:", "ld+json", "canonical", 'name="description"'):
            assert word not in page, (path, word)


@pytest.mark.parametrize(
    "path", [*STATIC_PAGES, "/thong-ke", "/cao-bang/thong-ke", "/du-lieu", "/xac-minh"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_service_has_a_title_and_a_text_of_its_own(visitor, path, language):
    def told(where):
        page = visitor.get(f"{where}?set_language={language}").text
        assert 'content="index, follow"' in page
        return [
            re.search(rf'<meta {name} content="([^"]+)"', page)[1]
            for name in ('property="og:title"', 'name="description"')
        ]

    (title, text), home = told(path), told("/")
    assert title != home[0]
    assert text != home[1]


def test_a_code_that_is_checked_is_nothing_for_engines(visitor):
    assert "noindex" in visitor.get("/xac-minh?ma=K7QD-9M2X-4TPA-6ZRE").text


def test_security_txt_names_a_contact_and_never_expires(visitor, address, portal):
    answer = visitor.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == f"{address}/lien-he"
    assert fields["Canonical"] == f"{address}/.well-known/security.txt"
    left = datetime.datetime.fromisoformat(fields["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert 170 < left.days < 365
    with portal.site() as site:
        site.portal_registry["thads_portal.security_contact"] = "mailto:an-toan@thads.example"
        transaction.commit()
    assert "Contact: mailto:an-toan@" in visitor.get("/.well-known/security.txt").text
    for path in ("/.well-known", "/.well-known/other", "/.well-known/security.txt/x"):
        assert visitor.get(path).status == 404


def test_the_portal_can_be_installed(visitor):
    page = visitor.get("/").text
    assert 'rel="manifest" href="/manifest.webmanifest"' in page
    manifest = visitor.get("/manifest.webmanifest").json()
    assert manifest["start_url"] == "/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert [icon for icon in manifest["icons"] if icon.get("purpose") == "maskable"]
    for icon in manifest["icons"]:
        assert visitor.get(icon["src"]).body.startswith(b"\x89PNG")


def test_the_worker_keeps_the_offline_page_and_no_other(visitor):
    worker = visitor.get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", worker.text)[1])
    assert files
    for file in files:
        assert file.startswith("/thads-static/")
        assert visitor.get(file).status == 200
    assert '"/ngoai-tuyen"' in worker.text
    offline = visitor.get("/ngoai-tuyen").text
    assert "Bạn đang ngoại tuyến" in offline
    assert "You are offline" in offline
    assert "Đây không phải là kết quả “không tìm thấy”" in offline


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", STATIC_PAGES)
def test_plain_pages_are_written_in_both_languages(visitor, path, language):
    answer = visitor.get(f"{path}?set_language={language}")
    assert answer.status == 200
    assert f'<html lang="{language}"' in answer.text
    assert ("Trang chủ" in answer.text) == (language == "vi")


def test_leaders_stand_on_the_subsite(visitor):
    page = visitor.get("/cao-bang").text
    assert "Hoàng Văn Mẫu" in page
    assert 'href="tel:02063852001"' in page


def test_the_map_shows_both_archipelagos(visitor):
    page = visitor.get("/").text
    assert 'href="/da-nang" aria-label="Hoàng Sa (Đà Nẵng)"' in page
    assert 'href="/khanh-hoa" aria-label="Trường Sa (Khánh Hòa)"' in page


def test_a_planned_downtime_is_announced_until_it_is_over(visitor, portal):
    def plan(start, end):
        with portal.site() as site:
            registry = site.portal_registry
            registry["thads_portal.downtime_from"] = start
            registry["thads_portal.downtime_to"] = end
            registry["thads_portal.downtime_text"] = "Nâng cấp máy chủ <b>."
            transaction.commit()

    now = datetime.datetime.now()  # noqa: DTZ005 - as administrators type it
    plan(now.replace(year=now.year + 1, month=3, day=7, hour=22, minute=0),
         now.replace(year=now.year + 1, month=3, day=8, hour=5, minute=0))  # fmt: skip
    page = visitor.get("/tra-cuu").text
    assert "Bảo trì theo kế hoạch" in page
    assert f"22:00 07/03/{now.year + 1}" in page
    assert "Nâng cấp máy chủ &lt;b&gt;." in page
    plan(
        now.replace(year=now.year - 1, month=3, day=7),
        now.replace(year=now.year - 1, month=3, day=8),
    )
    assert "Bảo trì theo kế hoạch" not in visitor.get("/tra-cuu").text


# The rating


def _token(page: str) -> str:
    return token_of(page)


def _rate(visitor, answer, token, **headers):
    body = f"answer={answer}&_authenticator={token}"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.ask(
        "POST",
        "/gop-y",
        body=body,
        headers={"Content-Type": "application/x-www-form-urlencoded", **named},
    )


def test_a_rating_is_counted_once_and_holds_nothing_of_the_visitor(visitor, portal):
    page = visitor.get("/gop-y")
    assert "private" in page.headers["Cache-Control"]
    answer = _rate(visitor, "satisfied", _token(page.text))
    assert answer.status == 303
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    assert re.fullmatch(r'thads-danh-gia="?\d{4}-\d{2}"?', cookie)
    # Sent twice, as by a double click.
    assert _rate(visitor, "satisfied", _token(page.text), cookie=cookie).status == 303
    assert portal.query("SELECT answer, n FROM thads_rating") == [("satisfied", 1)]
    columns = portal.query(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'thads_rating'"
    )
    assert {name for (name,) in columns} == {"month", "answer", "n"}
    thanked = visitor.get("/gop-y", cookie=cookie).text
    assert "Cảm ơn bạn" in thanked
    assert "<form" not in re.search(r"<main.*</main>", thanked, re.DOTALL)[0]


def test_a_rating_without_an_answer_or_from_elsewhere_is_not_counted(visitor, portal):
    before = portal.query("SELECT sum(n) FROM thads_rating")
    token = _token(visitor.get("/gop-y").text)
    answer = _rate(visitor, "delighted", token)
    assert answer.status == 400
    assert "Bạn chưa chọn câu trả lời" in answer.text
    assert _rate(visitor, "satisfied", "0" * 40).status == 403
    assert portal.query("SELECT sum(n) FROM thads_rating") == before


def test_a_program_cannot_fill_the_box(visitor, portal):
    """Without its cookie, from one address: a few answers count in a day, no more."""

    def total():
        return portal.query("SELECT coalesce(sum(n), 0)::integer FROM thads_rating")[0][0]

    before = total()
    token = _token(visitor.get("/gop-y").text)
    for _ in range(10):
        last = _rate(visitor, "dissatisfied", token, X_Forwarded_For="203.0.113.7")
    assert total() == before + A_DAY
    assert last.status == 303 and "Set-Cookie" not in last.headers
    page = visitor.get("/gop-y?" + last.headers["Location"].partition("?")[2]).text
    assert "nên lượt này không cộng thêm" in page
    assert _rate(visitor, "satisfied", token, X_Forwarded_For="203.0.113.8").cookies
    assert total() == before + A_DAY + 1


def test_what_bounds_the_rating_goes_with_the_day(portal):
    kept = portal.query("SELECT mark FROM thads_rating_mark")
    assert len(kept) == 2 and b"203.0.113" not in b"".join(bytes(mark) for (mark,) in kept)
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)  # noqa: DTZ011 - any later day
    ratings.forget(portal.dsn, today=tomorrow)
    for table in ("thads_rating_key", "thads_rating_mark"):
        assert portal.query(f"SELECT FROM {table}") == []
        # In no log of the database, so on no standby and in no archive.
        assert portal.query("SELECT relpersistence FROM pg_class WHERE relname = %s", table) == [
            ("u",)
        ]


@pytest.mark.parametrize("path", ["/", "/cao-bang"])
def test_homes_show_what_is_new(visitor, monkeypatch, path):
    from thads_portal.browser.shared import newest
    from thads_portal.browser.shared.latest import Latest

    item = Latest(title="Tin <mới>", address="/tin-tuc/x", day=datetime.date(2026, 11, 20))
    monkeypatch.setattr(newest, "latest", lambda *_arguments: [item])
    page = visitor.get(path)
    assert page.status == 200
    assert 'href="/tin-tuc/x">Tin &lt;mới&gt;</a>' in page.text
    assert "20/11/2026" in page.text
