"""Which bulk files are there: the newest complete set, each file with its checksum.

A set is swapped in by one statement. The files themselves are in ``thads_file``.
"""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one


@dataclass(frozen=True, slots=True)
class BulkFile:
    """`file` is its id in ``thads_file``; `listings` is None for a list of files."""

    name: str
    province: str
    file: str
    content_type: str
    size: int
    sha256: str
    listings: int | None


@dataclass(frozen=True, slots=True)
class BulkSet:
    """`provinces`: slug -> listings. At `trimmed` what had ended by then was not in it."""

    taken: datetime
    listings: int
    provinces: dict[str, int]
    trimmed: datetime
    files: tuple[BulkFile, ...]

    def file(self, name: str) -> BulkFile | None:
        return next((file for file in self.files if file.name == name), None)


_NEWEST = "SELECT max(id) FROM thads_bulk_set WHERE complete"


def newest(cursor: Cursor) -> BulkSet | None:
    """The newest complete set; None if none was made yet."""
    cursor.execute(
        "SELECT id, taken, listings, provinces, coalesce(trimmed, taken) FROM thads_bulk_set"
        f" WHERE id = ({_NEWEST})"
    )
    row = cursor.fetchone()
    if row is None:
        return None
    cursor.execute(
        "SELECT name, province, file, content_type, size, sha256, listings FROM thads_bulk_file"
        " WHERE bulk_set = %s ORDER BY province, name",
        (row[0],),
    )
    return BulkSet(*(*row[1:], tuple(BulkFile(*each) for each in cursor.fetchall())))


def find(cursor: Cursor, name: str) -> tuple[BulkFile, datetime] | None:
    """The file called `name` in the newest set, and when that was taken."""
    cursor.execute(
        "SELECT name, province, file, content_type, size, sha256, file.listings, made.taken"
        " FROM thads_bulk_file AS file JOIN thads_bulk_set AS made ON made.id = bulk_set"
        f" WHERE bulk_set = ({_NEWEST}) AND name = %s",
        (name,),
    )
    row = cursor.fetchone()
    return None if row is None else (BulkFile(*row[:-1]), row[-1])


def ended_since(cursor: Cursor, moment: datetime) -> list[str]:
    """The provinces in which something public ended after `moment`."""
    cursor.execute(
        "SELECT DISTINCT province FROM thads_listing WHERE state = 'ended' AND ended_at > %s"
        " AND first_published IS NOT NULL ORDER BY province",
        (moment,),
    )
    return [province for (province,) in cursor.fetchall()]


def begin(cursor: Cursor, *, taken: datetime, trimmed: datetime | None = None) -> int:
    """A set that nobody sees yet."""
    cursor.execute(
        "INSERT INTO thads_bulk_set (taken, listings, provinces, trimmed)"
        " VALUES (%s, 0, '{}', %s) RETURNING id",
        (taken, trimmed),
    )
    made: int = one(cursor)
    return made


def add(cursor: Cursor, made: int, file: BulkFile) -> None:
    cursor.execute(
        "INSERT INTO thads_bulk_file"
        " (bulk_set, name, province, file, content_type, size, sha256, listings)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            made,
            file.name,
            file.province,
            file.file,
            file.content_type,
            file.size,
            file.sha256,
            file.listings,
        ),
    )


def finish(cursor: Cursor, made: int, *, listings: int, provinces: str) -> list[str]:
    """Swap the set in for the ones before; the ids of the files that nobody needs now.

    `provinces` is JSON. The set before the last stays for those who are downloading it.
    """
    cursor.execute(
        "UPDATE thads_bulk_set SET complete = true, listings = %s, provinces = %s WHERE id = %s",
        (listings, provinces, made),
    )
    cursor.execute(
        "WITH kept AS (SELECT id FROM thads_bulk_set WHERE complete ORDER BY id DESC LIMIT 2)"
        " SELECT DISTINCT file FROM thads_bulk_file WHERE bulk_set NOT IN (SELECT id FROM kept)"
        # A set that was only trimmed has most files of the one before.
        " AND file NOT IN (SELECT file FROM thads_bulk_file WHERE bulk_set IN (SELECT id FROM kept))"
    )
    old = [file for (file,) in cursor.fetchall()]
    cursor.execute(
        "DELETE FROM thads_bulk_set WHERE id NOT IN"
        " (SELECT id FROM thads_bulk_set WHERE complete ORDER BY id DESC LIMIT 2)"
    )
    return old
