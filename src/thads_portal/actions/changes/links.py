"""Every address that staff enter leads to the web or into the portal, by whatever door it came."""

from plone.dexterity.utils import iterSchemata
from thads_portal.content.zope_types import Content
from thads_portal.domain.web_addresses import is_link
from thads_portal.domain.web_addresses import is_place
from thads_portal.errors import BadRequest
from zope.schema import getFields
from zope.schema.interfaces import IURI


#: Plone's Link: a text, not a URI, and it may lead into the portal.
PLACE = "remoteUrl"
_RIGHT = "http://, https://"


def check_links(thing: Content) -> None:
    """Raise BadRequest for a field of `thing` that holds another kind of address."""
    for schema in iterSchemata(thing):
        for name, field in getFields(schema).items():
            uri = IURI.providedBy(field)  # type: ignore[attr-defined]  # seen as a class, not as an Interface
            good = is_place if name == PLACE else is_link if uri else None
            if good is None:
                continue
            value = getattr(schema(thing, None), name, None)
            if value and not good(value):
                raise BadRequest(detail=f"{name}: {_RIGHT}")
