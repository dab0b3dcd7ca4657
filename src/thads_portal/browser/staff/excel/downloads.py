"""Files that go out to the editors: the template, and their list with a column of remarks."""

from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.domain.recording import Recorded
from thads_portal.errors import ThadsError
from thads_portal.importing.spreadsheet import desk
from thads_portal.importing.spreadsheet.remarks import remarks_workbook
from thads_portal.importing.spreadsheet.results import corrected_fields
from thads_portal.importing.spreadsheet.template import filled_workbook
from thads_portal.importing.spreadsheet.template import template_workbook
from thads_portal.register import record
from thads_portal.register import uploads
from thads_portal.register.uploads import UploadState
from zExceptions import NotFound


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Download(DeskPage):
    def respond(self):
        self.keep_secret()
        return self.send(*self.file())

    def send(self, data: bytes, name: str) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", XLSX)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive")
        return data

    def file(self) -> tuple[bytes, str]:
        raise NotImplementedError


class Template(_Download):
    def file(self):
        slug = self.context.getId()
        return template_workbook(slug), f"mau-danh-sach-{slug}.xlsx"


class _OfUpload(_Download):
    """A file made of the rows of an upload; the record says that it went out."""

    kind = ""

    def file(self):
        try:
            upload = desk.upload_of(self.context, self.sent.text("ma"))
        except ThadsError as error:
            raise NotFound from error
        if upload.state != UploadState.READY:
            raise NotFound
        with self.register() as cursor:
            rows = uploads.all_rows(cursor, upload.id)
            source = uploads.source_of(cursor, upload.id)
        record.write_now(
            self.database,
            Recorded.EXPORTED,
            actor=self.acting.user_id,
            province=upload.province,
            about=upload.id,
            details={"rows": len(rows), "kind": self.kind},
        )
        return self.made(upload, rows, source)

    def made(self, upload, rows, source) -> tuple[bytes, str]:
        raise NotImplementedError


class Remarks(_OfUpload):
    kind = "spreadsheet-remarks"

    def made(self, upload, rows, source):
        data = remarks_workbook(
            rows,
            upload.marks,
            upload.summary,
            self.say,
            self.language,
            source=source,
            corrections=upload.options.get("cells"),
        )
        return data, f"ghi-chu-{upload.province}-{upload.id[:8]}.xlsx"


class Corrected(_OfUpload):
    """What the list comes to, in the columns of the template: corrected, joined, split."""

    kind = "spreadsheet-corrected"

    def made(self, upload, rows, _source):
        kept = [corrected_fields(row) for row in rows if not row.get("x")]
        data = filled_workbook(upload.province, kept)
        return data, f"da-sua-{upload.province}-{upload.id[:8]}.xlsx"
