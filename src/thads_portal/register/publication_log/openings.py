"""What the leaves of one listing say, and the opening of its newest act.

The opening of what is public (salt, act, content) lets anybody prove that just this stood there. At
the ending the salt is gone: what is left opens the ending alone, which holds no word of a person.
"""

from dataclasses import dataclass
from datetime import datetime
from thads_portal.database.sql import Cursor
from thads_portal.register.acts import ActKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One act in the log. Times are aware; `place` is None until the log has taken it in."""

    place: int | None
    at: datetime
    kind: ActKind
    version: int
    public_from: datetime
    commitment: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the leaf `commitment` was made of. `content` is None of an ending."""

    commitment: bytes
    salt: bytes
    act: str
    content: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How a listing stood at a moment: `act` is the act that made it so; `to` is the end of that public
    time, None while it lasts.
    """

    public: bool
    act: Leaf
    to: datetime | None


def leaves_of(cursor: Cursor, number: str) -> list[Leaf]:
    """The acts of the listing, oldest first."""
    cursor.execute(
        "SELECT place, at, kind, version, public_from, commitment FROM thads_leaf"
        " WHERE number = %s ORDER BY place",
        (number,),
    )
    return [
        Leaf(
            place=place,
            at=at,
            kind=ActKind(kind),
            version=version,
            public_from=public_from,
            commitment=bytes(commitment),
        )
        for place, at, kind, version, public_from, commitment in cursor.fetchall()
    ]


def as_of(leaves: list[Leaf], moment: datetime) -> Span | None:
    """How the listing stood at `moment`; None if it was not public yet."""
    found = None
    for leaf in leaves:
        # What was brought into the log later was public before.
        first = leaf is leaves[0] and leaf.kind is not ActKind.ENDED
        if (leaf.public_from if first else leaf.at) <= moment:
            found = leaf
    if found is None:
        return None
    after = leaves[leaves.index(found) :]
    end = next((leaf.at for leaf in after if leaf.kind is ActKind.ENDED), None)
    return Span(public=found.kind is not ActKind.ENDED, act=found, to=end)


def opening_of(cursor: Cursor, number: str) -> Opening | None:
    """The opening of the newest act of the listing, with the content while it is public."""
    cursor.execute(
        "SELECT log.commitments[cardinality(log.commitments)], log.salt, log.act,"
        " CASE WHEN log.public_to IS NULL THEN thads_log_content(thads_listing) END"
        " FROM thads_log_now AS log LEFT JOIN thads_listing"
        " ON thads_listing.number = log.number AND thads_listing.state = 'published'"
        " WHERE log.number = %s",
        (number,),
    )
    row = cursor.fetchone()
    if row is None:
        return None
    commitment, salt, act, content = row
    return Opening(commitment=bytes(commitment), salt=bytes(salt), act=act, content=content)


def last_content(cursor: Cursor, number: str, version: int) -> str | None:
    """What the version `version` of the listing said, as JSON, if it is the last; also once it has ended."""
    cursor.execute(
        "SELECT thads_log_content(thads_listing) FROM thads_listing JOIN thads_log_now AS log"
        " USING (number) WHERE number = %s AND log.version = %s",
        (number, version),
    )
    row = cursor.fetchone()
    return None if row is None else row[0]
