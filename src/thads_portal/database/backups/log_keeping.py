"""Copies the server's log to the folder of backups while it runs, sealed.

PostgreSQL copies each finished segment (after a minute at the latest) to a folder of its own; from
there it is sealed by a process of the portal, which holds the key, and then deleted.
"""

from pathlib import Path
from thads_portal.database.backups.places import SEALED
from thads_portal.database.backups.places import wal_folder
from thads_portal.database.backups.places import WAL_NAME
from thads_portal.database.backups.sealing import backup_key
from thads_portal.database.backups.sealing import seal
from thads_portal.database.embedded import Embedded
from thads_portal.database.embedded import private_file

import fcntl
import sys
import threading
import time


#: Seconds between two looks.
EVERY = 2.0


def ship(server: Embedded, backups: Path, key: bytes) -> int:
    """Seal what waits; returns how many segments. What stays when it fails is taken the next time."""
    target = wal_folder(backups)
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with private_file(server.var / "log-keeping.lock") as lock:
        # The portal and a command that makes a backup would take the same segment.
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = sorted(
            file for file in server.log_spool.iterdir() if WAL_NAME.fullmatch(file.name)
        )
        for file in waiting:
            sealed = target / f"{file.name}{SEALED}"
            if not sealed.exists():
                with file.open("rb") as source:
                    seal(source, sealed, key)
            file.unlink()
        # Where a base backup began: its manifest says so already.
        for note in server.log_spool.glob("*.backup"):
            note.unlink()
    return len(waiting)


def keep_shipping(server: Embedded, backups: Path) -> threading.Thread:
    """Do so in a thread for as long as the process lives; a full or missing target is told of once."""
    key = backup_key()

    def run() -> None:
        told = False
        while True:
            try:
                ship(server, backups, key)
                told = False
            except OSError as error:
                if not told:
                    sys.stderr.write(
                        f"thads: the log cannot be copied to {backups}: {error.strerror}; it waits\n"
                        f"thads: không chép được nhật ký sang {backups}: {error.strerror}; sẽ thử lại\n"
                    )
                told = True
            time.sleep(EVERY)

    thread = threading.Thread(target=run, daemon=True, name="log-keeping")
    thread.start()
    return thread
