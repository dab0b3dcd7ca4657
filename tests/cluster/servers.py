"""Two PostgreSQL under Patroni: one takes writes, the other follows synchronously, and each other's place."""

from contextlib import closing
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tests.cluster.processes import free_port
from tests.cluster.processes import give
from tests.cluster.processes import kill_tree
from tests.cluster.processes import Process
from tests.cluster.processes import tree_of
from tests.cluster.processes import until
from tests.cluster.programs import program
from tests.cluster.programs import server_programs
from typing import Any

import json
import os
import psutil
import psycopg2
import secrets
import urllib.error
import urllib.request
import yaml


DATABASE = "thads"
#: What operators are given.
GIVEN = Path(__file__).parents[2] / "deploy" / "database"
#: Seconds: a machine that says nothing has lost its lease after `ttl`. An operator takes more where the
#: network is not this machine's own.
_PATIENCE = {"ttl": 8, "loop_wait": 1, "retry_timeout": 3}


@dataclass(slots=True)
class Member:
    """A machine with a database: Patroni, and the PostgreSQL that it keeps."""

    name: str
    data: Path
    port: int
    control: int
    process: Process

    @property
    def postmaster(self) -> int | None:
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            return pid if psutil.pid_exists(pid) else None
        return None

    def kill(self) -> None:
        """The machine is gone: Patroni and PostgreSQL at once."""
        server = self.postmaster
        self.process.kill()
        if server:
            kill_tree(server)

    def stand_still(self) -> None:
        """The machine hangs: nothing answers, and no connection is closed."""
        server = self.postmaster
        for pid in (self.process.pid, server):
            for each in tree_of(pid) if pid else ():
                with suppress(psutil.NoSuchProcess):
                    each.suspend()

    def kill_server(self) -> None:
        """PostgreSQL alone; Patroni sees it."""
        if server := self.postmaster:
            kill_tree(server)


class Servers:
    """The cluster of two, in `folder`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.password = secrets.token_urlsafe(18)
        self._etcd_port, peers = free_port(), free_port()
        home = self._folder("etcd")
        self.etcd = Process(
            "etcd",
            [
                *(program("etcd"), "--name", "one", "--data-dir", home / "data"),
                *("--listen-client-urls", f"http://127.0.0.1:{self._etcd_port}"),
                *("--advertise-client-urls", f"http://127.0.0.1:{self._etcd_port}"),
                *("--listen-peer-urls", f"http://127.0.0.1:{peers}"),
                *("--initial-advertise-peer-urls", f"http://127.0.0.1:{peers}"),
                *("--initial-cluster", f"one=http://127.0.0.1:{peers}"),
                *("--log-level", "error"),
            ],
            home,
            as_server=True,
        )
        self.members = [self._member(f"db{number}") for number in (1, 2)]

    def _folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        give(folder)
        return folder

    def _member(self, name: str) -> Member:
        home = self._folder(name)
        port, control = free_port(), free_port()
        settings = home / "patroni.json"
        settings.write_text(json.dumps(self._settings(name, home, port, control), indent=1))
        settings.chmod(0o600)
        give(settings)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)}
        process = Process(
            name,
            ["/usr/bin/python3", program("patroni"), settings],
            home,
            as_server=True,
            environment=environment,
        )
        return Member(name, home / "data", port, control, process)

    def _settings(self, name: str, home: Path, port: int, control: int) -> dict[str, Any]:
        """What operators are given, with the places of this check."""
        given = yaml.safe_load((GIVEN / "patroni.yml").read_text(encoding="utf-8"))
        here = f"127.0.0.1:{port}"
        given["name"] = name
        given["restapi"] = dict.fromkeys(("listen", "connect_address"), f"127.0.0.1:{control}")
        given["etcd3"] = {"hosts": [f"127.0.0.1:{self._etcd_port}"]}
        given["bootstrap"]["dcs"].update(_PATIENCE)
        given["watchdog"]["mode"] = "off"
        server = given["postgresql"]
        server.update(
            listen=here,
            connect_address=here,
            data_dir=str(home / "data"),
            bin_dir=str(server_programs()),
            pgpass=str(home / "pgpass"),
            pg_hba=[line.replace("192.0.2.0/24", "127.0.0.1/32") for line in server["pg_hba"]],
        )
        server["parameters"]["unix_socket_directories"] = str(home)
        for account in server["authentication"].values():
            account["password"] = self.password
        return given

    # From the first start to the last stop

    def start(self) -> None:
        """Both serve, one behind the other, with an empty database for the portal."""
        self.etcd.start()
        first, second = self.members
        first.process.start()
        until(lambda: self.primary() is first, "the first primary", 60)
        self._make_database(first)
        second.process.start()
        self.wait_until_whole()

    def _make_database(self, member: Member) -> None:
        with closing(
            psycopg2.connect(_dsn(member.port, "postgres", "postgres", self.password))
        ) as opened:
            opened.autocommit = True
            with opened.cursor() as cursor:
                cursor.execute(
                    f"CREATE ROLE {DATABASE} LOGIN PASSWORD %s",
                    (self.password,),
                )
                cursor.execute(
                    f"CREATE DATABASE {DATABASE} OWNER {DATABASE} ENCODING 'UTF8' TEMPLATE template0"
                )

    def stop(self) -> None:
        for member in self.members:
            member.kill()
        self.etcd.kill()

    # What the cluster says of itself

    def reading_dsn(self, port: int) -> str:
        """Whoever follows, behind `port`, as the portal's account."""
        return _dsn(port, DATABASE, DATABASE, self.password)

    def primary(self) -> Member | None:
        """Who takes writes now."""
        return next((each for each in self.members if _says(each.control, "primary")), None)

    def whole(self) -> bool:
        """Whether one takes writes and the other has all that was acknowledged."""
        return self.primary() is not None and any(_says(m.control, "sync") for m in self.members)

    def wait_until_whole(self, seconds: float = 120) -> None:
        until(self.whole, "a primary with a synchronous standby", seconds)

    def words(self) -> str:
        return "\n".join(each.process.words() for each in self.members)


def _dsn(port: int, database: str, user: str, password: str) -> str:
    return (
        f"host=127.0.0.1 port={port} dbname={database} user={user} password={password}"
        " connect_timeout=3"
    )


def _says(port: int, what: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{what}", timeout=2) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError):
        return False
