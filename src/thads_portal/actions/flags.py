"""Why a listing must be seen by the editorial board: flags of what was entered by hand.

The texts are screened as those of the feed are; a likely duplicate is told by the
register's rows and by what the same request enters.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions.context import ActionContext
from thads_portal.content.zope_types import Content
from thads_portal.domain.changes import DUPLICATE_FIELDS
from thads_portal.domain.changes import duplicate_key_of
from thads_portal.domain.codes import Flag
from thads_portal.domain.screening import screen
from thads_portal.register.duplicates import owners
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from typing import Any


def raised(
    context: Content,
    entries: Sequence[tuple[str, Mapping[str, Any]]],
    acting: ActionContext,
    *,
    only: frozenset[str] | None = None,
    note: str | None = None,
) -> list[tuple[str, ...]]:
    """The flags of each of `entries`: (public number, all fields of the listing).

    `only` narrows to what changes: other texts are not read, and duplicates are looked
    for only if it touches what tells them. `note` is a public change note.
    """
    keys: list[bytes | None] = [None] * len(entries)
    if only is None or not only.isdisjoint(DUPLICATE_FIELDS):
        keys = [duplicate_key_of(fields) for _number, fields in entries]
    wanted = {key for key in keys if key is not None}
    known = dict(owners(dsn_of(connection_of(context).db()), wanted)) if wanted else {}
    for (number, _fields), key in zip(entries, keys, strict=True):
        if key is not None:
            known.setdefault(key, set()).add(number)
    result = []
    for (number, fields), key in zip(entries, keys, strict=True):
        found = screen(fields, today=acting.today, only=only, note=note)
        if key is not None and known[key] - {number}:
            found = (*found, Flag.LIKELY_DUPLICATE)
        result.append(tuple(flag.value for flag in found))
    return result


def with_days(flagged: tuple[str, ...], contradict: bool) -> tuple[str, ...]:
    """`flagged`, and that dates contradict each other if they do."""
    if not contradict:
        return flagged
    return tuple(dict.fromkeys((*flagged, Flag.DATES_CONTRADICT.value)))
