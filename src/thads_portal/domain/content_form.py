"""What the portal's own forms ask of news, documents, procedures, notices and events.

A part is one field of the type's schema and how it is typed; a text is what stands in the form.
Everything of a form is a text, so that drafts, versions and two contents side by side are compared
alike. The names are those of the schemas; the labels too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from enum import StrEnum
from thads_portal.domain.topics import Topic
from thads_portal.domain.words import VIETNAM

import hashlib
import json
import re


class Typed(StrEnum):
    LINE = "line"
    AREA = "area"
    #: One entry a line.
    LINES = "lines"
    #: HTML, written in the editor.
    RICH = "rich"
    #: ``23/11/2026``
    DAY = "day"
    #: ``23/11/2026 09:30``, the time in Vietnam
    MOMENT = "moment"
    #: A code of the section's kinds.
    CHOICE = "choice"
    #: ``1`` or nothing.
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Part:
    """One field. `longest`: characters; of LINES, of all of them together."""

    name: str
    typed: Typed = Typed.LINE
    required: bool = False
    longest: int = 300
    rows: int = 3


TITLE = Part("title", required=True)
LEAD = Part("description", Typed.AREA, longest=1000)
TEXT = Part("text", Typed.RICH, longest=400_000)
#: When what is accepted appears; empty: at once.
APPEARS = Part("effective", Typed.MOMENT, longest=40)

PARTS: dict[Topic, tuple[Part, ...]] = {
    Topic.NEWS: (TITLE, LEAD, TEXT, APPEARS),
    Topic.DOCUMENTS: (
        Part("title", required=True, longest=500),
        Part("number", required=True, longest=100),
        Part("kind", Typed.CHOICE, required=True),
        Part("issued", Typed.DAY, required=True, longest=40),
        Part("issuer", required=True),
        Part("signatory"),
        Part("in_force_from", Typed.DAY, longest=40),
        Part("in_force_until", Typed.DAY, longest=40),
        Part("replaced_by"),
        LEAD,
        TEXT,
        APPEARS,
    ),
    Topic.PROCEDURES: (
        TITLE,
        Part("code", longest=100),
        Part("kind", Typed.CHOICE, required=True),
        LEAD,
        Part("applicants"),
        Part("steps", Typed.LINES, required=True, longest=10_000, rows=5),
        Part("papers", Typed.LINES, required=True, longest=10_000, rows=5),
        Part("copies"),
        Part("time_limit", required=True),
        Part("fee", required=True),
        Part("where_to_go", Typed.AREA, required=True, longest=2000),
        Part("result"),
        Part("legal_basis", Typed.LINES, longest=10_000),
        TEXT,
        APPEARS,
    ),
    Topic.NOTICES: (
        TITLE,
        Part("kind", Typed.CHOICE, required=True),
        LEAD,
        Part("number", longest=100),
        Part("noticed", Typed.DAY, longest=40),
        Part("valid_until", Typed.DAY, longest=40),
        Part("agency"),
        Part("place"),
        Part("contact"),
        TEXT,
        APPEARS,
    ),
    Topic.EVENTS: (
        TITLE,
        LEAD,
        Part("start", Typed.MOMENT, required=True, longest=40),
        Part("end", Typed.MOMENT, required=True, longest=40),
        Part("whole_day", Typed.BOX),
        Part("location"),
        Part("contact_name"),
        Part("contact_phone", longest=60),
        TEXT,
        APPEARS,
    ),
}

_DAY = r"(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>\d{4})"
_TIME = r"(?P<hour>\d{1,2})\s?(?:[:.]|h|giờ)\s?(?P<minute>\d{2})?(?:\s?phút)?"
_READ_DAY = re.compile(_DAY)
_READ_MOMENT = (
    re.compile(rf"{_DAY}[\s,]+(?:lúc\s)?{_TIME}", re.I),
    re.compile(rf"{_TIME}[\s,]+(?:ngày\s)?{_DAY}", re.I),
    re.compile(
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[T\s](?P<hour>\d{1,2}):(?P<minute>\d{2})"
    ),
)


def read_day(text: str) -> date | None:
    """The day that `text` names, day first; None if it is none."""
    found = _READ_DAY.fullmatch(text.strip())
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


def read_moment(text: str) -> datetime | None:
    """The moment (aware, Vietnam's time) that `text` names; None if it is none."""
    for pattern in _READ_MOMENT:
        if found := pattern.fullmatch(text.strip()):
            try:
                return datetime(
                    int(found["year"]),
                    int(found["month"]),
                    int(found["day"]),
                    int(found["hour"]),
                    int(found["minute"] or 0),
                    tzinfo=VIETNAM,
                )
            except ValueError:
                return None
    return None


def moment_text(moment: datetime | None) -> str:
    """An aware `moment` as it stands in its field."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if moment is not None else ""


def version_of(texts: Mapping[str, str]) -> str:
    """Tells one content from another: what a form was opened with, and what stands there now."""
    plain = json.dumps(dict(texts), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:32]
