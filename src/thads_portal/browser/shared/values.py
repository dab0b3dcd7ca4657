"""What a form sent, as text: never a list where a text is expected, nor the other way round.

A NUL, which no column of the database holds, and what was not UTF-8 arrive as the
replacement sign: the checks of the fields refuse it by name, and a page can show it.
"""

from collections.abc import Mapping
from typing import Any

import re


_UNFIT = re.compile("[\x00\ud800-\udfff]")


def whole_number(text: str) -> int | None:
    """The whole number of at most 18 digits that `text` is; None if it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def fit(text: str) -> str:
    """`text` as the database and a page can hold it."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


class Values:
    """The fields of a request, by name."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self._form = form

    def __contains__(self, name: str) -> bool:
        return name in self._form

    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        return tuple(self._form)

    def text(self, name: str, default: str = "") -> str:
        """The value of `name`; of several the last one."""
        value = self._form.get(name, default)
        if isinstance(value, (list, tuple)):
            value = value[-1] if value else default
        return fit(value) if isinstance(value, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of `name`, without empty ones."""
        value = self._form.get(name, ())
        values = value if isinstance(value, (list, tuple)) else (value,)
        return tuple(fit(each) for each in values if isinstance(each, str) and each)

    def number(self, name: str) -> int | None:
        """A whole number; None if there is none that can be read."""
        return whole_number(self.text(name))

    def present(self, names) -> dict[str, str]:
        """Those of `names` that were sent with a value, for addresses that keep a state."""
        return {name: text for name in names if (text := self.text(name).strip())}
