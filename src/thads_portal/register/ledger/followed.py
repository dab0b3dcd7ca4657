"""What the case system alone has asked of public texts: found for who lets them follow by themselves."""

from collections.abc import Collection
from thads_portal.database.sql import Cursor


#: All that is asked since the text last followed came by the feed.
_FOUND = """
    SELECT own.province, own.number, own.case_id FROM thads_case_proposal AS own
    JOIN thads_case_listing AS link ON link.number = own.number
    WHERE own.province = ANY(%s) AND (%s::bigint[] IS NULL OR own.case_id = ANY(%s))
        AND NOT EXISTS (
            SELECT FROM thads_case_entry AS entry
            WHERE entry.case_id = own.case_id AND entry.id > link.settled
                AND entry.origin <> 'feed' AND entry.kind <> 'case_stated'
        )
    ORDER BY own.province, own.case_id, own.number
"""


def asked_by_feed(
    cursor: Cursor, provinces: Collection[str], *, cases: Collection[int] | None = None
) -> list[tuple[str, str, int]]:
    """(province, public number, case) in `provinces`; of `cases` only, where they are given."""
    some = None if cases is None else list(cases)
    cursor.execute(_FOUND, (list(provinces), some, some))
    return cursor.fetchall()
