"""The publication log in the database: a leaf with each act, an ending that leaves nothing to guess."""

from contextlib import closing
from psycopg2 import sql
from tests.support.empty_register import fresh_register
from tests.support.listing_rows import insert
from tests.support.listing_rows import row
from thads_portal.domain import merkle
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.register.acts import ActKind
from thads_portal.register.publication_log import checking
from thads_portal.register.publication_log import growing
from thads_portal.register.publication_log import openings
from thads_portal.register.publication_log import tree

import hashlib
import json
import psycopg2
import pytest
import random
import threading


@pytest.fixture
def dsn():
    with fresh_register() as made:
        yield made


@pytest.fixture
def register(dsn):
    with closing(psycopg2.connect(dsn)) as connection:
        yield connection


def digest(kind: str, salt: bytes, text: str) -> bytes:
    return hashlib.sha256(f"thads-{kind}-v1\n".encode() + salt + text.encode()).digest()


def proved(cursor, number: str) -> openings.Opening:
    """The opening of the newest act of `number`, checked against the tree."""
    leaf = openings.leaves_of(cursor, number)[-1]
    opening = openings.opening_of(cursor, number)
    assert leaf.commitment == opening.commitment == digest("act", opening.salt, opening.act)
    head = tree.newest_head(cursor)
    path = merkle.inclusion(leaf.place, head.size, tree.reader(cursor))
    found = merkle.root_by_inclusion(leaf.place, head.size, merkle.leaf_hash(leaf.commitment), path)
    assert found == head.root
    return opening


def test_a_life_of_a_listing_stands_in_the_log(register, dsn):
    with register, register.cursor() as cursor:
        (number,) = insert(cursor, [row("Nguyễn Văn Bình")])
    assert growing.grow(dsn) == 1
    with register, register.cursor() as cursor:
        first = proved(cursor, number)
        act, content = json.loads(first.act), json.loads(first.content)
        assert act["content"] == digest("content", first.salt, first.content).hex()
        assert (act["type"], act["version"], act["follows"]) == ("published", 1, None)
        assert content["debtor_name"] == "Nguyễn Văn Bình" and content["number"] == number
        assert not checking.parted(cursor)
        cursor.execute(
            "UPDATE thads_listing SET obligation = 'Phải trả nợ', revision = 2 WHERE number = %s",
            (number,),
        )
    growing.grow(dsn)
    with register, register.cursor() as cursor:
        second = proved(cursor, number)
        act = json.loads(second.act)
        assert (act["type"], act["version"]) == ("amended", 2)
        assert act["follows"] == first.commitment.hex()
        # Nothing public changes: no act.
        cursor.execute("UPDATE thads_listing SET revision = 3 WHERE number = %s", (number,))
        cursor.execute(
            "UPDATE thads_listing SET state = 'ended', ended_at = now() WHERE number = %s",
            (number,),
        )
    assert growing.grow(dsn) == 1
    with register, register.cursor() as cursor:
        end = proved(cursor, number)
        act = json.loads(end.act)
        assert end.content is None
        # Who kept the receipt of either version proves from when to when.
        assert act["closes"] == [first.commitment.hex(), second.commitment.hex()]
        assert (act["from"], act["version"]) == (json.loads(first.act)["from"], 2)
        cursor.execute("SELECT * FROM thads_log_now")
        kept = repr(
            [bytes(each) if isinstance(each, memoryview) else each for each in cursor.fetchone()]
        )
        assert repr(first.salt) not in kept and repr(second.salt) not in kept
        assert "Bình" not in kept
        assert not checking.parted(cursor)
        cursor.execute(
            "UPDATE thads_listing SET state = 'published', republished_at = now()"
            " WHERE number = %s",
            (number,),
        )
    growing.grow(dsn)
    with register, register.cursor() as cursor:
        again = json.loads(proved(cursor, number).act)
        assert (again["type"], again["version"], again["follows"]) == ("reopened", 3, None)
        assert [leaf.kind for leaf in openings.leaves_of(cursor, number)] == list(
            map(ActKind, ("published", "amended", "ended", "reopened"))
        )
        cursor.execute("DELETE FROM thads_listing WHERE number = %s", (number,))
    growing.grow(dsn)
    with register, register.cursor() as cursor:
        leaves = openings.leaves_of(cursor, number)
        assert leaves[-1].kind is ActKind.ENDED
        span = openings.as_of(leaves, leaves[1].at)
        assert span.public and span.act == leaves[1] and span.to == leaves[2].at
        assert openings.as_of(leaves, leaves[2].at).public is False
        assert not checking.parted(cursor) and not checking.broken(cursor)


def test_what_a_leaf_proves_is_public_and_all_of_it(register):
    with register, register.cursor() as cursor:
        (number,) = insert(cursor, [row(external_id="ngoài:1", flags=["minor"])])
        content = json.loads(openings.opening_of(cursor, number).content)
        cursor.execute("SELECT to_jsonb(thads_public_part(l)) FROM thads_listing l")
        (public,) = cursor.fetchone()
    decision = {"no_conditions_decision_number", "no_conditions_decision_date"}
    assert set(content) == {"number", "province", "agency", "notes", *PUBLIC_FIELDS} - decision
    # What changes there is an act, so that the newest leaf always says what is public.
    assert set(content) <= set(public)


def test_what_a_release_fills_in_is_no_act(register):
    """Unless what the log proves has changed: it always says what is public."""
    with register, register.cursor() as cursor:
        numbers = insert(cursor, [row(), row("Trần Thị Lan")])
        cursor.execute("TRUNCATE thads_new_act")
        cursor.execute("SET LOCAL thads.filling = 'on'")
        cursor.execute("UPDATE thads_listing SET no_conditions_decision_number = '7', revision = 2")
        cursor.execute("SELECT kind FROM thads_new_act")
        assert cursor.fetchall() == []
        cursor.execute(
            "UPDATE thads_listing SET obligation = 'Phải trả nợ' WHERE number = %s", (numbers[0],)
        )
        cursor.execute("SELECT kind, number FROM thads_new_act")
        assert cursor.fetchall() == [("amended", numbers[0])]
        assert not checking.parted(cursor)
    with register, register.cursor() as cursor:
        # It is over with its transaction.
        cursor.execute("UPDATE thads_listing SET no_conditions_decision_number = '8'")
        cursor.execute("SELECT count(*) FROM thads_new_act")
        assert cursor.fetchone() == (3,)


def test_an_act_is_noted_for_every_public_column_and_for_no_other(register):
    """Whatever its type: rows are compared as they lie there."""
    with register, register.cursor() as cursor:
        insert(cursor, [row()])
        cursor.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = 'thads_listing'::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' AND attname NOT IN ('number', 'state')"
        )
        columns = cursor.fetchall()
        cursor.execute(
            "SELECT array_agg(key) FROM thads_listing AS l, jsonb_object_keys(thads_public_part(l)) AS key"
        )
        (public,) = cursor.fetchone()
        for name, kind in columns:
            cursor.execute("TRUNCATE thads_new_act")
            statement = sql.SQL("UPDATE thads_listing SET {} = %s").format(sql.Identifier(name))
            cursor.execute(statement, (_OTHER[kind],))
            cursor.execute("SELECT count(*) FROM thads_new_act")
            assert cursor.fetchone()[0] == (name in public), name


_OTHER = {
    "text": "khác",
    # As the column of duties keeps one.
    "text[]": ["notify 2001-02-03 7 - -"],
    "bytea": b"?",
    "bytea[]": [b"?"],
    "date": "2001-02-03",
    "timestamp with time zone": "2001-02-03T04:05:06Z",
    "bigint": 77,
    "integer": 77,
    "smallint": 7,
    "boolean": True,
    "jsonb": '[{"date": "2001-02-03", "note": "khác"}]',
    "tsvector": "'ekhac'",
}


def test_writers_do_not_wait_and_the_order_is_that_of_commits(register, dsn):
    with closing(psycopg2.connect(dsn)) as slow, slow.cursor() as late:
        (first,) = insert(late, [row()])
        with register, register.cursor() as cursor:
            (second,) = insert(cursor, [row()])
        assert growing.grow(dsn) == 1
        slow.commit()
    growing.grow(dsn)
    with register.cursor() as cursor:
        cursor.execute("SELECT number FROM thads_leaf ORDER BY place")
        assert cursor.fetchall() == [(second,), (first,)]


def test_the_log_grows_from_many_sides_and_stays_consistent(register, dsn):
    chance = random.Random(6)

    def write(seed: int) -> None:
        mine = random.Random(seed)
        with closing(psycopg2.connect(dsn)) as connection:
            known = []
            for _ in range(12):
                with connection, connection.cursor() as cursor:
                    known += insert(cursor, [row() for _ in range(mine.randint(1, 60))])
                    cursor.execute(
                        "UPDATE thads_listing SET state = CASE state WHEN 'ended' THEN"
                        " 'published' ELSE 'ended' END WHERE number = ANY(%s)",
                        (mine.sample(known, len(known) // 4),),
                    )
                if mine.random() < 0.5:
                    growing.grow(dsn)

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    growing.grow(dsn)
    with register.cursor() as cursor:
        assert not checking.parted(cursor) and not checking.broken(cursor)
        cursor.execute("SELECT size, root FROM thads_log_head WHERE size > 0 ORDER BY size")
        heads = [(size, bytes(root)) for size, root in cursor.fetchall()]
        subtree = tree.reader(cursor)
        for _ in range(40):
            (older, old), (newer, new) = sorted(chance.choices(heads, k=2))
            path = merkle.consistency(older, newer, subtree)
            assert merkle.is_consistent(older, newer, old, new, path)


def test_what_was_public_before_the_log_is_brought_in(register, dsn):
    """As the step of an upgrade does, in parts, while others go on writing."""
    from thads_portal.register.steps import Backfill
    from thads_portal.register.steps import steps

    with register, register.cursor() as cursor:
        numbers = insert(cursor, [row() for _ in range(30)])
        for table in ("thads_log_now", "thads_new_leaf"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
        cursor.execute("UPDATE thads_listing SET state = 'ended' WHERE number = %s", (numbers[0],))
        cursor.execute(
            "UPDATE thads_listing SET obligation = 'khác' WHERE number = %s", (numbers[1],)
        )
    (step,) = [step for step in steps() if step.name == "0085_publication_log"]
    (fill,) = [part for part in step.parts if isinstance(part, Backfill)]
    with register, register.cursor() as cursor:
        cursor.execute(fill.sql.replace("{rows}", f"number <= '{numbers[9]}'"))
        cursor.execute(fill.sql.replace("{rows}", f"number > '{numbers[7]}'"))
        assert not checking.parted(cursor)
    growing.grow(dsn)
    with register.cursor() as cursor:
        for number in numbers:
            assert len(openings.leaves_of(cursor, number)) == 1
        act = json.loads(proved(cursor, numbers[5]).act)
        assert act["brought_in"] is True and act["from"] < act["at"]
        assert not checking.broken(cursor)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE thads_log_now SET salt = thads_log_salt() WHERE number = %(number)s",
        "DELETE FROM thads_log_now WHERE number = %(number)s",
        "ALTER TABLE thads_listing DISABLE TRIGGER thads_note_acts_update;"
        "UPDATE thads_listing SET debtor_name = 'Khác' WHERE number = %(number)s",
        "ALTER TABLE thads_listing DISABLE TRIGGER thads_note_acts_update;"
        "UPDATE thads_listing SET state = 'ended' WHERE number = %(number)s",
        "ALTER TABLE thads_leaf DISABLE TRIGGER thads_leaf_stays;"
        "UPDATE thads_leaf SET commitment = sha256('x') WHERE number = %(number)s",
    ],
)
def test_the_check_sees_where_log_and_register_part(register, dsn, harm):
    with register, register.cursor() as cursor:
        numbers = insert(cursor, [row() for _ in range(3)])
    growing.grow(dsn)
    with register.cursor() as cursor:
        assert not checking.parted(cursor)
        cursor.execute(harm, {"number": numbers[1]})
        assert checking.parted(cursor) == [numbers[1]]


def test_the_check_sees_a_false_tree(register, dsn):
    with register, register.cursor() as cursor:
        insert(cursor, [row() for _ in range(600)])
    growing.grow(dsn)
    with register.cursor() as cursor:
        assert not checking.broken(cursor)
        cursor.execute(
            "UPDATE thads_log_tile SET hashes = overlay(hashes PLACING '\\x00'"
            "::bytea FROM 5) WHERE level = 0 AND place = 1"
        )
        assert checking.broken(cursor) == ["tile 0/1"]


def test_what_stands_in_the_log_stays(register, dsn):
    with register, register.cursor() as cursor:
        insert(cursor, [row()])
    growing.grow(dsn)
    for table in ("thads_leaf", "thads_log_head"):
        with pytest.raises(psycopg2.Error), register, register.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
