"""What each province gets: pure data, computed from the tables of provinces and agencies."""

from collections.abc import Iterator
from dataclasses import dataclass
from thads_portal.domain.agencies import agencies_of
from thads_portal.domain.agencies import Agency
from thads_portal.domain.agencies import provincial_agency
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.provinces import Province


@dataclass(frozen=True, slots=True)
class SubsitePlan:
    """One subsite to be: its province and the agencies that ever were in it."""

    province: Province
    agencies: tuple[Agency, ...]

    @property
    def agency_name(self) -> str:
        """The name of the agency that answers for the subsite today."""
        return provincial_agency(self.province.slug).name


def plans() -> Iterator[SubsitePlan]:
    """The 63 subsites in the order of the table of provinces."""
    for province in all_provinces():
        yield SubsitePlan(province, agencies_of(province.slug))
