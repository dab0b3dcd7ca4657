"""One item of the demo's content, whatever its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.domain.topics import Topic
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One item to be made; `files` are names. `accepted`, `waiting`: on the gateway, or proposed."""

    topic: Topic
    place: str
    id: str
    fields: Mapping[str, Any]
    text: str = ""
    files: tuple[str, ...] = ()
    days_ago: int = 0
    accepted: bool = False
    everywhere: bool = False
    starts_in: int | None = None
    waiting: bool = False


def paragraphs(*texts: str) -> str:
    """`texts` as HTML."""
    return "".join(f"<p>{text}</p>" for text in texts)
