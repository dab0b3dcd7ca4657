"""Compares the log with the register, and the tree with its leaves.

What is wrong is told by number or by name of the part, never with a value.
"""

from thads_portal.database.sql import Cursor
from thads_portal.domain import merkle
from thads_portal.register.publication_log.tree import HASH
from thads_portal.register.publication_log.tree import reader
from thads_portal.register.publication_log.tree import tile
from thads_portal.register.publication_log.tree import WIDTH


#: What is public has an open leaf that says just what is public; what is not has none.
_PARTED = """
    SELECT coalesce(listing.number, log.number)
    FROM (SELECT * FROM thads_listing WHERE state = 'published') AS listing
    FULL JOIN thads_log_now AS log ON log.number = listing.number
    WHERE CASE WHEN listing.number IS NULL THEN log.public_to IS NULL
        ELSE log.number IS NULL OR log.public_to IS NOT NULL
            OR log.act::json ->> 'content' IS DISTINCT FROM encode(thads_log_digest('content',
                log.salt, thads_log_content((SELECT each FROM thads_listing AS each
                    WHERE each.number = listing.number))), 'hex')
        END
        OR log.commitments[cardinality(log.commitments)]
            IS DISTINCT FROM thads_log_digest('act', log.salt, log.act)
    ORDER BY 1
"""
#: The newest act of each listing is a leaf.
_WITHOUT_LEAF = """
    SELECT number FROM thads_log_now AS log
    WHERE NOT EXISTS (SELECT FROM thads_leaf AS leaf WHERE leaf.number = log.number
            AND leaf.commitment = log.commitments[cardinality(log.commitments)])
        AND NOT EXISTS (SELECT FROM thads_new_leaf AS leaf WHERE leaf.number = log.number
            AND leaf.commitment = log.commitments[cardinality(log.commitments)])
    ORDER BY 1
"""
_READ = 50_000


def parted(cursor: Cursor) -> list[str]:
    """The numbers of the listings of which log and register do not say the same."""
    cursor.execute(_PARTED)
    found = {number for (number,) in cursor.fetchall()}
    cursor.execute(_WITHOUT_LEAF)
    return sorted(found | {number for (number,) in cursor.fetchall()})


def broken(cursor: Cursor) -> list[str]:
    """Where the tree is not that of its leaves: tiles (``level/place``) and heads (``size``).

    `cursor` should read as of one moment.
    """
    cursor.execute("SELECT size, root FROM thads_log_head ORDER BY size")
    heads = cursor.fetchall()
    size = heads[-1][0] if heads else 0
    wrong = _wrong_tiles(cursor, size)
    subtree = reader(cursor)
    if not wrong:
        for each, root in heads:
            if merkle.root_of(each, subtree) != bytes(root):
                wrong.append(f"head {each}")
    return wrong


def _wrong_tiles(cursor: Cursor, size: int) -> list[str]:
    wrong = []
    cursor.execute("SELECT count(*), coalesce(max(place), -1) FROM thads_leaf")
    count, last = cursor.fetchone()
    if (count, last) != (size, size - 1):
        wrong.append(f"leaves {count}, head {size}")
    level, hashes = 0, _leaf_hashes(cursor, size)
    while hashes:
        above = []
        for place, start in enumerate(range(0, len(hashes), WIDTH * HASH)):
            part = hashes[start : start + WIDTH * HASH]
            if tile(cursor, level, place) != part:
                wrong.append(f"tile {level}/{place}")
            if len(part) == WIDTH * HASH:
                each = [part[n : n + HASH] for n in range(0, len(part), HASH)]
                above.append(merkle.complete_root(each))
        level, hashes = level + 1, b"".join(above)
    return wrong


def _leaf_hashes(cursor: Cursor, size: int) -> bytes:
    found = bytearray()
    for first in range(0, size, _READ):
        cursor.execute(
            "SELECT commitment FROM thads_leaf WHERE place >= %s AND place < %s ORDER BY place",
            (first, min(size, first + _READ)),
        )
        for (commitment,) in cursor.fetchall():
            found += merkle.leaf_hash(bytes(commitment))
    return bytes(found)
