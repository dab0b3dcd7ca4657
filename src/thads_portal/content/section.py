"""A section of a site (chuyên mục): news, documents, procedures, notices or events.

One class, a type for each topic: what may be added is said by the type, so that every
door (form, REST, paste, import) keeps to it. Its address is fixed.
"""

from plone.dexterity.content import Container
from plone.supermodel import model
from thads_portal.content.not_relocatable import NotRelocatable
from thads_portal.i18n import _
from zope import schema
from zope.interface import implementer


class IContentSection(model.Schema):
    """A section; its topic follows from its type."""

    title = schema.TextLine(title=_("label_section_title", default="Tên chuyên mục"))
    description = schema.Text(
        title=_("label_section_description", default="Giới thiệu ngắn"), required=False
    )


@implementer(IContentSection)
class ContentSection(NotRelocatable, Container):
    pass
