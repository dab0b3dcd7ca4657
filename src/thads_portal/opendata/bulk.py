"""The bulk files: every public listing, for the nation and each province, with checksums.

One pass over one snapshot makes them all, so that they agree. Nobody sees any of them
before the last is stored; then all are swapped in at once.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from datetime import timedelta
from itertools import groupby
from thads_portal.jobs import files
from thads_portal.opendata import csv
from thads_portal.opendata import ndjson
from thads_portal.opendata.records import COLUMNS
from thads_portal.opendata.records import Layout
from thads_portal.opendata.values import moment
from thads_portal.register import bulk
from thads_portal.register.at_once import at_once
from thads_portal.register.bulk import BulkFile
from thads_portal.register.export import everything
from thads_portal.register.export import snapshot
from typing import Any
from typing import BinaryIO

import gzip
import json
import tempfile


NATION = "ca-nuoc"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
_OWNER = "bulk-files"
#: Files of a set that never became complete go after this.
_UNFINISHED = timedelta(days=1)
_TYPES = {"csv": "text/csv", "ndjson": "application/x-ndjson"}
_PIECE = 256 * 1024


class _Pair:
    """The two files of one place, while they are written."""

    def __init__(self, place: str, layout: Layout, taken: datetime, life: ExitStack):
        self.place = place
        self.listings = 0
        self._fields = layout.fields
        self._raw: dict[str, BinaryIO] = {}
        self._zipped: dict[str, gzip.GzipFile] = {}
        for suffix in _TYPES:
            raw = self._raw[suffix] = life.enter_context(
                tempfile.TemporaryFile(prefix="thads-bulk-")  # noqa: SIM115 - entered here
            )
            # No name and no time of the machine: equal content has an equal checksum.
            zipped = gzip.GzipFile("", "wb", 6, raw, mtime=int(taken.timestamp()))
            self._zipped[suffix] = life.enter_context(zipped)
        self._zipped["csv"].write(next(csv.write((), self._fields)))

    def add(self, rows: list[list[Any]]) -> None:
        self.listings += len(rows)
        for piece in ndjson.write(rows, self._fields):
            self._zipped["ndjson"].write(piece)
        pieces = csv.write(rows, self._fields)
        next(pieces)
        for piece in pieces:
            self._zipped["csv"].write(piece)

    def store(self, dsn: str) -> Iterator[BulkFile]:
        """Finish the files and store them."""
        for suffix, raw in self._raw.items():
            self._zipped[suffix].close()
            raw.seek(0)
            name = f"thads-{self.place}.{suffix}.gz"
            yield _stored(
                dsn,
                iter(lambda raw=raw: raw.read(_PIECE), b""),
                name=name,
                province="" if self.place == NATION else self.place,
                content_type="application/gzip",
                listings=self.listings,
            )


def make(
    dsn: str,
    *,
    register_id: str,
    decision: bool = True,
    reached: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, int]:
    """Make a set and swap it in. ``{"listings", "files"}``.

    `decision`: whether the no-conditions decision is public. Addresses in the files are
    paths of the portal: it answers for any host.
    """
    layout = Layout(base="", register_id=register_id, decision=decision)
    made: list[BulkFile] = []
    counts: dict[str, int] = {}
    with ExitStack() as life:
        connection = life.enter_context(snapshot(dsn))
        with connection.cursor() as cursor:
            cursor.execute("SELECT now(), (SELECT count(*) FROM thads_search)")
            taken, total = cursor.fetchone()
        nation = _Pair(NATION, layout, taken, life)
        place = COLUMNS.index("province")
        for slug, rows in groupby(everything(connection, COLUMNS), lambda row: row[place]):
            with ExitStack() as own:
                pair = _Pair(slug, layout, taken, own)
                for part in _parts(map(layout.row, rows)):
                    pair.add(part)
                    nation.add(part)
                    reached(nation.listings, total)
                made += pair.store(dsn)
            counts[slug] = pair.listings
        made += nation.store(dsn)
    made.append(_manifest(dsn, made, layout, counts, taken, nation.listings))
    made.append(_checksums(dsn, made))
    _swap_in(dsn, made, counts, taken, nation.listings)
    return {"listings": nation.listings, "files": len(made)}


def _parts(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == 1000:
            yield part
            part = []
    if part:
        yield part


def _stored(dsn: str, data, *, name, province, content_type, listings=None) -> BulkFile:
    file = files.write(
        dsn, data, name=name, content_type=content_type, owner=_OWNER, kept=_UNFINISHED
    )
    return BulkFile(name, province, file.id, content_type, file.size, file.sha256, listings)


def _manifest(dsn, made, layout: Layout, counts, taken: datetime, listings: int) -> BulkFile:
    about = {
        "title": "Người phải thi hành án chưa có điều kiện thi hành: danh sách đang công khai",
        "title_en": "Judgment debtors lacking conditions for enforcement: listings now public",
        "generated": moment(taken),
        "terms": "/du-lieu",
        "licence": "Dùng theo điều khoản tại /du-lieu: không đăng lại tên người đã chấm dứt công"
        " khai; làm mới bản sao mỗi ngày.",
        "licence_en": "Use under the terms at /du-lieu: never publish a name again after its"
        " publication ended; refresh copies daily.",
        "listings": listings,
        "provinces": counts,
        "fields": list(layout.fields),
        "files": [
            {
                "name": each.name,
                "province": each.province or None,
                "listings": each.listings,
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in made
        ],
    }
    text = json.dumps(about, ensure_ascii=False, indent=2).encode()
    return _stored(dsn, [text], name=MANIFEST, province="", content_type="application/json")


def _checksums(dsn: str, made: list[BulkFile]) -> BulkFile:
    """As ``sha256sum --check`` reads it."""
    text = "".join(f"{each.sha256}  {each.name}\n" for each in made).encode()
    return _stored(
        dsn, [text], name=CHECKSUMS, province="", content_type="text/plain; charset=utf-8"
    )


def _swap_in(dsn: str, made, counts, taken: datetime, listings: int) -> None:
    with at_once(dsn) as cursor:
        new = bulk.begin(cursor, taken=taken)
        for file in made:
            bulk.add(cursor, new, file)
        cursor.execute(
            "UPDATE thads_file SET expires = NULL WHERE id = ANY(%s)",
            ([file.file for file in made],),
        )
        old = bulk.finish(cursor, new, listings=listings, provinces=json.dumps(counts))
        cursor.execute("DELETE FROM thads_file WHERE id = ANY(%s)", (old,))


def pieces(dsn: str, file_id: str, *, first: int, last: int) -> Iterator[bytes]:
    """The bytes `first` to `last` of a stored file, one piece in memory at a time."""
    place = 0
    for piece in files.read(dsn, file_id):
        start, end = max(first - place, 0), min(last + 1 - place, len(piece))
        if start < end:
            yield piece[start:end]
        place += len(piece)
        if place > last:
            return
