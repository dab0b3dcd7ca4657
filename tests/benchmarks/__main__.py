"""``make benchmark``: the portal beside a plain Plone, in one run, as a table.

See docs/benchmarks.md.
"""

from argparse import ArgumentParser
from argparse import Namespace
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from tests.benchmarks import results
from tests.benchmarks.earlier import measured
from tests.benchmarks.parts import APART
from tests.benchmarks.parts import PARTS
from tests.benchmarks.parts import Run

import os
import platform
import sys
import time


#: What tells most in five minutes.
QUICK = ("load", "queries", "pages", "feed", "register", "processes")


def _path(name: str) -> Path | None:
    return Path(os.environ[name]) if os.environ.get(name) else None


def _arguments():
    parser = ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"of: {', '.join(PARTS)} (all of these), {', '.join(APART)}",
    )
    parser.add_argument(
        "--count",
        type=int,
        default=int(os.environ.get("COUNT") or 20_000),
        help="listings that the register holds before anything is measured (COUNT; 20000)",
    )
    parser.add_argument("--feed", type=int, default=20_000, help="events of a feed (20000)")
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"five minutes: {', '.join(QUICK)} with 20,000 listings beside 2,000 items (QUICK=1)",
    )
    parser.add_argument(
        "--vanilla-count",
        type=int,
        default=int(os.environ.get("VANILLA_COUNT") or 0),
        help="items of the plain Plone (VANILLA_COUNT; as many as COUNT, but not above 20000)",
    )
    parser.add_argument("--posts", type=int, default=60, help="items posted to plain Plone (60)")
    parser.add_argument(
        "--minutes",
        type=float,
        default=float(os.environ.get("MINUTES") or 30),
        help="how long the part `soak` goes on (MINUTES; 30)",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        default=_path("KEEP"),
        metavar="FOLDER",
        help="keep the portal in this folder and use it again in the next run (KEEP)",
    )
    parser.add_argument(
        "--json",
        type=Path,
        default=_path("JSON"),
        metavar="FILE",
        help="write the figures to this file (JSON)",
    )
    parser.add_argument(
        "--before",
        default=os.environ.get("BEFORE") or None,
        metavar="FILE_OR_REVISION",
        help="show the figures of an earlier run beside the new ones; of a revision (1.0.0), which is"
        " measured first (BEFORE)",
    )
    arguments = parser.parse_args()
    known = PARTS | APART
    unknown = set(arguments.parts) - set(known)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if arguments.quick:
        arguments.parts = arguments.parts or list(QUICK)
        arguments.feed, arguments.posts = min(arguments.feed, 10_000), min(arguments.posts, 30)
        arguments.vanilla_count = arguments.vanilla_count or 2_000
    if not arguments.vanilla_count:
        arguments.vanilla_count = min(arguments.count, 20_000)
    return arguments


def _before(arguments: Namespace) -> Path:
    """The file of an earlier run; of a revision, one that is made now."""
    file = Path(arguments.before)
    if file.is_file():
        return file
    words = ["--count", arguments.count, "--feed", arguments.feed, "--posts", arguments.posts]
    words += ["--vanilla-count", arguments.vanilla_count, *arguments.parts]
    return measured(arguments.before, list(map(str, words)))


def main() -> int:
    arguments = _arguments()
    before = results.read(_before(arguments)) if arguments.before else None
    start = time.monotonic()
    rows: list[results.Row] = []
    with ExitStack() as life:
        run = Run(
            count=arguments.count,
            feed=arguments.feed,
            vanilla_count=arguments.vanilla_count,
            posts=arguments.posts,
            minutes=arguments.minutes,
            keep=arguments.keep,
            before=before,
            life=life,
        )
        held = arguments.count
        if not arguments.parts or set(arguments.parts) & set(PARTS):
            held = run.portal.count()
        for name, part in (PARTS | APART).items():
            if name in (arguments.parts or PARTS):
                rows += part(run)
    about = {
        "listings": held,
        "count": arguments.count,
        "feed": arguments.feed,
        "vanilla_count": arguments.vanilla_count,
        "python": platform.python_version(),
        "plone": version("Products.CMFPlone"),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[1], 1),
        "seconds": round(time.monotonic() - start),
    }
    print(", ".join(f"{name} {value}" for name, value in about.items()))
    print()
    print(results.table(rows, before[1] if before else None))
    if arguments.json:
        results.write(arguments.json, rows, about)
    return 0


if __name__ == "__main__":
    sys.exit(main())
