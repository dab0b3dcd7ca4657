"""Files of cases in an archive: a line that says what a file is, then lines with its pieces.

As they lie in the database, in clear; each is known by its SHA-256, and one that arrives otherwise is
refused. Ids are kept; an entry is named by its place in its case, as ``register/ledger/carrying`` does.
"""

from base64 import b64decode
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from thads_portal.actions.ledger.attach import PREVIEW
from thads_portal.actions.ledger.attach import PREVIEW_TITLE
from thads_portal.domain.evidence import media_type
from thads_portal.domain.evidence import MOST
from thads_portal.domain.evidence import NotEvidence
from thads_portal.jobs import files
from thads_portal.jobs.queue import enqueue_on
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.trouble import RegisterConflict
from typing import Any

import orjson
import psycopg2


FORMAT = 1
#: Bytes of a piece: a line stays short, and a thousand of them small.
_PIECE = 48 * 1024
_IN_MEMORY = 1024 * 1024
_FILES = """
    SELECT own.id, own.name, own.media_type, own.size, own.sha256, own.actor, own.at, own.listing,
        (SELECT count(*) FROM thads_case_entry AS each
         WHERE each.case_id = own.case_id AND each.id <= own.entry)
    FROM thads_case_file AS own ORDER BY own.at, own.id
"""
_SAID = ("id", "name", "media_type", "size", "sha256", "actor", "at", "listing", "entry")


def count(dsn: str) -> int:
    """How many files cases have."""
    with own_transaction(dsn) as cursor:
        cursor.execute("SELECT count(*) FROM thads_case_file")
        found: int = cursor.fetchone()[0]
        return found


def lines(dsn: str) -> Iterator[bytes]:
    """All files of cases, each with its pieces behind it. Raises FileGone where bytes are missing."""
    with closing(psycopg2.connect(dsn)) as connection, connection.cursor() as cursor:
        cursor.execute(_FILES)
        found = cursor.fetchall()
    for row in found:
        said = dict(zip(_SAID, row, strict=True))
        said["at"] = said["at"].astimezone(UTC).isoformat()
        yield _line({"file": said, "format": FORMAT})
        for chunk in files.read(dsn, said["id"]):
            for start in range(0, len(chunk), _PIECE):
                yield _line({"piece": b64encode(chunk[start : start + _PIECE]).decode()})


def _line(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS) + b"\n"


def is_file(text: bytes) -> bool:
    """Whether a line of an archive is about a file."""
    return text.startswith((b'{"file":', b'{"piece":'))


class Arriving:
    """Takes the lines about files one after the other; a file is kept when its last piece is there."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._said: dict[str, Any] | None = None
        self._data: Any = None
        self.brought = self.unchanged = 0

    def take(self, text: bytes) -> str | None:
        """Why this line, or the file that it completes, is refused; None if it is not."""
        try:
            record = orjson.loads(text)
            if "piece" in record:
                return self._piece(b64decode(record["piece"], validate=True))
            left = self.unfinished()
            if record["format"] != FORMAT:
                return f"format of a file {record['format']!r}"
            self._said = {name: record["file"][name] for name in _SAID}
            if not 0 < self._said["size"] <= MOST:
                self.unfinished()
                return "size of a file"
            self._data = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with its last piece
            return left
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.unfinished()
            return type(error).__name__
        except (psycopg2.Error, RegisterConflict) as error:
            self.unfinished()
            return type(error).__name__

    def unfinished(self) -> str | None:
        """At the end, or before the next file: whether pieces of the last are missing."""
        said, self._said = self._said, None
        if self._data is not None:
            self._data.close()
            self._data = None
        return None if said is None else f"pieces are missing of file {said['id']}"

    def _piece(self, data: bytes) -> str | None:
        if self._said is None:
            # Of a file that was refused already.
            return None
        self._data.write(data)
        if self._data.tell() < self._said["size"]:
            return None
        said, self._said = self._said, None
        try:
            return self._keep(said)
        finally:
            self.unfinished()

    def _keep(self, said: dict[str, Any]) -> str | None:
        size = self._data.tell()
        self._data.seek(0)
        digest = sha256()
        while piece := self._data.read(files.CHUNK):
            digest.update(piece)
        if (size, digest.hexdigest()) != (said["size"], said["sha256"]):
            return f"the content of file {said['id']} is not what its digest says"
        try:
            if media_type(self._data) != said["media_type"]:
                return f"file {said['id']} is of another type"
        except NotEvidence:
            return f"file {said['id']} is no evidence"
        with own_transaction(self._dsn) as cursor:
            cursor.execute(
                "SELECT sha256, listing FROM thads_case_file WHERE id = %s", (said["id"],)
            )
            known = cursor.fetchone()
            if known is not None:
                if known != (said["sha256"], said["listing"]):
                    return f"file {said['id']} is there already, with other content"
                self.unchanged += 1
                return None
            cursor.execute(
                "SELECT link.case_id, (SELECT each.id FROM thads_case_entry AS each"
                " WHERE each.case_id = link.case_id ORDER BY each.id OFFSET %s LIMIT 1),"
                " listing.province"
                " FROM thads_case_listing AS link JOIN thads_listing AS listing USING (number)"
                " WHERE number = %s",
                (max(0, said["entry"] - 1), said["listing"]),
            )
            place = cursor.fetchone()
            if place is None:
                return f"the listing of file {said['id']} is not here"
            case, entry, province = place
            if said["entry"] and entry is None:
                return f"the entry of file {said['id']} is not here"
            self._write(cursor, said, case, entry if said["entry"] else None, province)
        self.brought += 1
        return None

    def _write(
        self, cursor: Any, said: dict[str, Any], case: int, entry: int | None, province: str
    ) -> None:
        cursor.execute(
            "INSERT INTO thads_file (id, name, content_type, size, sha256, owner, province)"
            " VALUES (%(id)s, %(name)s, %(media_type)s, %(size)s, %(sha256)s, %(actor)s, %(province)s)",
            {**said, "province": province},
        )
        self._data.seek(0)
        number = 0
        while piece := self._data.read(files.CHUNK):
            cursor.execute(
                "INSERT INTO thads_file_chunk (file, number, data) VALUES (%s, %s, %s)",
                (said["id"], number, psycopg2.Binary(piece)),
            )
            number += 1
        cursor.execute(
            "INSERT INTO thads_case_file (id, case_id, entry, listing, name, media_type, size, sha256,"
            " actor, at) VALUES (%(id)s, %(case)s, %(into)s, %(listing)s, %(name)s, %(media_type)s,"
            " %(size)s, %(sha256)s, %(actor)s, %(at)s)",
            {**said, "case": case, "into": entry},
        )
        enqueue_on(cursor, PREVIEW, {"file": said["id"]}, title=PREVIEW_TITLE, province=province)
