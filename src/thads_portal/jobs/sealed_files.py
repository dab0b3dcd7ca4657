"""Files whose bytes are sealed before they reach the database, and opened piece by piece.

Each has a key of its own, which lies beside it sealed under the ring: when the ring gets a new key, that
is sealed anew and not the file. Files from before have none and are sealed by the ring itself.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from thads_portal.jobs import files
from thads_portal.sealing import Keys
from thads_portal.sealing import new_key
from thads_portal.sealing import Ring
from thads_portal.sealing import seal
from thads_portal.sealing import seal_pieces
from thads_portal.sealing import unseal
from thads_portal.sealing import unseal_pieces

import hashlib
import secrets


#: A file that nothing has taken up by then goes.
_KEPT = timedelta(hours=6)
_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Sealed:
    """`size` and `sha256` (hex) are of what was sealed."""

    id: str
    size: int
    sha256: str


class _Counted:
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.size, self.digest, self._pieces = 0, hashlib.sha256(), pieces

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            self.digest.update(piece)
            yield piece


def write(dsn: str, pieces: Iterable[bytes], *, province: str | None = None) -> Sealed:
    """Seal and store what `pieces` yields; neither name nor type is told."""
    counted = _Counted(pieces)
    label, key = secrets.token_hex(8), new_key()
    stored = files.write(
        dsn,
        seal_pieces(key, counted, label),
        name=label,
        content_type=_TYPE,
        owner="",
        province=province,
        kept=_KEPT,
        data_key=seal(Ring.REQUESTS, key, about_key(label)),
        # Under keys of its own.
        sealed=False,
    )
    return Sealed(stored.id, counted.size, counted.digest.hexdigest())


def about_key(label: str) -> str:
    """What the key of the file named `label` is bound to."""
    return f"file:{label}:key"


def read(dsn: str, file_id: str) -> Iterator[bytes]:
    """Raises FileGone, CannotUnseal."""
    stored = files.info(dsn, file_id)
    keys: Keys = Ring.REQUESTS
    if stored.data_key is not None:
        keys = unseal(Ring.REQUESTS, stored.data_key, about_key(stored.name))
    return unseal_pieces(keys, files.read(dsn, file_id), stored.name)
