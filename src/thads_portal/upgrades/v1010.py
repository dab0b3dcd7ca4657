"""To 1010: the 34 provincial agencies; Cục and Chi cục end on 30/06/2025 and name their successors.

Law: Quyết định 1898/QĐ-BTP of 25/06/2025. What an administrator has written stays: an end date, a
successor or a name of an agency that are no longer those of the first release.
"""

from thads_portal.domain.agencies import by_key
from thads_portal.domain.agencies import default_agency_key
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.provinces import all_provinces
from thads_portal.subsites.create import create_all
from thads_portal.subsites.subsite_plans import plans
from zope.component.hooks import getSite


def upgrade(setup_tool) -> None:
    site = getSite()
    create_all(site)
    for plan in plans():
        subsite = site[plan.province.slug]
        for row in plan.agencies:
            agency = subsite[row.id]
            if row.valid_to and agency.valid_to is None and not agency.successor:
                agency.valid_to, agency.successor = row.valid_to, row.successor
    for province in all_provinces():
        subsite = site[province.slug]
        former = by_key(default_agency_key(province.slug))
        if former is not None and subsite.agency_name == former.name:
            subsite.agency_name = provincial_agency(province.slug).name
