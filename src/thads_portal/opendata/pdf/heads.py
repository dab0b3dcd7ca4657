"""Who issues a paper: the lines of its head, from the agency's key and the day."""

from dataclasses import dataclass
from datetime import date
from thads_portal.content.agency import found_agency
from thads_portal.content.agency import IEnforcementAgency
from thads_portal.domain.agencies import by_key
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.agencies import REORGANISED
from thads_portal.domain.agencies import responsible_key
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.provinces import provinces_by_slug

import re


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`over` stands above `agency`; `place` is where the paper is dated: where its office is
    (Decree 30/2020/NĐ-CP). `signs`: the title of the agency's head.
    """

    over: str
    agency: str
    place: str
    signs: str


def head_of(subsite, agency: str | None, day: date) -> Head:
    """For who answers on `day` for what `agency` issued in `subsite`; without one, for the
    province's own. Since 01/07/2025 only the provincial agency issues papers.
    """
    slug = subsite.getId()
    department = subsite.agency_name or subsite.title
    if day >= REORGANISED:
        agency = responsible_key(agency or default_agency_key(slug), slug, day)
        found = found_agency(subsite, agency)
        name = found.title if found is not None else department
        return Head(
            over=central_body(day).name,
            agency=name,
            place=provinces_by_slug()[slug].successor_name,
            signs=title_of_head(name),
        )
    place = provinces_by_slug()[slug].name
    found = subsite.get(agency.rpartition("/")[2]) if agency else None
    if agency is None or found is None or agency == f"{slug}/cuc":
        over = central_body(day).name
        return Head(over=over, agency=department, place=place, signs=title_of_head(department))
    known = by_key(agency)
    return Head(
        over=department,
        agency=found.title,
        place=(known and _bare(known.district)) or place,
        signs=title_of_head(found.title),
    )


#: How the name of an agency begins -> the title of its head.
_TITLES = (
    ("chi cục", "Chi cục trưởng"),
    ("cục", "Cục trưởng"),
    ("phòng", "Trưởng phòng"),
    ("thi hành án dân sự", "Trưởng Thi hành án dân sự"),
)
_UNIT = re.compile(r"(?:quận|huyện|thị xã|thành phố) (?=\D)", re.IGNORECASE)


def title_of_head(agency: str) -> str:
    """The title of the head of the agency called `agency`."""
    name = agency.strip().casefold()
    found = (title for beginning, title in _TITLES if name.startswith(beginning))
    return next(found, "Thủ trưởng cơ quan")


def _bare(district: str) -> str:
    """``Huyện Hòa An`` -> ``Hòa An``; ``Quận 1`` as it is."""
    return _UNIT.sub("", district, count=1)


def names_in_list(subsite, day: date) -> dict[str, str]:
    """The same as a list of the day `day` writes them: beside one that another answers for by then
    the other.
    """
    slug = subsite.getId()
    names = agency_names(subsite)
    found = {}
    for key, name in names.items():
        now = responsible_key(key, slug, day)
        told = names.get(now, now)
        found[key] = name if now == key else f"{name} (nay do {told} giải quyết)"
    return found


def issuer_name(subsite, agency: str, decided_on: date | None) -> str:
    """Who issued a decision of `decided_on` that is kept under the key `agency`."""
    key = issuer_key(agency, decided_on)
    found = found_agency(subsite, key)
    known = by_key(key)
    return found.title if found is not None else (known.name if known else key)


def agency_names(subsite) -> dict[str, str]:
    """The names of the agencies that serve `subsite` by their keys, ended ones included."""
    slug = subsite.getId()
    names = {
        f"{slug}/{name}": each.title
        for name, each in subsite.objectItems()
        if IEnforcementAgency.providedBy(each)
    }
    head = provincial_agency(slug).key
    found = found_agency(subsite, head)
    return names if found is None else {head: found.title, **names}
