"""Starts the plain Plone (``vanilla_site``) and measures it over HTTP."""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tests.benchmarks.load import Client
from tests.benchmarks.load import pages
from tests.benchmarks.load import repeated
from tests.benchmarks.load import Served
from tests.benchmarks.vanilla_site import TYPE
from tests.benchmarks.vanilla_site import values_of
from thads_portal.generator.feed import events
from thads_portal.generator.feed import FeedOptions
from urllib.parse import urlencode

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time


#: Another range of the generator's serials than any feed of a run.
_SEED = 900


@dataclass(slots=True)
class Vanilla:
    """A running plain Plone that holds `count` items."""

    port: int
    count: int
    fill_rate: float
    query_times: list[float]
    account: dict[str, str]
    _posted: int = 0

    def post_and_publish(self, count: int) -> float:
        """Items created and published through plone.restapi, one after the other, per second."""
        client = Client(self.port, self.account)
        # With other serials each time, so that no item is met twice.
        self._posted += 1
        options = FeedOptions(count=count + 3, seed=_SEED + self._posted)
        made = list(events(options))
        for event in made[:3]:
            self._create(client, event)
        start = time.perf_counter()
        for event in made[3:]:
            self._create(client, event)
        took = time.perf_counter() - start
        client.close()
        return count / took

    @staticmethod
    def _create(client: Client, event: dict) -> None:
        values = {"@type": TYPE, **values_of(event)}
        status, created = client.json("POST", f"/Plone/{event['province']}", values)
        assert status == 201, (status, created)
        path = created["@id"].split("/Plone/", 1)[1]
        status, answer = client.json("POST", f"/Plone/{path}/@workflow/publish", {})
        assert status == 200, (status, answer)

    def search_pages(self, names: Sequence[str], *, count: int) -> Served:
        """``@@search`` for a visitor, each time for another name."""
        paths = [f"/Plone/@@search?{urlencode({'SearchableText': name})}" for name in names]
        return pages(self.port, repeated(paths, count), warm=8)

    def front_pages(self, *, count: int) -> Served:
        return pages(self.port, repeated(["/Plone"], count), warm=8)


@contextmanager
def running(count: int, forms: list[dict[str, str]]) -> Iterator[Vanilla]:
    """Make the site with `count` items, time `forms` against its catalog, serve it."""
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory(prefix="vanilla-", dir=scratch()) as folder:
        queries = Path(folder) / "queries.json"
        queries.write_text(json.dumps(forms), encoding="utf-8")
        command = [sys.executable, "-m", "tests.benchmarks.vanilla_site"]
        command += ["--folder", folder, "--count", str(count), "--queries", str(queries)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"VANILLA_PASSWORD": password, "PYTHONWARNINGS": "ignore"},
        )
        try:
            told: dict = {}
            while "port" not in told:
                line = process.stdout.readline()
                if not line:
                    raise RuntimeError(f"vanilla Plone ended with {process.wait()}")
                if line.startswith(b"{"):
                    told |= json.loads(line)
            account = {"username": "admin", "password": password}
            yield Vanilla(told["port"], count, told["rate"], told["queries"], account)
        finally:
            process.stdin.close()
            process.wait(30)


def scratch() -> str:
    """A folder on a disk: on one in memory, nothing is made durable."""
    disk = Path("/var/tmp")  # noqa: S108 - only the parent of folders with random names
    return str(disk) if disk.is_dir() else tempfile.gettempdir()
