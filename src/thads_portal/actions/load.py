"""Loads the listings that a step over many is about, with few questions to the database."""

from collections.abc import Iterable
from thads_portal.content.listing import DebtorListing
from thads_portal.errors import ListingNotFound


_AT_ONCE = 1000


def load(register, numbers: Iterable[str]) -> list[DebtorListing]:
    """The listings of one register by their public numbers, in that order.

    Raises ListingNotFound if one of them is not there.
    """
    tree = register._tree
    found = [tree.get(number) for number in numbers]
    if None in found:
        raise ListingNotFound
    # Those of this transaction, and those in memory already, have nothing to fetch.
    ghosts = [listing for listing in found if listing._p_changed is None]
    for start in range(0, len(ghosts), _AT_ONCE):
        register._p_jar.prefetch(ghosts[start : start + _AT_ONCE])
    return [listing.__of__(register) for listing in found]
