"""`thads database PROGRAM ...`: psql, pg_dump or pg_restore on this instance's database.

The embedded server runs for as long as the program does, and the programs are those that came
with it: nobody has to install them in the right version, or to know where the socket lies.
"""

from argparse import ArgumentParser
from argparse import Namespace
from argparse import REMAINDER
from psycopg2.extensions import parse_dsn
from thads_portal.cli.settings import instance_folder
from thads_portal.database.binaries import tool
from thads_portal.database.connect import database

import os
import signal
import subprocess


PROGRAMS = ("psql", "pg_dump", "pg_restore")
#: Part of a connection string -> variable by which libpq takes it.
_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "requirepeer": "PGREQUIREPEER",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("program", choices=PROGRAMS)
    parser.add_argument("words", nargs=REMAINDER, metavar="...", help="what the program is told")


def run(arguments: Namespace) -> int:
    """The exit code of the program."""
    with database(instance_folder()) as dsn:
        given = parse_dsn(dsn)
        environment = {_VARIABLES[name]: given[name] for name in _VARIABLES if name in given}
        # Ctrl-C is the program's: psql gives up a query and stays.
        before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
        try:
            return subprocess.run(
                [str(tool(arguments.program)), *arguments.words],
                env={**os.environ, **environment},
                check=False,
            ).returncode
        finally:
            signal.signal(signal.SIGINT, before)
