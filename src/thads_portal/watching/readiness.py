"""Whether this worker can serve: asked of the database, with an end to the wait.

A server that hangs answers no one, also not a client's own timeout; so the question is put in a
thread, and whoever asked has an answer after a second. One question is under way at a time.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from thads_portal.database.sql import one

import psycopg2
import threading


#: Seconds.
PATIENCE = 1.0
_QUESTION = (
    "SET statement_timeout = 1000; SET lock_timeout = 500;"
    " SELECT to_regclass('thads_listing') IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps the portal from serving; nothing of an address or an account is in it."""

    check: str
    vi: str
    en: str

    def as_dict(self) -> dict[str, object]:
        return {"check": self.check, "message": {"vi": self.vi, "en": self.en}}


NO_ANSWER = Fault(
    "database",
    "Cơ sở dữ liệu không trả lời trong một giây.",
    "The database does not answer within a second.",
)
NO_REGISTER = Fault(
    "register",
    "Cơ sở dữ liệu chưa có bảng của danh sách; hãy chạy thads setup-site.",
    "The database holds no register; run thads setup-site.",
)


class Readiness:
    """Asks the database behind `dsn`; safe in threads."""

    def __init__(self, dsn: str, ask: Callable[[str], list[Fault]] | None = None):
        self._dsn = dsn
        self._ask = ask or _ask
        self._lock = threading.Lock()
        self._asking: threading.Thread | None = None
        self._found: list[Fault] = [NO_ANSWER]

    def faults(self) -> list[Fault]:
        """What is wrong; empty: ready. Within a second, whatever the database does."""
        with self._lock:
            if self._asking is None or not self._asking.is_alive():
                self._found = [NO_ANSWER]
                self._asking = threading.Thread(target=self._look, daemon=True, name="readiness")
                self._asking.start()
            asking = self._asking
        asking.join(PATIENCE)
        return [NO_ANSWER] if asking.is_alive() else self._found

    def _look(self) -> None:
        try:
            self._found = self._ask(self._dsn)
        except psycopg2.Error:
            self._found = [NO_ANSWER]


def _ask(dsn: str) -> list[Fault]:
    with closing(psycopg2.connect(dsn, connect_timeout=2)) as opened:
        opened.autocommit = True
        with opened.cursor() as cursor:
            cursor.execute(_QUESTION)
            stands = one(cursor)
    return [] if stands else [NO_REGISTER]
