"""Searches on a real PostgreSQL, compared with a plain look at every name."""

from contextlib import closing
from contextlib import contextmanager
from datetime import date
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.name_match import match_level
from thads_portal.domain.provinces import merged_into
from thads_portal.register import counting
from thads_portal.register import pool
from thads_portal.register import ranked
from thads_portal.register import search_plan
from thads_portal.register.query import parse
from thads_portal.register.search import CLOSE_BELOW
from thads_portal.register.search import search
from thads_portal.register.suggest import suggest
from unicodedata import combining
from unicodedata import normalize

import psycopg2
import pytest
import random


WORDS = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Lê",
    "Văn",
    "Văn",
    "Vân",
    "Thị",
    "Đức",
    "Hùng",
    "Hưng",
    "Hung",
    "Hòa",
    "Hoàng",
    "Lý",
    "Lí",
    "Lan",
    "Lân",
    "An",
    "Ân",
    "Anh",
    "Ánh",
    "Minh",
    "Mình",
    "Phát",
    "Quý",
    "Quí",
    "Dũng",
    "Dung",
]
LEVELS = ("exact", "tones", "marks", "contains", "close")


@contextmanager
def register(rows):
    """A database with `rows` in its register: (dsn, rows)."""
    rows = list(rows)
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            insert(cursor, rows)
        yield dsn, rows
        pool.close(dsn)


def execute(dsn, statement, *parameters):
    with closing(psycopg2.connect(dsn)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def crowd(size, seed=7):
    chance = random.Random(seed)
    provinces = ["cao-bang", "ha-noi", "an-giang", "lao-cai", "yen-bai"]
    for place in range(size):
        name = " ".join(chance.choice(WORDS) for _ in range(chance.randint(2, 4)))
        kind = "individual"
        if place % 9 == 0:
            form = chance.choice(["Công ty TNHH", "CTY CP", "DNTN", "Chi nhánh"])
            name, kind = f"{form} {name}", "organisation"
        province = chance.choice(provinces)
        yield row(
            name,
            kind=kind,
            province=province,
            agency=chance.choice(
                [
                    f"{province}/cuc",
                    f"{province}/chi-cuc-1",
                    default_agency_key(province, date(2026, 1, 1)),
                ]
            ),
            judgment_kind=chance.choice(["civil", "civil", "criminal"]),
            ground=chance.choice("aaabc"),
            no_conditions_decision_date=date(chance.choice([2024, 2025, 2026]), 3, 4),
            obligation_amount=chance.choice([None, 500_000, 2_000_000, 90_000_000]),
        )


@pytest.fixture(scope="module")
def crowded():
    with register(crowd(1500)) as opened:
        yield opened


@pytest.fixture(params=["estimated", "walking", "by index"])
def way(request, monkeypatch):
    """Both ways to the rows must give the same, whatever the estimates say."""
    if request.param == "walking":
        monkeypatch.setattr(search_plan, "costs", lambda planned, share, wanted: (0.0, 1.0))
        monkeypatch.setattr(ranked, "WALKED", 10**9)
    elif request.param == "by index":
        monkeypatch.setattr(search_plan, "costs", lambda planned, share, wanted: (1.0, 0.0))
        monkeypatch.setattr(ranked, "WALKED", 0)
        monkeypatch.setattr(counting, "_PAGED", 0)


def names(page):
    return [hit.debtor_name for hit in page.hits]


def all_hits(dsn, params, size=100):
    """Every hit, page by page with the cursor, and the first page."""
    first = page = search(dsn, parse({**params, "b_size": size}))
    hits = list(page.hits)
    while page.next_after:
        page = search(dsn, parse({**params, "b_size": size, "after": page.next_after}))
        hits += page.hits
    return hits, first


def expected(rows, query):
    """(number, level) as a look at every name gives them, best first."""
    found = []
    for each in rows:
        match = match_level(query, each["debtor_name"])
        if match and match.level != "close":
            tier = (not match.full, match.depth, not match.whole)
            found.append((tier, -each["first_published"].timestamp(), each["number"], match.level))
    return [(number, level) for _, _, number, level in sorted(found)]


QUERIES = (
    "nguyen van an",
    "An Nguyễn",
    "Nguyễn Vă",
    "nguy",
    "hoà",
    "ho",
    "lí",
    "Lý Lan",
    "quy",
    "dung dung",
    "an an",
    "Nguyên Van",
    "cty tnhh minh phat",
    "công ty",
    "minh dntn",
    "chi nhánh",
    "tnhh hung",
    "n",
    "Nguyễn Văn Hùng",
    "trần l",
)


@pytest.mark.parametrize("q", QUERIES)
def test_sql_finds_labels_and_orders_as_a_look_at_every_name(crowded, way, q):
    dsn, rows = crowded
    hits, page = all_hits(dsn, {"q": q}, size=37)
    wanted = expected(rows, q)
    assert len(wanted) > 0
    assert [(hit.number, hit.match) for hit in hits][: len(wanted)] == wanted
    close = hits[len(wanted) :]
    listed = len(hits) - len(close)
    assert page.total == listed == len(wanted)
    assert page.total_is_exact
    assert {hit.match for hit in close} <= {"close"}
    if len(wanted) >= CLOSE_BELOW:
        assert not close
    for hit in close:
        assert match_level(q, hit.debtor_name).level == "close"


def test_random_queries(crowded):
    dsn, rows = crowded
    chance = random.Random(3)
    for _ in range(60):
        asked = [chance.choice(WORDS) for _ in range(chance.randint(1, 3))]
        if chance.random() < 0.5:
            asked[-1] = asked[-1][: chance.randint(1, 3)]
        q = " ".join(asked)
        q = chance.choice([str, str.upper, lambda text: normalize("NFD", text)])(q)
        hits, _ = all_hits(dsn, {"q": q})
        wanted = expected(rows, q)
        assert [(hit.number, hit.match) for hit in hits][: len(wanted)] == wanted, q


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"province": "cao-bang"},
        {"agency": "ha-noi/cuc"},
        {"province_2025": "an-giang"},
        {"province_2025": "lao-cai"},
        {"province_2025": "lao-cai", "province": "yen-bai", "q": "nguyen"},
        {"province_2025": "lao-cai", "q": "tran", "year": 2025},
        {"agency": "lao-cai/thads"},
        {"agency": "yen-bai/cuc", "province_2025": "lao-cai"},
        {"agency": "lao-cai/thads", "province": "yen-bai"},
        {"ground": "b", "year": 2025},
        {"q": "tran", "year": 2024},
        {"debtor_kind": "organisation", "judgment_kind": "criminal", "province": "an-giang"},
        {"amount_min": "1.000.000"},
        {"amount_max": 600_000, "ground": "c"},
        {"q": "nguyen", "province": "ha-noi", "ground": "a"},
        {"q": "van", "agency": "cao-bang/chi-cuc-1"},
        {"q": "lan", "amount_min": 1, "amount_max": 2_000_000, "year": "2024"},
        {"q": "nguyen", "debtor_kind": "organisation"},
    ],
)
@pytest.mark.parametrize("sort", ["relevance", "-published", "name"])
def test_filters_counts_facets_and_paging(crowded, way, params, sort):
    dsn, rows = crowded
    wanted = [each for each in rows if passes(each, params)]
    hits, page = all_hits(dsn, {**params, "sort": sort}, size=23)
    assert sorted(hit.number for hit in hits) == sorted(each["number"] for each in wanted)
    assert (page.total, page.total_is_exact) == (len(wanted), True)
    for field, facets in page.facets.items():
        counted = {facet.value: facet.count for facet in facets}
        placed = {"q", "province", "province_2025", "agency", "amount_min", "amount_max"}
        if field == "agency" and not placed & set(params):
            assert counted == {}
            continue
        assert counted == tally(wanted, field), field
    by_number = {each["number"]: each for each in rows}
    if sort == "name":
        keys = [(by_number[hit.number]["sort_name"], hit.number) for hit in hits]
        assert keys == sorted(keys)
    elif sort == "-published":
        assert [hit.number for hit in hits] == sorted((h.number for h in hits), reverse=True)
    # The same by offset.
    offset = []
    for start in range(0, len(wanted) + 1, 50):
        part = search(dsn, parse({**params, "sort": sort, "b_size": 50, "b_start": start}))
        offset += [hit.number for hit in part.hits]
    assert offset == [hit.number for hit in hits]


def passes(each, params):
    for field in ("province", "agency", "debtor_kind", "judgment_kind", "ground"):
        if field in params and each[field] != params[field]:
            return False
    if "province_2025" in params and each["province"] not in merged_into(params["province_2025"]):
        return False
    if "year" in params and each["no_conditions_decision_date"].year != int(params["year"]):
        return False
    amount = each["obligation_amount"]
    for bound, holds in (("amount_min", int.__ge__), ("amount_max", int.__le__)):
        limit = params.get(bound)
        if limit is not None and (
            amount is None or not holds(amount, int(str(limit).replace(".", "")))
        ):
            return False
    if "q" in params:
        match = match_level(params["q"], each["debtor_name"])
        return match is not None and match.level != "close"
    return True


def tally(rows, field):
    values = [
        str(each["no_conditions_decision_date"].year) if field == "year" else each[field]
        for each in rows
    ]
    return {value: values.count(value) for value in set(values)}


def test_labels_of_facets(crowded):
    dsn, _ = crowded
    page = search(dsn, parse({"province": "cao-bang"}))
    labels = {facet.value: facet.label for facets in page.facets.values() for facet in facets}
    assert labels["cao-bang"] == "Cao Bằng"
    assert labels["individual"] == "Cá nhân"
    assert labels["2026"] == "2026"
    mine = search(dsn, parse({}), label=lambda field, value: f"{field}={value}")
    assert mine.facets["ground"][0].label == "ground=a"


@pytest.mark.parametrize(
    "junk",
    [
        "\0", "a\0b", "' | ''", "!!", "a & b | (c:*)", ":*", "\\", "'; DROP TABLE thads_listing --",
        "😀😀", "x" * 10_000, "a " * 5_000, "%_%", "nguyễn'", "\\'x", "\ud800", "<script>", "🙂 zzz",
    ],
)  # fmt: skip
def test_junk_finds_nothing_and_is_no_error(crowded, junk):
    dsn, _ = crowded
    page = search(dsn, parse({"q": junk}))
    found = [hit for hit in page.hits if hit.match != "close"]
    assert [hit for hit in found if match_level(junk, hit.debtor_name) is None] == []
    assert junk == "nguyễn'" or not found


def test_restricted_values_and_numbers_are_not_names():
    with register([row("Nguyễn Văn An", judgment_number="77/2020/DS-ST")]) as (dsn, rows):
        for q in (rows[0]["external_id"], "Tân Lập", "cuc"):
            assert names(search(dsn, parse({"q": q}))) == []
        for q in ("77/2020/DS-ST", rows[0]["number"]):
            page = search(dsn, parse({"q": q}))
            assert [(hit.match, hit.reading) for hit in page.hits] == [(None, "number")]
            assert names(search(dsn, parse({"q": q, "as_typed": "1"}))) == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("12/QĐ-CCTHADS", "12/qd-ccthads"),
        ("012/QĐ–CCTHADS", "số 12 / QÐ-CCTHADS"),
        ("05/2024/DS-ST", "5/2024/ds-st"),
    ],
)
@pytest.mark.parametrize(
    "field",
    ["judgment_number", "enforcement_decision_number", "no_conditions_decision_number"],
)
def test_exact_numbers(written, asked, field):
    rows = [row("Lê An", **{field: written}), row("Lê Ba"), row("Lê Tư", province="ha-noi")]
    with register(rows) as (dsn, made):
        assert names(search(dsn, parse({"number": asked}))) == ["Lê An"]
        assert names(search(dsn, parse({"number": made[1]["number"]}))) == ["Lê Ba"]
        assert names(search(dsn, parse({"number": asked, "province": "ha-noi"}))) == []
        assert names(search(dsn, parse({"number": asked, "q": "le a"}))) == ["Lê An"]
        assert names(search(dsn, parse({"number": asked + "9"}))) == []


def test_only_what_is_published_is_found():
    states = ("draft", "submitted", "board_review", "returned", "published", "ended")
    rows = [row(f"Nguyễn {state}", state=state) for state in states]
    with register(rows) as (dsn, made):
        everything = [{}, {"q": "nguyen"}, {"province": "cao-bang"}, {"amount_min": 1}]
        for params in [*everything, *({"number": each["number"]} for each in made)]:
            assert set(names(search(dsn, parse(params)))) <= {"Nguyễn published"}
        page = search(dsn, parse({"q": "nguyen"}))
        assert (page.total, names(page)) == (1, ["Nguyễn published"])


def test_one_misspelt_syllable_is_close_and_full_names_come_first():
    rows = [row(name) for name in ("Nguyễn Văn Hùng", "Nguyễn Văn Hùng Sơn", "Trần Văn Hùng")]
    with register(rows) as (dsn, _):
        page = search(dsn, parse({"q": "nguyn van hung"}))
        assert [(hit.debtor_name, hit.match) for hit in page.hits] == [
            ("Nguyễn Văn Hùng", "close"),
            ("Nguyễn Văn Hùng Sơn", "close"),
        ]
        assert (page.total, page.total_close) == (0, 2)
        assert sum(facet.count for facet in page.facets["province"]) == 2
        assert names(search(dsn, parse({"q": "nguyn vn hung"}))) == [
            "Nguyễn Văn Hùng",
            "Nguyễn Văn Hùng Sơn",
        ]
        assert names(search(dsn, parse({"q": "nguyn vn hng"}))) == []


def test_better_matches_stand_before_close_ones():
    with register([row("Lê Hang"), row("Lê Hùng"), row("Lê Hung")]) as (dsn, _):
        page = search(dsn, parse({"q": "Lê Hùng"}))
        assert [(hit.debtor_name, hit.match) for hit in page.hits] == [
            ("Lê Hùng", "exact"),
            ("Lê Hung", "tones"),
            ("Lê Hang", "close"),
        ]
        paged = [
            hit.debtor_name
            for start in range(4)
            for hit in search(dsn, parse({"q": "Lê Hùng", "b_size": 1, "b_start": start})).hits
        ]
        assert paged == names(page)
        hits, _ = all_hits(dsn, {"q": "Lê Hùng"}, size=1)
        assert [hit.debtor_name for hit in hits] == names(page)


def test_a_name_is_found_as_soon_as_it_is_committed_and_gone_with_its_end():
    with register([row("Lê An")]) as (dsn, made):
        assert search(dsn, parse({"q": "xuyen"})).total == 0
        with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
            insert(cursor, [row("Đỗ Xuyến")])
            assert search(dsn, parse({"q": "xuyen"})).total == 0
            connection.commit()
        assert names(search(dsn, parse({"q": "xuyen"}))) == ["Đỗ Xuyến"]
        assert [hit.match for hit in search(dsn, parse({"q": "xuyn"})).hits] == ["close"]
        execute(dsn, "UPDATE thads_listing SET state = 'ended' WHERE debtor_name = 'Đỗ Xuyến'")
        assert search(dsn, parse({"q": "xuyen"})).total == 0
        assert search(dsn, parse({})).total == 1
        execute(dsn, "DELETE FROM thads_listing WHERE number = %s", made[0]["number"])
        assert search(dsn, parse({})).total == 0


def test_more_than_can_be_counted(monkeypatch):
    monkeypatch.setattr("thads_portal.register.search.COUNTED", 50)
    rows = [row(f"Nguyễn Văn {name}") for name in WORDS * 4]
    with register(rows) as (dsn, made):
        for q, exact in (("nguyen", False), ("nguyen van", False), ("van hung", True), ("h", True)):
            page = search(dsn, parse({"q": q}))
            assert page.total_is_exact is exact, q
            assert page.total == (page.total if exact else 50)
            assert page.facets["province"]
        for sort in ("relevance", "-published", "name"):
            hits, _ = all_hits(dsn, {"q": "Nguyen Văn", "sort": sort}, size=17)
            assert sorted(hit.number for hit in hits) == sorted(each["number"] for each in made)
        hits, _ = all_hits(dsn, {"q": "Nguyen Văn"}, size=17)
        assert [(hit.number, hit.match) for hit in hits] == expected(made, "Nguyen Văn")
        assert search(dsn, parse({})).total == len(made)


_VERY_LONG = (
    "Công ty trách nhiệm hữu hạn một thành viên Đầu tư Xây dựng Thương mại Dịch vụ Sản xuất"
    " Xuất nhập khẩu Vật liệu Cơ khí Vận tải Hoàng Phát chi nhánh Thành phố Thủ Dầu Một khu vực"
    " miền Đông Nam Bộ"
)


def test_a_name_of_thirty_words_is_found_by_each_of_its_writings():
    rows = [row(_VERY_LONG, debtor_kind="organisation"), row("Nguyễn Văn An")]
    bare = "".join(
        each for each in normalize("NFD", _VERY_LONG.replace("Đ", "D")) if not combining(each)
    )
    words = _VERY_LONG.split()
    assert len(words) > 24
    with register(rows) as (dsn, _):
        for typed in (_VERY_LONG, _VERY_LONG.upper(), bare.lower(), normalize("NFD", _VERY_LONG)):
            page = search(dsn, parse({"q": typed}))
            assert names(page) == [_VERY_LONG], typed
            assert page.hits[0].match in ("exact", "marks")
            assert [each.name for each in suggest(dsn, typed)] == [_VERY_LONG]
        for part in (words[9:28], words[-8:], words[::2]):
            page = search(dsn, parse({"q": " ".join(part)}))
            assert [(hit.debtor_name, hit.match) for hit in page.hits] == [
                (_VERY_LONG, "contains")
            ], part
        # One word more is another name.
        other = search(dsn, parse({"q": f"{_VERY_LONG} Zz"}))
        assert not [hit for hit in other.hits if hit.match != "close"]


def test_initials_are_offered_beside_a_whole_name_and_read_when_asked_for():
    rows = [row("Y An"), row("Yên Văn An"), row("Yên An"), row("Lê Văn An")]
    with register(rows) as (dsn, _):
        page = search(dsn, parse({"q": "Y. An"}))
        assert (page.hits[0].debtor_name, page.hits[0].match) == ("Y An", "exact")
        assert (page.offer.reading, page.offer.text) == ("initials", "Y. An")
        meant = search(dsn, parse({"q": "Y. An", "initials": "1"}))
        assert set(names(meant)) == {"Y An", "Yên An"}
        assert meant.query.reading == "initials" and meant.offer is None
        # Nobody else is meant: nothing is offered.
        assert search(dsn, parse({"q": "Lê V. An"})).query.reading == "initials"
    with register([row("Y An"), row("Lê Văn An")]) as (dsn, _):
        assert search(dsn, parse({"q": "Y. An"})).offer is None
