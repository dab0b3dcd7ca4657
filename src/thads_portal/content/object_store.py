"""Where the objects lie: in RelStorage on PostgreSQL, of the pinned version, and in nothing else."""

from thads_portal.content.zope_types import Database


class UnsuitableStorage(RuntimeError):
    """The object database is not the RelStorage on PostgreSQL that the register needs."""


def dsn_of(database: Database) -> str:
    """The DSN of the PostgreSQL database that holds the objects of `database`."""
    adapter = getattr(database.storage, "_adapter", None)
    dsn = getattr(adapter, "_dsn", None)
    if not dsn:
        raise UnsuitableStorage(
            f"the objects are in {type(database.storage).__name__}, not in RelStorage on PostgreSQL"
        )
    return str(dsn)
