"""Makes the site and its accounts: ``python -m tests.cluster.filling FILE``, which the accounts go to.

All provinces but one trust their feed; in that one each listing waits for the board.
"""

from pathlib import Path
from plone import api
from tests.cluster.known import WAITS
from thads_portal.cli.zope import application
from thads_portal.domain.provinces import all_provinces
from thads_portal.security.accounts import ensure_demo_accounts

import json
import logging
import sys
import transaction


def main() -> None:
    target = Path(sys.argv[1])
    # Plone's own installation warns a lot; nobody reads it here.
    logging.disable(logging.WARNING)
    with application(site_required=False) as zope:
        # Imported late: only together with Zope.
        from thads_portal.security.province_policy import TRUSTED_PROVINCES
        from thads_portal.services.fairness import READS
        from thads_portal.setup.site import ensure_site

        ensure_site(zope.app)
        trusted = [each.slug for each in all_provinces() if each.slug != WAITS]
        api.portal.set_registry_record(TRUSTED_PROVINCES, trusted)
        # All visitors of the check are one address.
        api.portal.set_registry_record(READS, 0)
        accounts = ensure_demo_accounts({})
        transaction.commit()
    target.touch(mode=0o600)
    target.write_text(json.dumps(accounts))


if __name__ == "__main__":
    main()
