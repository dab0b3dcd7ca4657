"""Creates the 63 subsites, their registers, agencies and sections; a second run creates nothing.

What an administrator has edited since is never overwritten: only what is
missing is made. The caller commits.
"""

from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.topics import SECTIONS
from thads_portal.security.groups import ensure_national_groups
from thads_portal.security.groups import ensure_provincial_groups
from thads_portal.subsites.subsite_plans import plans
from thads_portal.subsites.subsite_plans import SubsitePlan


REGISTER_TITLE = "Danh sách người phải thi hành án chưa có điều kiện thi hành"

BATCHES_TITLE = "Đợt công khai"


def create_all(portal) -> int:
    """Make whatever is missing of groups, subsites, registers, agencies and sections.

    Returns how many objects were created.
    """
    ensure_national_groups(portal)
    created = _ensure_sections(portal, gateway=True)
    for plan in plans():
        created += _create_one(portal, plan)
    return created


def _create_one(portal, plan: SubsitePlan) -> int:
    created = 0
    province = plan.province
    site = portal.get(province.slug)
    if site is None:
        site = _add(
            portal,
            "ProvincialSite",
            id=province.slug,
            title=province.name,
            official_name=province.official_name,
            agency_name=plan.agency_name,
            successor=province.successor_slug,
        )
        created += 1
    if REGISTER_ID not in site:
        register = _add(site, "DebtorRegister", id=REGISTER_ID, title=REGISTER_TITLE)
        # Before the first listing: the default ordering keeps every id in one list.
        register.setOrdering("unordered")
        created += 1
    if BATCHES_ID not in site:
        _add(site, "PostingBatches", id=BATCHES_ID, title=BATCHES_TITLE)
        created += 1
    created += _ensure_sections(site)
    for agency in plan.agencies:
        if agency.id not in site:
            _add(
                site,
                "EnforcementAgency",
                id=agency.id,
                title=agency.name,
                kind=agency.kind.value,
                valid_from=agency.valid_from,
                valid_to=agency.valid_to,
                successor=agency.successor,
            )
            created += 1
    ensure_provincial_groups(site, province.name)
    return created


def _ensure_sections(site, *, gateway: bool = False) -> int:
    """Make the missing sections of the gateway or of a subsite; returns how many."""
    created = 0
    for section in SECTIONS:
        if (gateway or section.on_subsites) and section.id not in site:
            _add(site, section.portal_type, id=section.id, title=section.title)
            created += 1
    return created


def _add(container, portal_type: str, **fields):
    """Create without constraint checks: this runs as the installer, not as a person."""
    content = createContent(portal_type, **fields)
    content.id = fields["id"]
    return addContentToContainer(container, content, checkConstraints=False)


def known_agencies() -> frozenset[str]:
    """The keys ``<province>/<id>`` of all agencies on the portal."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="EnforcementAgency"
    )
    return frozenset("/".join(brain.getPath().split("/")[-2:]) for brain in brains)
