"""Why listings came back to their editor: the words of who returned them, from their history.

The register holds no comments, so the listings of a page are loaded.
"""

from collections.abc import Collection
from thads_portal.actions.load import load_present
from thads_portal.domain.lifecycle import Step


_RETURNED = frozenset({Step.RETURN.value, Step.RETURN_UNSIGNED.value})


def reasons_of(register, numbers: Collection[str]) -> dict[str, str]:
    """Number -> the last reason for its return; without those that have none."""
    found = {}
    for number, listing in load_present(register, numbers).items():
        for event in reversed(listing.history if listing is not None else ()):
            if str(event["kind"]) in _RETURNED:
                found[number] = event.get("comment") or ""
                break
    return {number: reason for number, reason in found.items() if reason}
