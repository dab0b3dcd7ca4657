"""`thads backup DIR`: a sealed base backup of the embedded database, while it serves or not."""

from argparse import ArgumentParser
from argparse import Namespace
from importlib.metadata import version
from pathlib import Path
from thads_portal.cli.settings import instance_folder
from thads_portal.database import marks
from thads_portal.database.backups.sealing import backup_key
from thads_portal.database.backups.sealing import BackupProblem
from thads_portal.database.backups.taking import KEPT
from thads_portal.database.backups.taking import take
from thads_portal.database.connect import VARIABLE
from thads_portal.database.embedded import Embedded

import os
import sys
import time


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where backups are kept")
    parser.add_argument(
        "--keep", type=int, default=KEPT, metavar="N", help=f"base backups to keep (default {KEPT})"
    )


def run(arguments: Namespace) -> int:
    """0 when it is there. Raises `BackupProblem`, and leaves nothing half then."""
    only_embedded()
    if arguments.keep < 1:
        raise BackupProblem(en="--keep must be 1 or more", vi="--keep phải từ 1 trở lên")
    key = backup_key()
    begun = time.monotonic()
    with Embedded(instance_folder()).using() as server:
        folder = arguments.folder.expanduser().resolve()
        base = take(server, folder, key, release=version("thads_portal"), kept=arguments.keep)
        marks.write(server.dsn(), "backup", str(base.ended.timestamp()))
    size = sum(file.stat().st_size for file in base.folder.iterdir())
    seconds = time.monotonic() - begun
    sys.stdout.write(f"{base.folder}: {size / 2**20:.1f} MB, {seconds:.1f} s\n")
    return 0


def only_embedded() -> None:
    """Raises BackupProblem where the database is the operator's own."""
    if os.environ.get(VARIABLE, "").strip():
        raise BackupProblem(
            en=f"{VARIABLE} names a PostgreSQL of your own: back it up with its tools"
            " (docs/operations.md, pgBackRest); this command is for the embedded one",
            vi=f"{VARIABLE} trỏ tới PostgreSQL riêng: hãy sao lưu bằng công cụ của nó"
            " (docs/operations.md, pgBackRest); lệnh này dành cho cơ sở dữ liệu đi kèm",
        )
