"""Where the embedded server keeps its data and its socket.

Inside the instance (`var/postgres`) whenever the server's account can get there. When root serves
a checkout that the account cannot enter (a private home, a temporary folder of mode 0700), the
data goes to a folder of its own under `/var/lib/thads-portal` instead: opening the parents would
show to everybody what their owner had closed. The instance remembers the place in
`var/postgres.json`.

The socket must not be somebody else's: its folder has an unpredictable name or a private parent,
belongs to the server's account and is closed to all others, and clients ask the system who is at
the other end (`requirepeer`).
"""

from pathlib import Path
from thads_portal.database.account import Account
from thads_portal.database.problems import DatabaseProblem

import json
import os
import stat
import tempfile


#: Where root keeps what does not fit into the instance.
STATE = Path("/var/lib/thads-portal")

#: The kernel's limit is 108 bytes on Linux and 104 on macOS, with the closing NUL.
SOCKET_NAME = ".s.PGSQL.5432"
_LONGEST = 100


def data_home(account: Account, var: Path) -> Path:
    """The folder that holds `data/`; made, and remembered in the instance, when it is missing."""
    record = var / "postgres.json"
    remembered = _read(record).get("home")
    if remembered is not None:
        home = Path(remembered)
        _claim(home.parent, var)
        if not home.is_dir():
            raise DatabaseProblem(
                en=f"the database folder {home} is gone; restore it, or delete {record} to begin"
                " with an empty database",
                vi=f"thư mục cơ sở dữ liệu {home} không còn; hãy khôi phục, hoặc xóa {record} để"
                " bắt đầu với cơ sở dữ liệu trống",
            )
        return home
    inside = var / "postgres"
    if account.can("-x", var):
        if not inside.exists():
            inside.mkdir(mode=0o700)
            account.own(inside, 0o700)
        return inside
    home = _outside(account, var)
    _write(record, {"home": str(home)})
    return home


def _outside(account: Account, var: Path) -> Path:
    try:
        if not STATE.exists():
            STATE.mkdir(parents=True, exist_ok=True)
            # Whatever root's umask: the server's account passes through.
            STATE.chmod(0o755)
        parent = Path(tempfile.mkdtemp(prefix="instance-", dir=STATE))
        parent.chmod(0o755)
        (parent / "instance").write_text(f"{var}\n", encoding="utf-8")
        home = parent / "postgres"
        home.mkdir(mode=0o700)
        account.own(home, 0o700)
    except OSError as error:
        raise DatabaseProblem(
            en=f"the account {account.name} cannot enter {var}, and {STATE} cannot be used instead:"
            f" {error.strerror}",
            vi=f"tài khoản {account.name} không vào được {var}, và cũng không dùng được {STATE}:"
            f" {error.strerror}",
        ) from error
    return home


def _claim(parent: Path, var: Path) -> None:
    """A copied instance must not start on the original's data; a moved one takes it along."""
    marker = parent / "instance"
    try:
        owner = Path(marker.read_text(encoding="utf-8").strip())
    except OSError:
        return
    if owner == var:
        return
    if _read(owner / "postgres.json").get("home") == str(parent / "postgres"):
        raise DatabaseProblem(
            en=f"{var} is a copy of {owner}, whose database it would share; delete"
            f" {var / 'postgres.json'} to give it an empty one",
            vi=f"{var} là bản sao của {owner} và sẽ dùng chung cơ sở dữ liệu; hãy xóa"
            f" {var / 'postgres.json'} để có cơ sở dữ liệu trống",
        )
    marker.write_text(f"{var}\n", encoding="utf-8")


def socket_folder(account: Account, home: Path) -> Path:
    """A folder for the socket: in the home, or in the temporary folder if that name is too long."""
    inside = home / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= _LONGEST:
        if not inside.exists():
            inside.mkdir(mode=0o700)
            account.own(inside, 0o700)
        return _safe(account, inside)
    # The home belongs to the account, so root does not write the name of the folder into it.
    record = home.parent / "postgres-socket.json"
    remembered = _read(record).get("folder")
    if remembered is not None and Path(remembered).is_dir():
        return _safe(account, Path(remembered))
    # Not the user's TMPDIR, which on macOS is a long path itself. The name is random, the mode 0700.
    folder = Path(tempfile.mkdtemp(prefix="thads-", dir="/tmp"))
    account.own(folder, 0o700)
    _write(record, {"folder": str(folder)})
    return folder


def _safe(account: Account, folder: Path) -> Path:
    status = folder.lstat()
    private = stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o077
    if not private or status.st_uid != account.uid:
        raise DatabaseProblem(
            en=f"{folder} must be a folder of {account.name} alone (mode 0700); remove it",
            vi=f"{folder} phải là thư mục riêng của {account.name} (quyền 0700); hãy xóa nó",
        )
    return folder


def _read(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except ValueError as error:
        raise DatabaseProblem(
            en=f"{path} is damaged: {error}", vi=f"{path} bị hỏng: {error}"
        ) from error


def _write(path: Path, content: dict[str, str]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content) + "\n", encoding="utf-8")
    fresh.replace(path)
