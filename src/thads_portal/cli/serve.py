"""`thads serve`: the supervisor, from an empty folder to a portal that answers, until Ctrl-C.

A light process that imports no Zope. It takes the port, starts the database, has the content
made, keeps the workers alive, and stops all of it again. The port answers only when the content
is there: a half-loaded register would tell visitors "no entry" about people who have one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from pathlib import Path
from thads_portal.cli import accounts
from thads_portal.cli.children import end
from thads_portal.cli.children import spawn
from thads_portal.cli.pool import Pool
from thads_portal.cli.settings import Settings
from thads_portal.cli.settings import settings
from thads_portal.cli.sockets import PortProblem
from thads_portal.cli.sockets import reserve
from thads_portal.cli.upgrading import plan
from thads_portal.database import marks
from thads_portal.database.backups.log_keeping import keep_shipping
from thads_portal.database.backups.places import continuous
from thads_portal.database.connect import check
from thads_portal.database.connect import database
from thads_portal.database.connect import VARIABLE
from thads_portal.database.embedded import Embedded
from thads_portal.database.embedded import private_file
from thads_portal.database.problems import DatabaseProblem
from thads_portal.database.problems import StartProblem
from thads_portal.watching.shared_counts import folder_of
from thads_portal.watching.shared_counts import forget

import argparse
import fcntl
import hashlib
import os
import signal
import socket
import sys
import time


_TICK = 0.2
_DATABASE_CHECK = 1.0
_PORT_PATIENCE = 10.0


class Stopped(BaseException):
    """SIGINT or SIGTERM came; not an `Exception`, so that no handler on the way swallows it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--demo", action="store_true", help="load the demo content and accounts first, once"
    )
    parser.add_argument(
        "--upgrade",
        action="store_true",
        help="upgrade a database of an older release first (with --demo too); else it is refused",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM; 0 after a clean stop. Raises `StartProblem`."""
    configured = settings()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        with ExitStack() as stack:
            killed = stack.enter_context(_only_supervisor(configured.var))
            sockets = _port(configured, patience=_PORT_PATIENCE if killed else 0.0)
            for bound in sockets:
                stack.callback(bound.close)
            dsn = stack.enter_context(database(configured.instance))
            _upgraded(configured, dsn, itself=arguments.upgrade or arguments.demo)
            with marks.alone(dsn):
                _content(configured, dsn, demo=arguments.demo)
            _serve(configured, dsn, sockets, demo=arguments.demo)
    except Stopped:
        pass
    return 0


def _stop(number: int, frame: object) -> None:
    # Once is enough: a second Ctrl-C must not leave the database running.
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    sys.stderr.write("\nthads: stopping / đang dừng ...\n")
    raise Stopped


@contextmanager
def _only_supervisor(var: Path) -> Iterator[bool]:
    """One supervisor for an instance. Yields whether the previous one ended without cleaning up."""
    var.mkdir(parents=True, exist_ok=True)
    with private_file(var / "serve.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid = lock.read().strip() or "?"
            raise StartProblem(
                en=f"this instance is being served already, by process {pid}",
                vi=f"phiên bản cài đặt này đang chạy rồi, tiến trình {pid}",
            ) from None
        lock.seek(0)
        killed = bool(lock.read().strip())
        _note(lock, str(os.getpid()))
        try:
            yield killed
        finally:
            _note(lock, "")


def _note(lock, text: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(text)
    lock.flush()


def _port(configured: Settings, *, patience: float) -> list[socket.socket]:
    """The bound sockets. Workers of a killed supervisor need a moment to leave the port."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return reserve(configured.address, configured.port)
        except PortProblem:
            if time.monotonic() >= deadline:
                raise
        time.sleep(0.5)


# Content


def _upgraded(configured: Settings, dsn: str, *, itself: bool) -> None:
    """Refuse a database of another release before anything goes wrong with it, or upgrade it."""
    found = plan(dsn)
    if found.newer:
        numbers = ", ".join(f"{number:04}" for number in found.newer)
        sys.stderr.write(f"thads: a newer release has added to this database ({numbers})\n")
    if itself and found.pieces:
        _step("upgrade", configured, dsn)
    else:
        found.verify()


def _content(configured: Settings, dsn: str, *, demo: bool) -> None:
    done = marks.read(dsn)
    release = _release()
    if done.get("site") != release:
        _step("setup-site", configured, dsn)
        marks.write(dsn, "site", release)
    if demo and not (done.get("demo") and accounts.complete(configured.var)):
        # It marks itself: whoever has loaded a smaller demo by the command keeps that.
        _step("demo", configured, dsn)
    if demo and not accounts.complete(configured.var):
        raise StartProblem(
            en=f"the demo accounts in {accounts.path(configured.var)} are not complete",
            vi=f"tài khoản thử trong {accounts.path(configured.var)} chưa đầy đủ",
        )


def _release() -> str:
    """Changes when the package brings something that setting up the site would add."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted([*package.glob("**/*.tsv"), package / "profiles/default/metadata.xml"]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _step(command: str, configured: Settings, dsn: str) -> None:
    """Run a sub-command to its end; what it prints is seen."""
    process = spawn("thads_portal.cli.main", command, dsn=dsn, instance=configured.instance)
    try:
        code = process.wait()
    finally:
        end([process], seconds=10)
    if code != 0:
        raise StartProblem(
            en=f"`thads {command}` failed with exit code {code}",
            vi=f"`thads {command}` không thành công, mã thoát {code}",
        )


# Serving


def _serve(configured: Settings, dsn: str, sockets: list[socket.socket], *, demo: bool) -> None:
    forget(folder_of(configured.instance))
    pool = _web_workers(configured, dsn, sockets)
    jobs = _job_workers(configured, dsn)
    own = bool(os.environ.get(VARIABLE, "").strip())
    server = None if own else Embedded(configured.instance)
    if server is not None and (backups := continuous()) is not None:
        keep_shipping(server, backups)
    announced = False
    next_check = time.monotonic() + _DATABASE_CHECK
    try:
        while True:
            pool.tend()
            if announced:
                jobs.tend()
            if not announced and pool.complete:
                _announce(configured, demo=demo)
                announced = True
            if server is not None and time.monotonic() >= next_check:
                _keep(server)
                next_check = time.monotonic() + _DATABASE_CHECK
            time.sleep(_TICK)
    finally:
        # Both at once would be faster by seconds, but jobs may wait for what a page does.
        pool.stop()
        jobs.stop()


def _web_workers(configured: Settings, dsn: str, sockets: list[socket.socket]) -> Pool:
    numbers = [str(bound.fileno()) for bound in sockets]
    return Pool(
        configured.workers,
        dsn,
        configured.instance,
        module="thads_portal.cli.worker",
        arguments=(
            *("--instance", str(configured.instance), "--dsn-variable", VARIABLE),
            *("--sockets", *numbers),
        ),
        sockets=sockets,
    )


def _job_workers(configured: Settings, dsn: str) -> Pool:
    """They come up after the web workers, and the portal also serves without them."""
    return Pool(
        configured.job_workers,
        dsn,
        configured.instance,
        module="thads_portal.cli.main",
        arguments=("work",),
        vital=False,
    )


def _keep(server: Embedded) -> None:
    """Start the embedded server again if it died; try for ever, as for a worker."""
    if server.running():
        return
    sys.stderr.write("thads: PostgreSQL ended; starting it again\n")
    try:
        server.start()
        check(server.dsn())
    except DatabaseProblem as problem:
        sys.stderr.write(problem.lines() + "\n")


def _announce(configured: Settings, *, demo: bool) -> None:
    host = "localhost" if configured.address in ("localhost", "*") else configured.address
    host = f"[{host}]" if ":" in host else host
    base = f"http://{host}:{configured.port}/"
    lines = [
        "",
        f"Cổng thông tin / the portal:       {base}",
        f"Tra cứu / search:                  {base}tra-cuu",
        f"Trang tỉnh / a province (Cao Bằng): {base}cao-bang",
        f"Đăng nhập / log in:                {base}login",
    ]
    if demo:
        lines += ["", *accounts.table(configured.var)]
    if not configured.public_address:
        lines += [
            "",
            f"THADS_PUBLIC_ADDRESS chưa đặt: thư và văn bản ghi {base} nếu chưa có địa chỉ trong thiết lập",
            f"THADS_PUBLIC_ADDRESS is not set: unless the registry has it, mails and papers name {base}",
        ]
    lines += ["", "Ctrl-C: dừng / stop", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
