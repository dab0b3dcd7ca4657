"""Notes, looks and assignments of content that were kept under its path, under its UID instead.

What is renamed or moved keeps its UID; what takes an old path later is another thing and has none
of the notes about the first.
"""

from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.statements import execute


def paths(cursor: Cursor) -> list[str]:
    """All keys that are paths, of batches too."""
    cursor.execute(
        "SELECT item FROM thads_note UNION SELECT item FROM thads_look"
        " UNION SELECT item FROM thads_assignment"
    )
    return sorted(item for (item,) in cursor if "/" in item)


def rekey(context: Content, path: str, uid: str) -> None:
    """Keep under `uid` what is kept under `path`, in the transaction of `context`.

    Where there is something of both, that under the UID is the newer and stays.
    """
    execute(context, "UPDATE thads_note SET item = %s WHERE item = %s", (uid, path))
    execute(
        context,
        "DELETE FROM thads_look AS old WHERE item = %s AND EXISTS"
        " (SELECT FROM thads_look WHERE item = %s AND account = old.account)",
        (path, uid),
    )
    execute(context, "UPDATE thads_look SET item = %s WHERE item = %s", (uid, path))
    execute(
        context,
        "DELETE FROM thads_assignment WHERE item = %s"
        " AND EXISTS (SELECT FROM thads_assignment WHERE item = %s)",
        (path, uid),
    )
    execute(context, "UPDATE thads_assignment SET item = %s WHERE item = %s", (uid, path))
