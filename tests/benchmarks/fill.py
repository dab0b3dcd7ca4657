"""Makes the site where it is missing and loads listings: ``python -m tests.benchmarks.fill``.

Through the real import, in an instance named by ``THADS_INSTANCE``. Every province
trusts the feed, so that everything is published at once. The seed of a feed is never
used twice in an instance: its lines would be recognised as applied.
"""

from argparse import ArgumentParser
from pathlib import Path
from plone import api
from thads_portal.cli import accounts
from thads_portal.cli.progress import progress
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.zope import application
from thads_portal.domain.provinces import all_provinces
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.importing.feed import Line
from thads_portal.security.accounts import ensure_demo_accounts

import itertools
import json
import logging
import psycopg2
import time
import transaction


def next_seed(instance: Path) -> int:
    """A seed that no feed of this instance had."""
    place = instance / "var" / "benchmark.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    seed = json.loads(place.read_text())["seed"] + 1 if place.exists() else 1
    place.write_text(json.dumps({"seed": seed}))
    return seed


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--count", type=int, required=True, help="listings there shall be")
    arguments = parser.parse_args()
    # Plone's own installation warns a lot; nobody reads it here.
    logging.disable(logging.WARNING)
    with application(site_required=False) as zope:
        # Imported late: only together with Zope.
        from thads_portal.importing.run import feed_lines
        from thads_portal.setup.site import ensure_site

        site = ensure_site(zope.app)
        slugs = [province.slug for province in all_provinces()]
        api.portal.set_registry_record("thads_portal.trusted_provinces", slugs)
        place = accounts.path(instance_folder() / "var")
        written = ensure_demo_accounts(json.loads(place.read_text()) if place.exists() else {})
        transaction.commit()
        place.touch(mode=0o600)
        place.write_text(json.dumps(written))
        missing = arguments.count - _present(zope.dsn)
        rate = 0.0
        if missing > 0:
            options = FeedOptions(count=missing, seed=next_seed(instance_folder()))
            with progress("listings", "listings", missing) as reached:
                start = time.perf_counter()
                numbered = map(Line, itertools.count(1), lines(options))
                report = feed_lines(site, numbered, actor="benchmark", progress=reached)
            rate = report.created / (time.perf_counter() - start)
            assert report.rejected == 0, report.problems[:3]
        _tidy(zope.dsn)
    print(json.dumps({"loaded": max(missing, 0), "rate": rate}), flush=True)


def _present(dsn: str) -> int:
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM thads_listing")
            return cursor.fetchone()[0]
    finally:
        connection.close()


def _tidy(dsn: str) -> None:
    """What PostgreSQL does by itself within a minute: not to be waited for, nor measured."""
    connection = psycopg2.connect(dsn)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    finally:
        connection.close()


if __name__ == "__main__":
    main()
