"""Seals the restricted part of an object's stored values; for ``packed``.

Where a database seals nothing yet, and for an object that has no database (a copy in memory), the
values stay together as earlier releases stored them. What cannot be opened stays as it is: the
object shows what is public, refuses to tell what is restricted, and refuses to be stored.
"""

from collections.abc import Callable
from thads_portal import field_keys
from thads_portal.content.object_store import dsn_of
from thads_portal.content.restricted_parts import closed
from thads_portal.content.restricted_parts import joined
from thads_portal.content.restricted_parts import parted
from thads_portal.content.zope_types import Content
from thads_portal.errors import CannotUnseal
from typing import Any

import pickle


#: Where a record keeps the sealed part, and an object what it cannot open.
SEALED = "sealed"
#: By what key an object's record is sealed: for who seals anew. Not stored.
HEADER = "_v_sealed_by"
HEADER_BYTES = field_keys.HEADER
_PROTOCOL = 5


#: (the stored values) -> (what may stand in clear, what is restricted)
Parting = Callable[[dict[str, Any]], tuple[dict[str, Any], dict[str, Any]]]
#: the way back
Joining = Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]


def sealed_away(obj: Content) -> bool:
    """Whether `obj` (awake) has values that cannot be opened."""
    return SEALED in obj.__dict__


def seal(
    obj: Content,
    values: dict[str, Any],
    dump: Callable[[Any], bytes],
    *,
    part: Parting = parted,
    about: str,
) -> tuple[dict[str, Any], bytes | None]:
    """(what is stored in clear, the sealed rest) of `values`. Raises CannotUnseal."""
    if sealed_away(obj):
        raise CannotUnseal
    jar = obj._p_jar
    if jar is None:
        return values, None
    clear, hidden = part(values)
    if not hidden:
        return values, None
    sealed = field_keys.seal(dsn_of(jar.db()), dump(hidden), about)
    return (values, None) if sealed is None else (clear, sealed)


def unseal(
    obj: Content,
    clear: dict[str, Any],
    sealed: bytes,
    *,
    join: Joining = joined,
    about: str,
) -> dict[str, Any]:
    """The values that were stored; with SEALED among them where they cannot be opened."""
    jar = obj._p_jar
    source = None if jar is None else dsn_of(jar.db())
    try:
        opened = field_keys.unseal(source, sealed, about)
    except CannotUnseal:
        return {**closed(clear), SEALED: sealed}
    # Written above, into our own database, and proved to be by the seal.
    return join(clear, pickle.loads(opened))  # noqa: S301


def is_current(obj: Content, *, part: Parting = parted) -> bool:
    """Whether the stored record of `obj` (awake) is as it would be stored today."""
    source = dsn_of(obj._p_jar.db())
    key = field_keys.current(source)
    by = getattr(obj, HEADER, None)
    if by is not None:
        return key is not None and by == key.header
    # In clear: as it should be where nothing in it is restricted.
    return key is None or not part(obj.__dict__)[1]


def sealed_as(*, part: Parting, join: Joining, about: str) -> Callable[[type], type]:
    """Class decorator for a persistent class: what `part` finds restricted is stored sealed."""

    def decorate(cls: type) -> type:
        class_state = cls.__getstate__
        set_class_state = cls.__setstate__

        def get_state(self):
            clear, sealed = seal(self, class_state(self), _dump, part=part, about=about)
            return clear if sealed is None else {**clear, SEALED: sealed}

        def set_state(self, state):
            header = None
            if SEALED in state:
                clear = dict(state)
                sealed = clear.pop(SEALED)
                state = unseal(self, clear, sealed, join=join, about=about)
                header = bytes(sealed[:HEADER_BYTES])
            set_class_state(self, state)
            if header is not None:
                setattr(self, HEADER, header)

        cls.__getstate__ = get_state
        cls.__setstate__ = set_state
        return cls

    return decorate


def _dump(values: Any) -> bytes:
    return pickle.dumps(values, _PROTOCOL)
