"""What is left when all is over, against what was acknowledged; and the table."""

from contextlib import closing
from dataclasses import dataclass
from tests.cluster.known import Known

import psycopg2


#: Seconds.
MOST_WITHOUT_WRITES, MOST_WITHOUT_READS = 30, 5
_STATES = "SELECT external_id, state FROM thads_listing WHERE external_id = ANY(%s)"
_STORED = {"waiting": "board_review", "published": "published", "ended": "ended"}


@dataclass(frozen=True, slots=True)
class Failover:
    """One death of a primary, and what people saw of it. Seconds, and numbers of answers."""

    number: int
    what: str
    without_writes: float
    without_reads: float
    refused: int
    wrong: int


def lost(dsn: str, known: Known) -> list[str]:
    """Acknowledged changes that are not in the database."""
    with closing(psycopg2.connect(dsn)) as opened, opened.cursor() as cursor:
        cursor.execute(_STATES, (list(known.listings),))
        there = dict(cursor.fetchall())
    return [
        f"{each.external_id}: {there.get(each.external_id)} instead of {_STORED[each.state]}"
        for each in known.listings.values()
        if not each.uncertain and there.get(each.external_id) != _STORED[each.state]
    ]


def table(rows: list[Failover]) -> str:
    lines = ["  #  what died              without writes   without reads   refused   wrong"]
    lines += [
        f"{row.number:3}  {row.what:20} {row.without_writes:13.1f} s {row.without_reads:13.1f} s"
        f" {row.refused:9} {row.wrong:7}"
        for row in rows
    ]
    return "\n".join(lines)


def summary(rows: list[Failover], known: Known, gone: list[str], checked: int) -> tuple[str, bool]:
    """What is printed last, and whether all of it is as it must be."""
    writes = max(row.without_writes for row in rows)
    reads = max(row.without_reads for row in rows)
    told = [
        (f"acknowledged lines and approvals {known.acknowledged:,}, lost", len(gone), 0),
        (f"answers {known.answers:,} (refused {known.refused:,}), wrong", len(known.wrong), 0),
        ("most seconds without writes", round(writes, 1), MOST_WITHOUT_WRITES),
        ("most seconds without reads", round(reads, 1), MOST_WITHOUT_READS),
        ("exit code of thads register check", checked, 0),
    ]
    lines = [
        f"{what:60} {value:>6}   must: {most:>2}   {'reached' if value <= most else 'NOT REACHED'}"
        for what, value, most in told
    ]
    lines += [f"  lost: {each}" for each in gone[:5]] + [f"  wrong: {w}" for w in known.wrong[:10]]
    return "\n".join(lines), all(value <= most for _what, value, most in told)
