"""``thads fields``: the keys that seal restricted values: look, begin, rotate, seal anew, forget."""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal import field_keys
from thads_portal.cli.progress import progress
from thads_portal.cli.settings import instance_folder
from thads_portal.cli.zope import application
from thads_portal.database.connect import database
from thads_portal.domain.recording import Recorded
from thads_portal.register import resealing
from thads_portal.register.record import write_now
from thads_portal.sealing import MasterRing
from thads_portal.secret_keys import add_to_ring
from thads_portal.secret_keys import ring_file

import os
import time


#: Seconds until every process uses a new data key.
_TAKEN_UP = field_keys.LOOK_AGAIN + 15


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("status", "begin", "rotate", "reseal", "forget"))
    parser.add_argument(
        "--now",
        action="store_true",
        help="reseal: do not wait until serving processes have taken up a new key",
    )


def run(arguments: Namespace) -> int:
    """0; 1 when something cannot be opened."""
    if arguments.what == "reseal":
        return _reseal(arguments.now)
    with database(instance_folder()) as dsn:
        if arguments.what == "begin":
            print("sealing begins" if resealing.begin(dsn) else "values are sealed already")
        elif arguments.what == "rotate":
            if os.environ.get("THADS_FIELDS_KEYS", "").strip():
                print(
                    "THADS_FIELDS_KEYS: its first key is the one that the data keys are under now"
                )
            else:
                add_to_ring(MasterRing.FIELDS.value)
                print(f"{ring_file(MasterRing.FIELDS.value)}: a new master key is on top")
            resealing.rotate(dsn)
            print("a new data key seals from now on; for what is there: thads fields reseal")
        elif arguments.what == "forget":
            print(f"{resealing.forget_older(dsn)} older data keys removed")
        if arguments.what != "status":
            write_now(dsn, Recorded.FIELD_KEYS, actor="", details={"step": arguments.what})
        return _status(dsn)


def _status(dsn: str) -> int:
    found = resealing.keys(dsn)
    if not found:
        print("restricted values are not sealed yet: thads fields begin")
        return 0
    for place, key in enumerate(found):
        words = ["seals" if place == 0 else "opens"]
        words += ["everything is sealed under it"] if key.whole else []
        words += [] if key.opens else ["MISSING: no master key opens it"]
        print(f"data key {key.id} of {key.created}: {', '.join(words)}")
    return int(not all(key.opens for key in found))


def _reseal(now: bool) -> int:
    with application() as zope:
        wait = 0.0 if now else max(0.0, _TAKEN_UP - resealing.age(zope.dsn))
        if wait:
            print(f"waiting {wait:.0f} s for serving processes to take up the new key", flush=True)
            time.sleep(wait)
        with progress("reseal", "values") as reached:
            done = resealing.reseal(
                zope.portal._p_jar.db(),
                dsn=zope.dsn,
                site_path="/".join(zope.portal.getPhysicalPath()),
                progress=lambda what, count: reached(count),
            )
        write_now(
            zope.dsn, Recorded.FIELD_KEYS, actor="", details={"step": "reseal", "n": done.sealed}
        )
        print(f"{done.sealed} values sealed anew")
        if done.closed:
            print(f"{done.closed} values cannot be opened: a key is missing")
        return int(bool(done.closed) or _status(zope.dsn))
