"""The notice of a planned downtime: set by the administrators, shown on every page until it is over.

State portals announce planned downtime seven working days before (Decree 224/2026/NĐ-CP).
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from plone.registry.interfaces import IRegistry
from thads_portal.domain.words import VIETNAM
from zope.component import queryUtility


_RECORD = "thads_portal.downtime_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Downtime:
    """`start` and `end` as a reader sees them: ``22:00 28/11/2026``."""

    start: str
    end: str
    text: str


def planned_downtime(language: str, *, now: datetime | None = None) -> Downtime | None:
    """The downtime that is announced, or None."""
    registry = queryUtility(IRegistry)
    start = registry.get(f"{_RECORD}from") if registry is not None else None
    end = registry.get(f"{_RECORD}to") if start else None
    if start is None or end is None or _aware(end) <= (now or datetime.now(UTC)):
        return None
    text = registry.get(f"{_RECORD}text") or ""
    if language == "en":
        text = registry.get(f"{_RECORD}text_en") or ""
    return Downtime(start=_shown(start), end=_shown(end), text=text)


def _aware(value: datetime) -> datetime:
    """What the administrators type is Vietnam's time."""
    return value if value.tzinfo else value.replace(tzinfo=VIETNAM)


def _shown(value: datetime) -> str:
    return f"{_aware(value).astimezone(VIETNAM):%H:%M %d/%m/%Y}"
