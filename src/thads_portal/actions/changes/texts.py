"""The rich texts of something, brought down to what may stand in a page, before they are kept."""

from plone.app.textfield.interfaces import IRichText
from plone.app.textfield.value import IRichTextValue
from plone.app.textfield.value import RichTextValue
from plone.dexterity.utils import iterSchemata
from thads_portal.content.zope_types import Content
from thads_portal.domain.rich_text import narrow
from z3c.form.interfaces import IDataManager
from zope.component import getMultiAdapter
from zope.schema import getFields


def narrow_texts(thing: Content) -> None:
    """Write the rich texts of `thing` anew where they hold more than they may."""
    for schema in iterSchemata(thing):
        for field in getFields(schema).values():
            if not IRichText.providedBy(field):
                continue
            manager = getMultiAdapter((thing, field), IDataManager)
            value = manager.query(None)
            if not IRichTextValue.providedBy(value) or "html" not in (value.mimeType or ""):
                continue
            kept = narrow(value.raw or "")
            if kept != value.raw:
                manager.set(RichTextValue(kept, value.mimeType, value.outputMimeType))
