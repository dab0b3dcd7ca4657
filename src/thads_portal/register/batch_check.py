"""Compares the rows of posting batches with the batches, and writes them anew.

There are thousands of batches and not a million, so each is looked at as a whole.
"""

from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.batch import IPostingBatches
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register import batches
from thads_portal.register.batches import BatchRows
from thads_portal.register.walk import Walk


_NAMES = ", ".join(batches.COLUMNS)


def wrong(walk: Walk, cursor: Cursor) -> dict[tuple[str, str], BatchRows | None]:
    """(province, id) -> rows as they should be (None: there is no such batch), where they are not."""
    found: dict[tuple[str, str], BatchRows | None] = {
        key: each for key, each in _computed(walk).items() if _stored(cursor, *key) != each
    }
    cursor.execute("SELECT province, id FROM thads_batch")
    known = set(cursor.fetchall())
    cursor.execute("SELECT DISTINCT province, batch FROM thads_batch_listing")
    # After the rows: a row is visible only once its object is.
    walk.refresh()
    for province, name in known | set(cursor.fetchall()):
        folder = _folder(walk, province)
        if folder is None or name not in folder._tree:
            found[province, name] = None
    return found


def repair(walk: Walk, cursor: Cursor) -> int:
    """Write what `wrong` finds; how many batches that were. A newer row stays."""
    found = wrong(walk, cursor)
    for (province, name), each in found.items():
        if each is None:
            batches.delete(cursor, province, name)
            continue
        cursor.execute(
            "SELECT revision FROM thads_batch WHERE province = %s AND id = %s FOR UPDATE",
            (province, name),
        )
        row = cursor.fetchone()
        if row is None or row[0] <= each.row[-1]:
            batches.write_one(cursor, each)
    return len(found)


def _folder(walk: Walk, province: str) -> Content:
    subsite = walk.subsite(province)
    folder = subsite.get(BATCHES_ID) if subsite is not None else None
    return folder if IPostingBatches.providedBy(folder) else None


def _computed(walk: Walk) -> dict[tuple[str, str], BatchRows]:
    found = {}
    walk.refresh()
    for province in walk.provinces():
        folder = _folder(walk, province)
        if folder is None:
            continue
        for name, batch in folder._tree.items():
            found[province, name] = batches.rows_of(batch, province)
    return found


def _stored(cursor: Cursor, province: str, name: str) -> BatchRows | None:
    cursor.execute(
        f"SELECT {_NAMES} FROM thads_batch WHERE province = %s AND id = %s", (province, name)
    )
    row = cursor.fetchone()
    if row is None:
        return None
    cursor.execute(
        "SELECT number, outcome, revision FROM thads_batch_listing"
        " WHERE province = %s AND batch = %s",
        (province, name),
    )
    members = {number: (outcome, seen) for number, outcome, seen in cursor.fetchall()}
    return BatchRows(row, members)
