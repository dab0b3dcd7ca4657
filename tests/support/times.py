"""How long each file of tests takes: noted at the end of a run, printed by ``make test-times``.

As a command it prints the slowest files of the last run; ``--keep`` also writes ``longest.txt``,
the order in which ``conftest.py`` begins them.
"""

from collections import defaultdict
from pathlib import Path

import json
import sys


TESTS = Path(__file__).parents[1]
#: What takes longest, one file a line, in this order.
LONGEST = TESTS / "longest.txt"
#: Where pytest keeps what it remembers from one run to the next.
_NOTED = TESTS.parent / ".pytest_cache" / "v" / "thads" / "seconds"
#: Seconds below which it does not matter when a file is begun.
_SHORT = 5.0


class Times:
    """A plug-in of the process that hands out the tests: adds up what they report."""

    def __init__(self):
        self._seconds: dict[str, float] = defaultdict(float)
        self._tests: dict[str, int] = defaultdict(int)

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.partition("::")[0].removeprefix("tests/")
        self._seconds[name] += report.duration
        self._tests[name] += report.when == "call"

    def pytest_sessionfinish(self, session):
        cache = getattr(session.config, "cache", None)
        if cache is None:
            return
        # A file that was not run this time keeps what it took.
        noted = cache.get("thads/seconds", {})
        for name, seconds in self._seconds.items():
            noted[name] = [round(seconds, 2), self._tests[name]]
        cache.set("thads/seconds", noted)


def longest() -> list[str]:
    return LONGEST.read_text(encoding="utf-8").split()


def main() -> int:
    if not _NOTED.exists():
        print("no run of the tests has been noted here", file=sys.stderr)
        return 1
    noted = json.loads(_NOTED.read_text(encoding="utf-8"))
    rows = [
        (seconds, tests, name)
        for name, (seconds, tests) in noted.items()
        if (TESTS / name).exists()
    ]
    rows.sort(reverse=True)
    for seconds, tests, name in rows[:40]:
        print(f"{seconds:7.1f} s {tests:5d} tests  {name}")
    total = sum(seconds for seconds, _tests, _name in rows)
    print(f"{total:7.1f} s in {len(rows)} files: {total / 60:.1f} minutes of one process")
    if "--keep" in sys.argv:
        kept = [name for seconds, _tests, name in rows if seconds >= _SHORT]
        LONGEST.write_text("\n".join(kept) + "\n", encoding="utf-8")
        print(f"{len(kept)} files are in {LONGEST.relative_to(TESTS.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
