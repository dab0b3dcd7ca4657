"""A worker process: Zope behind waitress, on the sockets that the supervisor opened.

Started by `thads serve` only (`python -m thads_portal.cli.worker`). It begins to listen when
everything is loaded, tells the supervisor, and ends with it.
"""

from pathlib import Path
from thads_portal.cli import channel
from thads_portal.cli import lifeline
from thads_portal.cli.warm import warm
from thads_portal.cli.zope import configure
from thads_portal.cli.zope import settle
from thads_portal.cli.zope import SITE
from thads_portal.watching.shared_counts import folder_of
from thads_portal.watching.shared_counts import share

import argparse
import os
import signal
import socket
import sys


#: A connection of the database each, so this bounds what a worker asks of PostgreSQL.
THREADS = 4

#: A case feed may have 200 MB, and the endpoint itself says so to a larger one. What comes in is
#: spooled to disk first; beyond this, waitress refuses before that.
LARGEST_BODY = 256 * 1024 * 1024


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--instance", type=Path, required=True)
    parser.add_argument("--dsn-variable", required=True)
    parser.add_argument("--ready", type=int, required=True)
    parser.add_argument("--sockets", type=int, nargs="+", required=True)
    arguments = parser.parse_args()
    lifeline.follow()
    dsn = os.environ[arguments.dsn_variable]
    share(folder_of(arguments.instance))
    application = _application(configure(arguments.instance, dsn))
    _keep_public_address()
    warm(application, dsn)
    settle()
    server = _server(application, [socket.socket(fileno=number) for number in arguments.sockets])
    signal.signal(signal.SIGTERM, _leave)
    os.write(arguments.ready, b"1")
    os.close(arguments.ready)
    try:
        server.run()
    finally:
        _alone()
    return 0


def _application(etc: Path):
    from paste.deploy import loadapp

    return loadapp(f"config:{etc / 'zope.ini'}")


def _alone() -> None:
    """Let what was forked from this process end before it."""
    # Imported late: only together with Zope.
    from thads_portal.register.processes import stand_down

    stand_down()


def _keep_public_address() -> None:
    """The registry tells what the variable says; of several workers one writes it."""
    from thads_portal.security.public_address import keep_variable
    from ZODB.POSException import ConflictError

    import transaction
    import Zope2

    app = Zope2.app()
    try:
        with transaction.manager:
            keep_variable(app[SITE].portal_registry)
    except ConflictError:
        # Another worker has just written the same.
        pass
    finally:
        app._p_jar.close()


def _server(application, sockets: list[socket.socket]):
    from waitress import create_server

    server = create_server(
        application,
        sockets=sockets,
        threads=THREADS,
        ident=None,
        server_name="localhost",
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=256 * 1024,
        outbuf_overflow=1024 * 1024,
        # Above the first number it is on disk: a slow visitor with a large file holds no thread.
        outbuf_high_watermark=1024 * 1024 * 1024,
        channel_timeout=120,
        connection_limit=500,
        asyncore_use_poll=True,
        # The addresses that a proxy reports are judged by `hosting` and by Zope.
        clear_untrusted_proxy_headers=False,
    )
    channel.install(server)
    return server


def _leave(number: int, frame: object) -> None:
    """Let waitress finish what is under way (it waits five seconds) and return from `run`."""
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
