"""Who issues a paper: the lines of its head, from the agency's key and the day."""

from dataclasses import dataclass
from datetime import date
from thads_portal.content.agency import IEnforcementAgency
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.provinces import by_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`over` stands above `agency`; `place` is where the paper is dated."""

    over: str
    agency: str
    place: str


def head_of(subsite, agency: str | None, day: date) -> Head:
    """For the agency with the key `agency` in `subsite`; without one, for its Cục."""
    department = subsite.agency_name or subsite.title
    place = by_slug(subsite.getId()).name
    found = subsite.get(agency.rpartition("/")[2]) if agency else None
    if found is None or agency == f"{subsite.getId()}/cuc":
        return Head(over=central_body(day).name, agency=department, place=place)
    return Head(over=department, agency=found.title, place=place)


def agency_names(subsite) -> dict[str, str]:
    """The names of the agencies of `subsite` by their keys, ended ones included."""
    slug = subsite.getId()
    return {
        f"{slug}/{name}": each.title
        for name, each in subsite.objectItems()
        if IEnforcementAgency.providedBy(each)
    }
