"""The search inside the desks: listings in every state, by name, numbers or who worked on them.

What is public is found in ``thads_search``, the rest through partial indexes of ``thads_listing``, so
that a first publication or an import of published listings writes none of them. A number that must
not be public is compared by its keyed digest. Pages are keysets, the newest number first: an order
that has nothing to do with names, so that a walk along it meets a common word soon, wherever in the
alphabet it stands; what is rare is taken from the index of words and sorted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from thads_portal.database.sql import Cursor
from thads_portal.database.sql import one
from thads_portal.domain.document_numbers import number_key
from thads_portal.domain.names import pair_token
from thads_portal.domain.names import split
from thads_portal.register.desk import _COLUMNS
from thads_portal.register.desk import _work
from thads_portal.register.desk import Page
from thads_portal.register.own_transaction import own_transaction
from typing import Any


SIZE = 50
#: Words of a name that are asked for; a longer name is narrowed enough by these.
_WORDS = 8
#: Public names with a word, from which on it is common.
_COMMON = 6000
#: Listings of an account: those it worked on last.
_OF_ACCOUNT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`text` is a name, or a number if it has a digit. The digests are keyed ones."""

    text: str = ""
    states: tuple[str, ...] = ()
    province: str = ""
    agency: str = ""
    account: str = ""
    personal: bytes | None = None
    case: bytes | None = None

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.account or self.personal or self.case)


def search(cursor: Cursor, wanted: Wanted, *, after: str = "", size: int = SIZE) -> Page:
    """Up to `size` listings behind the number `after`; nothing for an empty search."""
    if wanted.empty:
        return Page(())
    where, values = _where(wanted)
    if after:
        where.append("number < %s")
        values.append(after)
    tokens = _tokens(wanted.text)
    if _is_number(wanted.text) and not (wanted.account or wanted.personal or wanted.case):
        stretches = _AT_ONCE if wanted.province else _by_years(cursor, number_key(wanted.text))
        newest = _of_number(cursor, stretches, where, values, size)
        numbers, parameters = "SELECT unnest(%s::text[])", list[Any]([newest])
    elif tokens:
        numbers, parameters = _by_name(cursor, tokens, where, values, size)
    else:
        numbers = (
            f"SELECT number FROM thads_listing WHERE {' AND '.join(where)}"
            " ORDER BY number DESC LIMIT %s"
        )
        parameters = [*values, size + 1]
    cursor.execute(
        f"SELECT {_COLUMNS} FROM thads_listing WHERE number IN ({numbers})"
        " ORDER BY number DESC LIMIT %s",
        (*parameters, size + 1),
    )
    rows = cursor.fetchall()
    found = tuple(_work(row) for row in rows[:size])
    return Page(found, found[-1].number if len(rows) > size else "")


#: A condition and its values; where the first ones bring enough, the later ones are not asked.
_Stretch = tuple[str, tuple[Any, ...]]
#: Those of one province are few, and found by the indexes of both.
_AT_ONCE: list[_Stretch] = [("true", ())]


def _by_years(cursor: Cursor, key: str) -> list[_Stretch]:
    """Those that bear `key` of the newest year, of the one before it, then all others."""
    cursor.execute("SELECT left(max(number), 4) FROM thads_listing")
    newest = int(one(cursor) or 0)
    of_year = "thads_keys_of_year(number_keys, number) && %s::text[]"
    return [
        (of_year, ([f"{key}@{newest}"],)),
        (of_year, ([f"{key}@{newest - 1}"],)),
        ("number < %s", (f"{newest - 1}",)),
    ]


def _of_number(
    cursor: Cursor, stretches: list[_Stretch], where: list[str], values: list[Any], size: int
) -> list[str]:
    """The numbers of the newest listings that `where` finds, stretch after stretch."""
    found: list[str] = []
    for here, narrowing in stretches:
        # Fenced: a walk along the numbers would read far more than the index of them.
        cursor.execute(
            "SELECT number FROM (SELECT number FROM thads_listing"
            f" WHERE {here} AND {' AND '.join(where)} OFFSET 0) AS own"
            " ORDER BY number DESC LIMIT %s",
            (*narrowing, *values, size + 1 - len(found)),
        )
        found += [number for (number,) in cursor]
        if len(found) > size:
            break
    return found


def _by_name(
    cursor: Cursor, tokens: list[str], where: list[str], values: list[Any], size: int
) -> tuple[str, list[Any]]:
    """The numbers of the newest listings with these words, public ones and others, merged."""
    inside = " AND ".join(["state <> 'published'", "name_tokens @@ %s::tsquery", *where])
    # Of a public one only what the search's own table holds narrows before the limit.
    outside = " AND ".join(
        [
            "words @@ %s::tsquery",
            *(
                "EXISTS (SELECT FROM thads_listing AS listing WHERE listing.number ="
                f" thads_search.number AND {each})"
                if "state" in each or "record" in each
                else each
                for each in where
            ),
        ]
    )
    # Without the fence the planner walks along the numbers also for a word that is hardly met.
    fence = " OFFSET 0" if _rare(cursor, tokens) else ""
    newest = " ORDER BY number DESC LIMIT %s"
    sql = (
        f"(SELECT number FROM (SELECT number FROM thads_listing WHERE {inside}{fence}) AS own{newest})"
        " UNION ALL"
        f" (SELECT number FROM (SELECT number FROM thads_search WHERE {outside}{fence}) AS own{newest})"
    )
    query = " & ".join(f"'{_quoted(each)}'" for each in tokens)
    return sql, [query, *values, size + 1, query, *values, size + 1]


def _rare(cursor: Cursor, tokens: list[str]) -> bool:
    """Whether the rarest of `tokens` is rare among public names."""
    cursor.execute(
        "SELECT count(*), min(n) FROM (SELECT sum(n) AS n FROM thads_word WHERE word = ANY(%s)"
        " GROUP BY word) AS found",
        (tokens,),
    )
    known, least = cursor.fetchone() or (0, 0)
    return bool(known < len(tokens) or least < _COMMON)


def _where(wanted: Wanted) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    values: list[Any] = []

    def add(part: str, *more: Any) -> None:
        parts.append(part)
        values.extend(more)

    if wanted.states:
        add("state = ANY(%s)", list(wanted.states))
    if wanted.province:
        add("province = %s", wanted.province)
    if wanted.agency:
        add("agency = %s", wanted.agency)
    if wanted.personal is not None:
        add("personal_hmac = %s", wanted.personal)
    if wanted.case is not None:
        add("case_hmac = %s", wanted.case)
    if _is_number(wanted.text):
        add("number_keys && %s::text[]", [number_key(wanted.text)])
    if wanted.account:
        add(
            "number IN (SELECT listing FROM (SELECT listing FROM thads_record"
            " WHERE actor = %s AND listing IS NOT NULL ORDER BY at DESC, id DESC LIMIT %s) AS own)",
            wanted.account,
            _OF_ACCOUNT,
        )
    return parts or ["true"], values


def _is_number(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _tokens(text: str) -> list[str]:
    """The pairs of the words of a name in their bare forms, or its one word; none for a number."""
    if _is_number(text):
        return []
    words = list(dict.fromkeys(word.marks for word in split(text)))[:_WORDS]
    # A pair is rarer than its words, whose long lists would have to be read as well.
    pairs = [pair_token(*pair) for pair in combinations(words, 2)]
    return pairs or ["m" + word for word in words]


def _quoted(token: str) -> str:
    return token.replace("\\", "\\\\").replace("'", "''")


# Filters that somebody keeps under a name


@dataclass(frozen=True, slots=True)
class SavedFilter:
    name: str
    address: str


def saved(cursor: Cursor, account: str) -> list[SavedFilter]:
    cursor.execute(
        "SELECT name, address FROM thads_saved_filter WHERE account = %s ORDER BY name", (account,)
    )
    return [SavedFilter(*row) for row in cursor]


def save(dsn: str, account: str, name: str, address: str) -> None:
    """Keep `address` under `name`, in the place of what had that name."""
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "INSERT INTO thads_saved_filter (account, name, address) VALUES (%s, %s, %s)"
            " ON CONFLICT (account, name) DO UPDATE SET address = excluded.address, at = now()",
            (account, name, address),
        )


def forget(dsn: str, account: str, names: Iterable[str]) -> None:
    with own_transaction(dsn) as cursor:
        cursor.execute(
            "DELETE FROM thads_saved_filter WHERE account = %s AND name = ANY(%s)",
            (account, list(names)),
        )
