"""Times the register's rebuild and check: ``python -m tests.benchmarks.upkeep``.

What the commands do, without the start of Zope, while the portal serves.
"""

from thads_portal.cli.helping import helped
from thads_portal.cli.progress import progress
from thads_portal.cli.zope import application
from thads_portal.register.check import check
from thads_portal.register.rebuild import rebuild

import json
import time


def main() -> None:
    with application() as zope, helped(zope.portal._p_jar.db()):
        database = zope.portal._p_jar.db()
        place = {"dsn": zope.dsn, "site_path": "/".join(zope.portal.getPhysicalPath())}
        with progress("rebuild", "listings") as reached:
            start = time.perf_counter()
            done = rebuild(database, **place, from_start=True, progress=lambda n, total: reached(n))
            rebuilt = done.looked_at / (time.perf_counter() - start)
        with progress("check", "listings") as reached:
            start = time.perf_counter()
            found = check(database, **place, progress=reached)
            checked = found.listings / (time.perf_counter() - start)
    assert not found, (found.missing[:3], found.stray[:3], list(found.different.items())[:3])
    print(
        json.dumps({"rebuild": rebuilt, "check": checked, "listings": found.listings}), flush=True
    )


if __name__ == "__main__":
    main()
