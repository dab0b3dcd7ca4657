"""An enforcement agency: how to reach it, who came after it, and its part of the public list."""

from datetime import datetime
from functools import cached_property
from thads_portal.browser.shared.contact import as_office
from thads_portal.browser.shared.contact import Contact
from thads_portal.browser.shared.contact import contact_for
from thads_portal.browser.shared.contact import contact_of_agency
from thads_portal.browser.shared.contact import contact_of_office
from thads_portal.browser.shared.contact import offices_for
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.content.agency import agencies_in
from thads_portal.content.agency import found_agency
from thads_portal.content.agency import office_of
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.agencies import successor_key
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.names import sort_key
from thads_portal.domain.offices import Office
from thads_portal.domain.provinces import merged_into
from thads_portal.domain.words import VIETNAM
from thads_portal.security.public_address import public_address_of
from thads_portal.templates import PageTemplate
from urllib.parse import urlencode


class Agency(PublicPage):
    shared = SHARED
    template = PageTemplate("agency.pt")

    def update(self):
        subsite = self.layout.subsite
        self.today = datetime.now(VIETNAM).date()
        self.contact = contact_of_agency(self.context, subsite)
        self.layout.tell(
            headline=self.contact.name,
            structured=as_office(self.contact, url=public_address_of(self.context)),
        )
        query = urlencode({"agency": self.office.key})
        self.list_address = f"{subsite.absolute_url_path()}/{REGISTER_ID}?{query}"

    @cached_property
    def office(self) -> Office:
        return office_of(self.context)

    @property
    def issues(self) -> bool:
        """Whether decisions bear its name: those of a regional office are its province's."""
        return self.office.kind is not AgencyKind.REGIONAL_OFFICE

    @property
    def days(self) -> dict[str, str]:
        """Its first and last day in words, as far as they are known."""
        found = {"from": self.office.valid_from, "to": self.office.valid_to}
        return {name: self.words.day(day) for name, day in found.items() if day}

    @property
    def successor(self):
        """The agency that answers for its decisions now, or None."""
        subsite = self.layout.subsite
        key = successor_key(subsite.getId(), self.context.successor)
        return found_agency(subsite, key) if key else None

    @property
    def asked(self) -> Contact:
        """Whom to ask now: itself, or who answers for it since it ended."""
        if not self.is_over:
            return self.contact
        return contact_for(self.layout.subsite, self.office.key, self.today)

    @property
    def head(self):
        """Of a regional office the provincial agency that it belongs to, else None."""
        if self.issues:
            return None
        subsite = self.layout.subsite
        return found_agency(subsite, provincial_agency(subsite.getId()).key)

    @property
    def following(self) -> list[Contact]:
        """The regional offices that have its files now."""
        return offices_for(self.layout.subsite, self.office.key, self.today)

    @cached_property
    def _around(self) -> list:
        """The agencies of the province of today that it lies in."""
        root = self.layout.site
        slugs = merged_into(self.office.territory) or (self.office.province,)
        return [agency for slug in slugs if slug in root for agency in agencies_in(root[slug])]

    @property
    def parts_of(self) -> list[Contact]:
        """Of a provincial agency its regional offices that exist today."""
        if self.office.kind is not AgencyKind.PROVINCIAL:
            return []
        found = [
            agency
            for agency in self._around
            if agency.kind == AgencyKind.REGIONAL_OFFICE and office_of(agency).exists_on(self.today)
        ]
        return [contact_of_office(agency) for agency in _in_order(found)]

    @property
    def former(self) -> list[tuple[str, str]]:
        """Of a regional office the (name, address) of those whose files it has."""
        if self.issues:
            return []
        found = [agency for agency in self._around if self.office.key in (agency.offices or ())]
        return [(agency.title, agency.absolute_url_path()) for agency in _in_order(found)]

    @property
    def is_over(self) -> bool:
        last = self.office.valid_to
        return last is not None and last < self.today


def _in_order(agencies) -> list:
    return sorted(agencies, key=lambda each: sort_key(each.title, "organisation"))
