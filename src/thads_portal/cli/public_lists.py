"""``thads public-lists``: bring the official lists of the provinces up to date, as the job does."""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.opendata import public_lists


def add_arguments(parser: ArgumentParser) -> None:
    """None."""


def run(arguments: Namespace) -> int:
    with application() as zope, progress("official lists", "listings") as reached:
        made = public_lists.make(zope.portal, zope.dsn, reached=lambda done, total: reached(done))
    print(f"{made['listings']} listings: {made['made']} new lists, {made['unchanged']} unchanged")
    return 0
