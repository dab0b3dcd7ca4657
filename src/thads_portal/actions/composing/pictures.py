"""A picture as it goes into an item: cut, made small enough, without what the camera wrote into it.

A photograph of a telephone carries the place where it was taken and is ten times as large as
any page shows it. What is cut away is gone: nothing outside the cut can be read from the file.
"""

from io import BytesIO
from PIL import Image
from PIL import ImageOps
from plone import api
from plone.i18n.normalizer.interfaces import IFileNameNormalizer
from plone.namedfile.file import NamedBlobImage
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.draft import fields_of
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.draft import value_of
from thads_portal.actions.changes.draft import write
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.actions.changes.propose import propose_change
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.syndication.account import needs
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import FileValue
from thads_portal.domain import fields
from thads_portal.domain.cuts import cut_of
from thads_portal.errors import Code
from typing import BinaryIO
from zope.component import getUtility
from zope.container.interfaces import INameChooser
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


#: Pixels of the longer side; the widest column of a page on a dense screen.
LONGEST_SIDE = 2000
#: Bytes and pixels of what is taken.
LARGEST = 30 * 1024 * 1024
MOST_PIXELS = 80_000_000
LONGEST_WORDS = 250
LONGEST_CAPTION = 500
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_TYPES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}


def prepared(
    data: BinaryIO, name: str, field: str, entered: EnteredValues, *, shape: str, focus: str
) -> FileValue:
    """The picture in `data` as it is kept; None with a problem at `field` if it is none."""
    try:
        with Image.open(data, formats=_FORMATS) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                entered.add(field, Code.PICTURE_TOO_LARGE)
                return None
            # A photograph says how it was held.
            upright = ImageOps.exif_transpose(picture)
            upright = upright.crop(cut_of(*upright.size, shape=shape, focus=focus))
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            clear = "A" in upright.getbands() or "transparency" in upright.info
            kind = "PNG" if clear else "JPEG"
            kept = Image.new("RGBA" if clear else "RGB", upright.size)
            kept.paste(upright.convert(kept.mode))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        # What Pillow raises for what is no picture, or a broken one.
        entered.add(field, Code.NO_PICTURE)
        return None
    packed = BytesIO()
    kept.save(packed, kind, **({"quality": 85, "progressive": True} if kind == "JPEG" else {}))
    media_type, end = _TYPES[kind]
    stem = name.rpartition(".")[0] or name or "anh"
    return NamedBlobImage(packed.getvalue(), media_type, f"{stem[:100]}{end}")


def add_picture(item: Content, value: FileValue, *, words: str, caption: str) -> Content:
    """The picture `value` in `item`; `words` stand for it where it is not seen."""
    normalizer = getUtility(IFileNameNormalizer)
    name = normalizer.normalize(value.filename, locale="vi")
    return api.content.create(
        item,
        "Image",
        id=INameChooser(item).chooseName(name, item),
        title=words,
        description=caption,
        image=value,
    )


def words_of(entered: EnteredValues, field: str, text: str) -> str:
    """The words for a picture, which it may not lack."""
    if not text.strip():
        entered.add(field, Code.PICTURE_WITHOUT_WORDS)
        return ""
    return entered.check(field, fields.check_text, text, LONGEST_WORDS) or ""


def caption_of(entered: EnteredValues, field: str, text: str) -> str:
    if not text.strip():
        return ""
    return entered.check(field, fields.check_text, text, LONGEST_CAPTION) or ""


def change_picture(
    picture: Content, acting: ActionContext, *, words: str, caption: str, value: FileValue = None
) -> None:
    """Other words, another caption or cut for a picture; of what is public the change waits."""
    needs(MODIFY, picture)
    given = {"title": words, "description": caption}
    if value is not None:
        given["image"] = value
    waits = needs_review(picture)
    target = draft_of(picture) if waits else picture
    changed = {
        (schema.__identifier__, name): given[name]
        for schema, name, field in fields_of(target)
        if name in given and value_of(target, field) != given[name]
    }
    if not changed:
        return
    written = write(target, changed)
    if waits:
        propose_change(picture, target, acting)
        return
    names = (Attributes(schema, *each) for schema, each in written.items())
    notify(ObjectModifiedEvent(picture, *names))
    picture.reindexObject()
