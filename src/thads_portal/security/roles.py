"""Who may act for whom: the portal's roles and the groups that carry them.

A province-bound role is never given to a person: it is a local role of the
province's group on the subsite, so that moving a person is a change of group.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    PROVINCIAL_EDITOR = "ProvincialEditor"
    AGENCY_HEAD = "AgencyHead"
    EDITORIAL_BOARD = "EditorialBoard"
    CENTRAL_EDITOR = "CentralEditor"
    CASE_SYSTEM = "CaseSystem"
    INSPECTOR = "Inspector"
    ADMINISTRATOR = "Administrator"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of accounts; `{slug}` in the id marks one group for each province.

    `title` and `title_en` name it in both languages, in Plone it has the first. `roles` hold in
    the whole portal, or for a provincial group on its subsite; `gateway_roles` hold on the
    gateway and stop at the subsites.
    """

    id: str
    title: str
    title_en: str
    roles: tuple[str, ...]
    gateway_roles: tuple[str, ...] = ()


#: Plone's own roles for news, documents and notices: one writes them, another accepts them.
#: They mean nothing on a listing, whose permissions name the portal's roles only.
WRITES = ("Contributor", "Editor")
ACCEPTS = ("Reviewer",)

NATIONAL_GROUPS = (
    Group(
        "editorial-board", "Ban Biên tập", "Editorial board", (Role.EDITORIAL_BOARD.value, *ACCEPTS)
    ),
    Group(
        "central-editors",
        "Biên tập viên Cổng",
        "Editors of the gateway",
        (Role.CENTRAL_EDITOR.value,),
        gateway_roles=WRITES,
    ),
    Group(
        "case-system",
        "Phần mềm thụ lý (toàn quốc)",
        "Case system (whole country)",
        (Role.CASE_SYSTEM.value,),
    ),
    Group("inspectors", "Kiểm tra, giám sát", "Inspectors", (Role.INSPECTOR.value,)),
    Group(
        "administrators",
        "Quản trị hệ thống",
        "Administrators",
        (Role.ADMINISTRATOR.value, "Site Administrator"),
    ),
)
PROVINCIAL_GROUPS = (
    Group(
        "editors-{slug}",
        "Biên tập viên {name}",
        "Editors {name}",
        (Role.PROVINCIAL_EDITOR.value, *WRITES),
    ),
    Group(
        "heads-{slug}",
        "Thủ trưởng cơ quan {name}",
        "Head of the agency {name}",
        (Role.AGENCY_HEAD.value,),
    ),
    Group(
        "case-system-{slug}",
        "Phần mềm thụ lý {name}",
        "Case system {name}",
        (Role.CASE_SYSTEM.value,),
    ),
)
