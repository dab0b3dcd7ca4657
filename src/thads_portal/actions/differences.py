"""What a set of values would change on a listing."""

from collections.abc import Mapping
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.changes import AGENCY
from typing import Any


def differences(listing: DebtorListing, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field (or ``agency``) -> (old, new), for those of `values` that differ from what stands."""
    present = {**listing.snapshot().fields, AGENCY: listing.agency}
    return {name: (present[name], new) for name, new in values.items() if present[name] != new}


def new_values(found: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """The new values of `differences`."""
    return {name: new for name, (_old, new) in found.items()}
