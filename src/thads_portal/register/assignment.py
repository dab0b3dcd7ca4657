"""Who of the editorial board works on what: provinces, single items, substitutes, load.

What nobody took belongs to the member whose province it is; what is taken goes before that. A
substitute has, between two days, what belongs to the one who is away. None of it is a right:
every member may still decide on everything.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.provinces import all_provinces
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction
from typing import Any

import re


#: Items that are dealt out at once.
MOST_AT_ONCE = 5000
#: The public number of a listing.
_NUMBER = re.compile(r"[0-9]{4}-[0-9]+")
#: Whose a waiting listing is; `listing` is its row.
OWNER = (
    "coalesce((SELECT taken.account FROM thads_assignment AS taken WHERE taken.item = listing.number),"
    " (SELECT given.account FROM thads_province_member AS given"
    " WHERE given.province = listing.province))"
)


@dataclass(frozen=True, slots=True)
class Whose:
    """The accounts whose work one does today, and the provinces that are given to them."""

    accounts: tuple[str, ...]
    provinces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substitute:
    """`substitute` has the work of `account` from the first to the last day, both included."""

    id: int
    account: str
    substitute: str
    from_day: date
    until_day: date


def standing(cursor: Cursor) -> list[str]:
    """The members among whom work is dealt out."""
    cursor.execute("SELECT account FROM thads_standing ORDER BY account")
    return [account for (account,) in cursor]


def provinces(cursor: Cursor) -> dict[str, str]:
    """Province -> the member to whom it is given."""
    cursor.execute("SELECT province, account FROM thads_province_member")
    return dict(cursor.fetchall())


def substitutes(cursor: Cursor, today: date) -> list[Substitute]:
    """Those of today and later."""
    cursor.execute(
        "SELECT id, account, substitute, from_day, until_day FROM thads_substitute"
        " WHERE until_day >= %s ORDER BY from_day, id",
        (today,),
    )
    return [Substitute(*row) for row in cursor]


def whose(cursor: Cursor, account: str, today: date) -> Whose:
    """What `account` works on today: their own, and that of those they stand in for."""
    cursor.execute(
        "SELECT account FROM thads_substitute"
        " WHERE substitute = %s AND from_day <= %s AND until_day >= %s",
        (account, today, today),
    )
    accounts = (account, *sorted({away for (away,) in cursor} - {account}))
    cursor.execute(
        "SELECT province FROM thads_province_member WHERE account = ANY(%s) ORDER BY province",
        (list(accounts),),
    )
    return Whose(accounts, tuple(province for (province,) in cursor))


#: On ``thads_listing``: nobody took it.
_UNTAKEN = "NOT EXISTS (SELECT FROM thads_assignment AS taken WHERE taken.item = number)"


def conditions(
    cursor: Cursor, whose: Whose | None, *, free: bool = False
) -> list[tuple[str, list[Any]]]:
    """Conditions on ``thads_listing``, one of which holds for what is of `whose`, or of nobody.

    One for what was taken, one for each province: each is a walk along an index of its own.
    """
    if free:
        given = provinces(cursor)
        if not given:
            return [(_UNTAKEN, [])]
        return [
            (f"province = %s AND {_UNTAKEN}", [each.slug])
            for each in all_provinces()
            if each.slug not in given
        ]
    if whose is None:
        return [("true", [])]
    # Fenced, so that what was taken is looked up and not sought in all that waits.
    taken = (
        "number = ANY(ARRAY(SELECT item FROM thads_assignment WHERE account = ANY(%s)))",
        [list(whose.accounts)],
    )
    return [taken, *((f"province = %s AND {_UNTAKEN}", [slug]) for slug in whose.provinces)]


def owners(cursor: Cursor, numbers: Collection[str]) -> dict[str, str]:
    """Number -> whose it is, of those of `numbers` that are somebody's."""
    cursor.execute(
        f"SELECT number, {OWNER} FROM thads_listing AS listing WHERE number = ANY(%s)",
        (list(numbers),),
    )
    return {number: account for number, account in cursor if account}


def taken(cursor: Cursor, items: Collection[str]) -> set[str]:
    """Those of `items` that somebody took or was given themselves."""
    cursor.execute("SELECT item FROM thads_assignment WHERE item = ANY(%s)", (list(items),))
    return {item for (item,) in cursor}


def owners_beside(cursor: Cursor, items: Mapping[str, str | None]) -> dict[str, str]:
    """Key -> whose it is, of those of `items` (key -> province or None) that are somebody's.

    What is no listing: a batch has its path below the portal for a key, content its UID.
    """
    if not items:
        return {}
    given = provinces(cursor)
    found = {
        item: given[province]
        for item, province in items.items()
        if province is not None and province in given
    }
    cursor.execute(
        "SELECT item, account FROM thads_assignment WHERE item = ANY(%s)", (list(items),)
    )
    return {**found, **dict(cursor.fetchall())}


_LOAD = """
    WITH given AS (
        SELECT member.account, sum(tally.n) AS n
        FROM thads_waiting_tally AS tally JOIN thads_province_member AS member USING (province)
        WHERE tally.waits = ANY(%(waits)s) GROUP BY member.account
    ),
    moved AS (
        SELECT taken.account AS gets, member.account AS loses, count(*) AS n
        FROM thads_assignment AS taken
        JOIN thads_listing AS listing ON listing.number = taken.item
        LEFT JOIN thads_province_member AS member ON member.province = listing.province
        WHERE listing.waits = ANY(%(waits)s)
        GROUP BY taken.account, member.account
    )
    SELECT account, sum(n)::bigint FROM (
        SELECT account, n FROM given
        UNION ALL SELECT gets, n FROM moved
        UNION ALL SELECT loses, -n FROM moved WHERE loses IS NOT NULL
    ) AS parts GROUP BY account
"""


def load(cursor: Cursor, waits: Iterable[str]) -> dict[str, int]:
    """Account -> how many waiting listings of these kinds are theirs: the sums, and what moved."""
    cursor.execute(_LOAD, {"waits": sorted(waits)})
    return dict(cursor.fetchall())


_OWN = """
    SELECT (
        SELECT coalesce(sum(n), 0) FROM thads_waiting_tally
        WHERE waits = ANY(%(waits)s) AND province = ANY(%(provinces)s)
    ) + (
        SELECT count(*) FROM thads_assignment AS taken
        JOIN thads_listing AS listing ON listing.number = taken.item
        WHERE taken.account = ANY(%(accounts)s) AND listing.waits = ANY(%(waits)s)
    ) - (
        SELECT count(*) FROM thads_listing AS listing
        JOIN thads_assignment AS taken ON taken.item = listing.number
        WHERE listing.province = ANY(%(provinces)s) AND listing.waits = ANY(%(waits)s)
    )
"""
_FREE = """
    SELECT (
        SELECT coalesce(sum(n), 0) FROM thads_waiting_tally
        WHERE waits = ANY(%(waits)s) AND province <> ALL(%(given)s)
    ) - (
        SELECT count(*) FROM thads_assignment AS taken
        JOIN thads_listing AS listing ON listing.number = taken.item
        WHERE listing.waits = ANY(%(waits)s) AND listing.province <> ALL(%(given)s)
    )
"""


def count_own(cursor: Cursor, whose: Whose, waits: Iterable[str]) -> int:
    """How many waiting listings of these kinds are of `whose`: their provinces' sums, and what moved."""
    cursor.execute(
        _OWN,
        {
            "waits": sorted(waits),
            "provinces": list(whose.provinces),
            "accounts": list(whose.accounts),
        },
    )
    return int(one(cursor))


# Changes: each with its entry in the record, in a transaction of its own


def set_standing(dsn: str, accounts: Collection[str], *, by: str) -> None:
    """From now on these are the standing members."""
    with own_transaction(dsn) as cursor:
        cursor.execute("DELETE FROM thads_standing WHERE account <> ALL(%s)", (list(accounts),))
        cursor.execute(
            "INSERT INTO thads_standing (account) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING",
            (sorted(accounts),),
        )
        record.write(cursor, Recorded.WORK_GIVEN, actor=by, details={"standing": sorted(accounts)})


def give_provinces(dsn: str, wanted: dict[str, str], *, by: str) -> None:
    """Give each province of `wanted` to an account; to "" for nobody."""
    with own_transaction(dsn) as cursor:
        before = provinces(cursor)
        for province, account in sorted(wanted.items()):
            if before.get(province, "") == account:
                continue
            if account:
                cursor.execute(
                    "INSERT INTO thads_province_member VALUES (%s, %s)"
                    " ON CONFLICT (province) DO UPDATE SET account = excluded.account",
                    (province, account),
                )
            else:
                cursor.execute("DELETE FROM thads_province_member WHERE province = %s", (province,))
            record.write(
                cursor, Recorded.WORK_GIVEN, actor=by, province=province, about=account or None
            )


def add_substitute(
    dsn: str, account: str, substitute: str, from_day: date, until_day: date, *, by: str
) -> None:
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_substitute (account, substitute, from_day, until_day, given_by)"
            " VALUES (%s, %s, %s, %s, %s)",
            (account, substitute, from_day, until_day, by),
        )
        details = {"substitute": substitute, "from": f"{from_day}", "until": f"{until_day}"}
        record.write(cursor, Recorded.SUBSTITUTE_SET, actor=by, about=account, details=details)


def end_substitute(dsn: str, id: int, *, by: str) -> None:
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "DELETE FROM thads_substitute WHERE id = %s RETURNING account, substitute", (id,)
        )
        if row := cursor.fetchone():
            details = {"substitute": row[1], "ended": True}
            record.write(cursor, Recorded.SUBSTITUTE_SET, actor=by, about=row[0], details=details)


def now(cursor: Cursor) -> str:
    """The database's time as text; what is taken later is not known to who reads now."""
    cursor.execute("SELECT now()::text")
    return str(one(cursor))


def take(
    dsn: str,
    numbers: Collection[str],
    account: str,
    *,
    by: str,
    seen: str | None = None,
    paths: Mapping[str, str] | None = None,
) -> None:
    """`account` has these items from now on, whosever they were; "" gives them back.

    `seen`: the moment (``now``) at which `by` saw whose they were; Conflict (``already_taken``), and
    nothing is written, if somebody else has taken one since.

    Public numbers of listings, or keys of other items (``owners_beside``); `paths` (key -> path)
    is what the record calls those.
    """
    with own_transaction(dsn) as cursor:
        if seen is not None:
            # One of two who take the same in one moment waits here and sees what the other did.
            cursor.execute("LOCK TABLE thads_assignment IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(
                "SELECT count(*) FROM thads_assignment"
                " WHERE item = ANY(%s) AND at > %s::timestamptz AND account <> %s",
                (list(numbers), seen, by),
            )
            if count := int(one(cursor)):
                raise Conflict(code=Code.ALREADY_TAKEN, count=count)
        if account:
            cursor.execute(
                "INSERT INTO thads_assignment (item, account, given_by, at)"
                " SELECT number, %s, %s, clock_timestamp()"
                " FROM unnest(%s::text[]) AS given (number) ORDER BY number"
                " ON CONFLICT (item) DO UPDATE SET account = excluded.account,"
                " given_by = excluded.given_by, at = excluded.at",
                (account, by, sorted(numbers)),
            )
        else:
            cursor.execute("DELETE FROM thads_assignment WHERE item = ANY(%s)", (list(numbers),))
        for number in sorted(numbers):
            listing = number if _NUMBER.fullmatch(number) else None
            details = None if listing else {"item": (paths or {}).get(number, number)}
            record.write(
                cursor,
                Recorded.WORK_TAKEN,
                actor=by,
                listing=listing,
                about=account or None,
                details=details,
            )


def deal_out(
    dsn: str, waits: Iterable[str], beside: Mapping[str, str | None] | None = None, *, by: str
) -> int:
    """Give what is nobody's to the standing members by turn, the nearest deadline first.

    `beside`: what waits beside listings, key -> province or None, the nearest deadline first; it
    is dealt out after them. Returns how many; up to ``MOST_AT_ONCE`` listings. Two who do so at once
    deal nothing out twice.
    """
    wanted = beside or {}
    with own_transaction(dsn) as cursor:
        members = standing(cursor)
        if not members:
            return 0
        cursor.execute("LOCK TABLE thads_assignment IN SHARE ROW EXCLUSIVE MODE")
        # Of what is no longer to be done nothing is kept.
        cursor.execute(
            "DELETE FROM thads_assignment AS taken USING thads_listing AS listing"
            " WHERE listing.number = taken.item AND listing.waits IS NULL"
        )
        if beside is not None:
            cursor.execute(
                "DELETE FROM thads_assignment WHERE item !~ '^[0-9]{4}-[0-9]+$' AND item <> ALL(%s)",
                (list(wanted),),
            )
        cursor.execute(
            "INSERT INTO thads_assignment (item, account, given_by)"
            " SELECT number, (%s::text[])[1 + (row_number() OVER () - 1) %% %s], %s FROM ("
            "SELECT number FROM thads_listing WHERE waits = ANY(%s)"
            f" AND province NOT IN (SELECT province FROM thads_province_member) AND {_UNTAKEN}"
            " ORDER BY waits_sort, number LIMIT %s) AS listed ON CONFLICT DO NOTHING",
            (members, len(members), by, sorted(waits), MOST_AT_ONCE),
        )
        count: int = cursor.rowcount
        owned = owners_beside(cursor, wanted)
        for place, item in enumerate(each for each in wanted if each not in owned):
            cursor.execute(
                "INSERT INTO thads_assignment (item, account, given_by) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                (item, members[(count + place) % len(members)], by),
            )
        count += sum(item not in owned for item in wanted)
        record.write(cursor, Recorded.WORK_GIVEN, actor=by, details={"rows": count, "turn": True})
    return count


def count_free(cursor: Cursor, waits: Iterable[str]) -> int:
    """How many waiting listings of these kinds are nobody's."""
    given = list(provinces(cursor))
    if len(given) == len(all_provinces()):
        return 0
    cursor.execute(_FREE, {"waits": sorted(waits), "given": given})
    return int(one(cursor))
