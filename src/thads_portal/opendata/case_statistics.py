"""The job that counts a period of the follow-up, writes its form as Excel, and closes it if asked.

For the staff: its file is handed to whoever asked for it and is no open data. It refuses to close
while an equation does not come out, and says which.
"""

from datetime import date
from datetime import datetime
from datetime import UTC
from tempfile import TemporaryFile
from thads_portal.content.zope_types import Job
from thads_portal.content.zope_types import Site
from thads_portal.domain.agencies import by_key
from thads_portal.domain.codes import label
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.grounds import parted
from thads_portal.domain.grounds import short_label
from thads_portal.domain.ledger.form import Dimension
from thads_portal.domain.ledger.form import failures
from thads_portal.domain.ledger.form import Figures
from thads_portal.domain.ledger.form import FORM
from thads_portal.domain.ledger.kinds import label as ledger_label
from thads_portal.domain.ledger.kinds import Origin
from thads_portal.domain.spreadsheet_cells import workbook
from thads_portal.domain.words import day as day_text
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.opendata.xlsx import CONTENT_TYPE
from thads_portal.register.ledger.statistics import close_period
from thads_portal.register.ledger.statistics import Closed
from thads_portal.register.ledger.statistics import late_entries
from thads_portal.register.ledger.statistics import period_figures
from thads_portal.register.own_transaction import own_transaction
from typing import Any
from typing import BinaryIO
from zope.interface import implementer


#: The kind of the job.
KIND = "case-statistics"
_DIMENSIONS = {
    Dimension.WHOLE: "Tổng số",
    Dimension.AGENCY: "Theo cơ quan",
    Dimension.GROUND: "Theo căn cứ",
    Dimension.OBLIGATION: "Theo loại nghĩa vụ",
    Dimension.ORIGIN: "Chủ động / theo yêu cầu",
}
_PIECE = 256 * 1024


@implementer(IJobKind)
class CaseStatistics:
    """Parameters: ``scope`` (a province or ""), ``first``, ``last`` (ISO days), ``close``, ``note``."""

    def run(self, site: Site, job: Job) -> dict[str, Any]:
        asked = job.parameters
        first, last = date.fromisoformat(asked["first"]), date.fromisoformat(asked["last"])
        now = datetime.now(UTC)
        today = now.astimezone(VIETNAM).date()
        version = None
        with own_transaction(job.dsn) as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
            rows, drift = period_figures(
                cursor, scope=asked["scope"], first=first, last=last, today=today, cutoff=now
            )
            note = _note(
                str(asked.get("note") or ""),
                *late_entries(cursor, scope=asked["scope"], first=first, cutoff=now),
            )
            wrong = failures(rows)
            if drift:
                wrong.append(f"balances: {drift}")
            if asked.get("close"):
                if wrong:
                    raise Rejected(
                        [
                            Problem(
                                0,
                                None,
                                None,
                                Code.PERIOD_DOES_NOT_ADD_UP,
                                {"why": "; ".join(wrong[:5])},
                            )
                        ]
                    )
                period = Closed(
                    asked["scope"],
                    first,
                    last,
                    0,
                    now,
                    job.owner,
                    note,
                    tuple(rows),
                )
                version = close_period(cursor, period, job=job.id)
        with TemporaryFile() as file:
            write_form(file, rows, first=first, last=last, version=version, note=note)
            file.seek(0)
            stored = files.write(
                job.dsn,
                iter(lambda: file.read(_PIECE), b""),
                name=f"thong-ke-theo-doi-{first}-{last}.xlsx",
                content_type=CONTENT_TYPE,
                owner=job.owner,
                province=asked["scope"] or None,
            )
        return {"file": stored.id, "rows": len(rows), "wrong": len(wrong), "version": version}


def _note(said: str, late: int, before: Closed | None) -> str:
    """What the head said, and that entries came after the closing of the period before."""
    if not late or before is None:
        return said
    moment = before.cutoff.astimezone(VIETNAM)
    told = (
        f"Trong kỳ này có {late} mục của các ngày đến {day_text(before.last)}, ghi sau khi kỳ trước"
        f" được khóa ({moment:%H:%M} ngày {day_text(moment.date())})."
    )
    return f"{said} {told}".strip()


def write_form(
    out: BinaryIO,
    rows: list[Figures],
    *,
    first: date,
    last: date,
    version: int | None,
    note: str = "",
) -> None:
    """The form as a workbook: groups over columns, a part for each breakdown, the whole first; `note`
    under it.
    """
    book = workbook(out)
    try:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        whole = book.add_format({"num_format": "#,##0", "border": 1})
        text = book.add_format({"border": 1})
        sheet = book.add_worksheet("Theo dõi")
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(FORM), 15)
        frozen = f", đã khóa, bản {version}" if version else ""
        sheet.write_string(
            0,
            0,
            f"Kỳ từ {day_text(first)} đến {day_text(last)}{frozen}",
            book.add_format({"bold": True}),
        )
        start = 1
        while start <= len(FORM):
            group = FORM[start - 1].group
            end = start
            while end < len(FORM) and FORM[end].group == group:
                end += 1
            sheet.merge_range(1, start, 1, end, group[0], bold)
            start = end + 1
        sheet.write_string(2, 0, "", bold)
        for place, column in enumerate(FORM, start=1):
            sheet.write_string(2, place, column.title[0], bold)
            sheet.write_number(3, place, place, bold)
        line = 4
        before = None
        for row in rows:
            if row.dimension is not before:
                before = row.dimension
                if before is not Dimension.WHOLE:
                    sheet.write_string(line, 0, _DIMENSIONS[before], bold)
                    line += 1
            sheet.write_string(line, 0, value_label(row), text)
            for place, column in enumerate(FORM, start=1):
                sheet.write_number(line, place, row.figures[column.key], whole)
            line += 1
        if note:
            sheet.write_string(line + 1, 0, note)
        sheet.freeze_panes(4, 1)
    finally:
        book.close()


def value_label(row: Figures) -> str:
    """What a row is about, in Vietnamese."""
    match row.dimension:
        case Dimension.WHOLE:
            return _DIMENSIONS[Dimension.WHOLE]
        case Dimension.AGENCY:
            agency = by_key(row.value)
            return agency.name if agency else row.value
        case Dimension.GROUND:
            if not row.value:
                return "Chưa rõ"
            code, scheme = parted(row.value)
            return f"{code}) {short_label(code, scheme)}"
        case Dimension.OBLIGATION:
            if row.value == "several":
                return "Nhiều loại"
            return label(ObligationKind(row.value)) if row.value else "Chưa rõ"
        case Dimension.ORIGIN:
            found = ledger_label(Origin(row.value))
            return found[0] if found else row.value
    raise AssertionError(row.dimension)
