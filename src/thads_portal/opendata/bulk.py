"""The bulk files: every public listing, for the nation and each province, with checksums.

One pass over one snapshot makes them all, so that they agree. Nobody sees any of them
before the last is stored; then all are swapped in at once.
"""

from collections.abc import Callable
from collections.abc import Generator
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from datetime import timedelta
from itertools import groupby
from thads_portal.database.sql import one
from thads_portal.domain.provinces import all_provinces
from thads_portal.jobs import files
from thads_portal.opendata import csv
from thads_portal.opendata import ndjson
from thads_portal.opendata.records import COLUMNS
from thads_portal.opendata.records import Layout
from thads_portal.opendata.values import moment
from thads_portal.register import acts
from thads_portal.register import bulk
from thads_portal.register.bulk import BulkFile
from thads_portal.register.bulk import BulkSet
from thads_portal.register.export import everything
from thads_portal.register.export import snapshot
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from typing import BinaryIO

import gzip
import io
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
#: An ending is stamped before it is committed, and may be seen only this much later.
_COMMITTED_BY = timedelta(minutes=10)


def _packed(out: BinaryIO) -> gzip.GzipFile:
    # No name and no time: equal content has an equal checksum.
    return gzip.GzipFile("", "wb", 6, out, mtime=0)


def _header(layout: Layout) -> dict[str, bytes]:
    """What each file begins with, as a member of the gzip file of its own."""
    out = io.BytesIO()
    with _packed(out) as packed:
        packed.write(next(csv.write((), layout.fields)))
    return {"csv": out.getvalue(), "ndjson": b""}


def _pieces_of(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(_PIECE), b"")


class _Pair:
    """The two files of one place: gzip members one behind the other, as the format allows.

    So the nation's files are those of the provinces put together, and one province can be
    made anew without the others.
    """

    def __init__(self, dsn: str, place: str, layout: Layout, life: ExitStack):
        self.listings = 0
        self._dsn = dsn
        self._place = place
        self._fields = layout.fields
        self._begins = _header(layout)
        self._raw: dict[str, BinaryIO] = {}
        for suffix in _TYPES:
            raw = self._raw[suffix] = life.enter_context(
                tempfile.TemporaryFile(prefix="thads-bulk-")  # noqa: SIM115 - entered here
            )
            raw.write(self._begins[suffix])

    def fill(self, rows: Iterator[list[Any]], reached: Callable[[int], None]) -> None:
        """Write the listings of the place, which are closed then."""
        with ExitStack() as life:
            zipped = {suffix: life.enter_context(_packed(raw)) for suffix, raw in self._raw.items()}
            for part in _parts(rows):
                self.listings += len(part)
                for piece in ndjson.write(part, self._fields):
                    zipped["ndjson"].write(piece)
                pieces = csv.write(part, self._fields)
                next(pieces)
                for piece in pieces:
                    zipped["csv"].write(piece)
                reached(self.listings)

    def append(self, suffix: str, file: Iterator[bytes]) -> None:
        """Put another place's file behind, without what it begins with.

        Raises ValueError for one that was made otherwise.
        """
        begins = self._begins[suffix]
        head = b""
        for piece in file:
            if len(head) < len(begins):
                head += piece
                if len(head) < len(begins):
                    continue
                if not head.startswith(begins):
                    raise ValueError(suffix)
                self._raw[suffix].write(head[len(begins) :])
                head = begins
            else:
                self._raw[suffix].write(piece)

    def append_all(self, other: "_Pair") -> None:
        self.listings += other.listings
        for suffix, raw in other._raw.items():
            self.append(suffix, _pieces_of(raw))

    def store(self) -> Iterator[BulkFile]:
        for suffix, raw in self._raw.items():
            yield _stored(
                self._dsn,
                _pieces_of(raw),
                name=name_of(self._place, suffix),
                province="" if self._place == NATION else self._place,
                content_type="application/gzip",
                listings=self.listings,
            )


def name_of(place: str, suffix: str) -> str:
    return f"thads-{place}.{suffix}.gz"


def make(
    dsn: str,
    *,
    register_id: str,
    decision: bool = True,
    reached: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, int]:
    """Make a set and swap it in. ``{"listings", "files"}``.

    `decision`: whether the no-conditions decision is public. Addresses in the files are
    paths of the portal: it answers for any host. Every province has its files, an empty one
    too. Where nothing has changed all files have the bytes of the set before.
    """
    layout = Layout(base="", register_id=register_id, decision=decision, ids=True)
    made: list[BulkFile] = []
    counts: dict[str, int] = {}
    with own_transaction(dsn) as cursor:
        acts.sequence(cursor)
    with ExitStack() as life:
        connection = life.enter_context(snapshot(dsn))
        with connection.cursor() as cursor:
            cursor.execute("SELECT now(), (SELECT count(*) FROM thads_search)")
            ((taken, total),) = cursor.fetchall()
            # Of the same moment: what follows it in the list of changes is not in the files yet.
            place = acts.cursor_at(acts.newest(cursor))
        nation = _Pair(dsn, NATION, layout, life)
        column = COLUMNS.index("province")
        by_place = groupby(everything(connection, COLUMNS), lambda row: row[column])
        empty = sorted(province.slug for province in all_provinces())
        for slug, rows in _with_empty(by_place, empty):
            with ExitStack() as own:
                pair = _Pair(dsn, slug, layout, own)
                pair.fill(
                    map(layout.row, rows), lambda done: reached(nation.listings + done, total)
                )
                nation.append_all(pair)
                made += pair.store()
            counts[slug] = pair.listings
        made += nation.store()
    _finish(dsn, made, layout, counts, place=place, taken=taken)
    return {"listings": nation.listings, "files": len(made) + 2}


def _with_empty(groups, slugs: list[str]):
    """`groups` (slug, rows) in the order of their slugs, and those of `slugs` without rows."""
    left = list(reversed(slugs))
    for slug, rows in groups:
        while left and left[-1] < slug:
            yield left.pop(), iter(())
        if left and left[-1] == slug:
            left.pop()
        yield slug, rows
    while left:
        yield left.pop(), iter(())


def trim(dsn: str, *, register_id: str, decision: bool = True) -> dict[str, int]:
    """Make anew the files from which something ended has to go; nothing else is touched.

    The provinces concerned are made from the register as it is now, the nation's files put
    together again. ``{"provinces"}``: how many changed.
    """
    with own_transaction(dsn) as cursor:
        old = bulk.newest(cursor)
        if old is None:
            return {"provinces": 0}
        slugs = bulk.ended_since(cursor, old.trimmed - _COMMITTED_BY)
    if not slugs:
        return {"provinces": 0}
    layout = Layout(base="", register_id=register_id, decision=decision, ids=True)
    kept = {file.name: file for file in old.files if file.province}
    counts = dict(old.provinces)
    changed = 0
    with ExitStack() as life:
        connection = life.enter_context(snapshot(dsn))
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            now = one(cursor)
        for slug in slugs:
            with ExitStack() as own:
                pair = _Pair(dsn, slug, layout, own)
                pair.fill(
                    map(layout.row, everything(connection, COLUMNS, province=slug)),
                    lambda done: None,
                )
                files_of = {file.name: file for file in pair.store()}
            counts[slug] = pair.listings
            changed += any(
                name not in kept or kept[name].sha256 != file.sha256
                for name, file in files_of.items()
            )
            kept.update(files_of)
        if not changed:
            return {"provinces": 0}
        nation = _Pair(dsn, NATION, layout, life)
        nation.listings = sum(counts.values())
        try:
            for slug in sorted(counts):
                for suffix in _TYPES:
                    file = kept[name_of(slug, suffix)]
                    nation.append(suffix, files.read(dsn, file.file))
        except (KeyError, ValueError):
            # A set from before files were put together so.
            make(dsn, register_id=register_id, decision=decision)
            return {"provinces": changed}
        made = [*kept.values(), *nation.store()]
    # Of the night: to be told once more what a file knows already does no harm.
    place = place_of(dsn, old)
    _finish(dsn, made, layout, counts, place=place, taken=old.taken, trimmed=now)
    return {"provinces": changed}


def _parts(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == 1000:
            yield part
            part = []
    if part:
        yield part


def _finish(
    dsn: str,
    made: list[BulkFile],
    layout: Layout,
    counts: dict[str, int],
    *,
    place: str,
    taken: datetime,
    trimmed: datetime | None = None,
) -> None:
    """Add the list of the files and their checksums, and swap the set in."""
    listings = sum(counts.values())
    with own_transaction(dsn) as cursor:
        old = bulk.newest(cursor)
    if trimmed is not None and (old is None or old.taken != taken):
        # The night's set came in between.
        return
    manifest = old.file(MANIFEST) if old else None
    before = {file.name: file.sha256 for file in old.files} if old else {}
    same = all(before.get(file.name) == file.sha256 for file in made)
    if old and manifest and same and place_of(dsn, old) == place:
        # Nothing has changed: the list of the files says so by the moment it had.
        text = b"".join(files.read(dsn, manifest.file))
    else:
        text = _manifest(made, layout, counts, trimmed or taken, listings, place)
    made = [
        *made,
        _stored(dsn, [text], name=MANIFEST, province="", content_type="application/json"),
    ]
    made.append(_checksums(dsn, made))
    _swap_in(dsn, made, counts, taken, trimmed, listings)


def _stored(dsn: str, data, *, name, province, content_type, listings=None) -> BulkFile:
    file = files.write(
        dsn,
        data,
        name=name,
        content_type=content_type,
        owner=_OWNER,
        kept=_UNFINISHED,
        sealed=False,
    )
    return BulkFile(name, province, file.id, content_type, file.size, file.sha256, listings)


def place_of(dsn: str, made: BulkSet) -> str:
    """The cursor that the list of the files of `made` names: from there `@changes` goes on."""
    manifest = made.file(MANIFEST)
    about = json.loads(b"".join(files.read(dsn, manifest.file))) if manifest else {}
    # A set of a release before there were cursors: from the start.
    return str(about.get("cursor", acts.START))


def _manifest(made, layout: Layout, counts, taken: datetime, listings: int, place: str) -> bytes:
    about = {
        "title": "Người phải thi hành án chưa có điều kiện thi hành: danh sách đang công khai",
        "title_en": "Judgment debtors lacking conditions for enforcement: listings now public",
        "generated": moment(taken),
        "cursor": place,
        "changes": f"/++api++/@changes?since={place}",
        "terms": "/du-lieu",
        "licence": "Dùng theo điều khoản tại /du-lieu: không đăng lại tên người đã chấm dứt công"
        " khai; làm mới bản sao mỗi ngày.",
        "licence_en": "Use under the terms at /du-lieu: never publish a name again after its"
        " publication ended; refresh copies daily.",
        "listings": listings,
        "provinces": {slug: count for slug, count in counts.items() if count},
        "fields": list(layout.fields),
        "files": [
            {
                "name": each.name,
                "province": each.province or None,
                "listings": each.listings,
                "cursor": place,
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in made
        ],
    }
    return json.dumps(about, ensure_ascii=False, indent=2).encode()


def _checksums(dsn: str, made: list[BulkFile]) -> BulkFile:
    """As ``sha256sum --check`` reads it."""
    text = "".join(f"{each.sha256}  {each.name}\n" for each in made).encode()
    return _stored(
        dsn, [text], name=CHECKSUMS, province="", content_type="text/plain; charset=utf-8"
    )


def _swap_in(dsn: str, made, counts, taken, trimmed, listings: int) -> None:
    with own_transaction(dsn) as cursor:
        new = bulk.begin(cursor, taken=taken, trimmed=trimmed)
        for file in made:
            bulk.add(cursor, new, file)
        cursor.execute(
            "UPDATE thads_file SET expires = NULL WHERE id = ANY(%s)",
            ([file.file for file in made],),
        )
        old = bulk.finish(cursor, new, listings=listings, provinces=json.dumps(counts))
        cursor.execute("DELETE FROM thads_file WHERE id = ANY(%s)", (old,))


def pieces(dsn: str, file_id: str, *, first: int, last: int) -> Generator[bytes, None, None]:
    """The bytes `first` to `last` of a stored file, one piece in memory at a time."""
    place = 0
    for piece in files.read(dsn, file_id):
        start, end = max(first - place, 0), min(last + 1 - place, len(piece))
        if start < end:
            yield piece[start:end]
        place += len(piece)
        if place > last:
            return
