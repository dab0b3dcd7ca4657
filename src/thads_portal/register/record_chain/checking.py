"""Finds what was changed in the record of actions, or taken out of it.

Who owns the tables can remove the triggers and write the chain anew, but cannot sign its heads, whose key
lies outside the database; and who has kept a head elsewhere finds that it is no longer in the chain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from thads_portal.database.sql import Cursor
from thads_portal.domain import chain
from thads_portal.domain.signed_notes import is_signed
from thads_portal.domain.signed_notes import read_checkpoint
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.record_chain.growing import entries_of
from thads_portal.register.record_chain.growing import key


#: Ids named of each kind.
_SHOWN = 100


@dataclass(slots=True)
class Findings:
    """Ids of entries and numbers of seals; `heads` are days, or names of heads kept elsewhere."""

    entries: int = 0
    waiting: int = 0
    changed: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    unsealed: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.unsealed or self.broken or self.heads)


def check(dsn: str, *, kept: Iterable[tuple[str, str]] = ()) -> Findings:
    """Go through the whole chain. `kept`: (name, note) of heads that lay elsewhere."""
    found = Findings()
    #: entries up to a seal's end -> the hash there
    ends: dict[int, bytes] = {0: chain.START}
    numbers: dict[int, int] = {}
    with own_transaction(dsn) as cursor:
        # One moment for all that is compared.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        previous = chain.START
        place = 0
        while True:
            cursor.execute(
                "SELECT number, ids::text, entries, previous, hashes, missing FROM thads_record_seal"
                " WHERE number > %s ORDER BY number LIMIT 1",
                (place,),
            )
            row = cursor.fetchone()
            if row is None:
                break
            number, ids, entries, begins, hashes, missing = row
            if number != place + 1 or bytes(begins) != previous:
                found.broken.append(number)
            place = number
            found.missing += missing
            _compare(cursor, found, ids, entries, bytes(begins), bytes(hashes))
            previous = chain.last(bytes(begins), bytes(hashes))
            ends[found.entries] = previous
            numbers[number] = found.entries
        _outside(cursor, found)
        _heads(cursor, found, ends, numbers)
    for name, note in kept:
        if not _holds(note, ends):
            found.heads.append(name)
    return found


def _compare(
    cursor: Cursor, found: Findings, ids: str, entries: int, begins: bytes, hashes: bytes
) -> None:
    present = {
        each.id: each for each in entries_of(cursor, "id <@ %s::int8multirange AND id BETWEEN"
        " lower(%s::int8multirange) AND upper(%s::int8multirange)", (ids, ids, ids))
    }  # fmt: skip
    cursor.execute(
        "SELECT id FROM unnest(%s::int8multirange) AS part (part),"
        " generate_series(lower(part.part), upper(part.part) - 1) AS each (id) ORDER BY id",
        (ids,),
    )
    wanted = [row[0] for row in cursor.fetchall()]
    found.entries += len(wanted)
    if len(wanted) != entries or len(hashes) != len(wanted) * chain.SIZE:
        found.broken.append(wanted[0] if wanted else 0)
        return
    previous = begins
    for id, hash in zip(wanted, chain.parts(hashes), strict=True):
        entry = present.get(id)
        if entry is None:
            found.missing.append(id)
        elif chain.link(previous, entry) != hash:
            found.changed.append(id)
        previous = hash


def _outside(cursor: Cursor, found: Findings) -> None:
    """Entries that neither the chain has nor wait for it."""
    cursor.execute("SELECT count(*) FROM thads_new_record")
    (found.waiting,) = cursor.fetchone()
    cursor.execute(
        "WITH sealed AS MATERIALIZED ("
        " SELECT range_agg(part) AS ids FROM thads_record_seal, unnest(ids) AS part)"
        " SELECT id FROM thads_record WHERE NOT coalesce(id <@ (SELECT ids FROM sealed), false)"
        " AND NOT EXISTS (SELECT FROM thads_new_record AS new WHERE new.id = thads_record.id)"
        " ORDER BY id LIMIT %s",
        (_SHOWN,),
    )
    found.unsealed += [row[0] for row in cursor.fetchall()]


def _heads(
    cursor: Cursor, found: Findings, ends: dict[int, bytes], numbers: dict[int, int]
) -> None:
    cursor.execute("SELECT day::text, seal, note FROM thads_record_head ORDER BY day")
    for day, seal, note in cursor.fetchall():
        if seal not in numbers or not _holds(note, ends):
            found.heads.append(day)


def _holds(note: str, ends: dict[int, bytes]) -> bool:
    """Whether `note` is signed by the portal and what it names is in the chain."""
    try:
        head, lines = read_checkpoint(note)
    except ValueError:
        return False
    return is_signed(head.text, lines, key=key()) and ends.get(head.size) == head.root


def heads(dsn: str) -> list[tuple[str, str]]:
    """(day, signed note) of every head, the oldest first."""
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT day::text, note FROM thads_record_head ORDER BY day")
        return list(cursor.fetchall())
