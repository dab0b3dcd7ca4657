"""A backup is restored under followers: what they know of the lost future starts again, nothing else."""

from contextlib import closing
from tests.benchmarks.synthetic_rows import copy_rows
from tests.benchmarks.synthetic_rows import rows
from thads_portal.database.testing import fresh_database
from thads_portal.opendata import bulk
from thads_portal.register import acts
from thads_portal.register import bulk as stored
from thads_portal.register import pool
from thads_portal.register import schema
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading

import gzip
import json
import psycopg2
import random


_END = "UPDATE thads_listing SET state = 'ended', ended_at = now() WHERE number = ANY(%s)"
_AMEND = "UPDATE thads_listing SET obligation = %s, last_amended = now() WHERE number = ANY(%s)"
_REOPEN = (
    "UPDATE thads_listing SET state = 'published', republished_at = now() WHERE number = ANY(%s)"
)


class Expired(Exception):
    """What ``410 cursor_expired`` says over HTTP."""


def work(dsn: str, seed: int, start: int) -> None:
    """Some transactions of all kinds of acts."""
    chance = random.Random(seed)
    with closing(psycopg2.connect(dsn)) as connection:
        for n in range(6):
            with connection, connection.cursor() as cursor:
                copy_rows(cursor, rows(10, seed=seed * 100 + n, start=start + 10 * n))
            with connection, connection.cursor() as cursor:
                cursor.execute("SELECT number, state FROM thads_listing ORDER BY number")
                there = cursor.fetchall()
                public = [number for number, state in there if state == "published"]
                ended = [number for number, state in there if state == "ended"]
                cursor.execute(_END, (chance.sample(public, 4),))
                cursor.execute(_REOPEN, (chance.sample(ended, min(2, len(ended))),))
                cursor.execute(_AMEND, (f"Nghĩa vụ {seed}-{n}", chance.sample(public, 3)))


def snapshot(dsn: str) -> tuple[dict[str, str], str]:
    """The full file: number -> what its obligation is, and the cursor it names."""
    bulk.make(dsn, register_id="x")
    with reading(dsn) as cursor:
        made = stored.newest(cursor)
    assert made is not None

    def read(name: str) -> bytes:
        file = made.file(name)
        assert file is not None
        return b"".join(bulk.pieces(dsn, file.file, first=0, last=file.size - 1))

    lines = gzip.decompress(read("thads-ca-nuoc.ndjson.gz")).splitlines()
    records = [json.loads(line) for line in lines]
    return {each["number"]: each["obligation"] for each in records}, json.loads(
        read("manifest.json")
    )["cursor"]


def follow(dsn: str, copy: dict[str, str], since: str, limit: int) -> str:
    """As ``@changes`` tells it."""
    with own_transaction(dsn) as cursor:
        acts.sequence(cursor)
    while True:
        with reading(dsn) as cursor:
            place = acts.place_of(cursor, since)
            if place is None:
                raise Expired
            newest = acts.newest(cursor)
            assert newest is not None
            found = acts.between(cursor, place, newest.seq, limit=limit)
            cursor.execute(
                "SELECT number, obligation FROM thads_listing WHERE state = 'published'"
                " AND number = ANY(%s)",
                ([act.number for act in found],),
            )
            public = dict(cursor.fetchall())
        for act in found:
            if act.kind != acts.ActKind.ENDED and act.number in public:
                copy[act.number] = public[act.number]
            else:
                copy.pop(act.number, None)
        if not found:
            return acts.cursor_at(newest)
        since = acts.cursor_at(found[-1])


def test_files_and_changes_are_the_next_files_with_a_restore_in_between():
    with fresh_database() as lost:
        with closing(psycopg2.connect(lost)) as connection:
            schema.ensure(connection)
        work(lost, 1, 1)
        slow, slow_at = snapshot(lost)
        work(lost, 2, 1001)
        name = psycopg2.extensions.parse_dsn(lost)["dbname"]
        # The backup; acts that nobody has asked for yet are in it without a place.
        pool.close(lost)
        with fresh_database(template=name) as restored:
            quick, quick_at = snapshot(lost)
            work(lost, 3, 2001)
            quick_at = follow(lost, quick, quick_at, 7)
            assert quick == snapshot(lost)[0], "before the restore"
            # As many acts as the lost ones had, and others.
            work(restored, 4, 3001)
            work(restored, 5, 4001)
            expected, at = snapshot(restored)
            try:
                follow(restored, quick, quick_at, 7)
                raise AssertionError("a follower of the lost future went on with it")
            except Expired:
                quick, quick_at = snapshot(restored)
            # Who had come no further than the backup goes on without a break.
            slow_at = follow(restored, slow, slow_at, 5)
            assert slow == quick == expected
            assert slow_at == quick_at == at
            pool.close(restored)
        pool.close(lost)
