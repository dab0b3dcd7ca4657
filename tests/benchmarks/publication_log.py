"""``python -m tests.benchmarks.publication_log [LEAVES]``: the proof of one listing among so many entries.

Leaves are synthetic: their hashes are put into the tree as those of acts are. Measured as a request does
it: tiles from the database for the proof, and the verifier's work on it.
"""

from contextlib import closing
from statistics import median
from tests.benchmarks import bare_register
from tests.benchmarks.load import percentile
from thads_portal.database.testing import fresh_database
from thads_portal.domain import merkle
from thads_portal.register.publication_log import growing
from thads_portal.register.publication_log import tree

import hashlib
import psycopg2
import random
import sys
import time


_PART = 1 << 17


def entry(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def main(leaves: int) -> None:
    chance = random.Random(1)
    with fresh_database() as dsn, closing(psycopg2.connect(dsn)) as connection:
        bare_register.ensure(connection)
        started = time.perf_counter()
        for first in range(0, leaves, _PART):
            numbers = range(first, min(leaves, first + _PART))
            with connection, connection.cursor() as cursor:
                growing.append(cursor, first, (merkle.leaf_hash(entry(each)) for each in numbers))
        print(f"{leaves} leaves put into the tree: {time.perf_counter() - started:.1f} s")
        made, verified = [], []
        with connection.cursor() as cursor:
            root = merkle.root_of(leaves, tree.reader(cursor))
            for _ in range(300):
                index = chance.randrange(leaves)
                started = time.perf_counter()
                path = merkle.inclusion(index, leaves, tree.reader(cursor))
                made.append((time.perf_counter() - started) * 1000)
                started = time.perf_counter()
                leaf = merkle.leaf_hash(entry(index))
                assert merkle.root_by_inclusion(index, leaves, leaf, path) == root
                verified.append((time.perf_counter() - started) * 1000)
        for what, times in (("made", made), ("verified", verified)):
            print(f"{what}: median {median(times):.2f} ms, p95 {percentile(times, 0.95):.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000)
