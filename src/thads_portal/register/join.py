"""Writes register rows in the same PostgreSQL transaction as the objects.

A data manager, joined to the Zope transaction, sorts after the ZODB connection:
when its ``tpc_vote`` runs, RelStorage has stored the objects on its store
connection and not yet committed. The rows are written through that very
connection, so one COMMIT makes objects and rows visible together, and a
failure of either leaves neither.

Other rows that must not be without the change they tell of, nor the change without
them (the record of actions, a job), go the same way: ``RegisterQueue.write``.

This and ``content/object_store`` are the only modules that touch RelStorage's internals. They may change
with any release of RelStorage, which is why it is pinned and ``verify`` fails
at start-up when they are not as expected.
"""

from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from contextlib import suppress
from relstorage.storage import RelStorage
from thads_portal.content.batch import PostingBatch
from thads_portal.content.listing import DebtorListing
from thads_portal.content.object_store import dsn_of as dsn_of
from thads_portal.content.object_store import UnsuitableStorage as UnsuitableStorage
from thads_portal.content.projection import IRegisterProjection
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Database
from thads_portal.content.zope_types import ObjectConnection
from thads_portal.content.zope_types import Transaction
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.register import batches
from thads_portal.register import case_people
from thads_portal.register import own_connections
from thads_portal.register import rows
from thads_portal.register.change_events import announce
from thads_portal.register.trouble import translate_database_errors
from transaction.interfaces import IDataManagerSavepoint
from transaction.interfaces import ISavepointDataManager
from typing import Any
from typing import Protocol
from zope.component.hooks import getSite
from zope.interface import implementer

import psycopg2
import transaction
import ZODB


# RelStorage's internals


def _store_cursor(connection: ObjectConnection) -> Cursor:
    """The cursor on which RelStorage has just written this transaction's objects."""
    cursor: Cursor = connection._storage._tpc_phase.shared_state.store_connection.cursor
    return cursor


def _stores(connection: ObjectConnection) -> bool:
    """Whether objects of `connection` take part in the commit that is under way."""
    return hasattr(connection._storage._tpc_phase, "shared_state")


def verify(database: Database) -> None:
    """Fail unless `database` is stored as the register needs it.

    Raises UnsuitableStorage naming what is missing.
    """
    dsn_of(database)
    connection = database.open(transaction.TransactionManager())
    try:
        phase = getattr(connection._storage, "_tpc_phase", None)
        if phase is None or connection._storage.keep_history:
            raise UnsuitableStorage("RelStorage must be history-free, of the pinned version")
    finally:
        connection.close()


def reopened(database: Database) -> Database:
    """`database` once more, with connections and caches of its own, for a process that was forked.

    Nothing of `database` itself may be used there: its connections are those of its first process.
    """
    storage = database.storage
    own = ZODB.DB(
        RelStorage(storage._adapter.new_instance(), create=False, options=storage._options),
        pool_size=2,
        cache_size=database.getCacheSize(),
        cache_size_bytes=database.getCacheSizeBytes(),
    )
    own.classFactory = database.classFactory
    recognise_broken_connections(own)
    return own


def recognise_broken_connections(database: Database) -> None:
    """Let RelStorage know a connection that breaks for what it is.

    Where a connection is found dead by BEGIN, COMMIT or ROLLBACK, psycopg2 raises its base
    class, which RelStorage takes for a fault in a statement: it keeps the connection, and
    whoever borrows that next fails although the server is back.
    """
    storage = database.storage
    manager = storage._adapter.connmanager
    manager._ignored_exceptions += (psycopg2.DatabaseError,)
    # Connections copy the list when they are made: those that are there already are dropped.
    storage._store_connection_pool.drop_all()
    storage._load_connection._closed_exceptions = manager._ignored_exceptions


def connection_of(context: Content) -> ObjectConnection:
    """The ZODB connection that `context`, or the nearest stored parent of it, belongs to."""
    for element in aq_chain(aq_inner(context)):
        connection = getattr(aq_base(element), "_p_jar", None)
        if connection is not None:
            return connection
    return getSite()._p_jar


# The data manager

_QUEUES = "thads_portal.register.join"


class Writer(Protocol):
    """Writes rows of one kind; a module or an object."""

    def prepare(self, items: list[Any]) -> list[Any]:
        """The rows of `items`: in ``tpc_begin``, while objects may still be asked."""

    def write(self, cursor: Cursor, rows: list[Any]) -> None:
        """Write `rows`, all of a transaction at once."""


@implementer(IDataManagerSavepoint)
class _Savepoint:
    def __init__(self, queue: Any) -> None:
        self.queue = queue
        self.changed = dict(queue.changed)
        self.removed = set(queue.removed)
        self.others = {writer: len(items) for writer, items in queue.others.items()}

    def rollback(self) -> None:
        self.queue.changed = dict(self.changed)
        self.queue.removed = set(self.removed)
        self.queue.others = {
            writer: self.queue.others[writer][:length] for writer, length in self.others.items()
        }


@implementer(ISavepointDataManager)
class RegisterQueue:
    """The rows that a transaction will write, for one ZODB connection."""

    def __init__(self, connection: ObjectConnection, manager: Any) -> None:
        self.connection = connection
        self.transaction_manager = manager
        self.joined = False
        #: for a transaction that changes no object: there is no connection to write on
        self.own: Connection | None = None
        self._clear()

    def _clear(self) -> None:
        #: number -> listing, unwrapped
        self.changed: dict[str, DebtorListing] = {}
        #: numbers
        self.removed: set[str] = set()
        #: writer -> what it is to write
        self.others: dict[Writer, list[Any]] = {}
        #: what ``tpc_vote`` writes, computed in ``tpc_begin``
        self.rows: list[tuple[Any, ...]] = []
        self.people: list[dict[str, Any] | None] = []
        self.other_rows: list[tuple[Writer, list[Any]]] = []

    def join(self) -> None:
        # An abort to a savepoint older than this queue takes it out of the
        # transaction; the next change must join again.
        if not self.joined:
            self.transaction_manager.get().join(self)
            self.joined = True

    def change(self, listing: DebtorListing) -> None:
        base = aq_base(listing)
        # Also marks the object changed: without a changed object RelStorage
        # opens no store connection that a row could be written on.
        base.revision = base.revision + 1
        self.removed.discard(base.id)
        self.changed[base.id] = base
        self.join()

    def remove(self, number: str) -> None:
        self.changed.pop(number, None)
        self.removed.add(number)
        self.join()

    def write(self, writer: Writer, item: Any) -> None:
        """Let `writer` write `item` in this transaction, whether or not it changes an object.

        Without a changed object the rows are all that is committed, on a connection of
        their own.
        """
        items = self.others.get(writer)
        if items is None:
            items = self.others[writer] = []
        items.append(item)
        if not self.joined:
            self.join()

    # ISavepointDataManager

    def sortKey(self) -> str:
        # Behind the ZODB connection, whose key is the prefix of this one.
        return f"{self.connection.sortKey()}~register"

    def savepoint(self) -> _Savepoint:
        return _Savepoint(self)

    def tpc_begin(self, txn: Transaction) -> None:
        # The last moment when a listing that a savepoint turned into a ghost
        # still loads its new state: after ``commit`` it would load the old one.
        # Always the same order, so that two feeds cannot lock each other.
        self.rows = [rows.row_of(self.changed[number]) for number in sorted(self.changed)]
        self.people = [
            case_people.people_of(self.changed[number]) for number in sorted(self.changed)
        ]
        self.other_rows = [
            (writer, writer.prepare(items)) for writer, items in self.others.items() if items
        ]

    def commit(self, txn: Transaction) -> None:
        pass

    def tpc_vote(self, txn: Transaction) -> None:
        if not self.rows and not self.removed and not self.other_rows:
            return
        with translate_database_errors():
            cursor = self._cursor()
            rows.delete(cursor, sorted(self.removed))
            rows.upsert(cursor, self.rows)
            case_people.write(cursor, self.people)
            for writer, written in self.other_rows:
                writer.write(cursor, written)
        # Of a row: its number comes first, its province third.
        announce(txn, ((row[2], row[0]) for row in self.rows))

    def _cursor(self) -> Cursor:
        if _stores(self.connection):
            return _store_cursor(self.connection)
        self.own = own_connections.take(dsn_of(self.connection.db()))
        return self.own.cursor()

    def tpc_finish(self, txn: Transaction) -> None:
        if self.own is not None:
            # Behind all others: what fails here leaves nothing half done.
            with translate_database_errors():
                self.own.commit()
        self._end(txn)

    def _end(self, txn: Transaction) -> None:
        if self.own is not None:
            # Takes back what is not committed; what cannot be is closed.
            with suppress(psycopg2.Error):
                self.own.rollback()
            own_connections.give_back(dsn_of(self.connection.db()), self.own)
            self.own = None
        self._clear()
        self.joined = False

    tpc_abort = abort = _end


@implementer(IRegisterProjection)
class RegisterProjection:
    """The utility that listings call; see IRegisterProjection."""

    def changed(self, listing: DebtorListing) -> None:
        queue_of(listing).change(listing)

    def removed(self, listing: DebtorListing) -> None:
        queue_of(listing).remove(aq_base(listing).id)

    def batch_changed(self, batch: PostingBatch) -> None:
        base = aq_base(batch)
        base.revision = base.revision + 1
        queue_of(batch).write(batches, (base.province, base.id, base))

    def batch_removed(self, batch: PostingBatch) -> None:
        base = aq_base(batch)
        queue_of(batch).write(batches, (base.province, base.id, None))


def queue_of(context: Content) -> RegisterQueue:
    """The queue of the current transaction for the connection that `context` belongs to."""
    connection = connection_of(context)
    txn = connection.transaction_manager.get()
    try:
        queues = txn.data(_QUEUES)
    except KeyError:
        queues = {}
        txn.set_data(_QUEUES, queues)
    queue: RegisterQueue | None = queues.get(id(connection))
    if queue is None:
        queue = queues[id(connection)] = RegisterQueue(connection, connection.transaction_manager)
    return queue
