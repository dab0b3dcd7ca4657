"""The installation's secret for keyed digests of personal and enterprise numbers.

A plain hash of twelve digits can be reversed by trying them all; with a key it
cannot. The key stays out of the database, so that a dump alone reveals nothing.
Losing it only means that the register must be rebuilt with a new one.
"""

from contextlib import suppress
from functools import cache
from pathlib import Path

import os
import secrets


KEY_FILE = Path("keys/personal-number.key")
_BYTES = 32


@cache
def personal_number_key() -> bytes:
    """The key from ``THADS_PERSONAL_NUMBER_KEY`` (hex), else the instance's own file.

    The file lies in the instance's ``var`` (``THADS_VAR``, set when Zope is
    configured). It is made once, readable by its owner only. Several hosts that serve
    one database must share the key through the environment.
    """
    configured = os.environ.get("THADS_PERSONAL_NUMBER_KEY", "").strip()
    if configured:
        return bytes.fromhex(configured)
    path = Path(os.environ["THADS_VAR"]) / KEY_FILE
    if not path.exists():
        _create(path)
    return bytes.fromhex(path.read_text().strip())


def _create(path: Path) -> None:
    """Whole or not at all, and never over a key that another process has just made."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(_BYTES))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
