"""``@register-search`` and ``@register-suggest`` over real HTTP."""

from contextlib import contextmanager
from datetime import datetime
from psycopg2.extensions import make_dsn
from psycopg2.extensions import parse_dsn
from thads_portal.domain.codes import State
from thads_portal.register import pool
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import parse_qs
from urllib.parse import quote
from urllib.parse import urlsplit

import psycopg2
import pytest
import transaction


SEARCH = "/++api++/@register-search"
IN_CAO_BANG = "/++api++/cao-bang/@register-search"
ITEM = {
    "@id",
    "number",
    "debtor_name",
    "debtor_kind",
    "debtor_address",
    "province",
    "agency",
    "responsible_agency",
    "obligation",
    "obligation_amount",
    "ground",
    "ground_scheme",
    "published",
    "match",
    "reading",
}


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site() as site:
        make_listing(portal, site, debtor_name="Lý Thị Hòa", ground="b")
        make_listing(portal, site, debtor_name="Lý Thị Hoa", province="ha-noi")
        make_listing(portal, site, debtor_name="Lí Thị Hoá", agency="cao-bang/chi-cuc-thanh-pho")
        make_listing(
            portal,
            site,
            debtor_name="Công ty TNHH Hòa Bình",
            debtor_kind="organisation",
            judgment_number="77/2023/KDTM-ST",
            obligation_amount=None,
        )
        for n in range(12):
            make_listing(portal, site, debtor_name=f"Nông Văn {'ABCDEGHIKLMN'[n]}")
        for state in set(State) - {State.PUBLISHED}:
            make_listing(portal, site, debtor_name="Lý Thị Hòa", state=state)
        transaction.commit()
    return Visitor(server)


def search(visitor, query="", path=SEARCH):
    answer = visitor.get(f"{path}?{query}")
    assert answer.status == 200, answer.text
    return answer.json()


def names(found):
    return [item["debtor_name"] for item in found["items"]]


def test_shape_of_the_answer(visitor, server):
    found = search(visitor, f"q={quote('lý thị hòa')}&b_size=2")
    assert set(found) == {
        "@id",
        "items",
        "total",
        "total_is_exact",
        "total_close",
        "read_as",
        "readings",
        "dropped",
        "other_reading",
        "spellings",
        "facets",
        "batching",
    }
    assert all(set(item) == ITEM for item in found["items"])
    first = found["items"][0]
    number = first["number"]
    assert first["@id"] == f"{server}/cao-bang/nguoi-phai-thi-hanh-an/{number}"
    assert first["debtor_name"] == "Lý Thị Hòa"
    assert first["match"] == "exact"
    assert first["obligation_amount"] == 12_500_000
    assert datetime.fromisoformat(first["published"]).utcoffset().total_seconds() == 7 * 3600
    assert found["total_is_exact"] is True
    assert set(found["facets"]) == {
        "province",
        "province_2025",
        "agency",
        "debtor_kind",
        "judgment_kind",
        "ground",
        "year",
    }
    for values in found["facets"].values():
        assert all(set(value) == {"value", "label", "count"} for value in values)


def test_only_published_listings_are_found_and_labelled_by_level(visitor):
    found = search(visitor, "q=ly+thi+hoa&b_size=100")
    assert found["total"] == len(found["items"]) == 3
    assert {item["match"] for item in found["items"]} <= {"exact", "tones", "marks"}
    assert {item["reading"] for item in found["items"]} == {None}


def test_addresses_are_of_the_host_that_was_asked(visitor):
    answer = visitor.get(f"{SEARCH}?q=hoa", host="thads.example")
    found = answer.json()
    assert found["@id"].startswith("http://thads.example/")
    assert all(item["@id"].startswith("http://thads.example/") for item in found["items"])
    assert found["batching"]["first"].startswith("http://thads.example/")


def test_everything_without_parameters_newest_first(visitor):
    found = search(visitor)
    assert found["total"] == 16
    published = [item["published"] for item in found["items"]]
    assert published == sorted(published, reverse=True)
    assert all(item["match"] is None for item in found["items"])


def test_province_is_fixed_on_a_subsite(visitor):
    found = search(visitor, "q=ly+thi+hoa", IN_CAO_BANG)
    assert {item["province"] for item in found["items"]} == {"cao-bang"}
    same = search(visitor, "q=ly+thi+hoa&province=cao-bang")
    assert [item["number"] for item in same["items"]] == [item["number"] for item in found["items"]]
    refused = visitor.get(f"{IN_CAO_BANG}?province=ha-noi")
    assert refused.status == 400
    assert refused.json()["allowed"] == ["cao-bang"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ground=b", ["Lý Thị Hòa"]),
        ("province=ha-noi", ["Lý Thị Hoa"]),
        ("agency=cao-bang/chi-cuc-thanh-pho", ["Lí Thị Hoá"]),
        ("debtor_kind=organisation", ["Công ty TNHH Hòa Bình"]),
        ("number=77/2023/KDTM-ST", ["Công ty TNHH Hòa Bình"]),
        ("q=hoa+binh&amount_min=1", []),
        ("year=1999", []),
        ("q=12345", []),
        ("q=%F0%9F%92%A9", []),
        ("q=%00%27%22%3C%3E%5C%25", []),
        ("q=hòa+thị+lý&province=cao-bang&ground=b", ["Lý Thị Hòa"]),
    ],
)
def test_filters(visitor, query, found):
    assert names(search(visitor, quote(query, safe="=&+%/"))) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("province=nowhere", "province"),
        ("agency=nowhere/x", "agency"),
        ("debtor_kind=cat", "debtor_kind"),
        ("judgment_kind=cat", "judgment_kind"),
        ("ground=z", "ground"),
        ("year=abc", "year"),
        ("amount_min=abc", "amount_min"),
        ("amount_max=-1", "amount_max"),
        ("amount_min=5&amount_max=4", "amount_max"),
        ("sort=random", "sort"),
        ("b_size=101", "b_size"),
        ("b_size=0", "b_size"),
        ("b_start=-1", "b_start"),
        ("after=xyz", "after"),
        ("ground=a&ground=b", "ground"),
    ],
)
def test_a_bad_filter_is_refused_with_what_is_allowed(visitor, query, field):
    for path in (SEARCH, IN_CAO_BANG):
        answer = visitor.get(f"{path}?{query}")
        body = answer.json()
        assert answer.status == 400
        assert body["code"] == "bad_filter"
        assert body["field"] == field
        assert body["allowed"]
        assert set(body["message"]) == {"vi", "en"}


@pytest.mark.parametrize("query", ["", "sort=name", "q=nong+van", "q=ly+thi+hoa"])
def test_following_next_gives_every_listing_once(visitor, query):
    whole = search(visitor, f"{query}&b_size=100")
    seen = []
    page = search(visitor, f"{query}&b_size=3")
    while True:
        seen += [item["number"] for item in page["items"]]
        following = page["batching"].get("next")
        if following is None:
            break
        assert "after" in parse_qs(urlsplit(following).query)
        page = visitor.get(following[following.index("/++api++") :]).json()
    assert seen == [item["number"] for item in whole["items"]]
    assert len(seen) == len(set(seen)) == whole["total"]


def test_links_of_a_page_counted_from_the_start(visitor):
    page = search(visitor, "q=nong+van&b_size=5&b_start=5")
    links = page["batching"]
    assert links["@id"].endswith("q=nong+van&b_size=5&b_start=5")
    assert links["first"].endswith("@register-search?q=nong+van&b_size=5")
    assert links["prev"] == links["first"]
    assert links["last"].endswith("q=nong+van&b_size=5&b_start=10")
    last = visitor.get(links["last"][links["last"].index("/++api++") :]).json()
    assert "next" not in last["batching"]
    assert len(last["items"]) == 2


def test_one_page_has_no_next(visitor):
    found = search(visitor, "ground=b")
    assert set(found["batching"]) == {"@id", "first", "last"}


def test_facets_agree_with_what_they_lead_to(visitor):
    found = search(visitor, "q=hoa")
    for field, values in found["facets"].items():
        for value in values:
            narrowed = search(visitor, f"q=hoa&{field}={quote(value['value'])}")
            assert narrowed["total"] == value["count"], (field, value)


def test_facets_have_names_a_person_can_read(visitor):
    facets = search(visitor, "province=cao-bang")["facets"]
    labels = {value["value"]: value["label"] for values in facets.values() for value in values}
    assert labels["cao-bang"] == "Cao Bằng"
    assert labels["individual"] == "Cá nhân"
    assert labels["cao-bang/cuc"] == "Cục Thi hành án dân sự tỉnh Cao Bằng"


def test_search_engines_and_caches_keep_out(visitor):
    for path in (f"{SEARCH}?q=hoa", "/++api++/@register-suggest?q=hoa", f"{SEARCH}?ground=z"):
        headers = visitor.get(path).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["Content-Type"] in ("application/json", "application/problem+json")


def test_by_the_accept_header_too(visitor):
    answer = visitor.get("/@register-search?q=hoa+binh", accept="application/json")
    assert names(answer.json()) == ["Công ty TNHH Hòa Bình"]


def test_only_reading(visitor):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = visitor.ask(method, SEARCH, body={})
        assert answer.status in (404, 405), method


def test_suggestions(visitor):
    found = visitor.get("/++api++/@register-suggest?q=hoa+bi").json()
    assert found["items"] == [
        {"name": "Công ty TNHH Hòa Bình", "match": "contains", "reading": None, "count": 1}
    ]
    assert visitor.get("/++api++/@register-suggest?q=zzz").json()["items"] == []
    assert visitor.get("/++api++/@register-suggest").json()["items"] == []


def test_suggestions_of_a_province(visitor):
    path = "/++api++/{}/@register-suggest?q=ly+thi"
    in_cao_bang = visitor.get(path.format("cao-bang")).json()["items"]
    in_ha_noi = visitor.get(path.format("ha-noi")).json()["items"]
    assert {each["name"] for each in in_cao_bang} == {"Lý Thị Hòa", "Lí Thị Hoá"}
    assert {each["name"] for each in in_ha_noi} == {"Lý Thị Hoa"}
    refused = visitor.get("/++api++/@register-suggest?q=ly&province=nowhere")
    assert refused.status == 400


@contextmanager
def no_new_connections(dsn):
    """The database lets nobody new in, as when it is being stopped or restored."""
    parts = parse_dsn(dsn)
    admin = psycopg2.connect(make_dsn(dsn, dbname="postgres"))
    admin.autocommit = True
    try:
        with admin.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{parts["dbname"]}" ALLOW_CONNECTIONS false')
        pool.close(dsn)
        yield
    finally:
        with admin.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{parts["dbname"]}" ALLOW_CONNECTIONS true')
        admin.close()


@pytest.mark.parametrize(
    "path",
    [
        SEARCH,
        f"{SEARCH}?q=hoa",
        IN_CAO_BANG,
        "/++api++/@register-suggest?q=hoa",
        "/++api++/cao-bang/nguoi-phai-thi-hanh-an",
    ],
)
def test_a_database_that_does_not_answer_is_never_an_empty_result(visitor, portal, path):
    with no_new_connections(portal.dsn):
        answer = visitor.get(path)
    assert answer.status == 503
    assert answer.json()["code"] == "register_unavailable"
    assert "items" not in answer.json()
    assert answer.headers["Retry-After"]
    assert visitor.get(path).status == 200


@pytest.mark.parametrize("path", [SEARCH, IN_CAO_BANG, "/++api++/@register-suggest"])
def test_a_mistyped_parameter_is_refused(visitor, path):
    answer = visitor.get(f"{path}?q=ly&qq=x")
    assert (answer.status, answer.json()["code"]) == (400, "unknown_parameter")
    assert answer.json()["unknown"] == ["qq"]
    assert "q" in answer.json()["allowed"]
    assert "items" not in answer.json()


@pytest.mark.parametrize(
    "path",
    [
        SEARCH,
        "/++api++/@register-suggest",
        "/++api++/@search",
        "/++api++/cao-bang/nguoi-phai-thi-hanh-an",
        "/tra-cuu",
        "/tra-cuu.json",
        "/tra-cuu.csv",
        "/cao-bang/nguoi-phai-thi-hanh-an",
        "/tin-tuc",
        "/",
    ],
)
def test_bytes_that_are_no_utf8_are_refused_and_never_find_nothing(visitor, path):
    answer = visitor.get(f"{path}?q=Nguy%EAn&SearchableText=Nguy%EAn")
    assert answer.status == 400
    assert "UTF-8" in answer.text
    assert visitor.get(f"/tra-cuu?q={quote('Nguyên')}").status == 200


@pytest.mark.parametrize(
    ("typed", "reading", "read_as"),
    [
        ("Lys Thij Hoaf", "telex", "Lý Thị Hòa"),
        ("Ly1 Thi5 Hoa2", "vni", "Lý Thị Hòa"),
        ("Lý Thij Hòa", "telex", "Lý Thị Hòa"),
        ("lythihoa", "parted", "Ly Thi Hoa"),
        ("Lý\u200bThị\u200bHòa", "parted", "Lý Thị Hòa"),
        ("bà Lý Thị Hòa", "title_dropped", "Lý Thị Hòa"),
        ("Lý Thị Hòa sinh năm 1979", "year_dropped", "Lý Thị Hòa"),
        ("L.T. Hòa", "initials", "L.T. Hòa"),
        ("C.ty Hòa Bình", "abbreviation", None),
        ("77/2023/KDTM-ST", "number", "77/2023/KDTM-ST"),
    ],
)
def test_what_was_typed_is_read_told_and_undone(visitor, typed, reading, read_as):
    found = search(visitor, f"q={quote(typed)}")
    assert found["total"] >= 1
    assert {item["reading"] for item in found["items"]} == {reading}
    assert read_as is None or found["read_as"] == read_as
    for suffix in ("json", "csv"):
        answer = visitor.get(f"/tra-cuu.{suffix}?q={quote(typed)}")
        assert answer.status == 200
    assert int(answer.headers["X-Total-Count"]) == found["total"] + found["total_close"]
    page = visitor.get(f"/tra-cuu?q={quote(typed)}").text
    assert "as_typed=1" in page
    plain = search(visitor, f"q={quote(typed)}&as_typed=1")
    assert all(item["reading"] in (None, "dialect") for item in plain["items"])
    assert plain["read_as"] is None


@pytest.mark.parametrize("typed", ["001079012345", "012345678", "Lý Thị Hòa 001 079 012 345"])
def test_an_identity_number_is_refused_and_repeated_nowhere(visitor, typed):
    answer = visitor.get(f"{SEARCH}?q={quote(typed)}")
    assert (answer.status, answer.json()["code"]) == (400, "personal_number_typed")
    assert "079" not in answer.text.replace("1979", "")
    page = visitor.get(f"/tra-cuu?q={quote(typed)}&province=cao-bang")
    assert page.status == 303
    target = page.headers["Location"]
    assert "q=" not in target and "province=cao-bang" in target
    said = visitor.get(target[target.index("/tra-cuu") :]).text
    assert "Chưa tra cứu gì" in said
    assert (
        "kết quả"
        not in said.partition("<main")[2].partition("</main")[0].replace("Chưa tra cứu gì", "")
        or "Không có kết quả" not in said
    )


def test_whole_names_only_and_labels_of_parts(visitor):
    parts = search(visitor, "q=ly+thi")
    assert {item["match"] for item in parts["items"]} == {"contains"}
    assert search(visitor, "q=ly+thi&whole=1")["total"] == 0
    whole = search(visitor, "q=ly+thi+hoa&whole=1")
    assert whole["total"] == 3
    assert visitor.get(f"{SEARCH}?q=ly&whole=2").status == 400


def test_close_names_are_counted_apart_with_their_reason(visitor):
    found = search(visitor, f"q={quote('Ný Thị Hòa')}")
    assert (found["total"], found["total_close"]) == (0, 3)
    assert {(item["match"], item["reading"]) for item in found["items"]} == {("close", "dialect")}
    page = visitor.get(f"/tra-cuu?q={quote('Ný Thị Hòa')}").text
    assert "Không có ai đúng tên này; 3 tên gần giống" in page
    assert "viết theo phát âm vùng miền" in page


def test_an_address_is_told_from_a_name(visitor):
    page = visitor.get(f"/tra-cuu?q={quote('phường Sông Hiến')}").text
    assert "Ở đây chỉ tra cứu theo tên" in page
    assert "Sông Hiến" in page
