"""What the publication log costs a feed: ``python -m tests.benchmarks.log_cost --feed 20000 --pairs 3``.

A portal of its own, the same feeds over REST in turn with the log and without it: for the second the
functions that the triggers call are set back, in this portal's database, to those of the step before the log.
Taking the new leaves into the tree is done beside the feeds by whoever asks; its time is told apart.
"""

from contextlib import closing
from importlib.resources import files
from pathlib import Path
from statistics import median
from tests.benchmarks.installation import Installation
from tests.benchmarks.installation import serving
from thads_portal.register import migrations
from thads_portal.register.publication_log import growing

import argparse
import os
import psycopg2
import re
import time


WITHOUT_LOG, WITH_LOG = "0060_acts_of_publication.sql", "0085_publication_log.sql"
_FUNCTION = re.compile(
    r"CREATE (?:OR REPLACE )?(FUNCTION thads_note_acts_of_\w+\(\).*?\$body\$.*?\$body\$;)",
    re.DOTALL,
)


def functions_of(step: str) -> list[str]:
    """What makes the triggers' functions as they were after `step`."""
    text = files(migrations).joinpath(step).read_text(encoding="utf-8")
    return [f"CREATE OR REPLACE {each}" for each in _FUNCTION.findall(text)]


def switch(portal: Installation, step: str) -> None:
    with closing(psycopg2.connect(portal.dsn)) as connection, connection, connection.cursor() as db:
        for statement in functions_of(step):
            db.execute(statement)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="listings there before")
    parser.add_argument("--feed", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    took: dict[str, list[float]] = {WITHOUT_LOG: [], WITH_LOG: []}
    with serving(asked.count, asked.keep) as (portal, _):
        # The first feed of a worker takes longer than the others.
        portal.send_feed(portal.new_feed(2_000))
        growing.grow(portal.dsn)
        # In turn, the second pair the other way round: what grows meanwhile is fair to both.
        order = [WITHOUT_LOG, WITH_LOG, WITH_LOG, WITHOUT_LOG] * asked.pairs
        for step in order[: 2 * asked.pairs]:
            body = portal.new_feed(asked.feed)
            switch(portal, step)
            seconds, report = portal.send_feed(body)
            assert report["created"] == asked.feed, report
            took[step].append(seconds)
            print(
                f"{step}: {asked.feed / seconds:,.0f} /s, load {os.getloadavg()[0]:.1f}", flush=True
            )
        switch(portal, WITH_LOG)
        began = time.perf_counter()
        leaves = growing.grow(portal.dsn)
        grown = time.perf_counter() - began
    without, with_log = (median(took[step]) for step in (WITHOUT_LOG, WITH_LOG))
    print(
        f"median of {asked.pairs}: {asked.feed / without:,.0f} /s without, {asked.feed / with_log:,.0f} /s"
        f" with; the log costs {100 * (1 - without / with_log):.1f} % of the rate;"
        f" {leaves} leaves were taken into the tree in {grown:.2f} s"
    )


if __name__ == "__main__":
    main()
