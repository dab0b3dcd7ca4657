"""A finished request as a package for the case system: JSON, papers and files, a signed manifest.

``manifest.json`` names each file with its SHA-256; ``manifest.sig`` is the Ed25519 signature over its
bytes, in hex, by the key whose public half is ``public_key`` in it (that of the publication log). An
informant's identity is in no package.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from dataclasses import dataclass
from tempfile import TemporaryFile
from thads_portal.register.requests.entries import Written
from thads_portal.register.requests.rows import Request
from thads_portal.secret_keys import publication_log_key
from typing import Any
from zipfile import ZIP_STORED
from zipfile import ZipFile

import hashlib
import orjson


FORMAT = "thads-request-package/1"
CONTENT_TYPE = "application/zip"
_PIECE = 512 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package; `pieces` are read once."""

    name: str
    pieces: Iterable[bytes]


def described(
    request: Request,
    answers: dict[str, str],
    written: Iterable[Written],
    *,
    withheld: Collection[str] = (),
) -> bytes:
    """``request.json``: what was asked, its public steps with their days, the outcome.

    `withheld`: names of answers that who asks for the package may not read; they are named, not told.
    """
    return orjson.dumps(
        {
            "format": FORMAT,
            "number": request.number,
            "procedure": request.procedure,
            "mode": request.mode,
            "province": request.province,
            "state": request.state.value,
            "outcome": request.outcome,
            "received": request.received,
            "closed": request.closed,
            "answers": {n: value for n, value in answers.items() if n not in withheld},
            "withheld": sorted(set(withheld) & set(answers)),
            "steps": [
                {"kind": each.kind.value, "at": each.at, "text": each.text or None}
                for each in written
                if each.is_public
            ],
        },
        option=orjson.OPT_INDENT_2,
    )


def package(number: str, parts: Iterable[Part]) -> Iterator[bytes]:
    """The pieces of the zip file; it is written to a file of its own first, not kept in memory."""
    key = Ed25519PrivateKey.from_private_bytes(publication_log_key())
    with TemporaryFile() as file:
        listed: list[dict[str, Any]] = []
        with ZipFile(file, "w", ZIP_STORED) as archive:
            for part in parts:
                digest, size = hashlib.sha256(), 0
                with archive.open(part.name, "w") as target:
                    for piece in part.pieces:
                        target.write(piece)
                        digest.update(piece)
                        size += len(piece)
                listed.append({"name": part.name, "size": size, "sha256": digest.hexdigest()})
            manifest = orjson.dumps(
                {
                    "format": FORMAT,
                    "number": number,
                    "files": listed,
                    "public_key": key.public_key().public_bytes_raw().hex(),
                }
            )
            archive.writestr("manifest.json", manifest)
            archive.writestr("manifest.sig", key.sign(manifest).hex())
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
