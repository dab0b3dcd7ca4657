"""Pictures and attachments of the form of an item: what is there, and what was sent."""

from dataclasses import dataclass
from plone import api
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.propose import propose_removal
from thads_portal.actions.composing import pictures
from thads_portal.browser.shared.item_files import size_in_words
from thads_portal.browser.staff.content_items.files import add_file
from thads_portal.browser.staff.content_items.files import name_of
from thads_portal.browser.staff.content_items.files import REFUSED
from thads_portal.content.reviewed import waiting_change
from thads_portal.domain.cuts import SHAPES
from thads_portal.errors import Code
from thads_portal.i18n import _
from ZPublisher.HTTPRequest import FileUpload


#: Rows for new pictures of a form; the script shows one after the other.
SLOTS = 6
SHOWN_SLOTS = 2
_WHOLE = _("cut_whole", default="Cả ảnh")
#: Where the part that stays lies, when a picture is cut.
_FOCUS = (
    ("50,50", _("cut_middle", default="Giữa")),
    ("50,0", _("cut_top", default="Trên")),
    ("50,100", _("cut_bottom", default="Dưới")),
    ("0,50", _("cut_left", default="Trái")),
    ("100,50", _("cut_right", default="Phải")),
)
_KINDS = {
    "new": _("change_kind_new", default="Tệp mới"),
    "remove": _("change_kind_remove", default="Bỏ tệp"),
    "change": _("change_kind_change", default="Sửa tệp"),
}


@dataclass(frozen=True, slots=True)
class NewPicture:
    slot: int
    upload: object
    name: str
    words: str
    caption: str
    shape: str
    focus: str

    def field(self, name: str) -> str:
        return f"anh.{self.slot}.{name}"


def shapes(page) -> list[tuple[str, str]]:
    return [("", page.say(_WHOLE)), *((shape, shape) for shape in SHAPES)]


def focuses(page, chosen: str = "") -> list[tuple[str, str]]:
    known = [(value, page.say(label)) for value, label in _FOCUS]
    if chosen and chosen not in [value for value, _label in known]:
        known.append((chosen, chosen))
    return known


def children(item, *kinds: str) -> list:
    """The pictures or files in `item`, in their order."""
    if item is None or not hasattr(item, "objectValues"):
        return []
    return [each for each in item.objectValues() if each.portal_type in kinds]


def pictures_there(page, item) -> list[dict]:
    """The pictures in `item` with what was sent for them, or else what they have."""
    found = []
    for each in children(item, "Image"):
        name = each.getId()
        account = waiting_change(each)
        found.append({
            "id": name,
            "field": f"co.{name}",
            "address": each.absolute_url_path(),
            "uid": api.content.get_uuid(each),
            "words": page.sent.text(f"co.{name}.loi", each.title or ""),
            "caption": page.sent.text(f"co.{name}.chu-thich", each.description or ""),
            "shape": page.sent.text(f"co.{name}.khung"),
            "focus": page.sent.text(f"co.{name}.tam", "50,50"),
            "removed": bool(page.sent.text(f"co.{name}.bo")),
            "waits": page.say(_KINDS[account["kind"]]) if account else "",
        })  # fmt: skip
    return found


def files_there(page, item) -> list[dict]:
    found = []
    for each in children(item, "File"):
        account = waiting_change(each)
        found.append({
            "id": each.getId(),
            "title": each.title or each.getId(),
            "address": f"{each.absolute_url_path()}/@@download/file",
            "size": size_in_words(each.file.getSize() if each.file is not None else 0),
            "waits": page.say(_KINDS[account["kind"]]) if account else "",
        })  # fmt: skip
    return found


def _uploads(page, name: str) -> list[FileUpload]:
    given = page.request.form.get(name, [])
    given = given if isinstance(given, list) else [given]
    return [each for each in given if isinstance(each, FileUpload) and each.filename]


def sent_pictures(page) -> list[NewPicture]:
    """The new pictures that were chosen."""
    found = []
    for slot in range(SLOTS):
        for upload in _uploads(page, f"anh.{slot}.tep")[:1]:
            text = page.sent.text
            found.append(
                NewPicture(
                    slot,
                    upload,
                    name_of(upload),
                    text(f"anh.{slot}.loi"),
                    text(f"anh.{slot}.chu-thich"),
                    text(f"anh.{slot}.khung"),
                    text(f"anh.{slot}.tam"),
                )
            )
    return found


class SentFiles:
    """Reads all that was sent before anything is written; `write` makes it so."""

    def __init__(self, page, entered) -> None:
        self.page = page
        self.entered = entered
        self.new = []
        for sent in sent_pictures(page):
            words = pictures.words_of(entered, sent.field("loi"), sent.words)
            caption = pictures.caption_of(entered, sent.field("chu-thich"), sent.caption)
            value = self._value(sent.upload, sent.name, sent.field("tep"), sent.shape, sent.focus)
            self.new.append((value, words, caption))
        self.files = _uploads(page, "tep")
        for upload in self.files:
            if name_of(upload).lower().endswith(REFUSED):
                entered.add("tep", Code.FILE_REFUSED, name=name_of(upload)[:80])
        self.changed = []

    def _value(self, data, name, field, shape, focus):
        data.seek(0, 2)
        if data.tell() > pictures.LARGEST:
            self.entered.add(field, Code.PICTURE_TOO_LARGE)
            return None
        data.seek(0)
        return pictures.prepared(data, name, field, self.entered, shape=shape, focus=focus)

    def look_at(self, item) -> None:
        """What is to become of the pictures that are in `item`."""
        text = self.page.sent.text
        for each in children(item, "Image"):
            field = f"co.{each.getId()}"
            if f"{field}.loi" not in self.page.sent or text(f"{field}.bo"):
                continue
            words = pictures.words_of(self.entered, f"{field}.loi", text(f"{field}.loi"))
            caption = pictures.caption_of(
                self.entered, f"{field}.chu-thich", text(f"{field}.chu-thich")
            )
            shape, value = text(f"{field}.khung"), None
            if shape and each.image is not None:
                with each.image.open() as data:
                    value = pictures.prepared(
                        data,
                        each.image.filename or each.getId(),
                        f"{field}.khung",
                        self.entered,
                        shape=shape,
                        focus=text(f"{field}.tam"),
                    )
            self.changed.append((each, words, caption, value))

    def write(self, item) -> bool:
        """Add, change and remove; whether anything waits for another person."""
        acting, waits = self.page.acting, False
        for value, words, caption in self.new:
            waits |= needs_review(
                pictures.add_picture(item, value, words=words, caption=caption)
            ) or _waits(item)
        for upload in self.files:
            add_file(item, name_of(upload), upload)
            waits |= _waits(item)
        for each, words, caption, value in self.changed:
            pictures.change_picture(each, acting, words=words, caption=caption, value=value)
            waits |= bool(waiting_change(each))
        for each in [*children(item, "Image", "File")]:
            kind = "co" if each.portal_type == "Image" else "tep"
            if not self.page.sent.text(f"{kind}.{each.getId()}.bo"):
                continue
            if needs_review(each):
                propose_removal(each, acting)
                waits = True
            else:
                item.manage_delObjects([each.getId()])
        return waits


def _waits(item) -> bool:
    return any(waiting_change(each) for each in children(item, "Image", "File"))
