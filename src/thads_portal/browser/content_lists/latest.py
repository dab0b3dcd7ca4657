"""The newest items of a kind, for a home page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """One item as a home page shows it; `address` is a path, `note` a few words or empty."""

    title: str
    address: str
    day: date | None = None
    note: str = ""


def latest(context, kind: str, limit: int) -> list[Latest]:
    """The newest published items of `kind` of the site (gateway or subsite) `context`.

    `kind` is ``news``, ``documents``, ``procedures`` or ``notices``.
    """
    return []
