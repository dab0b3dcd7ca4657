"""Reads an uploaded file into rows that can be shown, corrected and written: the first job."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.errors import UploadNotFound
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.notices import Notice
from thads_portal.importing.spreadsheet.notices import notice
from thads_portal.importing.spreadsheet.opening import open_book
from thads_portal.importing.spreadsheet.opening import refused
from thads_portal.importing.spreadsheet.plan import judge
from thads_portal.importing.spreadsheet.plan import mark_twins
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.tables import find_tables
from thads_portal.importing.spreadsheet.tables import Table
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.register import uploads
from thads_portal.register.numbers import VIETNAM
from thads_portal.register.pool import reading
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import Upload
from typing import Any
from zope.interface import implementer


READ_JOB = "spreadsheet-read"
#: Rows judged between two reports of progress.
_STEP = 1000


def setting_of(upload: Upload) -> Setting:
    """What holds for the rows of `upload`, today."""
    return Setting(
        province=upload.province,
        today=datetime.now(UTC).astimezone(VIETNAM).date(),
        defaults=dict(upload.options.get("defaults") or {}),
    )


def read_file(
    data: bytes, given: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of the lists in a file, and the summary kept with the upload.

    `given`: sheet -> column -> meaning, set by hand. Raises SpreadsheetRefused.
    """
    chosen = {
        sheet: {int(column): Column(held) for column, held in columns.items()}
        for sheet, columns in (given or {}).items()
    }
    tables, notices = find_tables(open_book(data), chosen)
    count = sum(len(table.rows) for table in tables)
    if not count:
        raise refused(Code.SPREADSHEET_NO_LIST)
    if count > MAX_ROWS:
        raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
    rows = []
    converted = 0
    encodings: set[str] = set()
    for place, table in enumerate(tables):
        for item in table.rows:
            cells = {}
            for column, text in item.cells.items():
                kept = [text.original, text.text]
                if text.encoding is not None:
                    kept.append(text.encoding.value)
                    converted += 1
                    encodings.add(text.encoding.value.upper())
                cells[str(column)] = kept
            row: dict[str, Any] = {"t": place, "r": item.number, "c": cells}
            if item.section:
                row["s"] = item.section
            if item.hidden:
                row["hidden"] = True
            rows.append(row)
    if converted:
        names = ", ".join(sorted(encodings))
        notices.append(notice(Notice.CONVERTED, count=converted, encodings=names))
    return rows, {"tables": [_kept(table) for table in tables], "notices": notices}


def _kept(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "rows": list(table.heading_rows),
        "columns": {str(column): held.value for column, held in table.columns.items()},
        "headings": {str(column): text for column, text in sorted(table.headings.items())},
    }


def judged(
    site,
    rows: Sequence[dict[str, Any]],
    summary: Mapping[str, Any],
    setting: Setting,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[str, bytes]:
    """Judge all rows; the marks and keys to keep beside them."""
    keys: list[bytes] = []
    for start in range(0, len(rows), _STEP):
        progress(start, len(rows))
        keys += judge(site, rows[start : start + _STEP], summary["tables"], setting)
    marks = [str(row["m"]) for row in rows]
    for place, earlier in mark_twins(marks, keys).items():
        rows[place]["twin"] = earlier
    progress(len(rows), len(rows))
    return "".join(marks), b"".join(keys)


@implementer(IJobKind)
class ReadSpreadsheet:
    """Parameters: ``upload`` (its id). Repeated, it comes to the same."""

    def run(self, site, job):
        with reading(job.dsn) as cursor:
            upload = uploads.by_id(cursor, job.parameters["upload"], job.province)
            earlier = uploads.all_rows(cursor, upload.id) if upload else []
        if upload is None:
            raise UploadNotFound
        try:
            rows, summary = read_file(
                files.read_whole(job.dsn, upload.file), upload.options.get("columns")
            )
        except SpreadsheetRefused as error:
            uploads.refuse(site, upload.id, error.as_dict())
            return {"upload": upload.id, "refused": error.code.value}
        _carry_over(rows, earlier, summary, upload.summary)
        marks, keys = judged(site[upload.province], rows, summary, setting_of(upload), job.progress)
        uploads.put_rows(site, upload.id, rows, summary=summary, marks=marks, keys=keys)
        return {"upload": upload.id, "rows": len(rows), "wrong": marks.count(Mark.WRONG)}


def _carry_over(rows, earlier, summary, summary_before) -> None:
    """Corrections made before the file was read again stay where they were made."""
    made = {
        (summary_before["tables"][row["t"]]["sheet"], row["r"]): row
        for row in earlier
        if row.get("e") or row.get("x")
    }
    if not made:
        return
    for row in rows:
        before = made.get((summary["tables"][row["t"]]["sheet"], row["r"]))
        if before is not None:
            for name in ("e", "x"):
                if before.get(name):
                    row[name] = before[name]
