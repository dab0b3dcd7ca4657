"""``tai-lieu-viec``: scans and photographs of a case; ``xem-tai-lieu``: one of them, recorded first."""

from contextlib import ExitStack
from thads_portal.actions.ledger.attach import attach
from thads_portal.browser.shared.streaming import Sized
from thads_portal.browser.staff.ledger.case import OfCase
from thads_portal.browser.staff.ledger.entry_form import LedgerForm
from thads_portal.domain.recording import Recorded
from thads_portal.errors import FileGone
from thads_portal.i18n import _
from thads_portal.jobs import files
from thads_portal.register.ledger import evidence
from thads_portal.register.record import write_now
from urllib.parse import quote


class Attaching(LedgerForm):
    """``muc`` is the id of the entry that the file proves, if it is about one."""

    title = _("case_files_title", default="Thêm tài liệu, ảnh vào việc")
    text = _(
        "case_files_text",
        default="PDF, JPEG, PNG, TIFF hoặc HEIC, mỗi tệp đến 50 MB, bao nhiêu tệp cũng được. Nơi chụp,"
        " máy chụp ghi trong ảnh được xóa. Tài liệu không bao giờ công khai; mỗi lần xem được ghi lại.",
    )
    effect_message = _("case_files_effect", default="Thêm tài liệu")
    done_message = _("case_files_done", default="Đã thêm tài liệu.")

    @property
    def entry(self):
        wanted = self.sent.number("muc")
        known = {each.id for each in self.book.entries}
        return wanted if wanted in known else None

    @property
    def hidden(self):
        return [("muc", str(self.entry))] if self.entry else []

    def fields(self):
        yield self.file_field(required=True)

    def take(self, expected):
        uploads = self.uploads or [("", None)]
        for name, stream in uploads:
            if stream is None:
                self.missing_file()
            attach(self.context, self.acting, name=name, stream=stream, entry=self.entry)


class Viewing(OfCase):
    """One file: never in a cache, never run in the portal's place."""

    title = _("case_file", default="Tài liệu")

    def respond(self):
        with self.register() as cursor:
            kept = evidence.one_of_case(cursor, self.book.case.id, self.sent.text("tep"))
        if kept is None:
            raise FileGone
        small = bool(self.sent.text("nho")) and kept.preview is not None
        stored = files.info(self.database, kept.preview if small else kept.id)
        write_now(
            self.database,
            Recorded.EVIDENCE_VIEWED,
            actor=self.acting.user_id,
            listing=self.context.getId(),
            province=self.context.province,
            about=kept.id,
            details={"preview": small},
        )
        response = self.request.response
        response.setHeader("Content-Type", stored.content_type)
        response.setHeader("Content-Length", str(stored.size))
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        response.setHeader(
            "Content-Disposition",
            f"{'inline' if small else 'attachment'}; filename*=UTF-8''{quote(kept.name)}",
        )
        return Sized(files.read(self.database, stored.id), ExitStack(), stored.size)
