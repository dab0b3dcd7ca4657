"""Digests that make the feed idempotent and find likely duplicates; 16 bytes each (BLAKE2b).

They are stored on objects and in the register for years: a change in what goes
into one makes every line ever sent look new, so the test vectors are never edited.
"""

from functools import lru_cache
from hashlib import blake2b
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.names import folded_name
from typing import Any
from unicodedata import is_normalized
from unicodedata import normalize

import orjson


SIZE = 16
#: In these events a null inside ``listing`` clears an optional field, so it counts.
_NULL_MATTERS = frozenset({"amended", "reopened"})


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


def key_digest(*, external_id: str, event: str, number: str, date: str) -> bytes:
    """Digest of what identifies an event; every part is taken as NFC without outer spaces."""
    canonical = orjson.dumps([external_id.strip(), event.strip(), number.strip(), date.strip()])
    if not canonical.isascii():
        canonical = normalize("NFC", canonical.decode()).encode()
    return blake2b(canonical, digest_size=SIZE).digest()


def payload_digest(data: dict[str, Any]) -> bytes:
    """Digest of a whole parsed line: NFC, keys sorted, nulls dropped where they mean "absent".

    orjson.JSONEncodeError if `data` is nested deeper than 250 levels or holds lone surrogates.
    """
    canonical = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    if b":null" in canonical:
        listing = data.get("listing")
        data = _without_nulls(data)
        if data.get("event") in _NULL_MATTERS and listing is not None:
            data["listing"] = listing
        canonical = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    if not canonical.isascii():
        text = canonical.decode()
        if not is_normalized("NFC", text):
            canonical = normalize("NFC", text).encode()
    return blake2b(canonical, digest_size=SIZE).digest()


def line_digests(data: Any, external_id: str | None) -> tuple[bytes, bytes] | None:
    """Key and payload digest of a parsed line, or None if it lacks what a key is made of.

    `external_id` is the normal form of the line's own. Runs before validation, on
    anything that is JSON.
    """
    if external_id is None:
        return None
    try:
        document = data["document"]
        key = key_digest(
            external_id=external_id,
            event=data["event"],
            number=document["number"],
            date=document["date"],
        )
        return key, payload_digest(data)
    except (KeyError, TypeError, AttributeError):  # orjson.JSONEncodeError is a TypeError
        return None


@lru_cache(maxsize=4096)  # a batch asks for the key of each listing three times
def duplicate_key(debtor_name: str, judgment_number: str, decision_number: str) -> bytes:
    """Equal for two listings of the same folded name, judgment and no-conditions decision."""
    parts = (folded_name(debtor_name), number_key(judgment_number), number_key(decision_number))
    return blake2b("\x1f".join(parts).encode(), digest_size=SIZE).digest()
