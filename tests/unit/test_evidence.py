"""Evidence by its content, and photographs without what the camera wrote into them."""

from hypothesis import given
from hypothesis import strategies as st
from io import BytesIO
from PIL import Image
from PIL import TiffImagePlugin
from thads_portal.domain import evidence

import contextlib
import pytest
import struct


SECRET = b"SM-A125F 22.6666N"


def picture(form: str, **more) -> bytes:
    out = BytesIO()
    image = Image.effect_noise((180, 120), 40).convert("RGB")
    image.save(out, form, **more)
    return out.getvalue()


def exif(orientation: int = 6) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x0110] = SECRET.decode()
    data[0x8825] = {1: "N", 2: (22.0, 40.0, 0.0)}
    return data


def clean(data: bytes) -> bytes:
    stream = BytesIO(data)
    return b"".join(evidence.cleaned(stream, evidence.media_type(stream)))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_keeps_its_picture_and_its_turn_only(progressive):
    data = picture("JPEG", exif=exif(), comment=SECRET, progressive=progressive)
    cleaned = clean(data + b"trailer " + SECRET)
    assert SECRET in data and SECRET not in cleaned
    before, after = Image.open(BytesIO(data)), Image.open(BytesIO(cleaned))
    assert before.tobytes() == after.tobytes()
    found = after.getexif()
    assert dict(found) == {0x0112: 6}


def test_colours_stay():
    profile = b"p" * 300
    assert (
        Image.open(BytesIO(clean(picture("JPEG", icc_profile=profile)))).info["icc_profile"]
        == profile
    )


def test_png_loses_its_texts():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", SECRET.decode())
    data = picture("PNG", pnginfo=info, exif=exif())
    cleaned = clean(data)
    assert SECRET in data and SECRET not in cleaned
    assert Image.open(BytesIO(cleaned)).tobytes() == Image.open(BytesIO(data)).tobytes()
    assert not Image.open(BytesIO(cleaned)).getexif()


def test_tiff_loses_what_tells_of_people_and_places():
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[271] = SECRET.decode()
    info[315] = "Hoàng Văn Chụp"
    data = picture("TIFF", tiffinfo=info, exif=exif())
    cleaned = clean(data)
    assert SECRET not in cleaned and "Hoàng".encode() not in cleaned
    assert Image.open(BytesIO(cleaned)).tobytes() == Image.open(BytesIO(data)).tobytes()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def heic() -> bytes:
    """A file with the boxes of one, and Exif as its second item."""
    infe = [
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", item, 0, kind) + b"\0")
        for item, kind in ((1, b"hvc1"), (2, b"Exif"))
    ]
    iinf = box(b"iinf", b"\0\0\0\0" + struct.pack(">H", 2) + b"".join(infe))

    def iloc(picture_at, exif_at):
        items = b"".join(
            struct.pack(">HHHII", item, 0, 1, place, size)
            for item, place, size in ((1, picture_at, 7), (2, exif_at, len(SECRET)))
        )
        return box(b"iloc", b"\0\0\0\0" + b"\x44\x00" + struct.pack(">H", 2) + items)

    head = box(b"ftyp", b"heic\0\0\0\0mif1")
    meta = box(b"meta", b"\0\0\0\0" + iinf + iloc(0, 0))
    start = len(head) + len(meta) + 8
    meta = box(b"meta", b"\0\0\0\0" + iinf + iloc(start, start + 7))
    return head + meta + box(b"mdat", b"PICTURE" + SECRET)


def test_heic_loses_its_exif():
    data = heic()
    assert evidence.media_type(BytesIO(data)) == evidence.HEIC
    cleaned = clean(data)
    assert SECRET in data and SECRET not in cleaned and b"PICTURE" in cleaned
    assert len(cleaned) == len(data)


def test_the_name_says_nothing():
    assert evidence.media_type(BytesIO(b"%PDF-1.7\n...")) == evidence.PDF
    for data in (b"", b"MZ\x90", b"<html>", b"GIF89a", b"PK\3\4", b"RIFF....WEBP"):
        with pytest.raises(evidence.NotEvidence):
            evidence.media_type(BytesIO(data))


@given(
    st.binary(max_size=200), st.integers(0, 400), st.sampled_from(["JPEG", "PNG", "TIFF", "HEIC"])
)
def test_damaged_files_are_refused_or_come_to_an_end(junk, place, form):
    whole = heic() if form == "HEIC" else picture(form)
    data = whole[:place] + junk
    with contextlib.suppress(evidence.NotEvidence):
        clean(data)
