"""Loads the listings that a step over many is about, with few questions to the database."""

from collections.abc import Iterable
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import DebtorRegister
from thads_portal.errors import ListingNotFound


_AT_ONCE = 1000


def load_present(
    register: DebtorRegister, numbers: Iterable[str]
) -> dict[str, DebtorListing | None]:
    """The listings by their public numbers, in that order; None for one that is not there."""
    tree = register._tree
    found = {number: tree.get(number) for number in numbers}
    _fetch(register, found.values())
    return {
        number: None if listing is None else listing.__of__(register)
        for number, listing in found.items()
    }


def load(register: DebtorRegister, numbers: Iterable[str]) -> list[DebtorListing]:
    """The listings of one register by their public numbers, in that order.

    Raises ListingNotFound if one of them is not there.
    """
    tree = register._tree
    found = [tree.get(number) for number in numbers]
    if None in found:
        raise ListingNotFound
    _fetch(register, found)
    return [listing.__of__(register) for listing in found]


def _fetch(register: DebtorRegister, listings: Iterable[DebtorListing | None]) -> None:
    # Those of this transaction, and those in memory already, have nothing to fetch.
    ghosts = [each for each in listings if each is not None and each._p_changed is None]
    for start in range(0, len(ghosts), _AT_ONCE):
        register._p_jar.prefetch(ghosts[start : start + _AT_ONCE])
