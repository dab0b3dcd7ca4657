"""The portal's own forms of news, documents, procedures, notices and events.

``viet`` on a section for a new item, ``soan`` on an item. Works without scripts; with them
the text has an editor and what is typed is kept on the server while it is typed (``autosave``).
"""

from functools import cached_property
from lxml import html
from plone import api
from plone.uuid.interfaces import IUUID
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.composing.save import create_item
from thads_portal.actions.composing.save import save_item
from thads_portal.actions.composing.texts import parts_of
from thads_portal.actions.composing.texts import read
from thads_portal.actions.composing.texts import texts_of
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.publication import take_step
from thads_portal.browser.shared.content_work import ADD
from thads_portal.browser.staff.content_items import compose_files
from thads_portal.browser.staff.content_items.compose_editor import editor_options
from thads_portal.browser.staff.content_items.compose_editor import POLICY
from thads_portal.browser.staff.content_items.compose_fields import fields_for
from thads_portal.browser.staff.content_items.compose_fields import labels_of
from thads_portal.browser.staff.content_items.kept_texts import KeptTexts
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.writers import refuse_binned
from thads_portal.browser.staff.record.people import People
from thads_portal.content.reviewed import waiting_change
from thads_portal.domain.content_form import Typed
from thads_portal.domain.content_form import version_of
from thads_portal.domain.topics import BY_ITEM_TYPE
from thads_portal.domain.topics import BY_TYPE
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import idempotency_keys
from thads_portal.templates import PageTemplate
from ZPublisher.HTTPRequest import FileUpload


_WAITS = _("change_sent", default="Bản sửa đã gửi, đang chờ người khác duyệt.")
_SAVED = _("compose_saved", default="Đã lưu bản nháp. Người ngoài chưa thấy.")
_SENT = _("content_done_submit", default="Đã gửi Ban Biên tập duyệt.")
_CONFLICT = _(
    "compose_conflict",
    default="Người khác đã ghi mục này sau khi bạn mở. So sánh hai nội dung dưới đây rồi ghi lại.",
)


class Compose(DeskPage, KeptTexts):
    """What both forms share; `item` is None for a new one."""

    template = PageTemplate("compose.pt")
    both = ()
    item = None

    def respond(self):
        # The editor writes styles into the page; its scripts are Plone's own files.
        self.request.response.setHeader("Content-Security-Policy", POLICY)
        answer = super().respond()
        # The editor starts in no other mode of browsers than that of the standard.
        return f"<!DOCTYPE html>\n{answer}" if answer.startswith("<html") else answer

    @property
    def portal_type(self) -> str:
        raise NotImplementedError

    @cached_property
    def parts(self):
        return parts_of(self.portal_type)

    @property
    def topic(self):
        return BY_ITEM_TYPE[self.portal_type].topic

    @property
    def texts_sent(self) -> dict[str, str]:
        """What was typed, by the name of its part."""
        return {
            part.name: self.sent.text(part.name).replace("\r\n", "\n").strip()
            for part in self.parts
        }

    def update(self):
        self.texts = self.texts_sent if self.request.method == "POST" else self.texts_shown()
        make = field_maker(self)
        self.fields = fields_for(self, make, self.portal_type, self.parts, self.texts)
        self.pictures = compose_files.pictures_there(self, self.item)
        self.files = compose_files.files_there(self, self.item)
        self.slots = [self._slot(number) for number in range(compose_files.SLOTS)]
        self._label_pictures()
        self.people = People(self)

    def _slot(self, number: int) -> dict:
        text, field = self.sent.text, f"anh.{number}"
        return {
            "field": field,
            "words": text(f"{field}.loi"),
            "caption": text(f"{field}.chu-thich"),
            "shape": text(f"{field}.khung"),
            "focus": text(f"{field}.tam", "50,50"),
            "hidden": number >= compose_files.SHOWN_SLOTS and not text(f"{field}.loi"),
        }

    def _label_pictures(self) -> None:
        said = self.say(_("compose_picture", default="Ảnh"))
        for each in (*self.slots, *self.pictures):
            for name in ("tep", "loi", "chu-thich", "khung"):
                self.errors.labels[f"{each['field']}.{name}"] = said
        self.errors.labels["tep"] = self.say(_("item_files", default="Tệp đính kèm"))

    @property
    def shapes(self):
        return compose_files.shapes(self)

    def focuses(self, chosen: str):
        return compose_files.focuses(self, chosen)

    @property
    def editor(self) -> str:
        """The settings of the editor, as JSON."""
        return editor_options(self.root)

    def asset(self, name: str) -> str:
        return f"{self.root}/++plone++static/{name}"

    # What comes of what was sent

    def handle(self, action):
        if action == "autosave":
            return self.keep_typed()
        if action == "drop":
            return self.drop_typed()
        if action == "template":
            return self.keep_as_beginning()
        if action not in ("save", "preview", "submit"):
            raise NotAllowed
        if action == "submit" and not self.may_submit:
            raise NotAllowed
        return self.saved(action)

    def saved(self, action: str) -> str | None:
        raise NotImplementedError

    def read_files(self) -> compose_files.SentFiles:
        """All of the form is looked at before anything is written: every problem is told at once."""
        entered = EnteredValues(self.acting.today)
        sent = compose_files.SentFiles(self, entered)
        if self.item is not None:
            sent.look_at(self.item)
        if entered.problems:
            read(self.portal_type, self.texts_sent, entered)
        entered.done()
        return sent

    def lead_on(self, item, action: str, *, waits: bool) -> str:
        """To the page after the form."""
        address = item.absolute_url_path()
        if action == "submit":
            take_step(item, "submit", self.acting)
            return self.done(_SENT, f"{address}?xong={self.draft}")
        if action == "preview":
            return self.done(_WAITS if waits else _SAVED, f"{address}/xem-truoc")
        return self.done(_WAITS if waits else _SAVED, f"{address}/soan")


class NewItem(Compose):
    """``viet`` of a section."""

    @property
    def title(self):
        return ADD[self.context.portal_type]

    @property
    def portal_type(self) -> str:
        return BY_TYPE[self.context.portal_type].item_type

    @property
    def trail(self):
        return [(self.place, self.context.title)]

    def admit(self):
        kind = api.portal.get_tool("portal_types")[self.portal_type]
        if not kind.isConstructionAllowed(self.context):
            raise NotAllowed

    version = ""
    may_submit = True
    waits = False

    @cached_property
    def draft(self) -> str:
        """The key of this form: of what is kept while it is typed, and of its second click."""
        for name in ("draft", "nhap"):
            if self.is_key(self.sent.text(name)):
                return self.sent.text(name)
        return idempotency_keys.new_key()

    def saved(self, action):
        files = [
            each.filename for each in self.request.form.values() if isinstance(each, FileUpload)
        ]
        texts = self.texts_sent
        digest = idempotency_keys.digest_of(
            self.draft, self.acting.user_id, self.place, {**texts, "+files": repr(files)}
        )
        with self.register() as cursor:
            made = idempotency_keys.made_by(cursor, digest) if digest else None
        if made and made in self.context:
            # The second click of the same form.
            return self.go(f"{self.place}/{made}/soan")
        sent = self.read_files()
        item = create_item(self.context, texts, self.acting, draft_key=self.draft)
        sent.write(item)
        if digest:
            idempotency_keys.take(self.context, digest, item.getId())
        return self.lead_on(item, action, waits=False)


class EditItem(Compose):
    """``soan`` of an item."""

    def admit(self):
        refuse_binned(self)

    @property
    def item(self):
        return self.context

    @property
    def title(self):
        return _("edit_heading", default="Sửa: ${title}", mapping={"title": self.context.title})

    @property
    def portal_type(self) -> str:
        return self.context.portal_type

    @property
    def trail(self):
        return [(self.place, self.context.title)]

    @cached_property
    def draft(self) -> str:
        return IUUID(self.context)

    @cached_property
    def texts_now(self) -> dict[str, str]:
        """The item with the change that waits."""
        return texts_of(draft_of(self.context))

    @cached_property
    def version(self) -> str:
        """What the form was opened with; after a conflict, what the other has written."""
        if self.both or self.request.method != "POST":
            return self.base_shown or version_of(self.texts_now)
        return self.sent.text("version")

    @cached_property
    def waits(self) -> bool:
        """Whether what is saved waits for another person."""
        return needs_review(self.context)

    @property
    def returned(self) -> str:
        account = waiting_change(self.context)
        return account["reason"] if account else ""

    @cached_property
    def may_submit(self) -> bool:
        workflow = api.portal.get_tool("portal_workflow")
        return any(each["id"] == "submit" for each in workflow.getTransitionsFor(self.context))

    def saved(self, action):
        sent = self.read_files()
        try:
            done = save_item(
                self.context, self.texts_sent, self.acting, seen=self.sent.text("version")
            )
        except Conflict as conflict:
            if conflict.code is not Code.CONFLICT:
                raise
            return self._compare()
        waits = sent.write(self.context) or not done
        return self.lead_on(self.context, action, waits=waits)

    def _compare(self) -> None:
        """Show both contents; saved again, the one that was typed here is what counts."""
        labels, typed = labels_of(self.portal_type), self.texts_sent
        self._refuse(409)
        self.errors.say(_CONFLICT)
        self.base_shown = ""
        self.both = [
            (self.say(labels[part.name]), self.texts_now[part.name], typed[part.name])
            for part in self.parts
            if self.texts_now[part.name].strip() != typed[part.name]
        ]
        if any(part.typed is Typed.RICH for part in self.parts):
            self.both = [(label, _bare(there), _bare(here)) for label, there, here in self.both]


def _bare(text: str) -> str:
    """The words of a text of the editor."""
    return html.fromstring(text).text_content() if "<" in text else text
