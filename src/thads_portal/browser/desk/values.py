"""What a form sent, as text: never a list where a text is expected, nor the other way round."""

from collections.abc import Mapping
from typing import Any


class Values:
    """The fields of a request, by name."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self._form = form

    def __contains__(self, name: str) -> bool:
        return name in self._form

    def text(self, name: str, default: str = "") -> str:
        """The value of `name`; of several the last one."""
        value = self._form.get(name, default)
        if isinstance(value, (list, tuple)):
            value = value[-1] if value else default
        return value if isinstance(value, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of `name`, without empty ones."""
        value = self._form.get(name, ())
        values = value if isinstance(value, (list, tuple)) else (value,)
        return tuple(each for each in values if isinstance(each, str) and each)

    def number(self, name: str) -> int | None:
        """A whole number; None if there is none that can be read."""
        text = self.text(name).strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    def present(self, names) -> dict[str, str]:
        """Those of `names` that were sent with a value, for addresses that keep a state."""
        return {name: text for name in names if (text := self.text(name).strip())}
