"""The steps of the register's tables: frozen, numbered, harmless for a portal that serves."""

from importlib.resources import files
from pathlib import Path
from thads_portal.register import migrations
from thads_portal.register import steps
from types import SimpleNamespace

import hashlib
import pytest
import re
import runpy


#: Digests of the steps that a release has shipped; they never change. A release adds its own.
RELEASED = {
    "0001_first_release.sql": "2a3530a8481cfbb26c47a5ed37d213c334c0ac981a8f8e4011bcfdf23ddf0df7",
}
_each = pytest.mark.parametrize("step", steps.steps(), ids=lambda step: step.name)
_FIRST = "0001_first_release"


def test_released_steps_are_as_they_were():
    for name, digest in RELEASED.items():
        text = (files(migrations) / name).read_bytes()
        assert hashlib.sha256(text).hexdigest() == digest, f"{name} was changed"


def test_statements_are_told_apart_by_what_postgresql_takes_for_their_end():
    text = """-- What it brings; with 'a quote
ALTER TABLE one ADD two text DEFAULT 'x;y''';  -- and; more
/* between; */
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN NULL; END $body$;
-- backfill: one (number)
UPDATE one SET two = '%;' WHERE {rows} AND "tw;o" IS NULL;
create unique index concurrently one_two ON one (two);
-- the end
"""
    step = steps.parse("0042_two.sql", text)
    assert (step.number, step.name, step.kind) == (42, "0042_two", steps.Kind.EXPAND)
    assert step.summary == "What it brings; with 'a quote"
    first, backfill, index = step.parts
    assert isinstance(first, steps.Together) and first.sql.rstrip().endswith("$body$;")
    assert backfill == steps.Backfill(
        """UPDATE one SET two = '%;' WHERE {rows} AND "tw;o" IS NULL;""", "one", "number"
    )
    assert (index.index, index.table) == ("one_two", "one")
    assert steps.in_one_transaction(index) == "create unique index  one_two ON one (two);"
    assert step.fills and not step.rebuild


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("42_two.sql", "SELECT 1;"),
        ("0042_Two.sql", "SELECT 1;"),
        ("0042_two.sql", "-- kind: destroy\nSELECT 1;"),
        ("0042_two.sql", "-- rows: from the stars\nSELECT 1;"),
        ("0042_two.sql", "DROP INDEX CONCURRENTLY one;"),
        ("0042_two.sql", "-- backfill: one (number)\nUPDATE one SET two = 1;"),
    ],
)
def test_what_is_no_step_is_refused(name, text):
    with pytest.raises(ValueError):
        steps.parse(name, text)


def _made_in(step) -> set[str]:
    text = "\n".join(part.sql for part in step.parts)
    return set(re.findall(r"CREATE (?:UNLOGGED )?TABLE (\w+)", text))


def _plain_statements(step):
    # The first release's made all its tables itself.
    for part in step.parts if step.name != _FIRST else ():
        if isinstance(part, steps.Together):
            for statement in steps.statements(part.sql):
                yield steps.without_comments(statement)


@_each
def test_a_step_says_what_it_brings(step):
    assert len(step.summary.split()) >= 3 and step.parts


@_each
def test_an_index_of_a_table_with_rows_is_built_beside_its_writers(step):
    for statement in _plain_statements(step):
        made = re.match(r"CREATE (?:UNIQUE )?INDEX (\w+)\s+ON (\w+)", statement, re.IGNORECASE)
        assert not made or made[2] in _made_in(step), f"{made[1]}: CREATE INDEX CONCURRENTLY"


@_each
def test_rows_of_a_large_table_are_filled_some_at_a_time(step):
    for statement in _plain_statements(step):
        written = re.match(r"(?:UPDATE|DELETE\s+FROM)\s+(\w+)", statement, re.IGNORECASE)
        assert not written or written[1] in _made_in(step), f"{written[0]}: needs a backfill"


@_each
def test_an_expanding_step_takes_nothing_away(step):
    """The release before goes on reading and writing."""
    if step.kind is steps.Kind.CONTRACT:
        return
    for statement in _plain_statements(step):
        words = " ".join(statement.split())
        if not re.match(r"ALTER TABLE|DROP TABLE", words, re.IGNORECASE):
            continue
        assert not re.search(r"\b(DROP (TABLE|COLUMN)|RENAME|SET NOT NULL|TYPE) ", words), words
        for added in re.findall(r"ADD (?:COLUMN )?(?!CONSTRAINT)\w+ ([^,;]*)", words):
            assert "NOT NULL" not in added or "DEFAULT" in added, words


@pytest.fixture
def queue_steps():
    path = Path(__file__).resolve().parents[2] / "scripts" / "queue_steps.py"
    return SimpleNamespace(**runpy.run_path(str(path)))


def test_the_queues_own_migrations_are_all_taken(queue_steps):
    """After a change of procrastinate's pin: scripts/queue_steps.py writes what is missing."""
    assert queue_steps.missing() == []


def test_what_a_newer_queue_brings_becomes_steps(queue_steps):
    found = [
        ("04.00.00_01_pre_more.sql", "ALTER TABLE procrastinate_jobs ADD COLUMN more text;\n"),
        ("04.00.00_50_post_less.sql", "DROP FUNCTION procrastinate_old;\n"),
    ]
    more, less = (steps.parse(*pair) for pair in queue_steps.written(found, 42).items())
    assert (more.number, more.kind) == (42, steps.Kind.EXPAND)
    assert (less.number, less.kind) == (43, steps.Kind.CONTRACT)
    assert more.procrastinate == ("04.00.00_01_pre_more.sql",)
    assert "DROP FUNCTION" in less.parts[0].sql and less.summary.startswith("What procrastinate")
