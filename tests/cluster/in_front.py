"""What stands in front of the databases and of the portals: HAProxy, pgBouncer, Varnish."""

from pathlib import Path
from tests.cluster.processes import free_port
from tests.cluster.processes import give
from tests.cluster.processes import Process
from tests.cluster.processes import until
from tests.cluster.programs import program
from tests.cluster.servers import DATABASE
from tests.cluster.servers import Servers

import re
import socket


_ROOT = Path(__file__).parents[2]
#: Where the portal is written to, and read while there is no primary; and where only standbys answer.
_BALANCER = """
global
    maxconn 2000
defaults
    mode tcp
    # Whoever meets a dead server asks again by themselves, and sooner.
    retries 0
    timeout connect 2s
    timeout client 1h
    timeout server 1h
    timeout check 1s
    default-server inter 500ms fastinter 200ms downinter 500ms fall 2 rise 1

frontend database
    bind 127.0.0.1:{write}
    # No primary: the standby that has all that was acknowledged answers, to readers.
    use_backend standby if {{ nbsrv(primary) eq 0 }}
    default_backend primary
backend primary
    option httpchk OPTIONS /primary
    # Patroni says for a moment more what was; a server that refuses connections says it at once.
    default-server observe layer4 error-limit 2 on-error mark-down rise 2
    default-server on-marked-down shutdown-sessions
{servers}
backend standby
    option httpchk OPTIONS /sync
{servers}

frontend reading
    bind 127.0.0.1:{read}
    default_backend replica
backend replica
    option httpchk OPTIONS /replica
    default-server on-marked-down shutdown-sessions
{servers}
"""
_POOLER = """
[databases]
{database} = host=127.0.0.1 port={port} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = {mode}
max_client_conn = 400
default_pool_size = 100
server_login_retry = 0.3
server_connect_timeout = 3
query_wait_timeout = 8
# Plans that a server prepared belong to its session, which a client has as long as it stays.
server_reset_query = DISCARD ALL
ignore_startup_parameters = extra_float_digits
"""
_TWO_PORTALS = """
vcl 4.1;
import std;
import directors;
probe ready {{ .url = "/-/ready"; .interval = 1s; .timeout = 2s; .window = 3; .threshold = 1; }}
{backends}
sub vcl_init {{ new portals = directors.round_robin(); {members} }}
sub vcl_recv {{ set req.backend_hint = portals.backend(); }}
"""


class Balancer:
    """HAProxy before the databases, which asks Patroni who is who."""

    def __init__(self, folder: Path, servers: Servers):
        self.write, self.read = free_port(), free_port()
        lines = "\n".join(
            f"    server {each.name} 127.0.0.1:{each.port} check port {each.control}"
            for each in servers.members
        )
        settings = folder / "haproxy.cfg"
        settings.write_text(_BALANCER.format(write=self.write, read=self.read, servers=lines))
        self.process = Process("haproxy", [program("haproxy"), "-db", "-f", settings], folder)

    def start(self) -> None:
        self.process.start()
        until(lambda: _open(self.write), "HAProxy", 20)


class Pooler:
    """pgBouncer before HAProxy. `mode`: session or transaction."""

    def __init__(self, folder: Path, port: int, password: str, *, mode: str = "session"):
        self.port = free_port()
        self.password = password
        home = folder / f"pgbouncer-{mode}"
        home.mkdir(mode=0o700)
        users = home / "users.txt"
        users.write_text(f'"{DATABASE}" "{password}"\n')
        settings = home / "pgbouncer.ini"
        settings.write_text(
            _POOLER.format(database=DATABASE, port=port, own=self.port, users=users, mode=mode)
        )
        for path in (home, users, settings):
            give(path)
        self.process = Process("pgbouncer", [program("pgbouncer"), settings], home, as_server=True)

    def start(self) -> None:
        self.process.start()
        until(lambda: _open(self.port), "pgBouncer", 20)

    @property
    def dsn(self) -> str:
        return (
            f"host=127.0.0.1 port={self.port} dbname={DATABASE} user={DATABASE}"
            f" password={self.password} connect_timeout=5"
        )


class Cache:
    """Varnish before the portals, with the rules that ``docs/caching.md`` shows."""

    def __init__(self, folder: Path, ports: list[int]):
        self.port = free_port()
        home = folder / "varnish"
        home.mkdir()
        home.chmod(0o755)
        rules = home / "portal.vcl"
        rules.write_text(_rules(ports))
        self.process = Process(
            "varnish",
            [
                *(program("varnishd"), "-F", "-n", home / "work", "-f", rules),
                *("-a", f"127.0.0.1:{self.port}", "-T", "none", "-s", "malloc,64m"),
            ],
            home,
        )

    def start(self) -> None:
        self.process.start()
        until(lambda: _open(self.port), "Varnish", 60)


def _rules(ports: list[int]) -> str:
    text = (_ROOT / "docs" / "caching.md").read_text(encoding="utf-8")
    shown = re.search(r"```vcl\n(.*?)```", text, re.DOTALL)
    assert shown, "docs/caching.md shows no rules for Varnish"
    kept = [
        line
        for line in shown[1].splitlines()
        if not line.startswith(("vcl ", "import ", "backend default"))
    ]
    backends = "\n".join(
        f'backend portal{port} {{ .host = "127.0.0.1"; .port = "{port}"; .probe = ready; }}'
        for port in ports
    )
    members = " ".join(f"portals.add_backend(portal{port});" for port in ports)
    return _TWO_PORTALS.format(backends=backends, members=members) + "\n".join(kept)


def _open(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
