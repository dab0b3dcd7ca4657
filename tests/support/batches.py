"""Helpers of the tests of posting batches: listings to put into one, and its way to the board."""

from tests.support.desk import at_desk
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.content.batch import BATCHES_ID
from thads_portal.testing import make_listing

import transaction


SIGNATURE = {"signatory": "Hoàng Thị Mẫu", "document": DOCUMENT}


def make_rows(portal, site, count=3, *, state="draft", province="cao-bang", **fields):
    """Numbers of new listings, committed; each has a name, a judgment and a decision of its own."""
    made = []
    for place in range(count):
        own = {
            "debtor_name": f"Lục Văn {place}",
            "judgment_number": f"{place + 1}/2024/DS-ST",
            "created_by": EDITOR,
        }
        listing = make_listing(portal, site, state=state, province=province, **{**own, **fields})
        made.append(listing.id)
    transaction.commit()
    return made


def batch_of(site, name, province="cao-bang"):
    return site[province][BATCHES_ID][name]


def make_batch(portal, site, count=3, *, until="draft", **fields) -> tuple[str, list[str]]:
    """(id of a batch, numbers of its rows), committed, at the step `until`."""
    numbers = make_rows(portal, site, count, **fields)
    batch = create_batch(site["cao-bang"], at_desk(site, EDITOR), numbers=numbers)
    transaction.commit()
    if until in ("submitted", "board_review"):
        submit_batch(batch, at_desk(site, EDITOR))
        transaction.commit()
    if until == "board_review":
        sign_batch(batch, at_desk(site, HEAD), **SIGNATURE)
        transaction.commit()
    return batch.id, numbers
