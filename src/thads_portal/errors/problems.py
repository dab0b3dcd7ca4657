"""What every refusal has: its text in two languages, the problems it names, its base class."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from thads_portal.errors.codes import Code
from thads_portal.errors.codes import STATUS
from thads_portal.messages import MESSAGES
from types import MappingProxyType
from typing import Any

import reprlib


#: Longest piece of a rejected public value that a message repeats, in characters.
MAX_ECHO = 80


def message(code: Code, params: Mapping[str, Any] = MappingProxyType({})) -> dict[str, str]:
    """The bilingual text of `code`: ``{"vi", "en"}``. KeyError if `params` lacks a placeholder."""
    vietnamese, english = MESSAGES[code]
    return {"vi": vietnamese.format_map(params), "en": english.format_map(params)}


def echo(value: object) -> str:
    """A rejected *public* value, fit for a message: short, printable, long numbers masked.

    Numbers of nine digits and more are masked, because a personal number typed
    into a public field would otherwise travel on in answers and logs.
    """
    # Of a list within lists within lists as many levels as can be read, not all there are.
    nested = isinstance(value, (list, dict, tuple, set))
    text = (reprlib.repr(value) if nested else str(value))[: MAX_ECHO + 1]
    if len(text) > MAX_ECHO:
        text = text[: MAX_ECHO - 1] + "…"
    if sum(map(str.isdigit, text)) >= 9:
        text = "".join("•" if character.isdigit() else character for character in text)
    return "".join(character if character.isprintable() else "�" for character in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why one line (or one form) was rejected. `field` is a dotted path, `line` counts from 1.

    `params` fill the message; a restricted value never goes in there.
    """

    line: int
    external_id: str | None
    field: str | None
    code: Code
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "external_id": self.external_id,
            "field": self.field,
            "code": self.code.value,
            "message": message(self.code, self.params),
        }


class ThadsError(Exception):
    """Base of all refusals. `params` fill the message of `code`; ``str()`` is the English text."""

    code: Code = Code.BAD_REQUEST
    params: dict[str, Any]

    def __init__(
        self, same: "ThadsError | None" = None, /, *, code: Code | None = None, **params: Any
    ) -> None:
        if same is not None:
            # Plone's workflow tool raises what a step refused anew: its class, made of itself.
            code, params = same.code, same.params
        if code is not None:
            self.code = code
        self.params = params
        super().__init__(message(self.code, params)["en"])

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return STATUS.get(self.code, 500)

    def as_dict(self) -> dict[str, Any]:
        """The answer's body: ``{"code", "message": {"vi", "en"}}``."""
        return {"code": self.code.value, "message": message(self.code, self.params)}
