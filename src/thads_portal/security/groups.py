"""Makes the groups that carry the roles, and gives a province's groups their local roles."""

from Acquisition import aq_base
from plone import api
from thads_portal.security.roles import NATIONAL_GROUPS
from thads_portal.security.roles import PROVINCIAL_GROUPS


def _ensure_group(group_id: str, title: str, roles: tuple[str, ...] = ()) -> None:
    if api.group.get(groupname=group_id) is None:
        api.group.create(groupname=group_id, title=title, roles=list(roles))


def ensure_national_groups(portal) -> None:
    """The groups whose roles hold for the whole portal, or for its gateway."""
    for group in NATIONAL_GROUPS:
        _ensure_group(group.id, group.title, group.roles)
        if group.gateway_roles:
            _ensure_local_roles(portal, group.id, group.gateway_roles)


def ensure_provincial_groups(site, province_name: str) -> None:
    """The groups of a province, with their roles on its subsite and nowhere else.

    What is given on the gateway alone stops here.
    """
    slug = site.getId()
    changed = not getattr(aq_base(site), "__ac_local_roles_block__", False)
    if changed:
        site.__ac_local_roles_block__ = True
    for group in PROVINCIAL_GROUPS:
        group_id = group.id.format(slug=slug)
        _ensure_group(group_id, group.title.format(name=province_name))
        changed = _ensure_local_roles(site, group_id, group.roles) or changed
    if changed:
        site.reindexObjectSecurity()


def _ensure_local_roles(place, group_id: str, roles: tuple[str, ...]) -> bool:
    """Give the group its roles on `place` if it has none there; True if that changed anything."""
    if group_id in dict(place.get_local_roles()):
        return False
    place.manage_setLocalRoles(group_id, list(roles))
    return True


def portal_groups(portal) -> list[str]:
    """The ids of all groups that carry a role, national ones first."""
    present = frozenset(portal.acl_users.source_groups.getGroupIds())
    slugs = sorted(slug for slug in portal.objectIds() if f"editors-{slug}" in present)
    national = [group.id for group in NATIONAL_GROUPS]
    return national + [group.id.format(slug=slug) for slug in slugs for group in PROVINCIAL_GROUPS]
