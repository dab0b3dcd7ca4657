"""``thads generate-feed``: write a synthetic case feed, for demos, tests and benchmarks.

The output is a stream of NDJSON; the same options give the same bytes, so a part of
a feed can be made again instead of being kept.
"""

from argparse import ArgumentParser
from argparse import ArgumentTypeError
from argparse import BooleanOptionalAction
from argparse import Namespace
from datetime import date
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.generator.feed import DEFAULT_END
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from typing import BinaryIO

import os
import sys


#: Lines joined for one write.
BUFFER_LINES = 500


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text!r} is not a number between 0 and 1")
    return value


def _province(text: str) -> str:
    if text not in provinces_by_slug():
        raise ArgumentTypeError(f"unknown province {text!r}; a slug such as cao-bang is expected")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2026-11-20") from error


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--count", type=_count, default=20_000, help="events (default 20000)")
    parser.add_argument("--seed", type=_count, default=1, help="start of the draws (default 1)")
    parser.add_argument(
        "--province",
        type=_province,
        nargs="+",
        action="extend",
        default=[],
        metavar="SLUG",
        help="only these provinces (default: all 63)",
    )
    parser.add_argument(
        "--events",
        choices=("issued", "all"),
        default="issued",
        help="only new listings, or also what happens to them later",
    )
    parser.add_argument(
        "--end-date",
        type=_day,
        default=DEFAULT_END,
        metavar="DATE",
        help=f"nothing is dated later (default {DEFAULT_END})",
    )
    parser.add_argument(
        "--agencies",
        action=BooleanOptionalAction,
        default=True,
        help="name the issuing agency; without it a listing is the province's Cục's",
    )
    parser.add_argument(
        "--flagged-share",
        type=_share,
        default=0.0,
        metavar="SHARE",
        help="share of new listings with a personal number in a public text (default 0)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")


def options_of(arguments: Namespace) -> FeedOptions:
    """The parsed arguments as options of the generator."""
    return FeedOptions(
        count=arguments.count,
        seed=arguments.seed,
        provinces=tuple(arguments.province),
        all_events=arguments.events == "all",
        end_date=arguments.end_date,
        agencies=arguments.agencies,
        flagged_share=arguments.flagged_share,
    )


def write(options: FeedOptions, target: BinaryIO) -> None:
    """Stream the feed to `target` in blocks of lines."""
    block: list[bytes] = []
    for line in lines(options):
        block.append(line)
        if len(block) == BUFFER_LINES:
            target.write(b"".join(block))
            block.clear()
    target.write(b"".join(block))
    target.flush()


def run(arguments: Namespace) -> int:
    """Write the feed; the exit code."""
    options = options_of(arguments)
    try:
        if arguments.output and arguments.output != "-":
            with open(arguments.output, "wb") as target:
                write(options, target)
        else:
            write(options, sys.stdout.buffer)
    except BrokenPipeError:
        # The reader, such as `head`, has what it wants. Python would complain once more
        # when it flushes standard output at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        place = arguments.output or "-"
        print(f"thads generate-feed: {place}: {error.strerror}", file=sys.stderr)
        return 1
    return 0
