"""What planning asks of the register and the objects, for one batch.

Answers come from the newest committed rows. An object may be older or newer
than its row for a moment; a write that rests on such a pair conflicts, and the
batch is planned again.
"""

from collections.abc import Collection
from collections.abc import Mapping
from thads_portal.domain.codes import State
from thads_portal.domain.records import Snapshot
from thads_portal.importing.feed_plan import Known
from thads_portal.importing.repeated_transactions import RepeatedTransactions
from thads_portal.register import pool
from transaction.interfaces import TransientError


_KNOWN = (
    "SELECT external_id, number, province, state, applied FROM thads_listing"
    " WHERE external_id = ANY(%s)"
)
_DUPLICATES = (
    "SELECT duplicate_key, coalesce(external_id, number) FROM thads_listing"
    " WHERE duplicate_key = ANY(%s)"
)
_DIGEST = 16


class NotYetVisible(TransientError):
    """A row whose object this transaction cannot see yet: begin again."""


class Lookup:
    """Implements ``plan.Register`` for the running transaction of `run`."""

    def __init__(self, run: RepeatedTransactions, dsn: str):
        self.run = run
        self.dsn = dsn
        self.provinces: dict[str, str] = {}

    def known(self, external_ids: Collection[str]) -> Mapping[str, Known]:
        with pool.reading(self.dsn) as cursor:
            cursor.execute(_KNOWN, (list(external_ids),))
            found = {
                external_id: Known(number, province, State(state), _applied(applied))
                for external_id, number, province, state, applied in cursor
            }
        self.provinces.update((each.number, each.province) for each in found.values())
        return found

    def snapshots(self, numbers: Collection[str]) -> Mapping[str, Snapshot]:
        return {number: self.listing(number).snapshot() for number in numbers}

    def likely_duplicates(self, keys: Collection[bytes]) -> Mapping[bytes, Collection[str]]:
        owners: dict[bytes, list[str]] = {}
        with pool.reading(self.dsn) as cursor:
            cursor.execute(_DUPLICATES, (list(keys),))
            for key, owner in cursor:
                owners.setdefault(bytes(key), []).append(owner)
        return owners

    def listing(self, number: str):
        """The stored listing, acquisition-wrapped. Raises NotYetVisible."""
        register = self.run.register(self.provinces[number])
        if number not in register:
            raise NotYetVisible(number)
        return register[number]


def _applied(digests) -> dict[bytes, bytes]:
    pairs = [bytes(pair) for pair in digests]
    return {pair[:_DIGEST]: pair[_DIGEST:] for pair in pairs}
