"""What Plone's own pages show of the portal: its mark and name, and the way back to the desk.

Registered for the layer of the portal, so Plone's viewlets come back when it is uninstalled.
"""

from AccessControl import getSecurityManager
from functools import cached_property
from plone.app.layout.viewlets.common import SearchBoxViewlet
from plone.app.layout.viewlets.common import ViewletBase
from thads_portal.security.doors import audience_of
from thads_portal.security.open_doors import Audience
from thads_portal.templates import PageTemplate
from zope.component import getMultiAdapter


class FrameViewlet(ViewletBase):
    """`layout` is the public frame's, whose words and links are the same here."""

    @cached_property
    def layout(self):
        return getMultiAdapter((self.context, self.request), name="thads-layout")


class Brand(FrameViewlet):
    """In the place of Plone's logo."""

    index = PageTemplate("templates/brand.pt")

    @property
    def home(self) -> str:
        layout = self.layout
        return f"{layout.root}/{layout.province.slug}" if layout.province else f"{layout.root}/"


class DeskLinks(FrameViewlet):
    """Where who is signed in works, as on the portal's own pages."""

    index = PageTemplate("templates/desk_links.pt")


class SearchBox(SearchBoxViewlet):
    """Plone's search is for who writes; for all others its field would lead nowhere."""

    def render(self):
        writes = audience_of(getSecurityManager().getUser()) >= Audience.WRITERS
        return super().render() if writes else ""
