"""Many names at once: every way of writing is found, nobody absent is exact, keys of SQL and Python agree."""

from contextlib import closing
from tests.benchmarks.search_quality import absent
from tests.benchmarks.search_quality import OTHERS
from tests.benchmarks.synthetic_rows import person
from tests.benchmarks.writings import WAYS
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.domain.name_keys import initials_key
from thads_portal.domain.name_keys import key_of
from thads_portal.domain.name_keys import SHORTER
from thads_portal.domain.names import parse_name
from thads_portal.register import pool
from thads_portal.register.matching.known import Known
from thads_portal.register.matching.known import known
from thads_portal.register.matching.subjects import match
from thads_portal.register.matching.subjects import Subject
from thads_portal.register.query import parse
from thads_portal.register.search import search

import psycopg2
import pytest
import random


KEY = b"k" * 32
KINDS = ("individual", "organisation")


@pytest.fixture(scope="module")
def listed():
    chance = random.Random(11)
    names = list(dict.fromkeys([*OTHERS, *(person(chance) for _ in range(700))]))
    with fresh_register() as dsn:
        with closing(psycopg2.connect(dsn)) as connection:
            rows = [row(n, kind=KINDS[n.startswith(("Công", "Hợp"))]) for n in names]
            with connection, connection.cursor() as cursor:
                insert(cursor, rows)
        yield dsn, {each["number"]: each["debtor_name"] for each in rows}
        pool.close(dsn)


def ask(dsn, *names, threshold=0.8, limit=20):
    with pool.reading(dsn) as cursor:
        subjects = [Subject((name,)) for name in names]
        return match(cursor, known(dsn), subjects, threshold=threshold, limit=limit, key=KEY)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_finds_the_name(listed, way):
    dsn, names = listed
    write, floor = WAYS[way]
    chance = random.Random(way)
    asked = [(name, typed) for name in names.values() if (typed := write(name, chance))][-150:]
    assert asked
    found = ask(dsn, *(typed for _, typed in asked))
    missed = [
        pair
        for pair, answer in zip(asked, found, strict=True)
        if pair[0] not in [names[each.number] for each in answer.results]
    ]
    # Among so few names a slip can make another name of one; one missed is chance.
    assert len(missed) <= max(1, (1 - floor) * len(asked)), missed


def test_nobody_absent_is_exact_and_close_ones_are_few(listed):
    dsn, names = listed
    answers = ask(dsn, *absent(set(names.values()), 3)[:200])
    results = [each for answer in answers for each in answer.results]
    assert not [each for each in results if each.name == "exact_full" or each.score == 1]
    assert sum(answer.total for answer in answers) <= 3 * len(answers)
    assert {answer.decision for answer in answers} <= {"none", "probable"}


def test_a_match_is_never_worse_than_a_search(listed):
    dsn, names = listed
    chance = random.Random(8)
    asked = []
    for write, _ in WAYS.values():
        typed = [text for name in names.values() if (text := write(name, chance))]
        asked += typed[:6]
    for typed, answer in zip(asked, ask(dsn, *asked, threshold=0.0, limit=50), strict=True):
        whole = [
            hit.number
            for hit in search(dsn, parse({"q": typed, "whole": "1"})).hits
            if hit.match in ("exact", "tones", "marks")
        ]
        missed = {*whole} - {each.number for each in answer.results}
        assert not missed, (typed, [names[each] for each in missed])


def test_the_keys_of_sql_are_those_of_python(listed):
    dsn, names = listed
    with pool.reading(dsn) as cursor:
        cursor.execute("SELECT number, array_agg(key) FROM thads_match GROUP BY number")
        stored = dict(cursor.fetchall())
    assert stored.keys() == names.keys()
    for number, name in names.items():
        own = [word.marks for word in parse_name(name).own]
        keys = {*stored[number]}
        assert key_of(own) in keys, name
        if not name.startswith(("Công", "Hợp")) and 3 <= len(own) <= 8:
            assert key_of([own[0], own[-1]]) + SHORTER in keys, name
            assert initials_key(own[-1], [word[0] for word in own[:-1]]) in keys, name


def test_what_is_new_is_known_at_once_and_what_ended_is_gone():
    with fresh_register() as dsn:
        with closing(psycopg2.connect(dsn)) as connection:
            mine = Known()

            def numbers(name):
                with pool.reading(dsn) as cursor:
                    (found,) = match(cursor, mine, [Subject((name,))], threshold=0.8, limit=5, key=KEY)  # fmt: skip
                return [each.number for each in found.results]

            assert numbers("Lý Thị Hòa") == []
            with connection, connection.cursor() as cursor:
                (first,) = insert(cursor, [row("Lý Thị Hòa")])
            # One that is not committed is not there, and is once it is.
            with closing(psycopg2.connect(dsn)) as slow:
                with slow.cursor() as cursor:
                    (late,) = insert(cursor, [row("Nông Văn Chậm")])
                with connection, connection.cursor() as cursor:
                    insert(cursor, [row("Lê Văn Nhanh")])
                assert numbers("Lý Thị Hòa") == [first]
                assert numbers("Nông Văn Chậm") == []
                slow.commit()
            assert numbers("Nông Văn Chậm") == [late]
            with connection, connection.cursor() as cursor:
                cursor.execute("UPDATE thads_listing SET state = 'ended' WHERE number = %s", (late,))  # fmt: skip
            assert numbers("Nông Văn Chậm") == []
            with connection, connection.cursor() as cursor:
                cursor.execute("SELECT thads_recount()")
            assert numbers("Lý Thị Hòa") == [first]
        pool.close(dsn)


def test_namesakes_are_counted_and_other_marks_are_told():
    rows = [row("Nguyễn Văn Hùng") for _ in range(230)] + [row("Nguyễn Văn Hưng")]
    with fresh_register() as dsn:
        with (
            closing(psycopg2.connect(dsn)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            insert(cursor, rows)
        same, other = ask(dsn, "Nguyễn Văn Hùng", "Nguyễn Văn Hưng", limit=5)
        assert (same.decision, same.total, len(same.results)) == ("same_name", 231, 5)
        assert {each.name for each in same.results} == {"exact_full"}
        assert [(each.name, each.score) for each in other.results[:2]] == [("exact_full", 1.0), ("marks", 0.85)]  # fmt: skip
        pool.close(dsn)
