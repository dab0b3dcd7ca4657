"""Whom to ask about a listing: the agency's own contact data, else those of its province."""

from dataclasses import dataclass


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
        """The number for a ``tel:`` link: digits and a leading plus."""
        plus = "+" if self.telephone.strip().startswith("+") else ""
        return plus + "".join(c for c in self.telephone if c.isdigit())

    @property
    def reachable(self) -> bool:
        return bool(self.address or self.telephone or self.email)


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


def contact_for(subsite, key: str) -> Contact:
    """Whom to ask about a listing of the agency with the key `key`."""
    agency = subsite.get(key.rpartition("/")[2])
    if agency is None:
        return contact_of_subsite(subsite)
    return contact_of_agency(agency, subsite)
