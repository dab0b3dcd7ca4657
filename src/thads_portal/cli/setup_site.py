"""`thads setup-site`: creates the portal where it is missing; changes nothing where it exists."""

from thads_portal.cli.upgrading import MARK
from thads_portal.cli.zope import application
from thads_portal.database import marks

import argparse
import logging


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: what is created is the same everywhere."""


#: Plone's own profiles mention these each time a site is made; nobody can act on them.
_CHATTY = ("GenericSetup", "Products.MimetypesRegistry", "plone.app.upgrade", "CMFPlone")


def run(arguments: argparse.Namespace) -> int:
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
    with application(site_required=False) as zope:
        from thads_portal.register.schema import UpgradeNeeded
        from thads_portal.setup.site import ensure_site
        from thads_portal.upgrades import run as profile

        if zope.portal is not None and profile.pending(zope.portal.portal_setup):
            raise UpgradeNeeded("the portal's profile")
        site = ensure_site(zope.app)
        marks.write(zope.dsn, MARK, str(profile.version(site.portal_setup)))
    return 0
