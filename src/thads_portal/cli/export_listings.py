"""``thads export-listings FILE``: all listings as NDJSON, restricted fields included.

The file is as confidential as the database: it is made readable by its owner only.
"""

from argparse import ArgumentParser
from argparse import Namespace
from pathlib import Path
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.domain.recording import Recorded
from thads_portal.importing import transfer_files
from thads_portal.importing.transfer import export
from thads_portal.register.record import write_now

import errno
import os


#: Who the record says it was: an operator needs no account.
_ACTOR = "thads export-listings"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write; replaced when the export is whole")
    parser.add_argument(
        "--files", action="store_true", help="also the scans and photographs of cases, with digests"
    )


def run(arguments: Namespace) -> int:
    target: Path = arguments.file
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    # Beside the target, so that a broken export never stands under its name.
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    count = 0
    try:
        with (
            os.fdopen(descriptor, "wb") as out,
            application() as zope,
            progress("export", "listings") as reached,
        ):
            site_path = "/".join(zope.portal.getPhysicalPath())
            write_now(zope.dsn, Recorded.EXPORTED, actor=_ACTOR, about="all listings")
            held = transfer_files.count(zope.dsn)
            for line in export(
                zope.portal._p_jar.db(), site_path=site_path, dsn=zope.dsn, files=arguments.files
            ):
                out.write(line)
                if not transfer_files.is_file(line):
                    count += 1
                    reached(count)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    print(f"{count} listings and ledgers of cases written to {target}")
    if arguments.files:
        print(f"with {held} files of cases")
    elif held:
        print(f"{held} files of cases are not in it: --files")
    return 0
