"""The process that makes one small picture: limited first, then given the file, then gone.

Readers of pictures and PDFs are large programs that strangers' files are made for; whatever one does
to its reader happens here, where there is nothing but the file. Gets the media type on a line and the
file on its standard input, answers with a JPEG, or with nothing for what cannot be read.
"""

import os
import resource
import sys


#: Bytes of address space: a picture of MOST_PIXELS unpacked, twice, and the libraries.
MEMORY = 1536 * 2**20
#: Seconds of the processor for one file.
SECONDS = 30
#: Pixels of the longer side, and of the whole that is unpacked.
SIDE = 800
MOST_PIXELS = 120_000_000
_FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF", "image/heic": "HEIF"}
_PDF = "application/pdf"


def limit() -> None:
    """Bound what this process may take; it writes no file either."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the file on standard input; never raises for what is in it."""
    limit()
    kind = sys.stdin.buffer.readline().decode("ascii").strip()
    data = sys.stdin.buffer.read()
    try:
        answer = _of_pdf(data) if kind == _PDF else _of_picture(data, _FORMS[kind])
    except Exception:  # noqa: BLE001 - each library raises its own; a damaged file has no preview
        answer = b""
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def _of_picture(data: bytes, form: str) -> bytes:
    """The first picture, turned as it is to be seen."""
    from io import BytesIO
    from PIL import Image
    from PIL import ImageOps

    if form == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    with Image.open(BytesIO(data), formats=[form]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return b""
        # Of a JPEG only as much is unpacked as is needed.
        picture.draft("RGB", (2 * SIDE, 2 * SIDE))
        return _small(ImageOps.exif_transpose(picture))


def _of_pdf(data: bytes) -> bytes:
    """The first page."""
    import pypdfium2

    page = pypdfium2.PdfDocument(data)[0]
    longest = max(page.get_size())
    if longest <= 0:
        return b""
    return _small(page.render(scale=SIDE / longest).to_pil())


def _small(picture) -> bytes:  # type: ignore[no-untyped-def]  # Pillow is imported by who reads
    """`picture` as a JPEG of at most SIDE pixels, with nothing of what stood beside it."""
    from io import BytesIO

    picture = picture.convert("RGB")
    picture.thumbnail((SIDE, SIDE))
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
