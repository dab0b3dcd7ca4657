"""Objects whose record holds restricted values: listings, posting batches, their documents."""

from collections.abc import Callable
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.restricted_parts import parted
from thads_portal.content.restricted_parts import parted_batch
from thads_portal.content.restricted_parts import parted_rows
from thads_portal.content.sealed_blob import reseal_document
from thads_portal.content.sealed_state import is_current
from thads_portal.content.sealed_state import Parting
from thads_portal.content.sealed_state import sealed_away
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Database
from thads_portal.errors import CannotUnseal
from thads_portal.register.resealing.places import Places
from thads_portal.register.walk import Walk
from thads_portal.register.walk import walking
from ZODB.POSException import ConflictError


LISTINGS = "listings"


def seal_listings(
    database: Database,
    site_path: str,
    places: Places,
    progress: Callable[[str, int], object],
) -> tuple[int, int]:
    """(listings sealed anew, listings that cannot be opened)."""
    sealed = closed = looked_at = 0
    reached = places.of(LISTINGS)
    first, last = reached if reached else ("", None)
    with walking(database, site_path) as walk:
        for province in walk.provinces():
            if province < first:
                continue
            after = last if province == first else None
            while chunk := walk.chunk(province, after):
                try:
                    done, left = _records(chunk.listings, parted)
                    walk.connection.transaction_manager.commit()
                except ConflictError:
                    # Somebody changed one of them meanwhile: again, on fresh data.
                    walk.connection.transaction_manager.abort()
                    walk.refresh()
                    continue
                sealed, closed = sealed + done, closed + left
                looked_at += len(chunk.listings)
                after = chunk.last
                places.reached(LISTINGS, (province, after))
                progress(LISTINGS, looked_at)
                walk.refresh()
    return sealed, closed


def seal_batches(database: Database, site_path: str, places: Places) -> tuple[int, int]:
    """(batches and documents sealed anew, those that cannot be opened)."""
    sealed = closed = 0
    with walking(database, site_path) as walk:
        for province in walk.provinces():
            while True:
                try:
                    done, left = _province(walk, province)
                    walk.connection.transaction_manager.commit()
                    break
                except ConflictError:
                    walk.connection.transaction_manager.abort()
                    walk.refresh()
            sealed, closed = sealed + done, closed + left
            walk.refresh()
    return sealed, closed


def _province(walk: Walk, province: str) -> tuple[int, int]:
    subsite = walk.subsite(province)
    folder = subsite.get(BATCHES_ID) if subsite is not None else None
    sealed = closed = 0
    for batch in folder.values() if folder is not None else ():
        batch = getattr(batch, "aq_base", batch)
        for objects, part in (((batch,), parted_batch), ((batch.rows,), parted_rows)):
            done, left = _records(objects, part)
            sealed, closed = sealed + done, closed + left
        for document in batch.documents.values():
            try:
                sealed += reseal_document(batch, document)
            except CannotUnseal:
                closed += 1
    return sealed, closed


def _records(objects: tuple[Content, ...], part: Parting) -> tuple[int, int]:
    sealed = closed = 0
    for each in objects:
        each._p_activate()
        if sealed_away(each):
            closed += 1
        elif not is_current(each, part=part):
            each._p_changed = True
            sealed += 1
    return sealed, closed
