"""What the catalog knows of the sections' items: kind, day, last day, number, places.

Lists are drawn from these indexes and columns alone; they wake no object.
"""

from Acquisition import aq_base
from datetime import date
from datetime import datetime
from plone.app.contenttypes.interfaces import IEvent
from plone.app.contenttypes.interfaces import IFile
from plone.indexer import indexer
from thads_portal.content.document import ILegalDocument
from thads_portal.content.notice import IPublicNotice
from thads_portal.content.procedure import IProcedure
from thads_portal.content.reviewed import waiting_change
from thads_portal.content.section_item import ISectionItem
from thads_portal.content.section_item import places_of
from thads_portal.domain.topics import NO_END
from thads_portal.domain.words import VIETNAM
from zope.interface import Interface


def _local(value) -> date | None:
    """The day in Vietnam of a moment."""
    if isinstance(value, datetime):
        return (value.astimezone(VIETNAM) if value.tzinfo else value).date()
    return value


def day_of(item) -> date | None:
    """The day an item is sorted by and filed under."""
    if ILegalDocument.providedBy(item):
        return item.issued
    if IEvent.providedBy(item):
        return _local(getattr(aq_base(item), "start", None))
    noticed = getattr(aq_base(item), "noticed", None) if IPublicNotice.providedBy(item) else None
    if noticed is not None:
        return noticed
    moment = getattr(aq_base(item), "effective_date", None) or item.created()
    return _local(moment.asdatetime())


def last_day_of(item) -> date:
    """The last day on which a notice or an event is current; NO_END for all else."""
    if IPublicNotice.providedBy(item):
        return item.valid_until or NO_END
    if IEvent.providedBy(item):
        return _local(getattr(aq_base(item), "end", None)) or NO_END
    return NO_END


@indexer(ISectionItem)
def kind(item):
    return getattr(aq_base(item), "kind", None) or ""


@indexer(ISectionItem)
def day(item):
    return day_of(item)


@indexer(ISectionItem)
def year(item):
    found = day_of(item)
    return found.year if found else None


@indexer(ISectionItem)
def until(item):
    return last_day_of(item)


@indexer(ISectionItem)
def number(item):
    return getattr(aq_base(item), "number", None) or getattr(aq_base(item), "code", None) or ""


@indexer(ISectionItem)
def places(item):
    return places_of(item)


@indexer(ISectionItem)
def syndication(item):
    found = aq_base(item).syndication
    return str(found["state"]) if found else ""


@indexer(Interface)
def change(item):
    """``waiting`` or ``returned``, if a change of something public is on its way."""
    account = waiting_change(item)
    if not account:
        return ""
    return "returned" if account["reason"] else "waiting"


def _searchable(item, *names) -> str:
    parts: list[str] = []
    for name in names:
        value = getattr(aq_base(item), name, None)
        if isinstance(value, (list, tuple)):
            parts.extend(value)
        elif value:
            parts.append(value)
    text = getattr(aq_base(item), "text", None)
    if text is not None and text.raw:
        parts.append(_plain(item, text))
    return " ".join(parts)


def _plain(item, text) -> str:
    """The words of a rich text."""
    from plone import api

    transforms = api.portal.get_tool("portal_transforms")
    stream = transforms.convertTo("text/plain", text.raw, mimetype=text.mimeType)
    return stream.getData().strip() if stream is not None else ""


@indexer(ILegalDocument)
def text_of_document(item):
    return _searchable(item, "title", "number", "issuer", "signatory", "description")


@indexer(IProcedure)
def text_of_procedure(item):
    return _searchable(
        item, "title", "code", "description", "applicants", "steps", "papers", "legal_basis"
    )


@indexer(IPublicNotice)
def text_of_notice(item):
    return _searchable(item, "title", "number", "description", "agency", "place")


@indexer(IFile)
def text_of_file(file):
    """The name alone: to read the words of a file, Plone would load it whole into memory."""
    return " ".join(filter(None, (file.title, file.description, file.getId())))
