"""The portal for tests: a real PostgreSQL, a real site, real HTTP; nothing is a mock.

The site is made once in a session, in a database that then is a template: a
test topic gets a copy of it in a fraction of a second and may commit, crash
and pack as it likes. Zope knows one database at a time in a process, so a
topic must close its portal before the next opens one.
"""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from functools import partial
from pathlib import Path
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.options import Options
from relstorage.storage import RelStorage
from thads_portal.cli import channel
from thads_portal.cli.hosting import hosted
from thads_portal.cli.publishing import publisher
from thads_portal.cli.zope import configure
from thads_portal.cli.zope import settle
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.store import place
from thads_portal.database.binaries import tool
from thads_portal.database.ownership import may_make_tables
from thads_portal.database.testing import fresh_database
from thads_portal.database.testing import server
from thads_portal.domain.codes import State
from thads_portal.domain.grounds import scheme_of
from thads_portal.register.numbers import numbering
from thads_portal.register.own_connections import lent
from thads_portal.security.accounts import ensure_demo_accounts
from thads_portal.setup.site import ensure_site
from thads_portal.setup.site import SITE_ID
from thads_portal.watching.watch import watched
from thads_portal.workflow.transitions import set_state
from waitress import wasyncore
from zope.component.hooks import setSite
from zope.event import notify
from zope.processlifetime import DatabaseOpenedWithRoot
from Zope2.App.ClassFactory import ClassFactory
from Zope2.Startup.run import configure_wsgi
from ZPublisher.httpexceptions import HTTPExceptionHandler

import atexit
import datetime
import fcntl
import json
import os
import psycopg2
import subprocess
import tempfile
import threading
import transaction
import waitress
import ZODB
import Zope2


SITE_PATH = f"/{SITE_ID}"
#: The variable that names a folder of test processes side by side.
SHARED = "THADS_TESTS_SHARED"


@dataclass(frozen=True, slots=True)
class Template:
    """The database that portals are copied from, and the accounts in it by role."""

    database: str
    accounts: dict[str, dict[str, str]]


@cache
def template() -> Template:
    """Start Zope and make the site: once in a process, some twenty seconds.

    Of test processes side by side one makes it and the others take over what it made, from the
    folder that SHARED names: each has a database server of its own, which a test may kill.
    """
    # First, so that at exit it outlives the databases.
    server()
    life = ExitStack()
    atexit.register(life.close)
    folder = Path(life.enter_context(tempfile.TemporaryDirectory(prefix="thads-instance-")))
    dsn = life.enter_context(fresh_database())
    os.environ["THADS_INSTANCE"] = str(folder)
    with _made_by_one() as (dump, known):
        if known.exists():
            _database_tool("psql", dsn, "--quiet", "-v", "ON_ERROR_STOP=1", "-f", str(dump))
        configure_wsgi(str(configure(folder, dsn) / "zope.conf")).setupPublisher()
        app = Zope2.app()
        if known.exists():
            accounts = json.loads(known.read_text(encoding="utf-8"))
        else:
            site = ensure_site(_with_request(app))
            with transaction.manager:
                accounts = ensure_demo_accounts({})
            setSite(None)
            site.REQUEST.clear()
            if SHARED in os.environ:
                _database_tool("pg_dump", dsn, "-f", str(dump))
                known.write_text(json.dumps(accounts), encoding="utf-8")
    app._p_jar.close()
    Zope2.DB.close()
    # As in a worker: the collector does not look through Zope again and again.
    settle()
    return Template(psycopg2.extensions.parse_dsn(dsn)["dbname"], accounts)


@contextmanager
def _made_by_one() -> Iterator[tuple[Path, Path]]:
    """Where the site's dump and its accounts are or will be; who makes them makes others wait."""
    with ExitStack() as life:
        folder = os.environ.get(SHARED)
        if folder is None:
            folder = life.enter_context(tempfile.TemporaryDirectory())
        place = Path(folder)
        lock = life.enter_context((place / "lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (place / "accounts.json").exists():
            # The others may take it over at the same time.
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield place / "site.sql", place / "accounts.json"


def _database_tool(name: str, dsn: str, *words: str) -> None:
    command = [str(tool(name)), "-d", dsn, *words]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def _with_request(app):
    # Not at the top: imported before Zope's start it puts a DemoStorage in place.
    from Testing.makerequest import makerequest

    return makerequest(app)


@contextmanager
def fresh_portal(
    served_as: Callable[[str], AbstractContextManager[str]] = nullcontext,
) -> Iterator["Portal"]:
    """A portal of one's own: a copy of the template, served by this process.

    `served_as` makes of the owner's connection string the one that it is served by.
    """
    source = template()
    with fresh_database(template=source.database) as owner, served_as(owner) as dsn:
        # A copy: what a topic adds to its accounts is in its own database only.
        portal = Portal(dsn, dict(source.accounts))
        portal.open()
        try:
            yield portal
        finally:
            portal.close()


class Portal:
    """One database with a site. `accounts`: role -> {"username", "password"}."""

    def __init__(self, dsn: str, accounts: dict[str, dict[str, str]]):
        self.dsn = dsn
        self.accounts = accounts
        self.database = None
        self._life = ExitStack()

    def open(self) -> None:
        """Open the database and let Zope publish from it; also after a crash of the server."""
        self.database = open_database(self.dsn)
        notify(DatabaseOpenedWithRoot(self.database))
        # What Zope's own start does with the one database of its configuration.
        Zope2.DB = self.database
        Zope2.bobo_application._db = self.database

    def close(self) -> None:
        self._life.close()
        transaction.abort()
        self.database.close()

    @contextmanager
    def site(self, *, role: str | None = None) -> Iterator:
        """The site with a request, in a transaction that is aborted at the end.

        With `role`, that role's account is signed in; else the visitor is anonymous.
        """
        transaction.begin()
        connection = self.database.open()
        try:
            app = _with_request(connection.root()["Application"])
            site = app[SITE_ID]
            setSite(site)
            noSecurityManager()
            if role is not None:
                users = site.acl_users
                user = users.getUser(self.accounts[role]["username"])
                newSecurityManager(None, user.__of__(users))
            yield site
        finally:
            transaction.abort()
            noSecurityManager()
            setSite(None)
            # Group tools hang clean-ups on the request that must find the connection open.
            app.REQUEST.clear()
            connection.close()

    def query(self, sql: str, *parameters) -> list[tuple]:
        """Rows of a query on a connection of its own, as any other process sees them."""
        with lent(self.dsn) as connection, connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def run_jobs(self, *, clock: bool = False) -> None:
        """Run the jobs that wait, as a worker does, until the queue is empty.

        With `clock` also those whose time it is: what these find depends on the hour.
        """
        # Imported late: few tests have jobs.
        from thads_portal.jobs.runner import Portal as Place
        from thads_portal.jobs.worker import work

        work(Place(self.database, self.dsn, SITE_PATH), wait=False, clock=clock)

    def serve(self) -> str:
        """Serve over HTTP until the portal is closed; returns the address without a slash."""
        # The pipeline of instance/etc/zope.ini; Zope itself has been started by the template.
        application = watched(hosted(HTTPExceptionHandler(publisher())), self.dsn)
        # What the server listens to, its visitors' connections among it.
        sockets: dict = {}
        server = waitress.create_server(
            application,
            sockets,
            host="127.0.0.1",
            port=0,
            threads=4,
            # As in a worker.
            clear_untrusted_proxy_headers=False,
        )
        channel.install(server)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        self._life.callback(server.task_dispatcher.shutdown)
        self._life.callback(thread.join, 10)
        self._life.callback(_end, server.trigger, sockets)
        return f"http://127.0.0.1:{server.effective_port}"


def _end(trigger, sockets: dict) -> None:
    """Close the sockets in the server's own loop, which so wakes up, has nothing left, and ends."""
    # Under its lock: the loop, woken by a visitor, could close the trigger before it is pulled.
    with trigger.lock:
        trigger.thunks.append(partial(wasyncore.close_all, sockets, ignore_all=True))
        trigger.pull_trigger()


def open_database(dsn: str, *, pack_gc: bool = False) -> ZODB.DB:
    """The objects in `dsn`, as the portal's own configuration opens them.

    `pack_gc`: as no portal may that somebody writes to.
    """
    options = Options(
        keep_history=False,
        cache_local_mb=32,
        blob_dir=os.path.join(os.environ["THADS_VAR"], "blobcache"),
        shared_blob_dir=False,
        pack_gc=pack_gc,
        create_schema=may_make_tables(dsn),
    )
    adapter = PostgreSQLAdapter(dsn=dsn, options=options)

    database = ZODB.DB(RelStorage(adapter, options=options))
    database.classFactory = ClassFactory
    return database


def today() -> datetime.date:
    """The day on which the tests' synthetic decisions are taken."""
    return datetime.date(2026, 11, 20)


def make_listing(portal: Portal, site, *, province: str = "cao-bang", **fields):
    """A listing in the register of `province`, not committed: synthetic, published by default."""
    state = State(fields.pop("state", State.PUBLISHED))
    now = datetime.datetime.now(datetime.UTC)
    with numbering(portal.dsn) as numbers:
        (number,) = numbers.take(1, now=now)
    values = {
        "debtor_name": "Nông Văn Thử",
        "debtor_kind": "individual",
        "debtor_address": "Tổ 3, phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
        "judgment_number": "15/2024/DS-ST",
        "judgment_date": datetime.date(2024, 3, 5),
        "judgment_body": "Tòa án nhân dân thành phố Cao Bằng",
        "judgment_kind": "civil",
        "enforcement_decision_number": "210/QĐ-CCTHADS",
        "enforcement_decision_date": datetime.date(2024, 6, 10),
        "no_conditions_decision_number": "12/QĐ-CCTHADS",
        "no_conditions_decision_date": today(),
        "signed_by": "Hoàng Thị Mẫu",
        "obligation": "Trả nợ số tiền 12.500.000 đồng",
        "obligation_kinds": ("debt",),
        "obligation_amount": 12_500_000,
        "ground": "a",
        "agency": f"{province}/cuc",
        "created_by": "test",
        **fields,
    }
    listing = DebtorListing(number, **values)
    if "ground_scheme" not in fields:
        listing.ground_scheme = scheme_of(listing.no_conditions_decision_date).value
    if state in (State.PUBLISHED, State.ENDED):
        listing.first_published = now
    if state == State.ENDED:
        listing.ended_at = now
        listing.end_reason = fields.get("end_reason", "discharged")
    set_state(listing, state, action="test", actor="test", when=now)
    return place(site[province][REGISTER_ID], listing)
