"""The process that reads one uploaded file: limited first, then given the file, then gone.

Started by ``process`` with nothing of Plone. Gets a line of JSON (``encodings``) and the file
on its standard input, answers with a byte that says what follows: ``b`` a book, ``r`` a refusal.
"""

import gc
import os
import resource
import sys


#: Bytes of address space; with the interpreter and its libraries in it.
MEMORY = 512 * 2**20
#: Seconds of the processor for one file; a list of 5,000 rows takes one or two.
SECONDS = 5


def limit() -> None:
    """Bound what this process may take; it writes no file either."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the file on standard input; never raises for what is in it."""
    limit()
    # It lives for one file: looking for circles among a million cells costs a fifth of the time.
    gc.disable()
    from thads_portal.errors import SpreadsheetRefused
    from thads_portal.importing.spreadsheet.cells import Encodings
    from thads_portal.importing.spreadsheet.opening import read_here
    from thads_portal.importing.spreadsheet.packed_book import packed

    import orjson

    asked = orjson.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        answer = b"b" + packed(read_here(data, Encodings.from_json(asked["encodings"])))
    except SpreadsheetRefused as refused:
        answer = b"r" + orjson.dumps([refused.code.value, dict(refused.params)])
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # Hundreds of thousands of objects need not be taken down one by one.
    os._exit(0)
