"""The log as it is served: grown to what is committed, signed, named; and proofs in words of JSON."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.domain import merkle
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.pool import reading
from thads_portal.register.publication_log import growing
from thads_portal.register.publication_log import heads
from thads_portal.register.publication_log import tree


#: Where the log is served below the portal's address, and what its name ends in.
PATH = "nhat-ky-cong-khai"


@dataclass(frozen=True, slots=True)
class Served:
    """The log as of its newest head."""

    cursor: Cursor
    name: str
    head: tree.Head

    @property
    def checkpoint(self) -> str:
        return heads.checkpoint(self.cursor, self.name, self.head)

    def inclusion(self, index: int) -> list[str]:
        """The path of the leaf `index`, in hexadecimal, from the leaf up."""
        path = merkle.inclusion(index, self.head.size, tree.reader(self.cursor))
        return [each.hex() for each in path]

    def consistency(self, older: int, newer: int) -> list[str]:
        """Raises ValueError where one of the two was never a size of the log."""
        if newer > self.head.size:
            raise ValueError(newer)
        path = merkle.consistency(older, newer, tree.reader(self.cursor))
        return [each.hex() for each in path]


@contextmanager
def served(dsn: str, host: str) -> Iterator[Served]:
    """The log with all that is committed by now. `host` is what it is named by, if it has no name.

    Raises RegisterUnavailable.
    """
    with reading(dsn) as cursor:
        name, waits = heads.name_of(cursor), growing.waiting(cursor)
    if name is None:
        with own_transaction(dsn) as cursor:
            heads.settle_name(cursor, f"{host}/{PATH}")
    if waits:
        growing.grow(dsn)
    with reading(dsn) as cursor:
        name, head = heads.name_of(cursor), tree.newest_head(cursor)
        assert name is not None and head is not None  # noqa: S101  # both were just settled
        yield Served(cursor, name, head)
