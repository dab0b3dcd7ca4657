"""Puts a posting batch before the editorial board: ``python -m tests.benchmarks.batches COUNT``.

Drafts are entered, put together, submitted and signed with the actions that the pages call;
prints the batch's id and the number of one of its listings.
"""

from AccessControl.SecurityManagement import newSecurityManager
from tests.benchmarks.desk import _row
from thads_portal.cli.zope import application
from thads_portal.content.register import REGISTER_ID
from thads_portal.security.accounts import DEMO_PROVINCE

import json
import sys
import time
import transaction


_SIGNED = {"number": "77/QĐ-CTHADS", "date": "2026-11-20"}


def main() -> None:
    count = int(sys.argv[1])
    with application() as zope:
        # Imported late: only together with Zope.
        from thads_portal.actions.batch_create import create_batch
        from thads_portal.actions.batch_sign import sign_batch
        from thads_portal.actions.batch_submit import submit_batch
        from thads_portal.actions.context import ActionContext
        from thads_portal.actions.create import create

        users = zope.portal.acl_users
        site = zope.portal[DEMO_PROVINCE]

        def act(user: str) -> ActionContext:
            newSecurityManager(None, users.getUser(user).__of__(users))
            return ActionContext()

        serial = int(time.time()) * 10
        rows = [
            {**_row(serial + place), "debtor_name": f"Bế Văn {serial + place}"}
            for place in range(count)
        ]
        listings = create(site[REGISTER_ID], rows, act("bien-tap-cao-bang"))
        numbers = [listing.id for listing in listings]
        transaction.commit()
        batch = create_batch(site, act("bien-tap-cao-bang"), numbers=numbers)
        transaction.commit()
        submit_batch(batch, act("bien-tap-cao-bang"))
        transaction.commit()
        sign_batch(batch, act("thu-truong-cao-bang"), signatory="Hoàng Thị Mẫu", document=_SIGNED)
        transaction.commit()
        print(json.dumps({"batch": batch.id, "number": max(numbers)}), flush=True)


if __name__ == "__main__":
    main()
