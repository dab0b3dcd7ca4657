"""The public pages over real HTTP: what a visitor without an account reads, in both languages."""

from thads_portal.domain.codes import State
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.records import STAFF_FIELDS
from thads_portal.security.public_address import listening_address
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import datetime
import gzip
import pytest
import re
import transaction


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
NAMESAKE = "Trùng tên không có nghĩa là cùng một người hoặc cùng một tổ chức."
MEANING = "Điều đó không có nghĩa là người này cố tình không thi hành."
PERSONS = "noindex, nofollow, noarchive"
#: Nothing of these may leave by a public page.
RESTRICTED = {
    "personal_id": "004079000123",
    "date_of_birth": datetime.date(1979, 4, 2),
    "creditor": "Lý Thị Được",
    "enforcement_officer": "Hà Văn Chấp",
    "case_number": "HS-2026-77",
}
SIGNATORY = "Hoàng Thị Mẫu"
NOTE = "sửa địa chỉ theo xác minh của cơ quan thi hành án."


@pytest.fixture(scope="module")
def listings(portal):
    """Name -> path of listings in Cao Bằng (one in An Giang)."""
    now = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)
    amended = (
        {
            "kind": "amended",
            "occurred_on": now.date(),
            "public": True,
            "note": NOTE,
            "changes": {
                "debtor_address": ("Tổ 1, phường Sông Bằng", "Tổ 3, phường Hợp Giang"),
                "obligation": (f"Trả nợ, CCCD số {RESTRICTED['personal_id']}", "Trả nợ"),
                "creditor": ("Lý Thị Cũ", RESTRICTED["creditor"]),
            },
        },
        {"kind": "amended", "occurred_on": now.date(), "public": False, "note": "Nội bộ"},
    )
    with portal.site() as site:
        made = {
            "published": make_listing(
                portal, site, debtor_name="Nông Văn Thử", history=amended, **RESTRICTED
            ),
            "neighbour": make_listing(portal, site, debtor_name="Hòa Thị Bên"),
            "company": make_listing(
                portal,
                site,
                debtor_name="Công ty TNHH Thử Nghiệm",
                debtor_kind="organisation",
                no_conditions_decision_number="99/QĐ-CCTHADS",
                no_conditions_decision_date=datetime.date(2026, 3, 2),
                obligation="<script>alert(1)</script> & trả nợ",
                ground="b",
            ),
            "ended": make_listing(portal, site, debtor_name="Lục Văn Xong", state=State.ENDED),
            "draft": make_listing(portal, site, debtor_name="Bế Văn Nháp", state=State.DRAFT),
            "waiting": make_listing(
                portal, site, debtor_name="Bế Văn Chờ", state=State.BOARD_REVIEW
            ),
            "elsewhere": make_listing(
                portal, site, province="an-giang", debtor_name="Nông Văn Thử"
            ),
        }
        dropped = make_listing(portal, site, debtor_name="Bế Văn Thôi", state=State.ENDED)
        dropped.first_published = None
        dropped.indexObject()
        made["never published"] = dropped
        paths = {
            name: f"/{each.province}/nguoi-phai-thi-hanh-an/{each.getId()}"
            for name, each in made.items()
        }
        cao_bang = site["cao-bang"]
        cao_bang.telephone = "0206 3852 000"
        cao_bang.working_hours = "07:30–17:00"
        transaction.commit()
    return paths


@pytest.fixture(scope="module")
def visitor(server, listings):
    return Visitor(server)


def _main(page: str) -> str:
    """The text of the main part, without tags."""
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


# Home and subsite


def test_home_has_the_search_the_numbers_and_every_province(visitor):
    answer = visitor.get("/")
    assert answer.status == 200
    assert 'action="/tra-cuu"' in answer.text
    from thads_portal.domain.provinces import all_provinces

    for province in all_provinces():
        assert f'href="/{province.slug}"' in answer.text
    main = _main(answer.text)
    assert re.search(r"đang công khai \d", main)
    assert re.search(r"Số liệu lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}", main)
    assert "X-Robots-Tag" not in answer.headers


def test_home_brings_nothing_of_plone_and_nothing_from_elsewhere(visitor):
    page = visitor.get("/").text
    # Whole addresses say which page this is, in each language; nothing is loaded from them.
    page = re.sub(
        rf'<link rel="(canonical|alternate)" href="{listening_address()}/[^>]*>', "", page
    )
    assert "plone" not in page.lower()
    assert "barceloneta" not in page.lower()
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith(("/", "#", "?")), address


def test_province_picker_works_without_script(visitor):
    answer = visitor.get("/chon-tinh?province=cao-bang")
    assert (answer.status, answer.headers["Location"].rsplit("/", 1)[1]) == (303, "cao-bang")
    answer = visitor.get("/chon-tinh?province=https://example.com")
    assert answer.headers["Location"].endswith("/#cac-tinh")
    # Any name of it leads to a page of it; what names none is told.
    for asked, to in (
        ("province=S%C3%A0i+G%C3%B2n&den=thong-ke", "/tp-ho-chi-minh/thong-ke"),
        ("province=daklak&den=danh-sach-pdf", "/dak-lak/danh-sach-pdf"),
        ("province=2025:bac-ninh&den=thong-ke", "/bac-ninh/thong-ke"),
        ("province=&den=thong-ke", "/thong-ke"),
        ("den=danh-sach-pdf", "/du-lieu#pdf"),
        ("province=cao-bang&den=//example.com", "/cao-bang"),
        ("province=Atlantis&den=thong-ke", "/tra-cuu?province=Atlantis"),
    ):
        answer = visitor.get(f"/chon-tinh?{asked}")
        assert answer.status == 303
        assert (
            answer.headers["Location"].endswith(to) and "example" not in answer.headers["Location"]
        )


def test_subsite_names_its_agency_and_how_to_reach_it(visitor):
    page = visitor.get("/cao-bang").text
    assert '<h1><span class="bound">Thi hành án dân sự</span> tỉnh Cao Bằng</h1>' in page
    # Older decisions were issued under the name that it had.
    assert "Cục Thi hành án dân sự tỉnh Cao Bằng" in page
    assert 'href="tel:02063852000"' in page
    assert f'action="{REGISTER}"' in page
    assert 'href="/cao-bang/chi-cuc-thanh-pho"' in page


def test_agency_page_leads_to_its_listings(visitor):
    page = visitor.get("/cao-bang/cuc").text
    assert f"{REGISTER}?agency=cao-bang%2Fcuc" in page
    assert visitor.get(f"{REGISTER}?agency=cao-bang%2Fcuc").status == 200


# Search


def test_search_finds_a_name_without_marks_and_says_how_it_matches(visitor, listings):
    answer = visitor.get("/tra-cuu?q=nong+van+thu")
    assert answer.status == 200
    main = _main(answer.text)
    assert "2 kết quả" in main
    assert "Nông Văn Thử" in main
    assert "Khác dấu" in main
    assert NAMESAKE in main
    assert listings["published"] in answer.text
    assert listings["elsewhere"] in answer.text
    assert answer.headers["X-Robots-Tag"] == PERSONS
    assert f'content="{PERSONS}"' in answer.text


def test_the_register_of_a_province_shows_only_its_own(visitor, listings):
    page = visitor.get(f"{REGISTER}?q=nong+van+thu").text
    assert listings["published"] in page
    assert listings["elsewhere"] not in page
    assert "/tra-cuu?q=nong+van+thu" in page


@pytest.mark.parametrize("name", ["draft", "waiting", "ended", "never published"])
def test_what_is_not_public_is_not_found(visitor, listings, name):
    for address in ("/tra-cuu", "/tra-cuu?q=be+van", "/tra-cuu?q=luc+van+xong", REGISTER):
        assert listings[name] not in visitor.get(address).text


def test_filters_keep_the_state_of_the_search_in_the_address(visitor, listings):
    page = visitor.get("/tra-cuu?q=thu&province=cao-bang&debtor_kind=organisation").text
    assert listings["company"] in page
    assert listings["published"] not in page
    # Taking one filter off keeps the other.
    assert 'href="/tra-cuu?q=thu&amp;debtor_kind=organisation"' in page
    assert 'href="/tra-cuu?q=thu&amp;province=cao-bang"' in page
    # The order changes with everything else kept.
    assert "debtor_kind=organisation&amp;sort=name" in page


def test_without_a_question_the_search_says_how_and_shows_nobody(visitor, listings):
    for address in ("/tra-cuu", "/tra-cuu?q=&province=", "/tra-cuu?set_language=vi"):
        page = visitor.get(address).text
        assert "Cách tra cứu" in page and NAMESAKE in page
        assert "nguoi-phai-thi-hanh-an/20" not in page and "Nông Văn Thử" not in page
        assert 'name="q"' in page and 'class="results"' not in page
    assert listings["published"] in visitor.get("/tra-cuu?province=cao-bang").text


def test_the_menu_has_five_items_and_says_where_one_is(visitor, listings):
    def menu(path):
        page = visitor.get(path).text
        (part,) = re.findall(r'<nav aria-label="Chính".*?</nav>', page, re.DOTALL)
        return re.findall(r'<li><a href="([^"]+)"(?: aria-current="(\w+)")?>', part)

    assert menu("/") == [
        ("/tra-cuu", ""), ("/#cac-tinh", ""), ("/thu-tuc", ""), ("/tin-tuc", ""), ("/thong-ke", ""),
    ]  # fmt: skip
    assert len(menu("/cao-bang")) == 5
    assert ("/tra-cuu", "page") in menu("/tra-cuu?q=nong")
    assert ("/tin-tuc", "true") in menu("/van-ban")
    assert (REGISTER, "true") in menu(listings["published"])
    assert ("/cao-bang/thong-ke", "page") in menu("/cao-bang/thong-ke")


@pytest.mark.parametrize(
    "path", ["/cao-bang", "/cao-bang/cuc", REGISTER, "/cao-bang/thong-ke", "/tin-tuc", "/xac-minh",
             "/tra-cuu", "/du-lieu", "/gop-y", "/tro-nang", "/luat-ap-dung"]
)  # fmt: skip
def test_every_page_has_the_same_trail(visitor, path):
    page = visitor.get(path).text
    (trail,) = re.findall(r'<nav class="trail" aria-label="Vị trí"><ol>(.*?)</ol>', page, re.DOTALL)
    steps = re.findall(r'href="([^"]+)"', trail)
    assert steps[0] == "/"
    if path.startswith("/cao-bang/"):
        assert steps[1] == "/cao-bang"


def test_nothing_found_says_when_and_what_it_does_not_mean(visitor):
    answer = visitor.get("/tra-cuu?q=xyzzy+qwertz")
    assert answer.status == 200
    main = _main(answer.text)
    assert re.search(r"Không có kết quả trong danh sách công khai lúc \d\d:\d\d ngày", main)
    assert "không xác nhận rằng người đó không có nghĩa vụ thi hành án" in main


def test_a_bad_filter_is_refused_with_what_is_allowed(visitor):
    answer = visitor.get("/tra-cuu?ground=z&q=thu")
    assert answer.status == 400
    main = _main(answer.text)
    assert "Lý do chưa có điều kiện" in main
    assert "Chưa rõ địa chỉ" in main
    assert "Không có kết quả" not in main
    assert 'href="/tra-cuu?q=thu"' in answer.text


def test_pages_of_results_follow_each_other_without_gap_or_repetition(visitor):
    address, seen = "/tra-cuu?b_size=2&sort=name", []
    while address:
        page = visitor.get(address).text
        seen += re.findall(r'<h3><a rel="nofollow" href="([^"]+)"', page)
        onward = re.search(r'<a class="button second" rel="next nofollow" href="([^"]+)"', page)
        address = onward and onward[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 4
    page = visitor.get("/tra-cuu?b_size=2&b_start=2&sort=name").text
    assert 'rel="prev nofollow" href="/tra-cuu?sort=name&amp;b_size=2"' in page


def test_what_was_typed_is_shown_as_text(visitor):
    page = visitor.get("/tra-cuu?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "<script>alert" not in visitor.get("/tra-cuu?q=cong+ty+thu+nghiem").text


def test_suggestions_are_public_names_and_nothing_more(visitor):
    answer = visitor.get("/goi-y?q=nong+v")
    assert answer.json() == {"items": [{"text": "Nông Văn Thử", "note": "", "count": 2}]}
    assert answer.headers["X-Robots-Tag"] == PERSONS
    assert visitor.get("/goi-y?q=be+van+ch").json() == {"items": []}
    assert visitor.get("/goi-y").json() == {"items": []}
    assert visitor.get("/goi-y?q=nong&province=atlantis").status == 400


# Listing


def test_listing_shows_the_facts_in_the_order_of_the_law(visitor, listings):
    answer = visitor.get(listings["published"])
    assert answer.status == 200
    main = _main(answer.text)
    facts = (
        "Nông Văn Thử",
        "Tổ 3, phường Hợp Giang",
        "15/2024/DS-ST",
        "05/03/2024",
        "210/QĐ-CCTHADS",
        "Trả nợ số tiền 12.500.000 đồng",
        "12.500.000\N{NO-BREAK SPACE}đồng",
        "Không có thu nhập",
        "12/QĐ-CCTHADS",
        MEANING,
    )
    places = [main.find(" ".join(fact.split())) for fact in facts]
    assert -1 not in places, facts[places.index(-1)]
    assert places == sorted(places)
    assert "0206 3852 000" in main
    assert answer.headers["X-Robots-Tag"] == PERSONS
    for form in ("json", "pdf"):
        address = f"{listings['published']}.{form}"
        assert f'href="{address}"' in answer.text
        assert visitor.get(address).status == 200


def test_listing_keeps_what_is_restricted(visitor, listings):
    assert set(RESTRICTED) == set(RESTRICTED_FIELDS)
    assert STAFF_FIELDS == ("signed_by",)
    page = visitor.get(listings["published"]).text
    for value in (*RESTRICTED.values(), SIGNATORY, "1979", "02/04/1979"):
        assert str(value) not in page


def test_listing_tells_public_changes_only(visitor, listings):
    main = _main(visitor.get(listings["published"]).text)
    assert f"20/11/2026 : {NOTE}" in main
    assert "Nội bộ" not in main


def test_the_timeline_shows_old_and_new_values_but_nothing_that_may_not_be_public(
    visitor, listings
):
    page = visitor.get(listings["published"]).text
    main = _main(page)
    assert "trước: Tổ 1, phường Sông Bằng nay: Tổ 3, phường Hợp Giang" in main
    assert "trước: (không đăng lại) nay: (không đăng lại)" not in main
    assert "trước: (không đăng lại)" in main
    assert "Lý Thị Cũ" not in page
    days = [
        datetime.datetime.strptime(day, "%d/%m/%Y")  # noqa: DTZ007 - only compared
        for day in re.findall(r'<li[^>]*><span>Ngày <span class="number">([^<]+)</span>', page)
    ]
    assert len(days) >= 4 and days == sorted(days, reverse=True)


def test_a_listing_explains_itself(visitor, listings):
    main = _main(visitor.get(listings["published"]).text)
    for heading in (
        "Có tên ở đây nghĩa là gì",
        "Vì sao chưa có điều kiện",
        "Việc tiếp theo",
        "Khi nào chấm dứt công khai",
        "Người phải thi hành án có thể làm gì",
        "Người được thi hành án có thể làm gì",
        "Diễn biến",
    ):
        assert heading in main


def test_a_listing_counts_and_links_its_namesakes(visitor, listings):
    page = visitor.get(listings["published"]).text
    assert "1 mục khác cùng tên" in _main(page)
    (address,) = re.findall(r'href="(/tra-cuu\?q=[^"]+whole=1)"', page)
    found = visitor.get(address.replace("&amp;", "&")).text
    assert listings["published"] in found and listings["elsewhere"] in found
    assert "mục khác cùng tên" not in visitor.get(listings["neighbour"]).text


def test_listing_names_others_under_the_same_decision(visitor, listings):
    page = visitor.get(listings["published"]).text
    assert listings["neighbour"] in page
    assert listings["company"] not in page
    assert listings["elsewhere"] not in page
    assert "cùng quyết định" not in visitor.get(listings["company"]).text


def test_the_ground_is_named_by_the_law_of_the_day_of_the_decision(visitor, listings):
    assert (
        "khoản 1 Điều 38 Luật Thi hành án dân sự số 106/2025/QH15"
        in visitor.get(listings["published"]).text
    )
    assert "khoản 1 Điều 44a" in visitor.get(listings["company"]).text


# English


def test_english_by_address_and_then_by_cookie(visitor, listings):
    answer = visitor.get("/tra-cuu?q=nong+van+thu&set_language=en")
    assert '<html lang="en"' in answer.text
    assert "2 results" in _main(answer.text)
    assert 'href="?q=nong+van+thu&amp;set_language=vi"' in answer.text
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    page = visitor.get(listings["published"], cookie=cookie).text
    assert "Judgment or decision to be enforced" in page
    assert "Bản án, quyết định phải thi hành" not in page
    assert '<html lang="vi"' in visitor.get("/").text


# What every page is sent with


@pytest.mark.parametrize("path", ["/", "/cao-bang", "/tra-cuu", "/login", "/no-such-page"])
def test_every_page_is_sent_with_its_guards(visitor, path):
    headers = visitor.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_public_pages_have_no_inline_script_or_style(visitor, listings):
    for path in ("/", "/cao-bang", "/tra-cuu?q=thu", listings["published"], listings["ended"]):
        page = visitor.get(path).text
        # What tells engines about the page is data and is not run.
        page = page.replace('<script type="application/ld+json">', "")
        assert not re.search(r"<script(?![^>]* src=)", page)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


def test_robots_txt_keeps_engines_from_persons(visitor):
    rules = visitor.get("/robots.txt").text
    assert "Disallow: /tra-cuu" in rules
    assert "Disallow: /*/nguoi-phai-thi-hanh-an" in rules


def test_static_files_may_be_kept_and_change_their_address(visitor):
    page = visitor.get("/").text
    (styles,) = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    answer = visitor.get(styles, accept_encoding="gzip")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = visitor.get(styles)
    assert plain.headers["Content-Type"].startswith("text/css")
    fonts = re.findall(r'url\("([^")]+)"\)', plain.text)
    assert len(fonts) == 4
    for font in fonts:
        sent = visitor.get(f"/thads-static/{font}")
        assert sent.headers["Content-Type"] == "font/woff2"
        assert sent.body.startswith(b"wOF2")
    unchanged = visitor.get(styles, if_none_match=answer.headers["Etag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    other = re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", styles)
    assert visitor.get(other).headers["Cache-Control"] == "no-cache"
    assert visitor.get("/thads-static/nothing.000000000000.css").status == 404
    assert visitor.get("/thads-static").status == 404


def test_first_visit_is_light(visitor):
    """At most 110 kB for home and for results, with style sheet, script and all fonts."""
    for path in ("/", "/tra-cuu?q=thu", "/en/"):
        page = visitor.get(path, accept_encoding="gzip")
        assert len(page.body) <= 12_000
        text = gzip.decompress(page.body).decode()
        parts = set(re.findall(r'(?:src|href)="(/thads-static/[^"]+)"', text))
        styles = next(part for part in parts if part.endswith(".css"))
        parts |= {
            f"/thads-static/{font}"
            for font in re.findall(r'url\("([^")]+)"\)', visitor.get(styles).text)
        }
        weights = [len(visitor.get(part, accept_encoding="gzip").body) for part in parts]
        assert len(page.body) + sum(weights) <= 110_000
