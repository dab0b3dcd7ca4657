"""Plone's News Item and Event with attachments: folders for files, else unchanged."""

from plone.app.contenttypes.interfaces import IEvent
from plone.app.contenttypes.interfaces import INewsItem
from plone.dexterity.content import Container
from thads_portal.content.section_item import ISectionItem
from thads_portal.content.section_item import SectionItem
from zope.interface import implementer


@implementer(INewsItem, ISectionItem)
class NewsItem(SectionItem, Container):
    pass


@implementer(IEvent, ISectionItem)
class Event(SectionItem, Container):
    pass
