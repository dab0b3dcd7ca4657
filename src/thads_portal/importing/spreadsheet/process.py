"""Has an uploaded file read in a process of its own, with limits of memory and time.

Whatever a file does to its reader, the one who asked gets a book or a refusal: a reader that
takes too much is killed, and nobody else waits or dies with it.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.cells import AS_TOLD
from thads_portal.importing.spreadsheet.cells import Book
from thads_portal.importing.spreadsheet.cells import Encodings
from thads_portal.importing.spreadsheet.limits import refused
from thads_portal.importing.spreadsheet.packed_book import unpacked

import orjson
import os
import signal
import subprocess
import sys


#: Seconds of the clock, on a machine that is busy with other things.
PATIENCE = 40
#: All that the reader imports; without the rest of Plone it starts in a tenth of a second.
_NEEDED = ("thads_portal", "orjson", "xlrd", "msoffcrypto", "olefile", "cryptography", "cffi")
_START = "import sys; sys.path[:0] = {paths!r}; from thads_portal.importing.spreadsheet.child import main; main()"


@lru_cache(maxsize=1)
def _command() -> tuple[str, ...]:
    paths: list[str] = []
    for name in _NEEDED:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            home = Path(spec.origin).parent
            paths.append(str(home.parent if spec.submodule_search_locations else home))
    return (sys.executable, "-I", "-S", "-c", _START.format(paths=list(dict.fromkeys(paths))))


def _libraries() -> dict[str, str]:
    """Where an interpreter that was not installed in the usual place finds its own."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}


def read_apart(data: bytes, encodings: Encodings = AS_TOLD) -> Book:
    """``opening.read_here`` of `data`, in a process of its own. Raises SpreadsheetRefused."""
    asked = orjson.dumps({"encodings": encodings.as_json()}) + b"\n"
    try:
        done = subprocess.run(
            _command(),
            input=asked + data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", **_libraries()},
        )
    except subprocess.TimeoutExpired as error:
        raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE) from error
    if done.returncode or not done.stdout:
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL) or b"MemoryError" in done.stderr:
            raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE)
        raise refused(Code.SPREADSHEET_DAMAGED)
    if done.stdout[:1] == b"r":
        code, params = orjson.loads(done.stdout[1:])
        raise refused(Code(code), **params)
    return unpacked(done.stdout[1:])
