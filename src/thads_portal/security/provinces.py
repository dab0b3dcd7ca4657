"""For which provinces the signed-in account has a right."""

from AccessControl import getSecurityManager
from thads_portal.domain.provinces import all_provinces


def allowed_provinces(portal, permission: str) -> frozenset[str] | None:
    """The slugs of the subsites where the account has `permission`; None where it has it on all.

    Empty: nowhere.
    """
    manager = getSecurityManager()
    if manager.checkPermission(permission, portal):
        return None
    sites = ((province.slug, portal.get(province.slug)) for province in all_provinces())
    return frozenset(
        slug
        for slug, site in sites
        if site is not None and manager.checkPermission(permission, site)
    )
