"""Joins PDFs of ``typesetting`` to one, on disk: pages, tags and outline of pieces of one paper.

It knows the form in which Typst writes a file: a plain table of objects, numbered from 1, each
reference in a dictionary. What is no stream is packed (object streams, PDF 1.7), which makes a
long list a quarter as large.
"""

from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryFile

import hashlib
import re
import struct
import zlib


#: A text (in one level of brackets), or a reference.
_TOKEN = re.compile(rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)|(?<![\d.])(\d+) 0 R", re.DOTALL)
#: How a cell of a head is called by the cells below it.
_CELL = re.compile(rb"\((U\d+x\d+y\d+)\)")
_KEY = re.compile(rb"/StructParents? (\d+)")
_STREAM = re.compile(rb">>\s*stream\r?\n")
#: Objects that are packed together.
_PACKED = 200
_ENTRY = struct.Struct(">BQH")


def pages_in(document: bytes) -> int:
    """How many pages a PDF of ``typesetting`` has."""
    return int(_found(rb"/Type/Pages/Count (\d+)", document))


def _found(pattern: bytes, where: bytes) -> bytes:
    found = re.search(pattern, where)
    if found is None:
        raise ValueError(f"the PDF is not as expected: {pattern!r}")
    return found[1]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The objects of one PDF by their numbers, and the numbers of those that hold it together."""

    document: bytes
    offsets: tuple[int, ...]
    identity: bytes
    root: int
    info: int

    def body(self, number: int) -> bytes:
        start, *after = self.offsets[number - 1 : number + 1]
        raw = self.document[start : after[0] if after else self.document.rindex(b"xref\n0 ")]
        return raw[raw.index(b"obj") + 3 : raw.rindex(b"endobj")].strip()


def _opened(document: bytes) -> _Piece:
    start = int(_found(rb"startxref\s+(\d+)\s+%%EOF\s*$", document[-200:]))
    table = document[start:]
    count = int(_found(rb"^xref\s+0 (\d+)\s", table))
    first = table.index(b"\n", 5) + 1
    offsets = [int(table[first + 20 * n : first + 20 * n + 10]) for n in range(1, count)]
    if offsets != sorted(offsets):
        raise ValueError("the PDF's objects do not lie in order")
    trailer = table[first + 20 * count :]
    return _Piece(
        document,
        tuple(offsets),
        _found(rb"/ID\s*\[\(([^)]*)\)", trailer),
        int(_found(rb"/Root (\d+) 0 R", trailer)),
        int(_found(rb"/Info (\d+) 0 R", trailer)),
    )


class Joined:
    """``add`` the pieces in their order, then ``finish``; use as a context manager."""

    def __init__(self):
        self._file = TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._file.write(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
        # Free object 0; then the pages, the tree of tags, its root.
        self._entries = bytearray(_ENTRY.pack(0, 0, 65535))
        self._waiting: list[tuple[int, bytes]] = []
        self._pages, self._tags, self._document = (self._new() for _ in range(3))
        self._kids: list[int] = []
        self._parts: list[int] = []
        self._leaves: list[int] = []
        self._names: list[tuple[bytes, int]] = []
        self._roles: dict[bytes, bytes] = {}
        self._count = self._keys = 0
        self._catalog = b""
        self._info = 0
        self._identity = hashlib.sha256()

    def __enter__(self):
        return self

    def __exit__(self, *failure) -> None:
        self._file.close()

    def add(self, document: bytes) -> None:
        piece = _opened(document)
        catalog = piece.body(piece.root)
        of = partial(_reference, catalog)
        tags = of(b"StructTreeRoot")
        tree = piece.body(tags)
        pages = of(b"Pages")
        part = int(_found(rb"/K\[(\d+) 0 R\]", tree))
        left_out = {piece.root, tags}
        if self._kids:
            left_out |= {piece.info, of(b"Metadata"), of(b"OutputIntents")}
        before = len(self._entries) // _ENTRY.size - 1
        self._entries.extend(bytes(_ENTRY.size) * len(piece.offsets))
        moved = partial(self._moved, before=before, tags=tags)
        for number in range(1, len(piece.offsets) + 1):
            if number in left_out:
                continue
            body = moved(piece.body(number))
            if number == pages:
                body = b"<</Parent %d 0 R" % self._pages + body[2:]
            elif number == part:
                body = body.replace(b"/S/Document", b"/S/Part", 1)
            self._put(before + number, body)
        if not self._kids:
            self._catalog = moved(catalog)
            self._info = before + piece.info
        self._kids.append(before + pages)
        self._parts.append(before + part)
        self._count += pages_in(document)
        self._gather(tree, moved)
        self._identity.update(piece.identity)

    def _gather(self, tree: bytes, moved) -> None:
        """What the tree of tags says of this piece: pages' tags, names of cells, roles."""
        numbers = re.findall(rb"(\d+) (\d+) 0 R", _found(rb"/Nums\[([^\]]*)\]", tree))
        last = int(_found(rb"/ParentTreeNextKey (\d+)", tree))
        if numbers:
            pairs = b" ".join(
                b"%d %s" % (self._keys + int(key), moved(b"%s 0 R" % to)) for key, to in numbers
            )
            ends = (self._keys + int(numbers[0][0]), self._keys + int(numbers[-1][0]))
            leaf = self._new()
            self._put(leaf, b"<</Limits[%d %d]/Nums[%s]>>" % (*ends, pairs))
            self._leaves.append(leaf)
        for name, to in re.findall(rb"\((U[^)]*)\)(\d+) 0 R", tree):
            named = moved(b"(%s)" % name)[1:-1]
            self._names.append((named, int(moved(b"%s 0 R" % to).split()[0])))
        roles = re.search(rb"/RoleMap<<([^>]*)>>", tree)
        if roles is not None:
            self._roles.update(re.findall(rb"/(\w+)/(\w+)", roles[1]))
        self._keys += last

    def _moved(self, body: bytes, *, before: int, tags: int) -> bytes:
        """`body` with the numbers that its objects and tags have in the whole."""
        split = _STREAM.search(body)
        text, rest = (body[: split.start()], body[split.start() :]) if split else (body, b"")

        def renumbered(found: re.Match[bytes]) -> bytes:
            if found[1] is None:
                return _CELL.sub(b"(P%d\\1)" % len(self._kids), found[0])
            number = int(found[1])
            return b"%d 0 R" % (self._document if number == tags else before + number)

        text = _TOKEN.sub(renumbered, text)
        text = _KEY.sub(
            lambda found: (
                found[0][: found.start(1) - found.start()] + b"%d" % (self._keys + int(found[1]))
            ),
            text,
        )
        return text + rest

    def finish(self) -> bytes:
        """The whole PDF."""
        self._put(
            self._pages,
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (self._count, _references(self._kids)),
        )
        self._put(
            self._document,
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>"
            % (self._tags, _references(self._parts)),
        )
        parents, identifiers = self._new(), self._new()
        self._put(parents, b"<</Kids[%s]>>" % _references(self._leaves))
        names = b"".join(b"(%s)%d 0 R" % each for each in sorted(self._names))
        self._put(identifiers, b"<</Names[%s]>>" % names)
        roles = b"".join(b"/%s/%s" % each for each in sorted(self._roles.items()))
        self._put(
            self._tags,
            b"<</Type/StructTreeRoot/RoleMap<<%s>>/K[%d 0 R]/ParentTree %d 0 R/IDTree %d 0 R"
            b"/ParentTreeNextKey %d>>" % (roles, self._document, parents, identifiers, self._keys),
        )
        root = self._new()
        catalog = re.sub(rb"/Pages \d+ 0 R", b"/Pages %d 0 R" % self._pages, self._catalog)
        catalog = re.sub(
            rb"/StructTreeRoot \d+ 0 R", b"/StructTreeRoot %d 0 R" % self._tags, catalog
        )
        self._put(root, catalog)
        self._pack()
        self._end(root)
        self._file.seek(0)
        return self._file.read()

    def _end(self, root: int) -> None:
        table = self._new()
        start = self._file.tell()
        self._place(table, _ENTRY.pack(1, start, 0))
        packed = zlib.compress(bytes(self._entries))
        identity = self._identity.hexdigest()[:32].encode()
        self._file.write(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 8 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
            b"/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (table, table + 1, root, self._info, identity, identity, len(packed), packed, start)
        )

    def _new(self) -> int:
        self._entries.extend(bytes(_ENTRY.size))
        return len(self._entries) // _ENTRY.size - 1

    def _place(self, number: int, entry: bytes) -> None:
        self._entries[number * _ENTRY.size : (number + 1) * _ENTRY.size] = entry

    def _put(self, number: int, body: bytes) -> None:
        if _STREAM.search(body) is None:
            self._waiting.append((number, body))
            if len(self._waiting) == _PACKED:
                self._pack()
            return
        self._write(number, body)

    def _write(self, number: int, body: bytes) -> None:
        self._place(number, _ENTRY.pack(1, self._file.tell(), 0))
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _pack(self) -> None:
        if not self._waiting:
            return
        box = self._new()
        places, offset = [], 0
        for nth, (number, body) in enumerate(self._waiting):
            places.append(b"%d %d" % (number, offset))
            offset += len(body) + 1
            self._place(number, _ENTRY.pack(2, box, nth))
        head = b" ".join(places) + b"\n"
        packed = zlib.compress(head + b"\n".join(body for _, body in self._waiting))
        self._write(
            box,
            b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream"
            % (len(self._waiting), len(head), len(packed), packed),
        )
        self._waiting.clear()


def _reference(catalog: bytes, name: bytes) -> int:
    return int(_found(rb"/%s (\d+) 0 R" % name, catalog))


def _references(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % each for each in numbers)
