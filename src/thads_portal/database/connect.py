"""The one way to a database for every command: the operator's own, or the embedded one.

A database that cannot be used is found out here, before anything else starts, and told in a line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from thads_portal.database.embedded import Embedded
from thads_portal.database.problems import DatabaseProblem
from thads_portal.database.sessions import keeps_sessions

import os
import psycopg2


VARIABLE = "THADS_DATABASE_DSN"
#: As the owner of the tables, for upgrades.
OWNER_VARIABLE = "THADS_OWNER_DSN"
OLDEST = 15


@contextmanager
def database(instance: Path) -> Iterator[str]:
    """The connection string of the instance's database, which answers when this returns.

    With `THADS_DATABASE_DSN` set, that; otherwise the embedded server, started if it does not run
    and stopped again at the end if nobody else uses it. Raises `DatabaseProblem`.
    """
    own = os.environ.get(VARIABLE, "").strip()
    if own:
        check(own)
        _check_sessions(own)
        yield own
        return
    with Embedded(instance).using() as server:
        check(server.dsn())
        yield server.dsn()


@contextmanager
def owners_database(instance: Path) -> Iterator[str]:
    """The same as the role that owns the tables, by `THADS_OWNER_DSN` where the portal serves as another.

    For what changes tables, or what is done to all of them.
    """
    own = os.environ.get(OWNER_VARIABLE, "").strip()
    if own:
        check(own)
        yield own
        return
    with database(instance) as dsn:
        yield dsn


def check(dsn: str) -> None:
    """Connect once; raise `DatabaseProblem` if that fails or the server is too old."""
    try:
        connection = psycopg2.connect(dsn, connect_timeout=10)
    except psycopg2.ProgrammingError:
        # libpq repeats the part it could not read, and that may be the password.
        raise DatabaseProblem(
            en=f"{VARIABLE} is not a PostgreSQL connection string",
            vi=f"{VARIABLE} không phải là chuỗi kết nối PostgreSQL",
        ) from None
    except psycopg2.OperationalError as error:
        reason = " ".join(str(error).split())
        raise DatabaseProblem(
            en=f"the database cannot be reached: {reason}",
            vi=f"không kết nối được cơ sở dữ liệu: {reason}",
        ) from error
    try:
        version = connection.server_version
        encoding = connection.get_parameter_status("server_encoding")
    finally:
        connection.close()
    if version < OLDEST * 10000:
        raise DatabaseProblem(
            en=f"PostgreSQL {OLDEST} or newer is needed, this server is {version // 10000}",
            vi=f"cần PostgreSQL {OLDEST} trở lên, máy chủ này là {version // 10000}",
        )
    if encoding != "UTF8":
        raise DatabaseProblem(
            en=f"the database must be encoded in UTF8, this one is {encoding}",
            vi=f"cơ sở dữ liệu phải dùng mã hóa UTF8, cơ sở dữ liệu này dùng {encoding}",
        )


def _check_sessions(dsn: str) -> None:
    """Raise `DatabaseProblem` behind a pooler whose connections are no sessions."""
    try:
        kept = keeps_sessions(dsn)
    except psycopg2.OperationalError:
        # It answered a moment ago; whoever needs it meets what is the matter.
        return
    if not kept:
        raise DatabaseProblem(
            en=f"{VARIABLE} leads through a pooler that parts transactions; the portal needs sessions"
            " (pgBouncer: pool_mode = session)",
            vi=f"{VARIABLE} đi qua bộ gộp kết nối chia theo giao dịch; Cổng cần phiên kết nối riêng"
            " (pgBouncer: pool_mode = session)",
        )
