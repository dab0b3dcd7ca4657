"""What lies where in a folder of backups, and which of it belongs together."""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from pathlib import Path
from thads_portal.database.backups.sealing import BackupProblem

import json
import os
import re


#: The folder that the running server's log goes to; unset: none does.
VARIABLE = "THADS_BACKUPS"
_NAME = "%Y%m%dT%H%M%SZ"
#: Segments of the log, and what says where a timeline began.
WAL_NAME = re.compile(r"[0-9A-F]{24}|[0-9A-F]{8}\.history")
SEALED = ".sealed"


def continuous() -> Path | None:
    """Where the log is kept from now on; None: it is not."""
    text = os.environ.get(VARIABLE, "").strip()
    return Path(text).expanduser().resolve() if text else None


@dataclass(frozen=True, slots=True)
class Base:
    """A finished base backup. Times are UTC."""

    folder: Path
    begun: datetime
    ended: datetime
    #: The first segment of the log that it needs.
    first_segment: str
    release: str
    postgres: int
    #: File -> SHA-256.
    files: dict[str, str]


def wal_folder(backups: Path) -> Path:
    return backups / "wal"


def new_name(moment: datetime) -> str:
    return moment.strftime(_NAME)


def bases(backups: Path) -> list[Base]:
    """All finished ones, oldest first."""
    found = [_read(file) for file in sorted((backups / "base").glob("*/manifest.json"))]
    return sorted(found, key=lambda base: base.ended)


def _read(manifest: Path) -> Base:
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))
        return Base(
            manifest.parent,
            datetime.fromisoformat(held["begun"]),
            datetime.fromisoformat(held["ended"]),
            held["first_segment"],
            held["release"],
            held["postgres"],
            held["files"],
        )
    except (ValueError, KeyError, OSError) as error:
        raise BackupProblem(
            en=f"{manifest} is damaged: {error}", vi=f"{manifest} bị hỏng: {error}"
        ) from error


def write_manifest(base: Base) -> None:
    """Last of all: a folder without one is no backup."""
    held = {
        "begun": base.begun.isoformat(),
        "ended": base.ended.isoformat(),
        "first_segment": base.first_segment,
        "release": base.release,
        "postgres": base.postgres,
        "files": base.files,
    }
    draft = base.folder / "manifest.part"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(held, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(base.folder / "manifest.json")


def best(backups: Path, until: datetime | None) -> Base:
    """The latest that had ended by `until`. Raises BackupProblem if there is none."""
    found = [base for base in bases(backups) if until is None or base.ended <= until]
    if not found:
        there = bases(backups)
        first = f"; the oldest one ended at {there[0].ended:%Y-%m-%d %H:%M:%S} UTC" if there else ""
        raise BackupProblem(
            en=f"{backups} holds no backup that old{first}"
            if until
            else f"{backups} holds no backup",
            vi=f"{backups} không có bản sao lưu nào cũ như vậy{first}"
            if until
            else f"{backups} không có bản sao lưu nào",
        )
    return found[-1]


def utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
