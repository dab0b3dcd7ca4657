"""Zope and the portal in a command-line tool.

Zope can be configured once in a process. The security manager stays the anonymous one: a command
that may do more than a visitor says so where it does it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from psycopg2.extensions import make_dsn
from psycopg2.extensions import parse_dsn
from thads_portal.cli.settings import etc_folder
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.upgrading import plan
from thads_portal.database.connect import database
from thads_portal.database.connect import owners_database
from thads_portal.database.ownership import may_make_tables
from thads_portal.database.problems import StartProblem
from thads_portal.watching import json_lines
from typing import Any

import gc
import logging
import os
import warnings


SITE = "Plone"


@dataclass(frozen=True, slots=True)
class Application:
    """The root of Zope, the portal (None before it is created), and its database."""

    app: Any
    portal: Any
    dsn: str
    #: Gives the connection back, once: before the end for who opens others.
    connection: ExitStack


def configure(instance: Path, dsn: str) -> Path:
    """Set what zope.conf takes from the environment and return the folder it lies in."""
    etc = etc_folder(instance)
    var = instance / "var"
    private(var)
    logging.basicConfig(level=logging.WARNING)
    written = json_lines.formatter()
    for handler in logging.getLogger().handlers:
        handler.setFormatter(written)
    # collective.exportimport's own business; the pin on setuptools is our answer to it.
    warnings.filterwarnings("ignore", "pkg_resources is deprecated", UserWarning)
    os.environ["THADS_HOME"] = str(etc.parent)
    os.environ["THADS_VAR"] = str(var)
    os.environ["THADS_ZODB_DSN"] = _patient(dsn)
    # RelStorage asks for a sequence at each start, which a role that owns nothing may not make.
    os.environ["THADS_MAKES_TABLES"] = "true" if may_make_tables(dsn) else "false"
    return etc


#: Seconds to wait for a connection; and, where it leads over a network, what ends one that a proxy or a
#: firewall has forgotten: a sign of life when nothing was said for half a minute, ten seconds for an answer.
_WAITS = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}


def _patient(dsn: str) -> str:
    """`dsn` with an end to each wait, unless the operator has set one."""
    given = parse_dsn(dsn)
    return make_dsn(dsn, **{name: each for name, each in _WAITS.items() if name not in given})


#: Folders of ``var`` that hold keys and files of people; what is beside them keeps itself.
_PRIVATE = ("blobcache", "keys")


def private(var: Path) -> None:
    """What the portal writes is its account's own: no other user of the machine reads it."""
    os.umask(0o077)
    var.mkdir(parents=True, exist_ok=True)
    # As root, the account of the embedded database passes through to its own folder.
    var.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in _PRIVATE:
        folder = var / name
        if folder.is_dir():
            folder.chmod(0o700)


def settle() -> None:
    """Call it when all is loaded: what is there now stays for the life of the process.

    While a feed makes new objects the collector would look through those of Zope again and
    again, and spend a sixth of all time on it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@contextmanager
def application(
    instance: Path | None = None, *, site_required: bool = True, upgrading: bool = False
) -> Iterator[Application]:
    """Zope with its database, the portal set as the current site, a request in place.

    Nothing is committed here; what the command left uncommitted is rolled back. A database that
    needs an upgrade is refused, but for `upgrading` it. Raises `StartProblem`.
    """
    instance = instance or instance_folder()
    with (owners_database if upgrading else database)(instance) as dsn:
        if not upgrading:
            plan(dsn).verify()
        etc = configure(instance, dsn)
        # Imported late: importing Zope takes a second, and half of it reads the environment.
        from zope.component.hooks import setSite
        from zope.globalrequest import setRequest
        from Zope2.Startup.run import configure_wsgi

        import Zope2

        configure_wsgi(str(etc / "zope.conf"))
        root = Zope2.app()

        # Before Zope has started, this import would put an in-memory database in its place.
        from Testing.makerequest import makerequest

        app = makerequest(root)
        connection = ExitStack()
        connection.callback(_close, app)
        portal = app.unrestrictedTraverse(SITE, None)
        try:
            if portal is None and site_required:
                raise StartProblem(
                    en="the portal does not exist yet; run `thads setup-site`",
                    vi="chưa có cổng thông tin; hãy chạy `thads setup-site`",
                )
            setRequest(app.REQUEST)
            setSite(portal)
            settle()
            yield Application(app=app, portal=portal, dsn=dsn, connection=connection)
        finally:
            connection.close()
            Zope2.DB.close()


@contextmanager
def portal_database(instance: Path | None = None) -> Iterator[tuple[Any, str]]:
    """The ZODB with the portal, and its dsn, for who opens connections for one piece of work each.

    No connection stays open meanwhile: one that waits keeps the snapshot of its last look, so that the
    server cannot tidy up behind it and an upgrade cannot build an index. Raises `StartProblem`.
    """
    with application(instance) as zope:
        opened = zope.portal._p_jar.db()
        zope.connection.close()
        yield opened, zope.dsn


def _close(app: Any) -> None:
    """Roll back, forget the site and the request, and give the connection back."""
    from zope.component.hooks import setSite
    from zope.globalrequest import setRequest

    import transaction

    transaction.abort()
    setSite(None)
    setRequest(None)
    # Group tools hang clean-ups on the request that must find the connection open.
    app.REQUEST.clear()
    app._p_jar.close()
