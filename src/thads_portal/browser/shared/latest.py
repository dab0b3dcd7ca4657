"""The newest items of a section for home pages: cheap enough for every request.

    latest(context, Topic.DOCUMENTS, 5, code=DocumentKind.DIRECTIVE)

`context` is the gateway or a subsite (or anything in them). Kept in memory until the catalog
changes; see ``catalog/lists.py``.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from plone import api
from thads_portal.catalog.lists import kept
from thads_portal.catalog.lists import ListedItem
from thads_portal.catalog.lists import Wanted
from thads_portal.content.section_item import home_of
from thads_portal.domain import topics
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.topics import BY_TOPIC
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Topic
from thads_portal.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """One item as a page shows it; `address` is a path, `note` a few words or empty.

    `source` names the site it comes from, and is empty if that is the site it is shown on.
    """

    title: str
    address: str
    day: date | None = None
    note: str = ""
    summary: str = ""
    kind: str = ""
    kind_label: str = ""
    number: str = ""
    until: date | None = None
    source: str = ""
    changed: datetime | None = None


#: What happened on the day that is shown beside an item.
DAY_LABELS = {
    Topic.NEWS: _("day_published", default="Đăng ngày"),
    Topic.DOCUMENTS: _("day_issued", default="Ban hành ngày"),
    Topic.PROCEDURES: _("day_published", default="Đăng ngày"),
    Topic.NOTICES: _("day_noticed", default="Thông báo ngày"),
    Topic.EVENTS: _("day_held", default="Diễn ra ngày"),
}


def latest(
    context, kind: str, limit: int = 5, *, code: str = "", language: str = "vi"
) -> list[Latest]:
    """The newest public items of the section `kind` of the site `context`, at most `limit`.

    `kind` is a Topic: ``news``, ``documents``, ``procedures``, ``notices``, ``events``; of
    notices and events only current ones. `code` narrows to one kind, such as ``directive``.
    """
    topic = Topic(kind)
    place = home_of(context)
    root = api.portal.get().absolute_url_path().rstrip("/")
    entries = kept(Wanted(topic, place, kind=str(code)), size=limit)
    return [described(entry, topic, place, root, language) for entry in entries]


def section_address(context, kind: Topic | str) -> str:
    """The path of the section `kind` where `context` is; of procedures the gateway's."""
    section = BY_TOPIC[Topic(kind)]
    root = api.portal.get().absolute_url_path().rstrip("/")
    place = home_of(context)
    inside = f"/{place}" if place != GATEWAY and section.on_subsites else ""
    return f"{root}{inside}/{section.id}"


def described(
    entry: ListedItem, topic: Topic, place: str, root: str, language: str = "vi"
) -> Latest:
    """`entry` as a template shows it on the site `place`."""
    kind = kind_label(topic, entry.kind, language)
    source = "" if entry.home == place else source_name(entry.home)
    return Latest(
        title=entry.title,
        address=f"{root}{entry.path}",
        day=None if topic is Topic.PROCEDURES else entry.day,
        note=source or entry.number or kind,
        summary=entry.summary,
        kind=entry.kind,
        kind_label=kind,
        number=entry.number,
        until=entry.until if entry.until != topics.NO_END else None,
        source=source,
        changed=entry.changed,
    )


def kind_label(topic: Topic, kind: str, language: str = "vi") -> str:
    """What a person reads for the code `kind` of a section; empty if it has none."""
    kinds = BY_TOPIC[topic].kinds
    return topics.label(kinds(kind), language) if kinds and kind in list(kinds) else ""


def source_name(home: str) -> str:
    """The name of the site `home`: the province's, or the gateway's."""
    province = by_slug(home)
    return province.official_name if province else "Cổng thông tin điện tử Thi hành án dân sự"
