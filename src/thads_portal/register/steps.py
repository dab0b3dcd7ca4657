"""Reads the frozen steps of the register's tables: what each does, and in which parts.

A step is plain SQL. The first sentence of its comment says what it brings; lines like these steer it:

``-- kind: contract``
    It takes away what the release before still needs. All others only add (``expand``).
``-- rows: from the objects``
    The listings' rows are to be computed anew once its parts are done.
``-- backfill: thads_listing (number)``
    Before a statement: it is run again and again, for some rows at a time in the order of that
    key, each time in a transaction of its own; ``{rows}`` in it stands for the condition.
``-- procrastinate: NAME``
    The queue's own migration of that name is in this step.

Statements that PostgreSQL refuses in a transaction (``CONCURRENTLY``), and those that read a
whole table (``VALIDATE CONSTRAINT``, ``ANALYZE``), are parts by themselves; what stands between
them is one part, done as a whole or not at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from thads_portal.register import migrations

import re


class Kind(StrEnum):
    #: Only adds: the release before goes on with it.
    EXPAND = "expand"
    #: Takes away what only older releases need; run when none of them is left.
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Together:
    """Statements of one transaction."""

    sql: str


@dataclass(frozen=True, slots=True)
class Alone:
    """A statement outside of any transaction. `index`: the one it makes, if it makes one."""

    sql: str
    index: str | None = None
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Backfill:
    """A statement for the rows of `table` in the order of `key`, some at a time."""

    sql: str
    table: str
    key: str


Part = Together | Alone | Backfill


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    name: str
    summary: str
    kind: Kind
    rebuild: bool
    procrastinate: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def fills(self) -> bool:
        """Whether it brings values into rows that are there already."""
        return self.rebuild or any(isinstance(part, Backfill) for part in self.parts)


_FILE = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_STATEMENT = re.compile(
    r"""
    (?: --[^\n]*(?:\n|$) | /\*.*?\*/                # comments
      | '(?:[^']|'')*' | "(?:[^"]|"")*"             # texts and names
      | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$             # bodies of functions
      | [^;]
    )+ (?:;|$)
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"\s*(?:--[^\n]*(?:\n|$)|/\*.*?\*/)", re.DOTALL)
_HEADER = re.compile(r"^-- (kind|rows|procrastinate): *(.+?) *$", re.MULTILINE)
_BACKFILL = re.compile(r"^-- backfill: *(\w+) *\((\w+)\) *$", re.MULTILINE)
_ALONE = re.compile(
    r"(?:CREATE\s+(?:UNIQUE\s+)?INDEX|DROP\s+INDEX|REINDEX\s+\w+)\s+CONCURRENTLY\b"
    r"|ALTER\s+TABLE\s+\w+\s+VALIDATE\s+CONSTRAINT\b|ANALYZE\b",
    re.IGNORECASE,
)
_INDEX = re.compile(
    r"CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s+ON\s+(\w+)",
    re.IGNORECASE,
)
_GONE = re.compile(r"DROP\s+INDEX\s+CONCURRENTLY\s+(?!IF\b)", re.IGNORECASE)
_CONCURRENTLY = re.compile(r"\bCONCURRENTLY\b", re.IGNORECASE)
ROWS = "{rows}"


@cache
def steps() -> tuple[Step, ...]:
    """All steps of this release in their order."""
    found = []
    for entry in sorted(files(migrations).iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".sql"):
            found.append(parse(entry.name, entry.read_text(encoding="utf-8")))
    numbers = [step.number for step in found]
    if len(set(numbers)) != len(numbers):
        raise ValueError(f"two steps have one number: {numbers}")
    return tuple(found)


def parse(name: str, text: str) -> Step:
    """The step in the file `name`. Raises ValueError for what is not one."""
    named = _FILE.fullmatch(name)
    if named is None:
        raise ValueError(f"{name}: a step is named NNNN_words.sql")
    said: dict[str, list[str]] = {"kind": [], "rows": [], "procrastinate": []}
    for key, value in _HEADER.findall(text):
        said[key].append(value)
    if said["rows"] not in ([], ["from the objects"]):
        raise ValueError(f"{name}: rows come `from the objects`, not {said['rows']}")
    (kind,) = said["kind"] or [Kind.EXPAND]
    return Step(
        number=int(named[1]),
        name=name.removesuffix(".sql"),
        summary=_summary(text),
        kind=Kind(kind),
        rebuild=bool(said["rows"]),
        procrastinate=tuple(said["procrastinate"]),
        parts=tuple(_parts(name, text)),
    )


def _summary(text: str) -> str:
    """The first sentence of the comment that `text` begins with."""
    words = []
    for line in text.splitlines():
        if not line.startswith("--") or _HEADER.match(line) or _BACKFILL.match(line):
            break
        words.append(line.removeprefix("--").strip())
    return re.split(r"(?<=\.)\s", " ".join(words), maxsplit=1)[0].strip()


def _parts(name: str, text: str) -> Iterator[Part]:
    together: list[str] = []
    for statement in statements(text):
        part = _own_part(name, statement)
        if part is None:
            together.append(statement)
            continue
        if together:
            yield Together("\n".join(together))
            together = []
        yield part
    if together:
        yield Together("\n".join(together))


def _own_part(name: str, statement: str) -> Part | None:
    bare = without_comments(statement)
    backfill = _BACKFILL.search(statement[: len(statement) - len(bare)])
    if backfill:
        if ROWS not in bare:
            raise ValueError(f"{name}: a backfill must say {ROWS} where its rows are chosen")
        return Backfill(bare, table=backfill[1], key=backfill[2])
    if _ALONE.match(bare):
        if _GONE.match(bare):
            raise ValueError(f"{name}: DROP INDEX CONCURRENTLY IF EXISTS: it may be run twice")
        index = _INDEX.match(bare)
        return Alone(bare, index=index and index[1], table=index and index[2])
    return None


def without_comments(statement: str) -> str:
    """`statement` from its first word on."""
    while comment := _COMMENT.match(statement):
        statement = statement[comment.end() :]
    return statement.lstrip()


def statements(text: str) -> list[str]:
    """The statements in `text`, each with the comments before it."""
    found = (match[0] for match in _STATEMENT.finditer(text))
    return [statement for statement in found if without_comments(statement)]


def in_one_transaction(part: Part) -> str:
    """The SQL of `part` for tables that nobody reads yet: in one transaction, for all rows."""
    if isinstance(part, Backfill):
        return part.sql.replace(ROWS, "true")
    if isinstance(part, Alone):
        return _CONCURRENTLY.sub("", part.sql, count=1)
    return part.sql
