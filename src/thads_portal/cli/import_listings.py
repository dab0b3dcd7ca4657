"""``thads import-listings FILE``: listings from an export, with their numbers and histories."""

from argparse import ArgumentParser
from argparse import Namespace
from pathlib import Path
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.database.problems import StartProblem
from thads_portal.domain.recording import Recorded
from thads_portal.importing.transfer import import_lines
from thads_portal.register.record import write_now

import sys


_SHOWN = 50
#: Who the record says it was: an operator needs no account.
_ACTOR = "thads import-listings"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file written by `thads export-listings`")


def run(arguments: Namespace) -> int:
    """0 when every line is in the installation now, 1 when some were refused."""
    try:
        lines = arguments.file.open("rb")
    except OSError as error:
        raise StartProblem(
            en=f"cannot read {arguments.file}: {error.strerror}",
            vi=f"không đọc được {arguments.file}: {error.strerror}",
        ) from error
    with lines, application() as zope, progress("import", "lines") as reached:
        result = import_lines(
            zope.portal._p_jar.db(),
            lines,
            dsn=zope.dsn,
            site_path="/".join(zope.portal.getPhysicalPath()),
            progress=reached,
        )
        counts = {
            "created": result.created,
            "cases": result.cases,
            "files": result.files,
            "unchanged": result.unchanged,
            "rejected": len(result.problems),
        }
        write_now(zope.dsn, Recorded.IMPORTED, actor=_ACTOR, details=counts)
    for line, reason in result.problems[:_SHOWN]:
        sys.stderr.write(f"line {line}: {reason}\n")
    if len(result.problems) > _SHOWN:
        sys.stderr.write(f"and {len(result.problems) - _SHOWN} more\n")
    print(
        f"{result.created} created, {result.cases} ledgers of cases, {result.files} files,"
        f" {result.unchanged} unchanged,"
        f" {len(result.problems)} refused"
    )
    return int(bool(result.problems))
