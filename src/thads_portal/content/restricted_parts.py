"""Which parts of a listing's stored values are restricted, and how they stand apart from the rest.

The fields that are declared so; and of what was done to it, and of what waits, the old and new values,
the comments, and notes that are not public. The rest is what is published anyway, and can be read
without any key.
"""

from collections.abc import Mapping
from thads_portal.domain.records import RESTRICTED_FIELDS
from typing import Any


#: In an entry of the history, in what waits, in an entry of the workflow.
_WORDS = ("changes", "comment", "comments", "note")
#: What stands there while they cannot be opened.
_CLOSED: dict[str, Any] = {"changes": {}, "comment": None, "comments": "", "note": None}
_WAITING = ("pending", "proposed_ending")
Values = dict[str, Any]


def parted(values: Values) -> tuple[Values, Values]:
    """(what may stand in clear, what is restricted) of a listing's stored `values`."""
    clear, hidden = dict(values), {}
    fields = {name: clear[name] for name in RESTRICTED_FIELDS if clear.get(name) is not None}
    if fields:
        hidden["fields"] = fields
        for name in fields:
            del clear[name]
    for name in _WAITING:
        if clear.get(name):
            clear[name], own = _without_words(clear[name])
            if own:
                hidden[name] = own
    if entries := clear.get("history"):
        clear["history"], own = _each(entries)
        if own:
            hidden["history"] = own
    if flows := clear.get("workflow_history"):
        known, own = {}, {}
        for flow, entries in flows.items():
            known[flow], words = _each(entries)
            if words:
                own[flow] = words
        if own:
            clear["workflow_history"], hidden["workflow_history"] = known, own
    return clear, hidden


def joined(clear: Values, hidden: Values) -> Values:
    """The values that ``parted`` was given; what stands in `clear` is the newer."""
    values = {**hidden.get("fields", {}), **clear}
    for name in _WAITING:
        if values.get(name) and name in hidden:
            values[name] = {**hidden[name], **values[name]}
    if "history" in hidden:
        values["history"] = _whole(values["history"], hidden["history"])
    if "workflow_history" in hidden:
        values["workflow_history"] = {
            flow: _whole(entries, hidden["workflow_history"].get(flow, {}))
            for flow, entries in values["workflow_history"].items()
        }
    return values


def parted_batch(values: Values) -> tuple[Values, Values]:
    """The same of a posting batch: its note, and the comments in its history."""
    clear, hidden = dict(values), {}
    if clear.get("note"):
        hidden["note"] = clear.pop("note")
    if entries := clear.get("history"):
        clear["history"], own = _each(entries)
        if own:
            hidden["history"] = own
    return clear, hidden


def joined_batch(clear: Values, hidden: Values) -> Values:
    values = dict(clear)
    if "note" in hidden:
        values.setdefault("note", hidden["note"])
    if "history" in hidden:
        values["history"] = _whole(values["history"], hidden["history"])
    return values


def parted_rows(values: Values) -> tuple[Values, Values]:
    """The same of a batch's rows: why each was returned."""
    clear = dict(values)
    if not clear.get("returned"):
        return clear, {}
    return clear, {"returned": clear.pop("returned")}


def joined_rows(clear: Values, hidden: Values) -> Values:
    return {**hidden, **clear}


def closed(clear: Values) -> Values:
    """`clear` so that a reader of public parts finds each key, where nothing can be opened."""
    values = dict(clear)
    for name in _WAITING:
        if values.get(name):
            values[name] = {**_CLOSED, **values[name]}
    return values


def _without_words(entry: Mapping[str, Any]) -> tuple[Mapping[str, Any], Values]:
    own = {
        name: entry[name]
        for name in _WORDS
        if entry.get(name) and not (name == "note" and entry.get("public"))
    }
    if not own:
        return entry, own
    return {name: value for name, value in entry.items() if name not in own}, own


def _each(entries: tuple[Any, ...]) -> tuple[tuple[Any, ...], dict[int, Values]]:
    known, words = [], {}
    for place, entry in enumerate(entries):
        left, own = _without_words(entry)
        known.append(left)
        if own:
            words[place] = own
    return tuple(known), words


def _whole(entries: tuple[Any, ...], words: Mapping[int, Values]) -> tuple[Any, ...]:
    return tuple({**words.get(place, {}), **entry} for place, entry in enumerate(entries))
