"""Stores the plain values of an object as one pickle inside its database record.

ZODB asks a Python function about every single value that it pickles, whether it is an
object with a record of its own: for a listing that question alone cost a quarter of an
import. Plain values have the answer in their type, so they are pickled apart, in one go.

What would break: an object with a record of its own hidden in there would be stored as a
copy, and pack would lose the original. So nothing but plain types is let in, at any depth;
another type raises ``UnpackableValue`` and the transaction fails. Everything else about the
object (annotations, local roles) stands beside the packed values, as ZODB does it.

What of them is restricted is sealed and stands beside the rest (``sealed_state``).

To look into a record by hand: ``pickle.loads(state["packed"])``.
"""

from collections.abc import Callable
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from thads_portal.content import sealed_state
from typing import Any

import io
import pickle


_KEY = "packed"
_PROTOCOL = 5
#: What an attribute may be to be packed; in tuples and dicts the same, and PLAIN.
_OUTER = frozenset({str, int, bool, date, datetime, tuple, dict, type(None)})
#: Beside the types that pickle knows by heart (str, bytes, int, float, tuple, list, dict, set).
_PLAIN = frozenset({date, datetime, timedelta, timezone, DateTime})


class UnpackableValue(TypeError):
    """A value that is not plain in an attribute that is stored packed; names its type only."""


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any):
        # Asked for what pickle does not know by heart: instances, and their classes.
        if type(value) in _PLAIN or (type(value) is type and value in _PLAIN):
            return NotImplemented
        raise UnpackableValue(type(value).__name__)


def _dump(values: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, _PROTOCOL).dump(values)
    return stream.getvalue()


def packed(*names: str, about: str | None = None) -> Callable[[type], type]:
    """Class decorator for a persistent class: the attributes `names` are stored packed.

    `about`: what is restricted of them is sealed, bound to this and the object's id.

    Records written without it are read as well. A value of another type than the plain ones
    directly in an attribute (a PersistentMapping, say) is stored as ZODB does it.
    """
    chosen = frozenset(names)

    def decorate(cls: type) -> type:
        class_state = cls.__getstate__
        set_class_state = cls.__setstate__

        def get_state(self):
            state = class_state(self)
            inner = {
                name: value
                for name, value in state.items()
                if name in chosen and type(value) in _OUTER
            }
            outer = {name: value for name, value in state.items() if name not in inner}
            if about is not None:
                bound = f"{about}:{state['id']}"
                inner, sealed = sealed_state.seal(self, inner, _dump, about=bound)
                if sealed is not None:
                    outer[sealed_state.SEALED] = sealed
            outer[_KEY] = _dump(inner)
            return outer

        def set_state(self, state):
            header = None
            if _KEY in state:
                outer = dict(state)
                sealed = outer.pop(sealed_state.SEALED, None)
                # Written above, into our own database.
                inner = pickle.loads(outer.pop(_KEY))  # noqa: S301
                if sealed is not None:
                    bound = f"{about}:{outer['id']}"
                    inner = sealed_state.unseal(self, inner, sealed, about=bound)
                    header = bytes(sealed[: sealed_state.HEADER_BYTES])
                state = inner | outer
            set_class_state(self, state)
            if header is not None:
                setattr(self, sealed_state.HEADER, header)

        cls.__getstate__ = get_state
        cls.__setstate__ = set_state
        return cls

    return decorate
