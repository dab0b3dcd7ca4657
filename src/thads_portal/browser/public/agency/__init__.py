"""An enforcement agency: how to reach it, and its part of the public list."""

from thads_portal.browser.shared.contact import as_office
from thads_portal.browser.shared.contact import contact_of_agency
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.content.agency import found_agency
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import successor_key
from thads_portal.security.public_address import public_address_of
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode


class Agency(PublicPage):
    shared = SHARED
    template = PageTemplate("agency.pt")

    def update(self):
        subsite = self.layout.subsite
        self.contact = contact_of_agency(self.context, subsite)
        self.layout.tell(
            headline=self.contact.name,
            structured=as_office(self.contact, url=public_address_of(self.context)),
        )
        key = f"{subsite.getId()}/{self.context.getId()}"
        query = urlencode({"agency": key})
        self.list_address = f"{subsite.absolute_url_path()}/{REGISTER_ID}?{query}"

    @property
    def successor(self):
        """The agency that took its cases over, or None."""
        subsite = self.layout.subsite
        key = successor_key(subsite.getId(), self.context.successor)
        return found_agency(subsite, key) if key else None
