"""Suggestions while a name is typed."""

from contextlib import closing
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.errors import RegisterUnavailable
from thads_portal.register import pool
from thads_portal.register.suggest import MOST
from thads_portal.register.suggest import suggest

import psycopg2
import pytest


NAMES = ("Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "NGUYỄN VĂN HÙNG", "Nguyễn Thị Hương", "Trần Hà")


@pytest.fixture(scope="module")
def dsn():
    with fresh_register() as made:
        with (
            closing(psycopg2.connect(made)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            insert(cursor, [row(name) for name in NAMES])
            insert(cursor, [row("Lê Minh", province="ha-noi")])
            insert(cursor, [row(each) for each in ("Lý An Văn", "Lý Văn An", "Văn An Bình")])
            insert(cursor, [row("Phàn Lù Mẩy", province="yen-bai")])
            insert(cursor, [row("Nguyễn Kín", state="board_review")])
            insert(cursor, [row(f"Đỗ Lan {chr(97 + n)}") for n in range(20)])
        yield made
        pool.close(made)


def names(found):
    return [suggestion.name for suggestion in found]


@pytest.mark.parametrize("typed", ["nguyen van h", "NGUYỄN VĂN HÙ", "hùng nguy", "hung n"])
def test_the_same_name_is_suggested_once(dsn, typed):
    found = suggest(dsn, typed)
    assert [name.casefold() for name in names(found)] == ["nguyễn văn hùng"]
    assert found[0].match != "close"


def test_the_order_typed_comes_first_then_what_begins_so(dsn):
    assert names(suggest(dsn, "văn an")) == ["Văn An Bình", "Lý Văn An", "Lý An Văn"]
    assert names(suggest(dsn, "an van"))[0] == "Lý An Văn"


def test_each_name_tells_how_often_it_is_there(dsn):
    (hung,) = suggest(dsn, "nguyen van hung")
    assert hung.count == 3
    assert suggest(dsn, "le mi", province="ha-noi")[0].count == 1


def test_a_slip_of_the_finger_still_helps(dsn):
    assert [(s.name, s.match) for s in suggest(dsn, "nguyn thi huong")] == [
        ("Nguyễn Thị Hương", "close")
    ]


def test_a_province_narrows(dsn):
    assert names(suggest(dsn, "le mi")) == ["Lê Minh"]
    assert names(suggest(dsn, "le mi", province="ha-noi")) == ["Lê Minh"]
    assert names(suggest(dsn, "le mi", province="cao-bang")) == []


def test_a_province_of_today_narrows_to_all_that_came_together_in_it(dsn):
    assert names(suggest(dsn, "phan l", province_2025="lao-cai")) == ["Phàn Lù Mẩy"]
    assert names(suggest(dsn, "phan l", province_2025="cao-bang")) == []
    both = {"province": "lao-cai", "province_2025": "lao-cai"}
    assert names(suggest(dsn, "phan l", **both)) == []


@pytest.mark.parametrize(
    "typed", ["", "n", "ng", "l m", "🙂", "\0", "12", "zzz", "x" * 5000, "kín"]
)
def test_nothing_to_suggest(dsn, typed):
    assert suggest(dsn, typed) == ()


def test_no_more_than_a_screen_can_hold(dsn):
    assert len(suggest(dsn, "do lan")) == MOST


def test_trouble_is_told(dsn):
    with pytest.raises(RegisterUnavailable):
        suggest(dsn.replace("dbname=", "dbname=no_such_"), "nguyen")
