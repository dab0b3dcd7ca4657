"""Times feeds by one process and by several, in turns: ``python -m tests.benchmarks.feeding 1 2``.

In the instance named by ``THADS_INSTANCE``, of new events each time. Beside what passed on the clock
stands the processor's time of all processes together, of Python and of the database: a machine that
others use as well changes only the first.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tests.benchmarks.fill import next_seed
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.zope import application
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.importing.feed import Line

import itertools
import json
import logging
import os
import psutil
import threading
import time


def measured(zope, count: int, processes: int) -> dict[str, float]:
    """A feed of `count` new events by so many processes: ``rate`` and milliseconds an event."""
    # Imported late: only together with Zope.
    from thads_portal.importing.run import feed_lines
    from thads_portal.register.processes import standing_by

    options = FeedOptions(count=count, seed=next_seed(instance_folder()))
    made = [*map(Line, itertools.count(1), lines(options))]
    with standing_by(zope.portal._p_jar.db(), processes), _processor() as used:
        start = time.perf_counter()
        report = feed_lines(zope.portal, made, actor="benchmark")
        took = time.perf_counter() - start
    assert report.created == count, report
    return {"rate": count / took, **{name: 1000 * each / count for name, each in used.items()}}


@contextmanager
def _processor() -> Iterator[dict[str, float]]:
    """Seconds that Python's processes and PostgreSQL's ran while the block did."""
    used: dict[str, float] = {}
    before = _seconds()
    after = dict(before)
    over = threading.Event()

    def watch() -> None:
        # Again and again: of a process that has ended nothing is told any more.
        while not over.wait(0.1):
            after.update(_seconds())

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield used
    finally:
        over.set()
        watching.join()
    after.update(_seconds())
    for (pid, name), seconds in after.items():
        used[name] = used.get(name, 0.0) + seconds - before.get((pid, name), 0.0)


def _seconds() -> dict[tuple[int, str], float]:
    found = {}
    mine = psutil.Process()
    family = {mine.pid, *(child.pid for child in mine.children(recursive=True))}
    for process in psutil.process_iter(["name"]):
        if process.pid in family:
            name = "python"
        elif process.info["name"] == "postgres":
            name = "postgres"
        else:
            continue
        try:
            text = Path(f"/proc/{process.pid}/schedstat").read_text()
        except OSError:
            continue
        found[process.pid, name] = int(text.split()[0]) / 1e9
    return found


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("processes", type=int, nargs="+", help="how many, one run each")
    parser.add_argument("--count", type=int, default=10_000, help="events of a feed")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    with application() as zope:
        # The first one loads what the others find loaded.
        measured(zope, 1_000, 1)
        found = [
            {"processes": each} | measured(zope, arguments.count, each)
            for each in arguments.processes
        ]
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
