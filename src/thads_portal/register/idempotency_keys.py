"""Which filled-in forms have been taken: a form that arrives twice makes one thing.

Each form that creates something carries a random key. What is kept is a digest of the key and
all that was typed, beside what came of it, written in the transaction that makes it. Of two
that arrive at the same time the second meets the first's row, is repeated, and finds what was
made. Another text under the same key (back in the browser, the next case typed over the first)
is another form.
"""

from collections.abc import Mapping
from thads_portal.content.zope_types import Content
from thads_portal.database.sql import Cursor
from thads_portal.register.join import queue_of
from thads_portal.secret_keys import personal_number_key

import hashlib
import hmac
import orjson
import re
import secrets


#: Days for which a form is known again.
KEPT_DAYS = 7
_KEY = re.compile(r"[\w-]{16,64}", re.ASCII)


def new_key() -> str:
    """The key of a form that is shown anew."""
    return secrets.token_urlsafe(18)


def digest_of(key: str, account: str, place: str, texts: Mapping[str, str]) -> bytes | None:
    """What a form is known by; None without a key: such a form is not known again."""
    if not _KEY.fullmatch(key):
        return None
    sent = orjson.dumps([key, account, place, dict(texts)], option=orjson.OPT_SORT_KEYS)
    # Keyed: what is restricted in a form must not be found by trying.
    return hmac.digest(personal_number_key(), b"form|" + sent, hashlib.sha256)


def made_by(cursor: Cursor, digest: bytes) -> str | None:
    """What came of the form, None if it has not been taken."""
    cursor.execute("SELECT made FROM thads_form_sent WHERE digest = %s", (digest,))
    row = cursor.fetchone()
    return None if row is None else row[0]


def forget_old(cursor: Cursor) -> int:
    cursor.execute(
        "DELETE FROM thads_form_sent WHERE at < now() - %s * interval '1 day'", (KEPT_DAYS,)
    )
    return cursor.rowcount


class _Taken:
    def prepare(self, items: list[tuple[bytes, str]]) -> list[tuple[bytes, str]]:
        return items

    def write(self, cursor: Cursor, items: list[tuple[bytes, str]]) -> None:
        # A second one waits here for the first, and fails: RegisterConflict, repeated.
        cursor.executemany("INSERT INTO thads_form_sent (digest, made) VALUES (%s, %s)", items)


_taken = _Taken()


def take(context: Content, digest: bytes, made: str) -> None:
    """Note, in the transaction that makes it, that `made` came of the form."""
    queue_of(context).write(_taken, (digest, made))
