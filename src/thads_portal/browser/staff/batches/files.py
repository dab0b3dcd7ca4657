"""What leaves the page of a batch: a list to print, a workbook, an attachment.

Public fields and the batch's own signs only, but for attachments, which are for those who may
see restricted fields. Each export and each look at an attachment is recorded.
"""

from functools import cached_property
from tempfile import TemporaryFile
from thads_portal.browser.staff.batches.labels import STATES
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.domain import grounds
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import ROW_STATES
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.recording import Recorded
from thads_portal.i18n import _
from thads_portal.opendata import xlsx
from thads_portal.register import batch_pages
from thads_portal.register.batch_pages import Show
from thads_portal.register.record import write_now
from thads_portal.templates import PageTemplate
from urllib.parse import quote
from zExceptions import NotFound


#: First bytes -> what a browser shows of itself, without running anything.
_READABLE = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_SHOWS = (Show.WAITING, Show.PUBLISHED, Show.RETURNED)


class _OfBatch(DeskPage):
    @property
    def title(self):
        return _("batch_title", default="Đợt công khai ${id}", mapping={"id": self.context.id})

    @cached_property
    def state(self):
        return BatchState(self.context.state)

    def rows(self):
        """(outcome, row) of all rows of the batch."""
        states = [state.value for state in ROW_STATES.get(self.state, ())]
        key = (self.layout.province.slug, self.context.id, states)
        with self.register() as cursor:
            for show in _SHOWS:
                for row in batch_pages.all_rows(cursor, *key, show=show):
                    yield show, row

    def record(self, action: Recorded, **details) -> None:
        write_now(
            self.database,
            action,
            actor=self.acting.user_id,
            province=self.layout.province.slug,
            about=self.context.id,
            details=details,
        )

    def send(self, stream, *, name: str, content_type: str, size: int):
        response = self.request.response
        response.setHeader("Content-Type", content_type)
        response.setHeader("Content-Length", str(size))
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Content-Type-Options", "nosniff")
        # Never shown in the portal's own place: it may be anything.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        response.setHeader("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        return stream


class Printed(_OfBatch):
    """All rows on paper, with the signatures."""

    template = PageTemplate("printed.pt")

    def update(self):
        self.groups = [(show, [row for kind, row in self._all if kind is show]) for show in _SHOWS]
        self.groups = [(self.heading_of(show), rows) for show, rows in self.groups if rows]
        self.record(Recorded.EXPORTED, format="print", rows=len(self._all))

    @cached_property
    def _all(self):
        return list(self.rows())

    def heading_of(self, show):
        if show is Show.WAITING:
            return self.say(STATES[self.state])
        return self.say(STATES[BatchState(show.value)])

    @property
    def signatures(self):
        return [
            {
                "name": " ".join(filter(None, (entry.get("signed_as"), entry.get("signed_by")))),
                "number": entry.get("document_number", ""),
                "day": self.words.day(entry.get("document_date")),
            }
            for entry in self.context.history
            if entry["kind"] == "sign"
        ]


class Workbook(_OfBatch):
    """All rows as Excel; no cell is a formula."""

    def respond(self):
        stream = TemporaryFile()  # noqa: SIM115 - the publisher sends and closes it
        rows = list(self.rows())
        self.record(Recorded.EXPORTED, format="xlsx", rows=len(rows))
        xlsx.write(
            stream,
            (self._cells(show, row) for show, row in rows),
            [self.say(label) for label in self._header()],
            title=self.context.id,
            notes=(self.heading,),
            widths=(14, 20, 30, 14, 40, 40, 16, 20, 12, 24, 24, 12, 12, 40, 40),
        )
        size = stream.tell()
        stream.seek(0)
        return self.send(
            stream,
            name=f"{self.layout.province.slug}-dot-{self.context.id}.xlsx",
            content_type=xlsx.CONTENT_TYPE,
            size=size,
        )

    def _header(self):
        fields = IDebtorListing
        return (
            _("batch_col_number", default="Mã số"),
            _("batch_state", default="Bước"),
            fields["debtor_name"].title,
            fields["debtor_kind"].title,
            fields["debtor_address"].title,
            fields["obligation"].title,
            fields["obligation_amount"].title,
            fields["judgment_number"].title,
            fields["judgment_date"].title,
            fields["enforcement_decision_number"].title,
            fields["no_conditions_decision_number"].title,
            fields["no_conditions_decision_date"].title,
            fields["ground"].title,
            _("batch_col_signs", default="Cần xem"),
            _("batch_col_reason", default="Lý do trả lại"),
        )

    def _cells(self, show, row):
        returned = self.context.rows.returned.get(row.number)
        signs = [self.label(Flag(flag)) for flag in row.flags]
        return (
            row.number,
            self.label(State(row.state)) if row.state else "",
            row.debtor_name,
            self.label(DebtorKind(row.debtor_kind)) if row.debtor_kind else "",
            row.debtor_address,
            row.obligation,
            row.obligation_amount,
            row.judgment_number,
            row.judgment_date,
            row.enforcement_decision_number,
            row.decision_number,
            row.decision_date,
            grounds.short_label(row.ground, row.ground_scheme, self.language) if row.ground else "",
            "; ".join(signs),
            returned[0] if returned and show is Show.RETURNED else "",
        )


class Attachment(_OfBatch):
    """One document, as a download; with ``xem`` a scan is shown, if its bytes are those of one."""

    def respond(self):
        key = self.sent.text("ma")
        document = self.context.documents.get(key)
        if document is None:
            raise NotFound(self.request["URL"])
        self.record(Recorded.RESTRICTED_VIEWED, document=key)
        blob = document.open()
        content_type = _type_of(blob) if self.sent.text("xem") else ""
        answer = self.send(
            blob,
            name=document.blob.filename,
            content_type=content_type or "application/octet-stream",
            size=document.length(),
        )
        if content_type:
            name = quote(document.blob.filename)
            response = self.request.response
            response.setHeader("Content-Disposition", f"inline; filename*=UTF-8''{name}")
            # A browser's own reader of PDF does not work in a sandbox; no script runs in it.
            response.setHeader(
                "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"
            )
        return answer


def _type_of(blob) -> str:
    """What may be read beside the card, told by its first bytes; "" for all else."""
    head = blob.read(8)
    blob.seek(0)
    return next((kind for start, kind in _READABLE.items() if head.startswith(start)), "")
