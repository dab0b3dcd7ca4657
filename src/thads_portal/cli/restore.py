"""`thads restore DIR [--until MOMENT]`: the embedded database as it was, into an empty instance."""

from argparse import ArgumentParser
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from thads_portal.cli.backup import only_embedded
from thads_portal.cli.settings import instance_folder
from thads_portal.database.backups.restoring import restore
from thads_portal.database.backups.sealing import backup_key
from thads_portal.database.backups.sealing import BackupProblem
from thads_portal.database.embedded import Embedded
from thads_portal.domain.words import VIETNAM

import sys
import time


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where backups are kept")
    parser.add_argument(
        "--until",
        metavar="MOMENT",
        help='the last moment to be there, such as "2026-11-28 16:00" (time of Vietnam);'
        " without it all that was kept",
    )


def run(arguments: Namespace) -> int:
    """0 when the database is there; then `thads register check`. Raises `BackupProblem`."""
    only_embedded()
    key, until = backup_key(), _moment(arguments.until)
    begun = time.monotonic()
    server = Embedded(instance_folder(), archiving=False)
    server.var.mkdir(parents=True, exist_ok=True)
    folder = arguments.folder.expanduser().resolve()
    try:
        base = restore(server, folder, key, until=until)
    finally:
        server.stop()
    seconds = time.monotonic() - begun
    sys.stdout.write(
        f"{base.folder.name} + log -> {server.data}: {seconds:.1f} s\n"
        "thads register check  # next / tiếp theo\n"
    )
    return 0


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BackupProblem(
            en=f'--until must be a moment such as "2026-11-28 16:00", not {text!r}',
            vi=f'--until phải là một thời điểm, ví dụ "2026-11-28 16:00", không phải {text!r}',
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
