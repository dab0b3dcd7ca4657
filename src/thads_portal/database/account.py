"""Under which operating-system account the embedded PostgreSQL runs.

PostgreSQL refuses to run as root. An ordinary user runs it as themselves; root hands it to an
unprivileged account that is already there, because a portal has no business making users.
"""

from dataclasses import dataclass
from pathlib import Path
from thads_portal.database.problems import DatabaseProblem
from typing import Any

import os
import pwd
import subprocess


#: Accounts root may hand the server to, best first. `_postgres` is the name on macOS.
CANDIDATES = ("postgres", "_postgres", "nobody")

#: What the server's programs see of our environment. PG* variables of the operator's shell would
#: otherwise change where initdb and pg_ctl work.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """Whose the server and its files are."""

    name: str
    uid: int
    gid: int
    foreign: bool
    """True when it is not the account of this process, so that files are handed over with chown."""

    def run(self, *command: str | Path, timeout: float = 60) -> subprocess.CompletedProcess:
        """Run a program under this account, with both outputs captured as text in stdout."""
        change: dict[str, Any] = {}
        if self.foreign:
            change = {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=_ENVIRONMENT,
            timeout=timeout,
            check=False,
            # Ctrl-C is for the process that asked; it decides what happens to the server.
            start_new_session=True,
            **change,
        )

    def can(self, test: str, path: Path) -> bool:
        """Ask the system itself (`test -r`, `-x`, `-d`), so that ACLs and mounts count too."""
        try:
            return self.run("/bin/sh", "-c", 'test "$1" "$2"', "sh", test, path).returncode == 0
        except PermissionError:
            return False

    def own(self, path: Path, mode: int) -> None:
        """Give `path`, which this process just made, to the account."""
        path.chmod(mode)
        if self.foreign:
            os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """The account to run PostgreSQL under; raises `DatabaseProblem` if there is none."""
    uid = os.geteuid()
    if uid != 0:
        try:
            name = pwd.getpwuid(uid).pw_name
        except KeyError:
            raise DatabaseProblem(
                en=f"user id {uid} has no name in the system's user list, and PostgreSQL needs one;"
                " use a named user or set THADS_DATABASE_DSN",
                vi=f"mã người dùng {uid} không có tên trong hệ thống mà PostgreSQL cần tên đó;"
                " hãy dùng tài khoản có tên hoặc đặt THADS_DATABASE_DSN",
            ) from None
        return Account(name=name, uid=uid, gid=os.getegid(), foreign=False)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        account = Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, foreign=True)
        try:
            if account.run("/bin/sh", "-c", ":").returncode == 0:
                return account
        except (OSError, subprocess.SubprocessError):
            continue
    raise DatabaseProblem(
        en="started as root, but there is no unprivileged account to run PostgreSQL under"
        f" ({', '.join(CANDIDATES)}); start as another user or set THADS_DATABASE_DSN",
        vi="đang chạy bằng root nhưng không có tài khoản thường nào để chạy PostgreSQL"
        f" ({', '.join(CANDIDATES)}); hãy chạy bằng người dùng khác hoặc đặt THADS_DATABASE_DSN",
    )
