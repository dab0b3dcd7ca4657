"""A province's home page: whom to reach, the search of its register, its agencies."""

from datetime import datetime
from thads_portal.browser.shared.contact import as_office
from thads_portal.browser.shared.contact import contact_of_subsite
from thads_portal.browser.shared.contact import leaders_of
from thads_portal.browser.shared.figures import current_figures
from thads_portal.browser.shared.newest import newest_of
from thads_portal.browser.shared.page import PublicPage
from thads_portal.browser.shared.page import SHARED
from thads_portal.content.agency import found_agency
from thads_portal.content.agency import IEnforcementAgency
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.names import sort_key
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.web_addresses import is_link
from thads_portal.domain.words import VIETNAM
from thads_portal.security.public_address import public_address_of
from thads_portal.templates import PageTemplate


class Subsite(PublicPage):
    shared = SHARED
    is_home = True
    template = PageTemplate("subsite.pt")

    def update(self):
        self.province = self.layout.province
        self.contact = contact_of_subsite(self.context)
        self.figures = current_figures(self, self.province.slug)
        self.leaders = leaders_of(self.context)
        self.newest = newest_of(self.context)
        self.layout.tell(
            headline=self.contact.name,
            structured=as_office(self.contact, url=public_address_of(self.context)),
        )
        self.list_address = f"{self.context.absolute_url_path()}/{REGISTER_ID}"

    @property
    def map_link(self) -> str | None:
        """Where the map is; nothing that an earlier release let in and that is no link."""
        link = self.context.map_link
        return link if link and is_link(link) else None

    @property
    def place(self) -> str:
        """Where the sections of this home page are."""
        return self.context.absolute_url_path()

    @property
    def box(self) -> dict:
        """What the macro ``search`` needs."""
        return self.search_box(action=self.list_address, fixed=self.province.slug)

    @property
    def successor(self):
        """The province that took the territory over in 2025, or None."""
        return by_slug(self.province.successor_slug) if self.province.is_merged else None

    @property
    def agencies(self):
        """The agencies that exist today: the provincial one, then in the alphabet's order."""
        present = [agency for agency in self._agencies if self._exists(agency)]
        head = found_agency(self.context, provincial_agency(self.province.slug).key)
        if head is not None and head not in present and self._exists(head):
            present.append(head)
        return _in_order(present)

    @property
    def former_agencies(self):
        """Those whose names stand on older decisions."""
        return _in_order(agency for agency in self._agencies if not self._exists(agency))

    @property
    def _agencies(self):
        values = self.context.objectValues()
        return [agency for agency in values if IEnforcementAgency.providedBy(agency)]

    def _exists(self, agency) -> bool:
        today = datetime.now(VIETNAM).date()
        return (agency.valid_from is None or agency.valid_from <= today) and (
            agency.valid_to is None or today <= agency.valid_to
        )


def _in_order(agencies):
    return sorted(
        agencies,
        key=lambda agency: (
            agency.kind not in ("provincial", "cuc"),
            sort_key(agency.title, "organisation"),
        ),
    )
