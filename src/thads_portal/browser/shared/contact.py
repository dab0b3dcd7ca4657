"""Whom to ask about a listing: the agency's own contact data, else those of its province."""

from dataclasses import dataclass
from datetime import date
from plone.registry.interfaces import IRegistry
from thads_portal.content.agency import found_agency
from thads_portal.content.agency import office_of
from thads_portal.content.settings import CONTACT_ADDRESS
from thads_portal.content.settings import CONTACT_EMAIL
from thads_portal.content.settings import CONTACT_HOURS
from thads_portal.content.settings import CONTACT_NAME
from thads_portal.content.settings import CONTACT_TELEPHONE
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.leadership import Leader
from thads_portal.domain.leadership import leader_of
from thads_portal.domain.offices import offices_after
from zope.component import getUtility


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One agency as a visitor reaches it; missing values are empty."""

    name: str
    path: str
    address: str = ""
    telephone: str = ""
    email: str = ""
    working_hours: str = ""

    @property
    def call(self) -> str:
        """The number for a ``tel:`` link."""
        return dialled(self.telephone)

    @property
    def reachable(self) -> bool:
        return bool(self.address or self.telephone or self.email)


def dialled(telephone: str) -> str:
    """What a ``tel:`` link holds: the digits, and a plus in front of them."""
    plus = "+" if telephone.strip().startswith("+") else ""
    return plus + "".join(c for c in telephone if c.isdigit())


def contact_of_gateway() -> Contact:
    """The office that runs the gateway, from the registry."""
    get = getUtility(IRegistry).get
    return Contact(
        name=get(CONTACT_NAME) or "",
        path="/",
        address=get(CONTACT_ADDRESS) or "",
        telephone=get(CONTACT_TELEPHONE) or "",
        email=get(CONTACT_EMAIL) or "",
        working_hours=get(CONTACT_HOURS) or "",
    )


def leaders_of(subsite) -> list[tuple[Leader, str]]:
    """The leaders of a province's department, each with the number for a ``tel:`` link."""
    leaders = [leader_of(line) for line in subsite.leadership or ()]
    return [(leader, dialled(leader.telephone)) for leader in leaders]


def contact_of_subsite(subsite) -> Contact:
    """The province's own department."""
    return Contact(
        name=subsite.agency_name or subsite.title,
        path=subsite.absolute_url_path(),
        address=subsite.address or "",
        telephone=subsite.telephone or "",
        email=subsite.email or "",
        working_hours=subsite.working_hours or "",
    )


def contact_of_agency(agency, subsite) -> Contact:
    """`agency` in `subsite`; what it has not said of itself is the department's."""
    department = contact_of_subsite(subsite)
    own = bool(agency.address or agency.telephone)
    return Contact(
        name=agency.title,
        path=agency.absolute_url_path(),
        address=agency.address or ("" if own else department.address),
        telephone=agency.telephone or department.telephone,
        email=department.email,
        working_hours=department.working_hours,
    )


def contact_for(subsite, key: str, today: date) -> Contact:
    """Whom to ask `today` about a listing in `subsite` that the agency `key` issued."""
    agency = found_agency(subsite, responsible_key(key, subsite.getId(), today))
    if agency is None:
        return contact_of_subsite(subsite)
    return contact_of_agency(agency, subsite)


def offices_for(subsite, key: str, today: date) -> list[Contact]:
    """The regional offices that have the files of the agency `key` today, as they are reached;
    empty where the portal has not been told.
    """

    def lookup(each: str):
        agency = found_agency(subsite, each)
        return None if agency is None else office_of(agency)

    found = [found_agency(subsite, office.key) for office in offices_after(key, lookup, today)]
    return [contact_of_office(office) for office in found]


def contact_of_office(agency) -> Contact:
    """A regional office as it says itself: not by its department's address."""
    return Contact(
        name=agency.title,
        path=agency.absolute_url_path(),
        address=agency.address or "",
        telephone=agency.telephone or "",
    )


def as_office(contact: Contact, *, url: str) -> dict:
    """`contact` in the vocabulary of schema.org; what is not known is left out."""
    said = {
        "@type": "GovernmentOffice",
        "name": contact.name,
        "url": url,
        "address": contact.address,
        "telephone": contact.telephone,
        "email": contact.email,
    }
    return {name: value for name, value in said.items() if value}
