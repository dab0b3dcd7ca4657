"""An item as the texts of its form, and the texts read back as values of its schema."""

from Acquisition import aq_base
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from plone.app.textfield.value import RichTextValue
from thads_portal.actions.changes.draft import fields_of
from thads_portal.actions.changes.draft import value_of
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.zope_types import Content
from thads_portal.domain import fields
from thads_portal.domain.content_form import APPEARS
from thads_portal.domain.content_form import moment_text
from thads_portal.domain.content_form import Part
from thads_portal.domain.content_form import PARTS
from thads_portal.domain.content_form import read_day
from thads_portal.domain.content_form import read_moment
from thads_portal.domain.content_form import Typed
from thads_portal.domain.rich_text import narrow
from thads_portal.domain.rich_text import pictures_without_words
from thads_portal.domain.rich_text import without_foreign_pictures
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.words import day
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from typing import Any


#: (schema, name) -> value, as ``changes.draft.write`` takes them.
Values = dict[tuple[str, str], Any]
_HTML = ("text/html", "text/x-html-safe")


def parts_of(portal_type: str) -> tuple[Part, ...]:
    """What the form of an item of this type asks."""
    return PARTS[BY_ITEM_TYPE[portal_type].topic]


def texts_of(thing: Content) -> dict[str, str]:
    """`thing` as it stands in its form."""
    found = {name: field for _schema, name, field in fields_of(thing)}
    return {
        part.name: _text(part, thing, found.get(part.name)) for part in parts_of(thing.portal_type)
    }


def _text(part: Part, thing: Content, field: Any) -> str:
    if part is APPEARS:
        moment = getattr(aq_base(thing), "effective_date", None)
        if moment is None or not moment.isFuture():
            return ""
        return moment_text(moment.asdatetime())
    value = value_of(thing, field) if field is not None else None
    if value is None:
        return ""
    match part.typed:
        case Typed.RICH:
            return str(value.raw or "")
        case Typed.LINES:
            return "\n".join(value)
        case Typed.DAY:
            return day(value)
        case Typed.MOMENT:
            aware = value if value.tzinfo else value.replace(tzinfo=VIETNAM)
            return moment_text(aware)
        case Typed.BOX:
            return "1" if value else ""
    return str(value)


def read(portal_type: str, texts: Mapping[str, str], entered: EnteredValues) -> dict[str, Any]:
    """Name -> value of all parts; what is wrong is noted in `entered`."""
    found = {}
    for part in parts_of(portal_type):
        text = texts.get(part.name, "").replace("\r\n", "\n").strip()
        if not text:
            if part.required:
                entered.add(part.name, Code.MISSING)
            found[part.name] = _EMPTY.get(part.typed, lambda: None)()
            continue
        found[part.name] = _value(part, portal_type, text, entered)
    _in_order(found, entered)
    return found


_EMPTY: dict[Typed, Any] = {
    Typed.LINES: list,
    Typed.BOX: bool,
}


def _value(part: Part, portal_type: str, text: str, entered: EnteredValues) -> Any:
    match part.typed:
        case Typed.BOX:
            return True
        case Typed.DAY:
            if (on := read_day(text)) is None:
                entered.add(part.name, Code.BAD_DATE)
            return on
        case Typed.MOMENT:
            if (moment := read_moment(text)) is None:
                entered.add(part.name, Code.BAD_MOMENT)
                return None
            # A zone of its own name cannot be stored.
            return moment.astimezone(UTC)
        case Typed.CHOICE:
            kinds = BY_ITEM_TYPE[portal_type].kinds
            known = [str(kind) for kind in kinds or ()]
            if text not in known:
                entered.add(part.name, Code.UNKNOWN_VALUE, allowed=", ".join(known))
            return text
        case Typed.RICH:
            return _rich(part, text, entered)
        case Typed.LINES | Typed.AREA:
            lines = [
                entered.check(part.name, fields.check_text, line, part.longest) or ""
                for line in text.split("\n")
                if line.strip()
            ]
            if len(text) > part.longest:
                entered.add(part.name, Code.TOO_LONG, max=part.longest)
            return lines if part.typed is Typed.LINES else "\n".join(lines)
    return entered.check(part.name, fields.check_text, text, part.longest)


def _rich(part: Part, text: str, entered: EnteredValues) -> Any:
    if len(text) > part.longest:
        entered.add(part.name, Code.TOO_LONG, max=part.longest)
        return None
    kept = without_foreign_pictures(narrow(text))
    if pictures_without_words(kept):
        entered.add(part.name, Code.PICTURE_WITHOUT_WORDS)
    return RichTextValue(kept, *_HTML)


def _in_order(found: Mapping[str, Any], entered: EnteredValues) -> None:
    """What ends does not end before it begins."""
    for first, last in (("in_force_from", "in_force_until"), ("start", "end"), ("noticed", "valid_until")):  # fmt: skip
        begins, ends = found.get(first), found.get(last)
        if begins is not None and ends is not None and ends < begins:
            entered.add(last, Code.ENDS_BEFORE)


def changed_values(thing: Content, values: Mapping[str, Any], texts: Mapping[str, str]) -> Values:
    """Of `values` those whose text in `thing` is another, by schema and name."""
    before = texts_of(thing)
    return {
        (schema.__identifier__, name): _as_field_takes(name, values[name])
        for schema, name, _field in fields_of(thing)
        if name in values
        and texts.get(name, "").replace("\r\n", "\n").strip() != before[name].strip()
    }


def _as_field_takes(name: str, value: Any) -> Any:
    """Plone keeps the moment of publication by the clock of its server, without a zone."""
    if name == APPEARS.name and isinstance(value, datetime):
        return value.astimezone().replace(tzinfo=None)
    return value if value is not None or name != "description" else ""
