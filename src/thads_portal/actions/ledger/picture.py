"""Has a small picture of a scan, photograph or PDF made in a process of its own, with limits."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import os
import subprocess
import sys


#: Seconds of the clock, on a machine that is busy with other things.
PATIENCE = 120
#: All that the reader imports.
_NEEDED = ("thads_portal", "PIL", "pillow_heif", "pypdfium2", "pypdfium2_raw")
_START = "import sys; sys.path[:0] = {paths!r}; from thads_portal.actions.ledger.picture_child import main; main()"


@lru_cache(maxsize=1)
def _command() -> tuple[str, ...]:
    homes = [_home(name) for name in _NEEDED]
    paths = list(dict.fromkeys(str(home) for home in homes if home is not None))
    return (sys.executable, "-I", "-S", "-c", _START.format(paths=paths))


def _home(name: str) -> Path | None:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    return home.parent if spec.submodule_search_locations else home


def small_picture(data: bytes, kind: str) -> bytes | None:
    """A JPEG of `data`, of media type `kind`; None for what cannot be read, or takes too much."""
    try:
        done = subprocess.run(
            _command(),
            input=kind.encode("ascii") + b"\n" + data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd="/",
            env={
                "LC_ALL": "C.UTF-8",
                **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
            },
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
