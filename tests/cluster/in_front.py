"""What stands in front of the databases and of the portals: HAProxy, pgBouncer, Varnish."""

from configparser import ConfigParser
from pathlib import Path
from tests.cluster.processes import free_port
from tests.cluster.processes import give
from tests.cluster.processes import Process
from tests.cluster.processes import until
from tests.cluster.programs import program
from tests.cluster.servers import DATABASE
from tests.cluster.servers import GIVEN
from tests.cluster.servers import Servers

import re
import socket


_ROOT = Path(__file__).parents[2]
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
        settings = folder / "haproxy.cfg"
        settings.write_text(self._settings(servers))
        self.process = Process("haproxy", [program("haproxy"), "-db", "-f", settings], folder)

    def start(self) -> None:
        self.process.start()
        until(lambda: _open(self.write), "HAProxy", 60)

    def _settings(self, servers: Servers) -> str:
        """What operators are given, with the ports of this check."""
        text = (GIVEN / "haproxy.cfg").read_text(encoding="utf-8")
        text = text.replace("bind :5000", f"bind 127.0.0.1:{self.write}")
        text = text.replace("bind :5001", f"bind 127.0.0.1:{self.read}")
        for number, each in enumerate(servers.members, 1):
            given = f"db-{number}.example:5432 check port 8008"
            assert text.count(given) == 3, given
            text = text.replace(given, f"127.0.0.1:{each.port} check port {each.control}")
        return text


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
        given = ConfigParser(delimiters=("=",), interpolation=None)
        given.read(GIVEN / "pgbouncer.ini", encoding="utf-8")
        given["databases"] = {DATABASE: f"host=127.0.0.1 port={port} dbname={DATABASE}"}
        own = {"listen_port": self.port, "auth_file": users, "pool_mode": mode}
        given["pgbouncer"].update({name: str(value) for name, value in own.items()})
        with settings.open("w") as file:
            given.write(file)
        for path in (home, users, settings):
            give(path)
        self.process = Process("pgbouncer", [program("pgbouncer"), settings], home, as_server=True)

    def start(self) -> None:
        self.process.start()
        until(lambda: _open(self.port), "pgBouncer", 60)

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
