"""``tep-dinh-kem``: the files of an item, any number at once, each taken away again.

Works without scripts. A file is written to the database as a blob, straight from where the
server has put the upload: it is never held in memory.
"""

from plone import api
from plone.i18n.normalizer.interfaces import IFileNameNormalizer
from plone.namedfile.file import NamedBlobFile
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.propose import propose_removal
from thads_portal.browser.shared.item_files import files_of
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.reviewed import is_public
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from zope.component import getUtility
from zope.container.interfaces import INameChooser
from ZPublisher.HTTPRequest import FileUpload


#: What never runs by mistake on a visitor's computer when it is opened.
REFUSED = (".exe", ".bat", ".cmd", ".com", ".js", ".vbs", ".scr", ".msi", ".ps1", ".jar", ".html", ".htm", ".svg")  # fmt: skip


_WAITS = _(
    "files_wait",
    default="Mục này đang đăng, nên việc thêm hoặc bỏ tệp chờ Ban Biên tập duyệt.",
)


class Files(DeskPage):
    template = PageTemplate("files.pt")
    title = _("item_files", default="Tệp đính kèm")

    @property
    def trail(self):
        return [(self.place, self.context.title)]

    @property
    def files(self) -> list[dict]:
        return files_of(self.context)

    def handle(self, action):
        name = self.sent.text("xoa")
        return self._remove(name) if name else self._add()

    def _add(self) -> str | None:
        given = self.request.form.get("tep", [])
        uploads = [
            each
            for each in (given if isinstance(given, list) else [given])
            if isinstance(each, FileUpload) and each.filename
        ]
        if not uploads:
            self.errors.say(_("files_none", default="Hãy chọn ít nhất một tệp."), "tep")
        for upload in uploads:
            if name_of(upload).lower().endswith(REFUSED):
                self.errors.say(
                    _(
                        "files_refused",
                        default="Không nhận tệp “${name}”: loại tệp này có thể gây hại cho"
                        " người mở. Hãy dùng PDF, Word, Excel hoặc ảnh.",
                        mapping={"name": name_of(upload)[:80]},
                    ),
                    "tep",
                )
        if self.errors:
            return self._refuse(422)
        for upload in uploads:
            add_file(self.context, name_of(upload), upload)
        if is_public(self.context):
            return self.done(_WAITS)
        return self.done(
            _("files_added", default="Đã thêm ${count} tệp.", mapping={"count": len(uploads)})
        )

    def _remove(self, name: str) -> str | None:
        child = self.context.get(name)
        if child is None or child.portal_type not in ("File", "Image"):
            self.errors.say(_("files_gone", default="Tệp này không còn nữa."))
            return self._refuse(422)
        if not self.may("Delete objects", child):
            self.errors.say(_("files_kept", default="Bạn không được bỏ tệp này."))
            return self._refuse(403)
        if needs_review(child):
            propose_removal(child, self.acting)
            return self.done(_WAITS)
        self.context.manage_delObjects([child.getId()])
        return self.done(_("files_removed", default="Đã bỏ tệp."))


def name_of(upload) -> str:
    """The name of the file without the folders that some browsers send along."""
    name = upload.filename
    name = name.decode("utf-8", "replace") if isinstance(name, bytes) else name
    return name.replace("\\", "/").rpartition("/")[2].strip()


def add_file(item, name: str, data):
    """A File in `item` called `name`. `data`: bytes, or an open file that is read as a stream."""
    normalizer = getUtility(IFileNameNormalizer)
    file_id = INameChooser(item).chooseName(normalizer.normalize(name, locale="vi"), item)
    return api.content.create(
        item,
        "File",
        id=file_id,
        title=name,
        file=NamedBlobFile(data=data, filename=name),
    )
