"""Creates the Plone site with the portal's profile and its subsites; idempotent."""

from plone.distribution.api import site as distributions
from thads_portal.domain.words import VIETNAM
from thads_portal.security import error_log
from thads_portal.subsites.create import create_all
from zope.component.hooks import setSite

import transaction


SITE_ID = "Plone"
SITE_TITLE = "Cổng thông tin điện tử Thi hành án dân sự"
PROFILE = "thads_portal:default"
_ANSWERS = {
    "site_id": SITE_ID,
    "title": SITE_TITLE,
    "description": "",
    "default_language": "vi",
    "portal_timezone": VIETNAM.key,
    "setup_content": False,
}


def ensure_site(app):
    """The portal in `app`, created if it is missing, with all 63 subsites.

    Commits in three steps (the bare site, the profile, the subsites), each of
    which a later run takes up where an interrupted one stopped.
    """
    if SITE_ID not in app:
        distributions.create(app, "classic", dict(_ANSWERS))
    site = app[SITE_ID]
    setSite(site)
    setup_tool = site["portal_setup"]
    if setup_tool.getLastVersionForProfile(PROFILE) == "unknown":
        with transaction.manager:
            setup_tool.runAllImportStepsFromProfile(f"profile-{PROFILE}")
    with transaction.manager:
        # What fails before the portal is reached stands in that of Zope's root.
        error_log.install(app)
        error_log.install(site)
        create_all(site)
    return site
