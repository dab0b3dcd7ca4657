"""``thads requests``: the keys that seal citizens' requests: put on a new one, seal anew, look."""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.actions.requests import resealing
from thads_portal.cli.settings import instance_folder
from thads_portal.database.connect import database
from thads_portal.domain.recording import Recorded
from thads_portal.register.record import write_now
from thads_portal.sealing import Ring
from thads_portal.secret_keys import add_to_ring
from thads_portal.secret_keys import ring_file


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=("keys", "rotate", "reseal"))


def run(arguments: Namespace) -> int:
    with database(instance_folder()) as dsn:
        if arguments.what == "rotate":
            for ring in Ring:
                add_to_ring(ring.value)
                print(
                    f"{ring_file(ring.value)}: a new key is on top; restart every process, then reseal"
                )
            write_now(dsn, Recorded.REQUEST_KEYS, actor="", details={"step": "rotate"})
        elif arguments.what == "reseal":
            done = resealing.reseal(dsn)
            print(f"sealed anew: {done.texts} texts and keys of files, {done.files} whole files")
            write_now(dsn, Recorded.REQUEST_KEYS, actor="", details={"step": "reseal"})
        needed = resealing.still_needed(dsn)
        for ring in Ring:
            for key in resealing.known(ring):
                print(f"{ring.value} {key}: {needed.pop(key, 0)} texts and files")
        for key, count in needed.items():
            print(f"MISSING {key}: {count} texts and files cannot be opened")
    return 1 if needed else 0
