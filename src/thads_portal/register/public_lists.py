"""The official list of each province for the public: which files it has, and of which moment.

A list is swapped in as a whole, all its parts at once. The row of each part in
``thads_paper`` stays for ever, so that an old copy can be told from a forged one; its file
goes a day after a newer list has taken its place, because it names people who may have
ended since.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.register import papers
from thads_portal.register.papers import IssuedPaper
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file: the rows `first` (from 1) and following, `listings` of them.

    `sha256` is in hex, `file` an id of ``jobs.files``.
    """

    part: int
    name: str
    first: int
    listings: int
    code: str
    size: int
    sha256: str
    signed: bool
    file: str

    @property
    def last(self) -> int:
        return self.first + self.listings - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicList:
    """The newest list of a province. `made` is the moment it shows; at `checked` nothing had
    changed since.
    """

    province: str
    made: datetime
    checked: datetime
    listings: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to the listings of a province after a moment."""

    ended: int
    amended: int
    new: int

    @property
    def nothing(self) -> bool:
        return not (self.ended or self.amended or self.new)


_PART = """
SELECT part.province, made.made, made.checked, made.listings,
    part.part, name, part.first, part.listings, part.code, size,
    encode(paper.sha256, 'hex'), paper.signed, paper.file
FROM thads_public_list_part AS part
    JOIN thads_public_list AS made USING (province)
    JOIN thads_paper AS paper USING (code)
"""
_PART_FIELDS = tuple(Part.__slots__)


def all_lists(cursor: Cursor) -> list[PublicList]:
    """The newest list of each province that has one."""
    cursor.execute(f"{_PART} ORDER BY part.province, part.part")
    return _lists(cursor.fetchall())


def list_of(cursor: Cursor, province: str) -> PublicList | None:
    cursor.execute(f"{_PART} WHERE part.province = %s ORDER BY part.part", (province,))
    found = _lists(cursor.fetchall())
    return found[0] if found else None


def find(cursor: Cursor, name: str) -> tuple[Part, datetime] | None:
    """The file called `name`, and the moment its list shows."""
    cursor.execute(f"{_PART} WHERE part.name = %s", (name,))
    found = _lists(cursor.fetchall())
    return (found[0].parts[0], found[0].made) if found else None


def _lists(rows: Iterable[tuple[Any, ...]]) -> list[PublicList]:
    grouped: dict[tuple[Any, ...], list[Part]] = {}
    for row in rows:
        part = Part(**dict(zip(_PART_FIELDS, row[4:], strict=True)))
        grouped.setdefault(row[:4], []).append(part)
    return [
        PublicList(
            province=province, made=made, checked=checked, listings=listings, parts=tuple(parts)
        )
        for (province, made, checked, listings), parts in grouped.items()
    ]


def with_ended(cursor: Cursor) -> list[str]:
    """The provinces whose list names somebody whose publication has ended since.

    Some minutes more are looked at: an ending is stamped before it is committed.
    """
    cursor.execute(
        "SELECT province FROM thads_public_list AS made WHERE EXISTS (SELECT FROM thads_listing"
        " AS listing WHERE listing.province = made.province AND state = 'ended'"
        " AND ended_at > checked - interval '10 minutes' AND first_published IS NOT NULL)"
        " ORDER BY province"
    )
    return [province for (province,) in cursor.fetchall()]


def still_the_same(cursor: Cursor, province: str, content: bytes, *, now: datetime) -> bool:
    """Whether the newest list says this; if it does, `now` is noted."""
    cursor.execute(
        "UPDATE thads_public_list SET checked = %s WHERE province = %s AND content = %s",
        (now, province, content),
    )
    return cursor.rowcount == 1


def swap_in(
    cursor: Cursor, made: PublicList, content: bytes, issued: Sequence[IssuedPaper]
) -> None:
    """`made` takes the place of the list before; without parts the province has none now.

    `issued` has the paper of each part.
    """
    # Two runs at once: one after the other, and the later one stays.
    cursor.execute("LOCK TABLE thads_public_list IN SHARE ROW EXCLUSIVE MODE")
    cursor.execute(
        "UPDATE thads_file SET expires = now() + interval '1 day' WHERE id IN"
        " (SELECT file FROM thads_public_list_part JOIN thads_paper USING (code)"
        " WHERE thads_public_list_part.province = %s)",
        (made.province,),
    )
    cursor.execute("DELETE FROM thads_public_list WHERE province = %s", (made.province,))
    if not made.parts:
        return
    cursor.execute(
        "INSERT INTO thads_public_list (province, made, checked, listings, content)"
        " VALUES (%s, %s, %s, %s, %s)",
        (made.province, made.made, made.checked, made.listings, content),
    )
    for part, paper in zip(made.parts, issued, strict=True):
        papers.store(cursor, paper)
        papers.keep_file(cursor, paper)
        cursor.execute(
            "INSERT INTO thads_public_list_part"
            " (province, part, name, first, listings, code, size)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (made.province, part.part, part.name, part.first, part.listings, part.code, part.size),
        )


def since(cursor: Cursor, province: str, moment: datetime) -> Since:
    """What changed in the public list of `province` after `moment`."""
    cursor.execute(
        "SELECT"
        " (SELECT count(*) FROM thads_listing WHERE state = 'ended' AND ended_at > %(moment)s"
        "  AND province = %(province)s AND first_published <= %(moment)s),"
        " (SELECT count(*) FROM thads_listing WHERE state = 'published'"
        "  AND last_amended > %(moment)s AND last_amended IS NOT NULL"
        "  AND province = %(province)s AND first_published <= %(moment)s),"
        " (SELECT count(*) FROM thads_search"
        "  WHERE province = %(province)s AND first_published > %(moment)s)",
        {"province": province, "moment": moment},
    )
    return Since(*cursor.fetchone())
