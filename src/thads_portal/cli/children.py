"""Starting the supervisor's child processes.

They get a session of their own, so that Ctrl-C reaches the supervisor alone and it decides in
which order things end, and a lifeline, so that they end with it whatever happens to it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from thads_portal.cli import lifeline
from thads_portal.database.connect import VARIABLE

import json
import os
import subprocess
import sys


@cache
def _extra_path() -> str:
    """The import path that a script of buildout set up, which `python -m` would not have."""
    fresh = json.loads(
        subprocess.check_output(
            [sys.executable, "-P", "-c", "import json, sys; print(json.dumps(sys.path))"]
        )
    )
    script = str(Path(sys.argv[0]).resolve().parent)
    return os.pathsep.join(
        entry for entry in sys.path if entry and entry not in fresh and entry != script
    )


def spawn(
    module: str, *arguments: str, dsn: str, instance: Path, descriptors: Sequence[int] = ()
) -> subprocess.Popen:
    """Run `python -m module` on that database and instance; its stdin is the lifeline."""
    environment = os.environ | lifeline.environment()
    environment[VARIABLE] = dsn
    environment["THADS_INSTANCE"] = str(instance)
    # With the one lock of Python, pools of memory for each thread only keep what others need.
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    if _extra_path():
        environment["PYTHONPATH"] = _extra_path()
    return subprocess.Popen(
        # -P: what lies in the current folder is not ours to import.
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        env=environment,
        pass_fds=descriptors,
        start_new_session=True,
    )


def end(processes: Sequence[subprocess.Popen], *, seconds: float) -> None:
    """Ask all to end, wait that long together, then kill what is left."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            # The first one used up the time; the others get what a poll takes.
            seconds = 0.1
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()
