"""Plone's News Item and Event with attachments: folders for files, else unchanged."""

from plone.app.contenttypes.interfaces import IEvent
from plone.app.contenttypes.interfaces import INewsItem
from plone.dexterity.content import Container
from thads_portal.content.shown import IShownContent
from thads_portal.content.shown import ShownContent
from zope.interface import implementer


@implementer(INewsItem, IShownContent)
class NewsItem(ShownContent, Container):
    pass


@implementer(IEvent, IShownContent)
class Event(ShownContent, Container):
    pass
