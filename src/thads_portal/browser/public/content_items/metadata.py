"""What search engines are told of an item, in the vocabulary of schema.org, by its topic."""

from thads_portal.catalog.item_indexes import day_of
from thads_portal.catalog.item_indexes import last_day_of
from thads_portal.domain import topics
from thads_portal.domain.topics import NO_END
from thads_portal.domain.topics import Topic


def structured(item, topic: Topic, *, url: str, publisher: str, language: str) -> dict:
    """JSON-LD of `item` without its context; what the item does not say is left out."""
    made = {
        "name": item.title,
        "description": item.description,
        "url": url,
        "inLanguage": "vi",
        **_BY_TOPIC[topic](item, _office(publisher), language),
    }
    return {name: value for name, value in made.items() if value}


def _office(name: str) -> dict:
    return {"@type": "GovernmentOrganization", "name": name}


def _day(value) -> str:
    return value.isoformat() if value else ""


def _article(kind: str, item, publisher: dict) -> dict:
    return {
        "@type": kind,
        "headline": item.title,
        "datePublished": _day(day_of(item)),
        "dateModified": item.modified().asdatetime().isoformat(timespec="seconds"),
        "publisher": publisher,
        "author": publisher,
    }


def _news(item, publisher, language):
    return _article("NewsArticle", item, publisher)


def _notice(item, publisher, language):
    until = last_day_of(item)
    return _article("Article", item, publisher) | {
        "expires": "" if until == NO_END else _day(until)
    }


def _document(item, publisher, language):
    kinds = topics.DocumentKind
    return {
        "@type": "Legislation",
        "legislationIdentifier": item.number,
        "legislationDate": _day(item.issued),
        "legislationDateVersion": _day(item.in_force_from),
        "legislationType": topics.label(kinds(item.kind), language)
        if item.kind in list(kinds)
        else "",
        "legislationPassedBy": _office(item.issuer) if item.issuer else None,
        "legislationJurisdiction": "VN",
        "publisher": publisher,
    }


def _procedure(item, publisher, language):
    return {"@type": "GovernmentService", "provider": publisher, "areaServed": "VN"}


def _event(item, publisher, language):
    start, end = getattr(item, "start", None), getattr(item, "end", None)
    place = getattr(item, "location", None)
    return {
        "@type": "Event",
        "startDate": start.isoformat() if start else "",
        "endDate": end.isoformat() if end else "",
        "location": {"@type": "Place", "name": place} if place else None,
        "organizer": publisher,
    }


_BY_TOPIC = {
    Topic.NEWS: _news,
    Topic.DOCUMENTS: _document,
    Topic.PROCEDURES: _procedure,
    Topic.NOTICES: _notice,
    Topic.EVENTS: _event,
}
