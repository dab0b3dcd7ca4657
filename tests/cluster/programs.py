"""The programs that a cluster is built of, from Debian's packages; found, never installed."""

from functools import cache
from pathlib import Path

import os
import shutil


#: Program -> Debian's package.
PACKAGES = {
    "patroni": "patroni",
    # An etcd rather than Patroni's own Raft: that has been deprecated since 3.0, and a Raft of two asks
    # for a third voter anyway.
    "etcd": "etcd-server",
    "pgbouncer": "pgbouncer",
    "haproxy": "haproxy",
    "varnishd": "varnish",
    "postgres": "postgresql",
}
_WHERE = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
_SERVERS = Path("/usr/lib/postgresql")


@cache
def server_programs() -> Path | None:
    """The folder of the newest PostgreSQL that Debian's packages brought, 15 or later."""
    found = [path.parent for path in _SERVERS.glob("*/bin/postgres")]
    found = [path for path in found if path.parent.name.isdigit() and int(path.parent.name) >= 15]
    return max(found, key=lambda path: int(path.parent.name), default=None)


@cache
def program(name: str) -> str | None:
    """The full name of a program, None where it is not installed."""
    if name == "postgres":
        folder = server_programs()
        return str(folder / name) if folder else None
    return shutil.which(name, path=_WHERE)


def missing() -> list[str]:
    """The packages that are needed and not there."""
    return [package for name, package in PACKAGES.items() if program(name) is None]
