"""``thads feed FILE``: events from a file, through the same import as the REST feed."""

from argparse import ArgumentParser
from argparse import Namespace
from pathlib import Path
from thads_portal.cli.helping import helped
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.database.problems import StartProblem
from thads_portal.errors import FeedRejected
from thads_portal.importing.feed import check_limits
from thads_portal.importing.feed import Format
from thads_portal.importing.run import run_feed
from typing import BinaryIO

import json
import shutil
import tempfile


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        help="NDJSON, or a JSON array if its name ends in .json; - for standard input",
    )
    parser.add_argument("--dry-run", action="store_true", help="plan and report, write nothing")
    parser.add_argument("--atomic", action="store_true", help="all lines or none")
    parser.add_argument("--actor", default="thads feed", help="whose work the record shows")


def _seekable(body: BinaryIO) -> BinaryIO:
    """`body`, or what comes through a pipe in a file of its own: a feed is read more than once."""
    if body.seekable():
        return body
    with body:
        kept = tempfile.TemporaryFile(prefix="thads-feed-")  # noqa: SIM115 - closed by who reads it
        shutil.copyfileobj(body, kept)
    return kept


def run(arguments: Namespace) -> int:
    """Prints the report as JSON. 0 when no line was rejected, 1 otherwise."""
    feed_format = Format.ARRAY if arguments.file.suffix == ".json" else Format.LINES
    try:
        body = (Path("/dev/stdin") if str(arguments.file) == "-" else arguments.file).open("rb")
    except OSError as error:
        raise StartProblem(
            en=f"cannot read {arguments.file}: {error.strerror}",
            vi=f"không đọc được {arguments.file}: {error.strerror}",
        ) from error
    with _seekable(body) as body:
        total = check_limits(body, feed_format, atomic=arguments.atomic)
        with (
            application() as zope,
            helped(zope.portal._p_jar.db()),
            progress("feed", "lines", total) as reached,
        ):
            try:
                report = run_feed(
                    zope.portal,
                    body,
                    feed_format=feed_format,
                    actor=arguments.actor,
                    dry_run=arguments.dry_run,
                    atomic=arguments.atomic,
                    progress=reached,
                )
            except FeedRejected as rejected:
                report = rejected.report.nothing_written()
    print(json.dumps(report.as_dict(dry_run=arguments.dry_run), ensure_ascii=False, indent=2))
    return int(bool(report.rejected))
