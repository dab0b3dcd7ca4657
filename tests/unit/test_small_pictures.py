"""Previews of evidence: of each kind, in a process of its own, with nothing of what stood beside the picture."""

from functools import partial
from io import BytesIO
from PIL import Image
from pypdf import PdfWriter
from thads_portal.actions.ledger.picture import small_picture

import pillow_heif
import pytest


#: Each starts a process.
pytestmark = pytest.mark.slow

CAMERA = "SM-A125F"


def photograph(form: str) -> bytes:
    image = Image.effect_noise((1200, 900), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x0112] = 6
    out = BytesIO()
    if form == "HEIF":
        pillow_heif.from_pillow(image).save(out, quality=40, exif=exif.tobytes())
    else:
        image.save(out, form, exif=exif)
    return out.getvalue()


def page() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Author": CAMERA})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "data", "size"),
    [
        ("image/jpeg", partial(photograph, "JPEG"), (600, 800)),
        ("image/heic", partial(photograph, "HEIF"), None),
        ("image/tiff", partial(photograph, "TIFF"), (600, 800)),
        ("application/pdf", page, (566, 800)),
    ],
    ids=["jpeg", "heic", "tiff", "pdf"],
)
def test_a_small_picture_of_each_kind(kind, data, size):
    # Made in the test: whoever only looks for tests does not pay for it.
    made = small_picture(data(), kind)
    shown = Image.open(BytesIO(made))
    assert shown.format == "JPEG" and max(shown.size) == 800
    assert size is None or shown.size == size
    assert not dict(shown.getexif()) and CAMERA.encode() not in made


@pytest.mark.parametrize("kind", ["image/heic", "application/pdf", "image/png"])
def test_a_damaged_file_has_none_and_harms_nobody(kind):
    assert small_picture(b"\0\0\0\x18ftypheic" + b"junk" * 100, kind) is None
