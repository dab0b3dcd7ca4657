"""The agency that handles the requests of a province, by name."""

from thads_portal.content.agency import found_agency
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.requests.routing import CENTRE


def agency_of(site, province: str, day) -> str:
    """The name of who handles the requests of `province` on `day`."""
    if province == CENTRE:
        return central_body(day).name
    subsite = site.get(province)
    found = found_agency(subsite, provincial_agency(province).key) if subsite is not None else None
    return found.title if found is not None else provincial_agency(province).name
