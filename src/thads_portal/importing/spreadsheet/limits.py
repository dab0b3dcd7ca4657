"""How much of an uploaded file is read: counted while reading, whatever the file says of itself."""

from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.importing.spreadsheet.cells import MAX_ROWS

import struct
import zipfile
import zlib


#: Bytes of an uploaded file.
MAX_FILE = 20 * 2**20
#: Parts of a packed file, and bytes of the list of them.
MAX_PARTS = 5_000
MAX_DIRECTORY = 2**20
#: Rows with something in them beyond which a sheet is no list.
MANY_ROWS = MAX_ROWS * 2
MANY_MERGES = 20_000
#: Filled cells of all sheets, and characters in them.
MAX_CELLS = 300_000
MAX_CHARACTERS = 8_000_000
#: What readers of damaged files meet.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


def refused(code: Code, **params) -> SpreadsheetRefused:
    """The refusal of a file, with what its message names."""
    return SpreadsheetRefused(code=code, **params)


class Budget:
    """What may still be read of a file."""

    def __init__(self) -> None:
        self.cells = MAX_CELLS
        self.characters = MAX_CHARACTERS

    def take(self, characters: int) -> None:
        """Count one more cell. Raises SpreadsheetRefused."""
        self.cells -= 1
        self.characters -= characters
        if self.cells < 0 or self.characters < 0:
            raise refused(Code.SPREADSHEET_UNPACKS_TOO_LARGE)
