"""Walks all listings of a database in chunks, without filling the memory.

Listings are not in the catalog, so whatever must see every object (rebuild,
check, export) walks the registers' BTrees. A chunk is loaded with one query
and forgotten before the next; each chunk sees the newest committed state.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from thads_portal.content.register import IDebtorRegister
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Database
from thads_portal.content.zope_types import ObjectConnection
from thads_portal.content.zope_types import Site
from typing import Any

import transaction


CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some listings of one province, in the order of their numbers."""

    province: str
    listings: tuple[Any, ...]

    @property
    def last(self) -> str:
        number: str = self.listings[-1].id
        return number


class Walk:
    """One ZODB connection of its own, to read with; use ``walking``."""

    def __init__(self, connection: ObjectConnection, site_path: str) -> None:
        self.connection = connection
        self.site_path = site_path

    def refresh(self) -> None:
        """See what others have committed since, and let go of what was loaded."""
        self.connection.transaction_manager.begin()
        self.connection.cacheMinimize()

    def pause(self) -> None:
        """Hold nothing back in the database until the next `refresh`."""
        self.connection.transaction_manager.abort()

    def site(self) -> Site:
        site = self.connection.root()["Application"]
        for name in self.site_path.strip("/").split("/"):
            site = site[name]
        return site

    def subsite(self, province: str) -> Content:
        """The container with this slug, or None."""
        subsite = self.site().get(province)
        return subsite if hasattr(subsite, "_tree") else None

    def register(self, province: str) -> Content:
        """The register of a province by its slug, or None."""
        subsite = self.subsite(province)
        register = subsite.get(REGISTER_ID) if subsite is not None else None
        return register if IDebtorRegister.providedBy(register) else None

    def provinces(self) -> list[str]:
        """The slugs of the subsites that have a register, sorted."""
        slugs = sorted(self.site().objectIds(ordered=False))
        return [slug for slug in slugs if self.register(slug) is not None]

    def sizes(self) -> dict[str, int]:
        """The slugs of the subsites that have a register, sorted, with how many listings each has."""
        return {slug: len(self.register(slug)) for slug in self.provinces()}

    def chunks(self) -> Iterator[Chunk]:
        """All listings."""
        for province in self.provinces():
            yield from self.chunks_of(province)

    def chunks_of(self, province: str) -> Iterator[Chunk]:
        """All listings of a province."""
        last = None
        while chunk := self.chunk(province, last):
            yield chunk
            last = chunk.last
            self.refresh()

    def chunk(self, province: str, after: str | None) -> Chunk | None:
        """The next listings of a province behind a number; None if there are none."""
        # Looked up again for each chunk: it may have changed since.
        register = self.register(province)
        if register is None:
            return None
        values = register._tree.values(min=after, excludemin=after is not None)
        listings = tuple(islice(values, CHUNK))
        if not listings:
            return None
        self.connection.prefetch(listings)
        return Chunk(province, listings)

    def find(self, province: str, number: str) -> Content:
        """The listing with this address, or None."""
        register = self.register(province)
        return register._tree.get(number) if register is not None else None


@contextmanager
def walking(database: Database, site_path: str) -> Iterator[Walk]:
    """A walk through `database` (a ``ZODB.DB``); `site_path` is the portal's physical path."""
    connection = database.open(transaction.TransactionManager())
    try:
        connection.transaction_manager.begin()
        yield Walk(connection, site_path)
    finally:
        connection.transaction_manager.abort()
        connection.close()
