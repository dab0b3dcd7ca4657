"""An enforcement agency: how to reach it, and its part of the public list."""

from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from thads_portal.browser.contact import contact_of_agency
from thads_portal.browser.page import PublicPage
from thads_portal.content.register import REGISTER_ID
from urllib.parse import urlencode


class Agency(PublicPage):
    template = ViewPageTemplateFile("agency.pt")

    def update(self):
        subsite = self.layout.subsite
        self.contact = contact_of_agency(self.context, subsite)
        key = f"{subsite.getId()}/{self.context.getId()}"
        query = urlencode({"agency": key})
        self.list_address = f"{subsite.absolute_url_path()}/{REGISTER_ID}?{query}"

    @property
    def successor(self):
        """The agency of the same province that took its cases over, or None."""
        key = self.context.successor
        return self.layout.subsite.get(key) if key else None
