"""``tep-yeu-cau?id=&tep=``: a file that a citizen sent, or a signed paper; recorded before it is shown."""

from contextlib import ExitStack
from thads_portal.actions.requests.handler import note
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.browser.shared.streaming import Sized
from thads_portal.browser.staff.requests.place import OfRequests
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.steps import Entry
from thads_portal.errors import FileGone
from thads_portal.errors import RequestNotFound
from thads_portal.i18n import _
from thads_portal.jobs import sealed_files
from thads_portal.opendata.request_package import CONTENT_TYPE
from thads_portal.opendata.request_package import described
from thads_portal.opendata.request_package import package
from thads_portal.opendata.request_package import Part
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.record import write_now
from thads_portal.register.requests import entries
from thads_portal.register.requests import files
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows
from urllib.parse import quote


class ViewFile(OfRequests):
    title = _("rqs_file", default="Tệp của yêu cầu")

    def respond(self):
        with self.register() as cursor:
            found = rows.by_id(cursor, self.sent.number("id"))
            if not self.handler.sees(found):
                raise RequestNotFound
            if self.sent.text("goi"):
                return self._package(cursor, found)
            name, kind, stored, size = self._wanted(cursor, found.id)
        write_now(
            self.database,
            Recorded.REQUEST_FILE_VIEWED,
            actor=self.acting.user_id,
            province=self.province,
            about=found.number,
            details={"file": stored},
        )
        response = self.request.response
        response.setHeader("Content-Type", kind)
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        response.setHeader("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        pieces = sealed_files.read(self.database, stored)
        if size is None:
            return b"".join(pieces)
        response.setHeader("Content-Length", str(size))
        return Sized(pieces, ExitStack(), size)

    def _wanted(self, cursor, id: int):
        """(name, type, id of the bytes, size or None)."""
        if paper := self.sent.number("giay"):
            for each in papers.signed_of(cursor, id):
                if each.id == paper and each.file:
                    return f"van-ban-{each.id}.pdf", "application/pdf", each.file, None
            raise FileGone
        kept = files.one_of(cursor, id, self.sent.text("tep"))
        if kept is None:
            raise FileGone
        return kept.name, kept.media_type, kept.id, kept.size

    def _package(self, cursor, found):
        """The request for the case system; that it left is noted first."""
        parts = [
            Part(
                "request.json",
                [
                    described(
                        found,
                        rows.answers_of(found),
                        entries.of(cursor, found.id),
                        withheld=() if self.sees_money else procedure_of(found).account_fields,
                    )
                ],
            )
        ]
        for number, each in enumerate(files.of_request(cursor, found.id), 1):
            parts.append(
                Part(f"files/{number:02}-{each.name}", sealed_files.read(self.database, each.id))
            )
        for each in papers.signed_of(cursor, found.id):
            if each.file:
                pieces = sealed_files.read(self.database, each.file)
                parts.append(Part(f"papers/{each.id}.pdf", pieces))
        with own_transaction(self.database) as writing:
            entries.write(writing, found.id, Entry.PACKAGED, actor=self.acting.user_id)
            note(writing, self.handler, found, Entry.PACKAGED)
        response = self.request.response
        response.setHeader("Content-Type", CONTENT_TYPE)
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Disposition", f'attachment; filename="{found.number}.zip"')
        return b"".join(package(found.number, parts))
