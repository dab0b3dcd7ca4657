"""Making the embedded server's data folder, once.

A folder half made (power cut, full disk) must not be taken for a database: it is built under
another name and renamed when it is whole.
"""

from pathlib import Path
from thads_portal.database.account import Account
from thads_portal.database.problems import DatabaseProblem

import os
import psutil
import secrets
import tempfile


#: Written to postgresql.conf, where the operator may change them.
#: The log keeps no statements and no details: they would carry names and personal numbers.
SETTINGS = {
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "100",
    "jit": "off",
    "random_page_cost": "1.1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "wal_compression": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}

SUPERUSER = "postgres"
ROLES = (SUPERUSER, "thads")


def _memory() -> dict[str, str]:
    """An eighth of this machine's memory for the server's own cache, within reason.

    What searching reads of a million listings is some 400 MB; much less of a cache makes every
    search wait for the disk.
    """
    megabytes = psutil.virtual_memory().total // 2**20
    cache = min(max(megabytes // 8, 128), 1024)
    return {"shared_buffers": f"{cache}MB", "effective_cache_size": f"{megabytes // 2}MB"}


def initialise(
    account: Account, programs: Path, data: Path, passwords: Path, *, durable: bool
) -> None:
    """Run initdb: UTF-8, byte order, checksums, and a password for everybody."""
    unfinished = data.with_name("data.unfinished")
    if unfinished.exists():
        account.run("rm", "-rf", unfinished)
    write_passwords(passwords)
    descriptor, name = tempfile.mkstemp(dir=data.parent)
    password_file = Path(name)
    try:
        with os.fdopen(descriptor, "w") as stream:
            stream.write(password_of(SUPERUSER, passwords) + "\n")
        account.own(password_file, 0o600)
        settings = [
            part for item in (SETTINGS | _memory()).items() for part in ("--set", "=".join(item))
        ]
        outcome = account.run(
            *(programs / "initdb", "--pgdata", unfinished),
            *("--username", SUPERUSER, "--pwfile", password_file),
            *("--auth-local", "scram-sha-256", "--auth-host", "reject"),
            *("--encoding", "UTF8", "--locale", "C"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            *("--text-search-config", "simple", "--data-checksums"),
            *settings,
            # Of a throw-away server nobody guesses the password; each connection computes it.
            *([] if durable else ["--no-sync", "--set", "scram_iterations=1"]),
            timeout=300,
        )
    finally:
        password_file.unlink(missing_ok=True)
    if outcome.returncode != 0:
        reason = (outcome.stdout.strip().splitlines() or ["-"])[-1]
        raise DatabaseProblem(
            en=f"the embedded database could not be made: {reason}",
            vi=f"không tạo được cơ sở dữ liệu đi kèm: {reason}",
        )
    unfinished.rename(data)


def write_passwords(passwords: Path) -> None:
    """Make up the passwords, in libpq's own file format, readable by this user alone.

    An existing file is kept: with an unfinished start behind it, it is as good as a new one.
    """
    if passwords.exists():
        return
    fresh = passwords.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        for role in ROLES:
            stream.write(f"*:*:*:{role}:{secrets.token_urlsafe(24)}\n")
        stream.flush()
        os.fsync(stream.fileno())
    fresh.rename(passwords)


def password_of(role: str, passwords: Path) -> str:
    try:
        lines = passwords.read_text().splitlines()
    except FileNotFoundError:
        lines = []
    for line in lines:
        *_place, user, password = line.split(":")
        if user == role:
            return password
    raise DatabaseProblem(
        en=f"the passwords of the embedded database are missing from {passwords}; restore the file",
        vi=f"thiếu mật khẩu của cơ sở dữ liệu đi kèm trong {passwords}; hãy khôi phục tệp này",
    )
