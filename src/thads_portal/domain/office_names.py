"""Finds an agency by the name that a list writes, in whatever spelling."""

from collections.abc import Iterable
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.offices import bare_name
from thads_portal.domain.offices import Office
from thads_portal.domain.offices import territory_of


class Names:
    """The agencies by their bare names."""

    def __init__(self, offices: Iterable[Office]) -> None:
        self._by_name: dict[str, list[Office]] = {}
        for office in offices:
            self.add(office)

    def add(self, office: Office) -> None:
        self._by_name.setdefault(bare_name(office.name), []).append(office)

    def find(
        self, name: str, kind: AgencyKind | None, province: str, *, whole_territory: bool
    ) -> list[Office]:
        """Those of that name and kind in the province `province` of the 63; with
        `whole_territory`, if there is none, in the province of today around it.
        """
        named = [
            each
            for each in self._by_name.get(bare_name(name), ())
            if kind is None or each.kind is kind
        ]
        here = [each for each in named if each.province == province]
        if here or not whole_territory:
            return here
        territory = territory_of(province)
        return [each for each in named if each.territory == territory]
