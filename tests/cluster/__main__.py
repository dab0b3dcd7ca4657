"""``python -m tests.cluster``: build the cluster, kill its primary again and again, print what came of it."""

from argparse import ArgumentParser
from contextlib import contextmanager
from contextlib import ExitStack
from pathlib import Path
from tests.cluster.in_front import Balancer
from tests.cluster.in_front import Cache
from tests.cluster.in_front import Pooler
from tests.cluster.judging import Failover
from tests.cluster.judging import lost
from tests.cluster.judging import summary
from tests.cluster.judging import table
from tests.cluster.portals import Portals
from tests.cluster.processes import until
from tests.cluster.programs import missing
from tests.cluster.servers import Servers
from tests.cluster.traffic import Traffic

import shutil
import signal
import sys
import tempfile
import time


#: Seconds of traffic before the first death, and after each.
_CALM = 5.0
_DEATHS = ("the machine", "PostgreSQL alone", "the machine stands still")
#: Seconds after which the check gives up, whatever it waits for: to build it, and for each death.
_BUILDING, _DEATH = 300, 90


def main() -> int:
    parser = ArgumentParser(prog="make cluster-check", description=__doc__)
    parser.add_argument("--count", type=int, default=10, help="how often the primary dies")
    parser.add_argument("--keep", action="store_true", help="leave the folder with the logs")
    arguments = parser.parse_args()
    if packages := missing():
        sys.stderr.write(f"cluster-check needs: apt-get install {' '.join(packages)}\n")
        return 2
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, _too_long)
    signal.alarm(_BUILDING + arguments.count * _DEATH)
    with _folder(keep=arguments.keep) as folder, ExitStack() as life:
        return _check(folder, life, arguments.count)


def _too_long(number: int, frame: object) -> None:
    raise TimeoutError(f"given up: signal {number}")


@contextmanager
def _folder(*, keep: bool):
    folder = Path(tempfile.mkdtemp(prefix="thads-cluster-"))
    # The servers' own account passes through.
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        if keep:
            say(f"logs: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


def _check(folder: Path, life: ExitStack, count: int) -> int:
    servers = Servers(folder)
    life.callback(servers.stop)
    say("two PostgreSQL under Patroni, with etcd")
    servers.start()
    balancer = Balancer(folder, servers)
    life.callback(balancer.process.kill)
    balancer.start()
    pooler = Pooler(folder, balancer.write, servers.password)
    life.callback(pooler.process.kill)
    pooler.start()
    say("two portals behind Varnish, on pgBouncer behind HAProxy")
    portals = Portals(folder, pooler.dsn, servers.reading_dsn(balancer.read))
    life.callback(portals.stop)
    accounts = portals.fill()
    portals.start()
    cache = Cache(folder, portals.ports)
    life.callback(cache.process.kill)
    cache.start()
    traffic = Traffic(f"http://127.0.0.1:{cache.port}", pooler.dsn, accounts)
    say("a feed, approvals and 50 searches a second")
    traffic.start()
    life.callback(traffic.stop)
    known = traffic.known
    until(lambda: known.answers > 100 and known.ended and known.approved, "traffic", 120)
    time.sleep(_CALM)
    rows = []
    for number in range(1, count + 1):
        rows.append(_failover(number, servers, traffic))
        say(table(rows[-1:]).splitlines()[1])
    asked = (known.answers + known.refused) / traffic.seconds
    traffic.stop()
    servers.wait_until_whole()
    gone = lost(pooler.dsn, known)
    told, reached = summary(rows, known, gone, portals.check())
    print(f"\n{table(rows)}\n\n{told}\nvisitors asked {asked:.0f} times a second")
    return 0 if reached else 1


def _failover(number: int, servers: Servers, traffic: Traffic) -> Failover:
    """The primary dies; until there is another, and the dead one follows it."""
    known, what = traffic.known, _DEATHS[(number - 1) % len(_DEATHS)]
    servers.wait_until_whole()
    one = servers.primary()
    assert one is not None
    refused, wrong, begun = known.refused, len(known.wrong), time.monotonic()
    if what == "PostgreSQL alone":
        one.kill_server()
    elif what == "the machine":
        one.kill()
    else:
        one.stand_still()
    until(lambda: servers.primary() not in (None, one), "another primary", 90)
    written = len(known.written.moments)
    until(lambda: len(known.written.moments) > written + 1, "writing again", 90)
    if what != "PostgreSQL alone":
        # What stood still must not come back thinking that it is the primary; nor what was off.
        one.kill()
        one.process.start()
    servers.wait_until_whole()
    time.sleep(_CALM)
    ended = time.monotonic()
    return Failover(
        number,
        what,
        known.written.longest_silence(begun, ended),
        known.read.longest_silence(begun, ended),
        known.refused - refused,
        len(known.wrong) - wrong,
    )


if __name__ == "__main__":
    sys.exit(main())
