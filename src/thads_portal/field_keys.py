"""Seals the restricted values of listings and cases, so that a stolen dump tells none of them.

Values are sealed (AES-256-GCM) under data keys. A data key lies in the database
(``thads_data_key``), itself sealed under the master keys outside it (ring ``fields``: ``sealing``).
So a new master key costs nothing but sealing the data keys anew, and a new data key is used from now
on while what older ones have sealed is sealed anew by a job. Each sealed value names its key and is
bound to what it is about, so that one listing's values cannot be put into another.

A database that has no data key yet (one of an earlier release, until ``thads fields begin``) keeps
values as that release did. One whose master key is lost refuses to read and to write them
(CannotUnseal); nothing is ever written in clear for want of a key.
"""

from base64 import b85decode
from base64 import b85encode
from contextlib import closing
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from thads_portal.database.sql import Connection
from thads_portal.database.sql import Cursor
from thads_portal.errors import CannotUnseal
from thads_portal.sealing import MasterRing
from thads_portal.sealing import seal as seal_under_master
from thads_portal.sealing import unseal as unseal_under_master
from thads_portal.secret_keys import ring_of
from typing import Any

import hashlib
import hmac
import orjson
import os
import psycopg2
import threading
import time


#: A database by its DSN, or by a cursor in it.
Source = str | Cursor

_VERSION = b"\x02"
_ID = 8
_NONCE = 12
#: Bytes at the beginning of what is sealed that name the key.
HEADER = 1 + _ID
#: With what a text in a column begins that is sealed.
SIGN = "~thads1~"
#: Seconds after which a process looks whether there is a newer data key.
LOOK_AGAIN = 60.0
#: Seconds between two looks for a key that is not there.
_MISSING_AGAIN = 1.0


class _Key:
    """A data key in memory."""

    __slots__ = ("_nonces", "cipher", "header")

    def __init__(self, id: bytes, key: bytes) -> None:
        self.header = _VERSION + id
        self.cipher = AESGCM(key)
        self._nonces = hashlib.sha256(b"thads nonces|" + key).digest()

    def nonce_of(self, data: bytes, about: bytes) -> bytes:
        """The same for the same: only for what must be found again, and nothing else has it."""
        text = len(about).to_bytes(4, "big") + about + data
        return hmac.digest(self._nonces, text, hashlib.sha256)[:_NONCE]


#: id -> key, of every database this process works with: an id is random and belongs to one key.
_known: dict[bytes, _Key] = {}
#: database -> (its newest data key or None, when it was looked up)
_newest: dict[str, tuple[_Key | CannotUnseal | None, float]] = {}
_missed: dict[bytes, float] = {}
_lock = threading.Lock()


def _forked() -> None:
    """A process that was forked while another thread learnt keys would wait for that thread for ever."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_forked)


# Bytes


def seal(source: Source, data: bytes, about: str, *, findable: bool = False) -> bytes | None:
    """`data` sealed for what `about` names; None where the database seals nothing yet.

    `findable`: the same data gives the same bytes, under one key. Raises CannotUnseal where the
    master key is missing.
    """
    key = current(source)
    if key is None:
        return None
    bound = about.encode()
    nonce = key.nonce_of(data, bound) if findable else os.urandom(_NONCE)
    return key.header + nonce + key.cipher.encrypt(nonce, data, bound)


def unseal(source: Source | None, sealed: bytes, about: str) -> bytes:
    """What was sealed for `about`. Raises CannotUnseal."""
    id = bytes(sealed[1:HEADER])
    key = _known.get(id) or _fetched(source, id)
    nonce = sealed[HEADER : HEADER + _NONCE]
    try:
        return key.cipher.decrypt(nonce, sealed[HEADER + _NONCE :], about.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal from error


def current(source: Source) -> _Key | None:
    """The newest data key of the database; None before there is one. Raises CannotUnseal."""
    place = source if isinstance(source, str) else _place(source)
    found = _newest.get(place)
    if found is None or time.monotonic() - found[1] > LOOK_AGAIN:
        found = (_newest_of(source), time.monotonic())
        _newest[place] = found
    if isinstance(found[0], CannotUnseal):
        del _newest[place]
        raise CannotUnseal
    return found[0]


def is_current(source: Source, sealed: bytes) -> bool:
    """Whether the newest data key sealed it."""
    key = current(source)
    return key is not None and bytes(sealed[:HEADER]) == key.header


# Texts and JSON in columns


def seal_text(source: Source, text: str, about: str, *, findable: bool = False) -> str:
    """`text` as a column of text keeps it: sealed behind SIGN, or as it is."""
    sealed = seal(source, text.encode(), about, findable=findable)
    return text if sealed is None else SIGN + b85encode(sealed).decode()


def unseal_text(source: Source, kept: str, about: str) -> str:
    """What ``seal_text`` was given; a text of an earlier release is as it is."""
    if not kept.startswith(SIGN):
        return kept
    return unseal(source, _decoded(kept), about).decode()


def spellings_of(source: Source, text: str, about: str) -> list[str]:
    """Every way in which a findable `text` may be kept: in clear, and under each data key."""
    current(source)
    _fetch(source)
    bound, data = about.encode(), text.encode()
    found = [text]
    for id in _ids(source):
        if (key := _known.get(id)) is not None:
            nonce = key.nonce_of(data, bound)
            sealed = key.header + nonce + key.cipher.encrypt(nonce, data, bound)
            found.append(SIGN + b85encode(sealed).decode())
    return found


def seal_json(source: Source, value: Any, about: str) -> Any:
    """`value` as it is kept in a column of JSON; what is empty is kept as it is."""
    if not value:
        return value
    sealed = seal(source, orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS), about)
    return value if sealed is None else {SIGN: b85encode(sealed).decode()}


def unseal_json(source: Source, kept: Any, about: str) -> Any:
    """What ``seal_json`` was given."""
    if not isinstance(kept, dict) or SIGN not in kept:
        return kept
    return orjson.loads(unseal(source, _decoded(kept[SIGN]), about))


def sealed_part(kept: str | dict[str, Any]) -> bytes | None:
    """The sealed bytes in what a column keeps; None if it stands in clear."""
    if isinstance(kept, str):
        return _decoded(kept) if kept.startswith(SIGN) else None
    return _decoded(kept[SIGN]) if SIGN in kept else None


def _decoded(kept: str) -> bytes:
    try:
        return b85decode(kept.removeprefix(SIGN))
    except ValueError as error:
        raise CannotUnseal from error


# The keys themselves


def add_key(cursor: Cursor) -> str:
    """A new data key, which seals from now on; its id in hex. In the transaction of `cursor`."""
    id = os.urandom(_ID)
    wrapped = seal_under_master(MasterRing.FIELDS, os.urandom(32), _bound(id))
    cursor.execute(
        "INSERT INTO thads_data_key (id, wrapped) VALUES (%s, %s)",
        (id, psycopg2.Binary(wrapped)),
    )
    return id.hex()


def wrap_anew(cursor: Cursor) -> int:
    """Seal every data key under the first master key; how many. Raises CannotUnseal."""
    cursor.execute("SELECT id, wrapped FROM thads_data_key FOR UPDATE")
    rows = cursor.fetchall()
    for id, wrapped in rows:
        key = _unwrapped(bytes(id), bytes(wrapped))
        anew = seal_under_master(MasterRing.FIELDS, key, _bound(bytes(id)))
        cursor.execute(
            "UPDATE thads_data_key SET wrapped = %s WHERE id = %s", (psycopg2.Binary(anew), id)
        )
    return len(rows)


def forget() -> None:
    """Know no key any more: the next use asks the database and the ring. After a rotation."""
    with _lock:
        for each in (_known, _newest, _missed):
            each.clear()
        ring_of.cache_clear()


def opened(source: Source) -> set[bytes]:
    """The ids of the database's data keys that the ring opens."""
    return {id for id in _fetch(source) if id in _known}


def _bound(id: bytes) -> str:
    return f"data-key:{id.hex()}"


def _unwrapped(id: bytes, wrapped: bytes) -> bytes:
    try:
        return unseal_under_master(MasterRing.FIELDS, wrapped, _bound(id))
    except CannotUnseal:
        # Another process may have put a newer master key into the ring's file.
        ring_of.cache_clear()
        return unseal_under_master(MasterRing.FIELDS, wrapped, _bound(id))


def _place(cursor: Cursor) -> str:
    info = cursor.connection.info
    return f"{info.host}|{info.port}|{info.dbname}"


def _rows(source: Source) -> list[tuple[bytes, bytes]]:
    """(id, sealed key) of the database's data keys, the oldest first."""
    if isinstance(source, str):
        with closing(psycopg2.connect(source, connect_timeout=10)) as connection:
            return _read(connection)
    # Beside the caller's, which may be in the middle of its rows.
    return _read(source.connection)


def _read(connection: Connection) -> list[tuple[bytes, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, wrapped FROM thads_data_key ORDER BY number")
        return [(bytes(id), bytes(wrapped)) for id, wrapped in cursor.fetchall()]


def _ids(source: Source) -> list[bytes]:
    return [id for id, _wrapped in _rows(source)]


def _fetch(source: Source) -> list[bytes]:
    """Learn the database's keys, as far as the ring opens them; the ids of all, oldest first."""
    rows = _rows(source)
    with _lock:
        for id, wrapped in rows:
            if id in _known:
                continue
            try:
                _known[id] = _Key(id, _unwrapped(id, wrapped))
            except CannotUnseal:
                continue
    return [id for id, _wrapped in rows]


def _newest_of(source: Source) -> _Key | CannotUnseal | None:
    ids = _fetch(source)
    if not ids:
        return None
    return _known.get(ids[-1]) or CannotUnseal()


def _fetched(source: Source | None, id: bytes) -> _Key:
    now = time.monotonic()
    if source is not None and now - _missed.get(id, -_MISSING_AGAIN) >= _MISSING_AGAIN:
        _fetch(source)
        if id in _known:
            return _known[id]
        _missed[id] = now
    raise CannotUnseal
