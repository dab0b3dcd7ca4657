"""Scans and photographs that prove an entry: told by their content, freed of what cameras write in.

PDF, JPEG, PNG, TIFF and HEIC. A file's name and the type its sender gives it say nothing. Where and
with what a photograph was taken, thumbnails and comments go; the picture itself is not touched and
not compressed again. Read and written in pieces: memory does not grow with the file. What a format
hides elsewhere than where its standard puts it stays.
"""

from collections.abc import Iterator
from typing import BinaryIO

import struct


#: Longest file in bytes.
MOST = 50 * 1024 * 1024
_PIECE = 64 * 1024

PDF, JPEG, PNG, TIFF, HEIC = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/heic",
)
EXTENSIONS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", TIFF: ".tif", HEIC: ".heic"}
_HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
)


class NotEvidence(ValueError):
    """It is none of the formats, or so damaged that it cannot be freed of what must go."""


def media_type(stream: BinaryIO) -> str:
    """What `stream` (from its start) is, by its content. Raises NotEvidence."""
    stream.seek(0)
    head = stream.read(1024)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] in (b"II*\0", b"MM\0*"):
        return TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    if b"%PDF-" in head:
        return PDF
    raise NotEvidence


def cleaned(stream: BinaryIO, kind: str) -> Iterator[bytes]:
    """The pieces of `stream`, which is of the media type `kind`, without metadata of a camera.

    `stream` must be a copy of one's own: TIFF and HEIC are cleaned in place. Raises NotEvidence.
    """
    stream.seek(0)
    try:
        if kind == JPEG:
            yield from _jpeg(stream)
            return
        if kind == PNG:
            yield from _png(stream)
            return
        if kind == TIFF:
            _clean_tiff(stream)
        elif kind == HEIC:
            _clean_heic(stream)
    except (struct.error, IndexError, OverflowError) as error:
        raise NotEvidence from error
    stream.seek(0)
    while piece := stream.read(_PIECE):
        yield piece


# JPEG: segments; all APPn but JFIF, colours and Adobe's transform go, and comments

_KEPT = frozenset({0xE0, 0xEE})
_ICC = b"ICC_PROFILE\0"


def _jpeg(stream: BinaryIO) -> Iterator[bytes]:
    if stream.read(2) != b"\xff\xd8":
        raise NotEvidence
    yield b"\xff\xd8"
    turned = False
    while True:
        marker = _marker(stream)
        if marker == 0xD9:
            # What stands behind the picture (thumbnails, a film) is not taken along.
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack(">H", _exactly(stream, 2))
        if length < 2:
            raise NotEvidence
        body = _exactly(stream, length - 2)
        if marker == 0xE1 and body.startswith(b"Exif\0\0") and not turned:
            orientation = _orientation(body[6:])
            if orientation not in (None, 1):
                turned = True
                yield _only_orientation(orientation)
            continue
        other = 0xE0 <= marker <= 0xEF and marker not in _KEPT
        if (other and not (marker == 0xE2 and body.startswith(_ICC))) or marker == 0xFE:
            continue
        if marker == 0xE0 and not body.startswith(b"JFIF\0"):
            continue
        yield b"\xff" + bytes([marker]) + struct.pack(">H", length) + body
        if marker == 0xDA:
            yield from _scan(stream)


def _marker(stream: BinaryIO) -> int:
    if _exactly(stream, 1) != b"\xff":
        raise NotEvidence
    byte = b"\xff"
    while byte == b"\xff":
        byte = _exactly(stream, 1)
    return byte[0]


def _scan(stream: BinaryIO) -> Iterator[bytes]:
    """The coded picture up to the next marker, at which the stream stands then."""
    while True:
        start = stream.tell()
        piece = stream.read(_PIECE)
        if not piece:
            raise NotEvidence
        place = 0
        while (place := piece.find(b"\xff", place)) != -1:
            if place + 1 == len(piece):
                break
            following = piece[place + 1]
            if following == 0 or 0xD0 <= following <= 0xD7:
                place += 2
            elif following == 0xFF:
                place += 1
            else:
                yield piece[:place]
                stream.seek(start + place)
                return
        if place == -1:
            yield piece
            continue
        if len(piece) == 1:
            raise NotEvidence
        yield piece[:place]
        stream.seek(start + place)


def _orientation(exif: bytes) -> int | None:
    """How the picture is to be turned, which is nobody's secret."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return None
    try:
        (place,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, place)
        for number in range(min(count, 200)):
            tag, _type, _n, value = struct.unpack_from(
                f"{order}HHIH", exif, place + 2 + 12 * number
            )
            if tag == 0x0112:
                return int(value) if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _only_orientation(value: int | None) -> bytes:
    ifd = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, value or 1, 0, 0)
    body = b"Exif\0\0" + b"MM\0*" + struct.pack(">I", 8) + ifd
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _exactly(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) != size:
        raise NotEvidence
    return found


# PNG: chunks; those with texts, times and Exif go

_NOT_PNG = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})


def _png(stream: BinaryIO) -> Iterator[bytes]:
    yield _exactly(stream, 8)
    while True:
        head = _exactly(stream, 8)
        (length,) = struct.unpack(">I", head[:4])
        if length > MOST:
            raise NotEvidence
        kept = head[4:] not in _NOT_PNG
        if kept:
            yield head
        left = length + 4
        while left:
            piece = _exactly(stream, min(_PIECE, left))
            left -= len(piece)
            if kept:
                yield piece
        if head[4:] == b"IEND":
            return


# TIFF: the values of tags that tell of people, places and machines become zeros

_TIFF_TAGS = frozenset({
    270, 271, 272, 305, 306, 315, 316, 700, 33432, 33723, 34377, 34665, 34853, 37510, 40091,
    40092, 40093, 40094, 40095, 42032, 42033, 50341, 50735,
})  # fmt: skip
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_POINTERS = frozenset({34665, 34853})
_MOST_IFDS = 1000


def _clean_tiff(stream: BinaryIO) -> None:
    order = "<" if stream.read(2) == b"II" else ">"
    stream.seek(4)
    (place,) = struct.unpack(f"{order}I", _exactly(stream, 4))
    seen: set[int] = set()
    while place and place not in seen and len(seen) < _MOST_IFDS:
        seen.add(place)
        place = _clean_ifd(stream, order, place, whole=False)


def _clean_ifd(stream: BinaryIO, order: str, place: int, *, whole: bool) -> int:
    """Clean the directory at `place`, all of it if `whole`; returns where the next one is."""
    stream.seek(place)
    (count,) = struct.unpack(f"{order}H", _exactly(stream, 2))
    entries = _exactly(stream, 12 * count)
    following = stream.read(4)
    for number in range(count):
        tag, kind, values = struct.unpack_from(f"{order}HHI", entries, 12 * number)
        if not whole and tag not in _TIFF_TAGS:
            continue
        size = _SIZES.get(kind, 1) * values
        if size > MOST:
            raise NotEvidence
        here = place + 2 + 12 * number + 8
        (offset,) = struct.unpack_from(f"{order}I", entries, 12 * number + 8)
        if tag in _POINTERS and not whole:
            _clean_ifd(stream, order, offset, whole=True)
            stream.seek(offset)
            stream.write(b"\0\0")
        elif size <= 4:
            stream.seek(here)
            stream.write(b"\0" * 4)
        else:
            _wipe(stream, offset, size)
    return int(struct.unpack(f"{order}I", following)[0]) if len(following) == 4 else 0


def _wipe(stream: BinaryIO, place: int, size: int) -> None:
    """Zeros over what is there; nothing beyond the end."""
    end = stream.seek(0, 2)
    stream.seek(min(place, end))
    left = min(size, max(0, end - place))
    while left:
        piece = min(left, _PIECE)
        stream.write(b"\0" * piece)
        left -= piece


# HEIC: the items that hold Exif and XMP become zeros


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, first byte of the content, end) of the boxes between two places."""
    place = start
    while place + 8 <= end:
        stream.seek(place)
        size, kind = struct.unpack(">I4s", _exactly(stream, 8))
        body = place + 8
        if size == 1:
            (size,) = struct.unpack(">Q", _exactly(stream, 8))
            body += 8
        elif size == 0:
            size = end - place
        if size < body - place or place + size > end:
            raise NotEvidence
        yield kind, body, place + size
        place += size


def _clean_heic(stream: BinaryIO) -> None:
    end = stream.seek(0, 2)
    found = {}
    for kind, body, stop in list(_boxes(stream, 0, end)):
        if kind == b"meta":
            found = {each: (b, s) for each, b, s in _boxes(stream, body + 4, stop)}
        elif kind in (b"uuid", b"udta"):
            _wipe(stream, body, stop - body)
    if b"iinf" not in found or b"iloc" not in found:
        raise NotEvidence
    items = _metadata_items(stream, *found[b"iinf"])
    data = found.get(b"idat", (0, 0))[0]
    for item, method, offset, size in _locations(stream, *found[b"iloc"]):
        if item in items:
            _wipe(stream, offset + (data if method == 1 else 0), size)


def _metadata_items(stream: BinaryIO, start: int, stop: int) -> set[int]:
    stream.seek(start)
    version = _exactly(stream, 4)[0]
    skip = 2 if version == 0 else 4
    found: set[int] = set()
    for kind, body, _stop in list(_boxes(stream, start + 4 + skip, stop)):
        if kind != b"infe":
            continue
        stream.seek(body)
        content = _exactly(stream, 14)
        form = ">H2x4s" if content[0] == 2 else ">I2x4s"
        item, what = struct.unpack_from(form, content, 4)
        if what in (b"Exif", b"mime"):
            found.add(item)
    return found


def _locations(stream: BinaryIO, start: int, stop: int) -> Iterator[tuple[int, int, int, int]]:
    """(item, method, place, size) of every piece of an item."""
    stream.seek(start)
    content = _exactly(stream, stop - start)
    version = content[0]
    sizes = struct.unpack_from(">H", content, 4)[0]
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    place = 6

    def number(size: int) -> int:
        nonlocal place
        value = int.from_bytes(content[place : place + size], "big")
        place += size
        return value

    for _item in range(number(2 if version < 2 else 4)):
        item = number(2 if version < 2 else 4)
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        for _extent in range(number(2)):
            number(index_size)
            offset = number(offset_size)
            yield item, method, base + offset, number(length_size)
