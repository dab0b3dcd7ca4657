"""The entry point of `thads`: finds the sub-command and runs it.

Only the module of the command that is asked for is imported, because most of them bring in Zope
and the supervisor must not. Problems that an operator can mend are told in a line, without a
traceback.
"""

from thads_portal.cli import lifeline
from thads_portal.database.problems import StartProblem
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import ThadsError

import argparse
import importlib
import os
import sys
import time


OLDEST_PYTHON = (3, 11)

#: Sub-command -> module of this package, and what `thads --help` says about it.
COMMANDS = {
    "serve": ("serve", "serve the portal until Ctrl-C"),
    "work": ("work", "run the jobs of the queue until Ctrl-C"),
    "upgrade": ("upgrade", "bring the database of an older release to this one"),
    "setup-site": ("setup_site", "create the site if it is missing"),
    "add-account": ("add_account", "make an account, such as the first administrator's"),
    "check-accounts": ("check_accounts", "list roles that were not given by the portal"),
    "demo": ("demo", "load the demo content and accounts"),
    "feed": ("feed", "read a file of case events, as the REST feed does"),
    "register": ("register", "compare the register with the objects, or rebuild it"),
    "case-duties": ("case_duties", "bring the deadlines of all cases to today's law and calendar"),
    "database": ("database", "run psql, pg_dump or pg_restore on the database"),
    "backup": ("backup", "make a sealed backup of the embedded database"),
    "restore": ("restore", "bring the embedded database back from backups"),
    "merge-subsite": ("merge_subsite", "let the successor's staff work for a merged province"),
    "check-content": ("check_content", "list the listings that show marks of earlier faults"),
    "bulk-files": ("bulk_files", "make the bulk files of the open data now"),
    "public-lists": ("public_lists", "make the official lists of the provinces that changed"),
    "requests": ("requests", "keys that seal citizens' requests: keys, rotate, reseal"),
    "reset-second-factor": ("reset_second_factor", "take an account's second factor away"),
    "record": (
        "record",
        "the record of actions: check its chain, seal what is new, print its heads",
    ),
    "fields": ("fields", "keys that seal restricted fields: status, begin, rotate, reseal, forget"),
    "simulate": ("simulate", "stand in for a provider of identities and the national portal"),
    "statistics": ("statistics", "count the statistics now"),
    "generate-feed": ("generate_feed", "make up a feed of synthetic listings"),
    "export-listings": ("export_listings", "write all listings as NDJSON"),
    "import-listings": ("import_listings", "read listings from an export"),
}


def _live_in_vietnam() -> None:
    """Plone shows times, and reads those that editors type, in the zone of its process.

    On a server that keeps UTC an item that is to appear at 08:00 would appear at 15:00. Too late
    once Zope's dates are loaded, which ask for the zone only then.
    """
    if "DateTime" not in sys.modules:
        os.environ["TZ"] = VIETNAM.key
        time.tzset()


def main(arguments: list[str] | None = None) -> int:
    """Run one sub-command and return its exit code."""
    if sys.version_info < OLDEST_PYTHON:
        needed = ".".join(map(str, OLDEST_PYTHON))
        sys.stderr.write(f"thads: Python {needed} or newer is needed\n")
        sys.stderr.write(f"thads: cần Python {needed} trở lên\n")
        return 2
    _live_in_vietnam()
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="thads", description="The portal of civil judgment enforcement (Thi hành án dân sự)."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asked = next((word for word in arguments if not word.startswith("-")), None)
    module = None
    for name, (module_name, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == asked:
            module = importlib.import_module(f"thads_portal.cli.{module_name}")
            module.add_arguments(command)
    parsed = parser.parse_args(arguments)
    assert module is not None  # noqa: S101  # argparse has refused every other word
    lifeline.follow()
    try:
        return module.run(parsed)
    except StartProblem as problem:
        sys.stderr.write(problem.lines() + "\n")
        return problem.exit_code
    except ThadsError as refusal:
        message = refusal.as_dict()["message"]
        sys.stderr.write(f"thads: {message['en']}\nthads: {message['vi']}\n")
        return 1
    except OSError as error:
        # A full disk, a folder that is not there: the operator's to mend.
        reason = error.strerror or type(error).__name__
        place = f": {error.filename}" if error.filename else ""
        sys.stderr.write(f"thads: {reason}{place}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
