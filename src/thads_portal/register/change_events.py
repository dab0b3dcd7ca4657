"""Tells whoever wants to know, after the commit, which listings have changed.

For what lies outside of the database (caches in front of the portal): nothing may be told
before the commit, and nothing that goes wrong then may undo it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from thads_portal.content.zope_types import Transaction
from zope.event import notify


@dataclass(frozen=True, slots=True)
class ListingsChanged:
    """Event, after the commit: ``(province, number)`` of listings made, changed or ended."""

    listings: frozenset[tuple[str, str]]


def announce(txn: Transaction, listings: Iterable[tuple[str, str]]) -> None:
    """Notify ListingsChanged once `txn` is committed; the transaction logs what fails then."""
    found = frozenset(listings)
    if found:
        txn.addAfterCommitHook(_tell, args=(found,))


def _tell(committed: bool, listings: frozenset[tuple[str, str]]) -> None:
    if committed:
        notify(ListingsChanged(listings))
