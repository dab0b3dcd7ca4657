"""Every way of writing a name finds it, and nobody who is not listed is called exact."""

from contextlib import closing
from tests.benchmarks.search_quality import absent
from tests.benchmarks.search_quality import OTHERS
from tests.benchmarks.synthetic_rows import person
from tests.benchmarks.writings import WAYS
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.register import counting
from thads_portal.register import pool
from thads_portal.register.export import export
from thads_portal.register.export import snapshot
from thads_portal.register.query import parse
from thads_portal.register.search import search
from thads_portal.register.suggest import suggest

import psycopg2
import pytest
import random


@pytest.fixture(scope="module")
def listed():
    chance = random.Random(11)
    names = list(dict.fromkeys([*OTHERS, *(person(chance) for _ in range(700))]))
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            kinds = ("individual", "organisation")
            insert(cursor, [row(n, kind=kinds[n.startswith(("Công", "Hợp"))]) for n in names])
        yield dsn, names
        pool.close(dsn)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_finds_the_name(listed, way):
    dsn, names = listed
    write, floor = WAYS[way]
    chance = random.Random(way)
    asked = [(name, typed) for name in names if (typed := write(name, chance))][-60:]
    assert asked
    missed = []
    for name, typed in asked:
        page = search(dsn, parse({"q": typed}))
        if name not in [hit.debtor_name for hit in page.hits]:
            missed.append((name, typed))
    # Among so few names a slip can make another name of one; one missed is chance.
    assert len(missed) <= max(1, (1 - floor) * len(asked)), missed


def test_page_export_and_suggestions_agree(listed):
    dsn, names = listed
    chance = random.Random(5)
    for write, _ in WAYS.values():
        typed = next(filter(None, (write(name, chance) for name in names[30:])), None)
        if typed is None:
            continue
        query = parse({"q": typed, "b_size": 100})
        page = search(dsn, query)
        with snapshot(dsn) as connection:
            found = export(connection, query, ("number",))
            rows = list(found.rows)
        assert found.total == len(rows) == page.listed, typed
        assert [each[0] for each in rows] == [hit.number for hit in page.hits]
        if page.total and page.query.names is not None:
            shown = {each.name for each in suggest(dsn, typed)}
            assert shown & {hit.debtor_name for hit in page.hits}, typed


def test_nobody_absent_is_called_exact(listed):
    dsn, names = listed
    for name in absent(set(names), 3)[:60]:
        page = search(dsn, parse({"q": name}))
        assert not [hit for hit in page.hits if hit.match in ("exact", "tones", "marks")], name


def test_many_better_names_do_not_hide_that_there_are_close_ones():
    rows = [row("Nguyễn Văn Hùng") for _ in range(25)] + [row("Nguyễn Văn Tùng")]
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            insert(cursor, rows)
        page = search(dsn, parse({"q": "Nguyễn Văn Hùng"}))
        assert (page.total, page.total_close, page.close_listed) == (25, 1, False)
        alone = search(dsn, parse({"q": "Nguyễn Văn Hùng", "close": "1"}))
        assert [hit.debtor_name for hit in alone.hits] == ["Nguyễn Văn Tùng"]
        assert (alone.total, alone.total_close) == (25, 1)
        pool.close(dsn)


@pytest.mark.parametrize(
    ("typed", "listed", "reading"),
    [
        # The words typed are others' too: a region's spelling is looked for all the same.
        ("nguyen quan huy", "Nguyễn Quang Huy", "dialect"),
        ("ho cooc hung", "Hồ Quốc Hưng", "dialect"),
        # Short words that lost a letter, and y that is kept as i.
        ("y bhia e an", "Y Bhiă Ê Ban", None),
        ("ka y but", "Kpă Y Bút", None),
        ("le thi by bay lun", "Lê Thị Bảy (tên gọi khác: Bảy Lùn)", None),
        # Legal forms that are misspelt.
        ("ho tac xa dich vu va thuong mai tan lap", "Hợp tác xã Dịch vụ và Thương mại Tân Lập", None),
        ("cong ty ho phan san xuat & xay dung sao mai", "Công ty Cổ phần Sản xuất & Xây dựng Sao Mai", None),
        ("cng ty tnhh mtv xuat nhap khau dai duong", "Công ty TNHH MTV Xuất nhập khẩu Đại Dương", None),
    ],
)  # fmt: skip
def test_close_names_of_words_that_others_have(typed, listed, reading):
    others = [
        "Nguyễn Quân Sơn",
        "Trần Huy Quân",
        "Nguyễn Văn Huy",
        "Hồ Văn Hưng",
        "Ka Să An",
        "Ka Y Ban",
    ]
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            kinds = ("individual", "organisation")
            names = [listed, *others]
            insert(cursor, [row(n, kind=kinds[n.startswith(("Công", "Hợp"))]) for n in names])
        found = [hit for hit in search(dsn, parse({"q": typed})).hits if hit.debtor_name == listed]
        assert [(hit.match, hit.reading) for hit in found] == [("close", reading)]
        pool.close(dsn)


@pytest.mark.parametrize("apart", [False, True])
def test_spellings_are_counted_and_each_is_a_search_of_its_own(monkeypatch, apart):
    if apart:
        # As if there were too many to sort the page out of those counted.
        monkeypatch.setattr(counting, "_PAGED", 0)
    spelt = {"Nguyễn Văn Hùng": 30, "Nguyễn Văn Hưng": 3, "NGUYỄN VĂN HUNG": 1}
    rows = [row(name) for name, n in spelt.items() for _ in range(n)]
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            insert(
                cursor,
                [*rows, row("Nguyễn Văn Hùng Sơn"), row("Nguyễn Văn Hứng", state="ended")],
            )
        page = search(dsn, parse({"q": "Nguyễn Văn Hưng", "b_size": 10}))
        assert {each.name: each.count for each in page.spellings} == spelt
        assert page.spellings[0].name == "Nguyễn Văn Hưng"
        for each in page.spellings:
            query = parse({"q": each.name, "exact": "1"})
            alone = search(dsn, query)
            assert (alone.total, alone.total_close) == (each.count, 0)
            assert {hit.match for hit in alone.hits} == {"exact"}
            with snapshot(dsn) as connection:
                assert export(connection, query, ("number",)).total == each.count
        whole = search(dsn, parse({"q": "nguyen van hung", "whole": "1"}))
        assert whole.total == 34
        assert search(dsn, parse({"q": "Nguyễn Văn Hùng Sơn"})).spellings == ()
        pool.close(dsn)


def test_another_reading_that_finds_somebody_is_offered():
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            insert(cursor, [row("Lê Văn Tos"), row("Lê Văn Tó"), row("Trần Hiến")])
        page = search(dsn, parse({"q": "Lê Văn Tos"}))
        assert page.hits[0].debtor_name == "Lê Văn Tos"
        assert (page.offer.reading, page.offer.text) == ("telex", "Lê Văn Tó")
        assert search(dsn, parse({"q": "Trần Hiến"})).offer is None
        address = search(dsn, parse({"q": "phường Sông Hiến"}))
        assert (address.total, address.offer.text) == (0, "Sông Hiến")
        pool.close(dsn)
