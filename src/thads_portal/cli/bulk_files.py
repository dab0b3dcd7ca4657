"""``thads bulk-files``: make the bulk files of the open data now, as the job does every night."""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.settings import shows_decision
from thads_portal.opendata import bulk


def add_arguments(parser: ArgumentParser) -> None:
    """None."""


def run(arguments: Namespace) -> int:
    with application() as zope, progress("bulk files", "listings") as reached:
        made = bulk.make(
            zope.dsn,
            register_id=REGISTER_ID,
            decision=shows_decision(),
            reached=lambda done, total: reached(done),
        )
    print(f"{made['listings']} listings in {made['files']} files")
    return 0
