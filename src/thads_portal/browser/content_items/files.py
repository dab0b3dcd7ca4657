"""``tep-dinh-kem``: the files of an item, any number at once, each taken away again.

Works without scripts. A file is written to the database as a blob, straight from where the
server has put the upload: it is never held in memory.
"""

from AccessControl import getSecurityManager
from functools import cached_property
from plone import api
from plone.i18n.normalizer.interfaces import IFileNameNormalizer
from plone.namedfile.file import NamedBlobFile
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from thads_portal.browser.content_items import files_of
from thads_portal.browser.content_lists.work import Work
from thads_portal.browser.page import PublicPage
from thads_portal.i18n import _
from zope.component import getUtility
from zope.container.interfaces import INameChooser
from ZPublisher.HTTPRequest import FileUpload


#: What never runs by mistake on a visitor's computer when it is opened.
REFUSED = (".exe", ".bat", ".cmd", ".com", ".js", ".vbs", ".scr", ".msi", ".ps1", ".jar", ".html", ".htm", ".svg")  # fmt: skip


class Files(PublicPage):
    template = ViewPageTemplateFile("files.pt")
    _work = ViewPageTemplateFile("../content_lists/work.pt")

    def update(self):
        self.problems: list[str] = []
        if self.request.method != "POST":
            return
        CheckAuthenticator(self.request)
        if "xoa" in self.request.form:
            self._remove(self.request.form["xoa"])
        else:
            self._add()

    def __call__(self):
        page = super().__call__()
        if self.request.method == "POST" and not self.problems:
            self.request.response.redirect(f"{self.context.absolute_url()}/tep-dinh-kem")
            return ""
        return page

    def _add(self) -> None:
        given = self.request.form.get("tep", [])
        uploads = [
            each
            for each in (given if isinstance(given, list) else [given])
            if isinstance(each, FileUpload) and each.filename
        ]
        if not uploads:
            self.problems.append(self.say(_("files_none", default="Hãy chọn ít nhất một tệp.")))
            return
        for upload in uploads:
            if _name_of(upload).lower().endswith(REFUSED):
                self.problems.append(
                    self.say(
                        _(
                            "files_refused",
                            default="Không nhận tệp “${name}”: loại tệp này có thể gây hại cho"
                            " người mở. Hãy dùng PDF, Word, Excel hoặc ảnh.",
                            mapping={"name": _name_of(upload)[:80]},
                        )
                    )
                )
        if self.problems:
            return
        for upload in uploads:
            add_file(self.context, _name_of(upload), upload)
        self._tell(
            _("files_added", default="Đã thêm ${count} tệp.", mapping={"count": len(uploads)})
        )

    def _remove(self, name) -> None:
        child = self.context.get(name) if isinstance(name, str) else None
        if child is None or child.portal_type not in ("File", "Image"):
            self.problems.append(self.say(_("files_gone", default="Tệp này không còn nữa.")))
            return
        if not getSecurityManager().checkPermission("Delete objects", child):
            self.problems.append(self.say(_("files_kept", default="Bạn không được bỏ tệp này.")))
            return
        self.context.manage_delObjects([child.getId()])
        self._tell(_("files_removed", default="Đã bỏ tệp."))

    def _tell(self, message) -> None:
        IStatusMessage(self.request).addStatusMessage(self.say(message), type="info")

    @property
    def work_macros(self):
        return self._work.macros

    def messages(self):
        return IStatusMessage(self.request).show()

    @cached_property
    def work(self) -> Work:
        return Work(self.context, self.request)

    @property
    def files(self) -> list[dict]:
        return files_of(self.context)


def _name_of(upload) -> str:
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
