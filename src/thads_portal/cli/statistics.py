"""``thads statistics``: count the statistics now, as the job does four times a day."""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.cli.settings import instance_folder
from thads_portal.database.connect import database
from thads_portal.register import statistics


def add_arguments(parser: ArgumentParser) -> None:
    """None."""


def run(arguments: Namespace) -> int:
    with database(instance_folder()) as dsn:
        cases = statistics.take(dsn)
    print(f"{cases} cases are public")
    return 0
