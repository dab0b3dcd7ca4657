"""What only its kind of an entry has, sealed as the ledger keeps it."""

from thads_portal import field_keys
from thads_portal.field_keys import Source
from typing import Any


#: What a trigger of the tables reads: the number of the request that a case answers.
_READ_BY_TRIGGERS = ("request",)


def sealed_details(source: Source, entry: int, details: dict[str, Any]) -> dict[str, Any]:
    """`details` of the entry with this id, as its column keeps them."""
    sealed: dict[str, Any] = field_keys.seal_json(source, details, about(entry))
    if sealed is details:
        return details
    clear = {name: details[name] for name in _READ_BY_TRIGGERS if name in details}
    return {**clear, **sealed}


def opened_details(source: Source, entry: int, kept: dict[str, Any]) -> dict[str, Any]:
    """What was given to ``sealed_details``. Raises CannotUnseal."""
    opened: dict[str, Any] = field_keys.unseal_json(source, kept, about(entry))
    return opened


def about(entry: int) -> str:
    """To what the sealed details of an entry are bound."""
    return f"entry:{entry}"
