"""Seals anew, under the first key of each ring, what older keys have sealed; asked for after a rotation.

Some rows at a time, each time in a transaction of its own, while the portal serves: who stops it begins
again and goes on with what is left. Of a file only its key is sealed anew.
"""

from contextlib import suppress
from dataclasses import dataclass
from thads_portal.database.sql import Cursor
from thads_portal.errors import FileGone
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import files
from thads_portal.sealing import is_current
from thads_portal.sealing import key_id
from thads_portal.sealing import Ring
from thads_portal.sealing import seal
from thads_portal.sealing import unseal
from thads_portal.secret_keys import ring_of


#: table, key, column, ring, what the text is bound to (by the row's further columns)
_TEXTS = (
    ("thads_request", "id", "answers", Ring.REQUESTS, "'request:' || number || ':answers'"),
    ("thads_request_entry", "id", "text", Ring.REQUESTS, "'request:' || request || ':' || kind"),
    ("thads_request_paper", "id", "text", Ring.REQUESTS, "'request:' || request || ':paper'"),
    ("thads_request_file", "id", "name", Ring.REQUESTS, "'file:' || id || ':name'"),
    (
        "thads_request_informant",
        "request",
        "identity",
        Ring.INFORMANTS,
        "'request:' || request || ':informant'",
    ),
    (
        "thads_request_mandate",
        "id",
        "people",
        Ring.REQUESTS,
        "'request:' || request || ':mandate'",
    ),
    ("thads_request_upload", "id", "told", Ring.REQUESTS, "'upload:' || id || ':told'"),
    ("thads_request_upload", "id", "data_key", Ring.REQUESTS, "'upload:' || id || ':key'"),
    ("thads_request_draft", "id", "answers", Ring.REQUESTS, "'draft:' || encode(id, 'hex')"),
    ("thads_request_draft", "id", "receipt", Ring.REQUESTS, "'draft:' || encode(id, 'hex')"),
    ("thads_file", "id", "data_key", Ring.REQUESTS, "'file:' || name || ':key'"),
)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Done:
    """How many texts (keys of files among them) and whole files were sealed anew."""

    texts: int
    files: int


def reseal(dsn: str) -> Done:
    """Seal anew what an older key has sealed. Raises CannotUnseal where a key is missing."""
    return Done(texts=sum(_table(dsn, *each) for each in _TEXTS), files=_keyless(dsn))


def _table(dsn: str, table: str, key: str, column: str, ring: Ring, about: str) -> int:
    count, after = 0, None
    while True:
        with own_transaction(dsn) as cursor:
            cursor.execute("SET LOCAL thads.reseal = 'on'")
            rows = _page(cursor, table, key, column, about, after)
            for row_key, sealed, bound in rows:
                if is_current(ring, bytes(sealed)):
                    continue
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE {key} = %s",  # noqa: S608 - names of ours
                    (seal(ring, unseal(ring, bytes(sealed), bound), bound), row_key),
                )
                count += 1
        if len(rows) < _AT_ONCE:
            return count
        after = rows[-1][0]


def _page(
    cursor: Cursor, table: str, key: str, column: str, about: str, after: object
) -> list[tuple[object, bytes, str]]:
    where = f"{column} IS NOT NULL" + (f" AND {key} > %s" if after is not None else "")
    cursor.execute(
        f"SELECT {key}, {column}, {about} FROM {table} WHERE {where}"  # noqa: S608 - names of ours
        f" ORDER BY {key} LIMIT {_AT_ONCE} FOR UPDATE",
        (after,) if after is not None else (),
    )
    return list(cursor.fetchall())


def _keyless(dsn: str) -> int:
    """Files from before they had keys of their own are written once more, one after the other.

    Each under a new id: who reads the old one meanwhile reads it to its end.
    """
    with own_transaction(dsn) as cursor:
        old = files.without_key(cursor)
    for each in old:
        with suppress(FileGone):
            made = sealed_files.write(dsn, sealed_files.read(dsn, each))
            with own_transaction(dsn) as cursor:
                files.replace(cursor, each, made.id)
    return len(old)


def still_needed(dsn: str) -> dict[str, int]:
    """Key id in hex -> how many texts and files in the database are sealed under it."""
    found: dict[str, int] = {}
    with own_transaction(dsn) as cursor:
        for table, _key, column, _ring, _about in _TEXTS:
            cursor.execute(
                f"SELECT encode(substr({column}, 2, 8), 'hex'), count(*) FROM {table}"  # noqa: S608 - as above
                f" WHERE {column} IS NOT NULL GROUP BY 1"
            )
            for name, count in cursor.fetchall():
                found[name] = found.get(name, 0) + count
        for name, count in files.keys_of_keyless(cursor).items():
            found[name] = found.get(name, 0) + count
    return found


def known(ring: Ring) -> list[str]:
    """The ids of the keys of a ring in hex, the one that seals first."""
    return [key_id(each).hex() for each in ring_of(ring.value)]
