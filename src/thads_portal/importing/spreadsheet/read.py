"""Reads an uploaded file into rows that can be shown, corrected and written: the first job."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from thads_portal.domain.words import VIETNAM
from thads_portal.errors import Code
from thads_portal.errors import SpreadsheetRefused
from thads_portal.errors import UploadNotFound
from thads_portal.importing.spreadsheet.against_register import judge
from thads_portal.importing.spreadsheet.against_register import mark_twins
from thads_portal.importing.spreadsheet.cells import Encodings
from thads_portal.importing.spreadsheet.cells import fonts_as_json
from thads_portal.importing.spreadsheet.cells import MAX_ROWS
from thads_portal.importing.spreadsheet.collecting import no_collection
from thads_portal.importing.spreadsheet.evaluate import evaluate
from thads_portal.importing.spreadsheet.evaluate import Evaluation
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.notices import Notice
from thads_portal.importing.spreadsheet.notices import notice
from thads_portal.importing.spreadsheet.opening import open_book
from thads_portal.importing.spreadsheet.opening import refused
from thads_portal.importing.spreadsheet.rows import Setting
from thads_portal.importing.spreadsheet.source import source_of
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.register import uploads
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.register.trouble import RegisterConflict
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import Upload
from typing import Any
from zope.interface import implementer


READ_JOB = "spreadsheet-read"
#: Rows judged between two reports of progress.
_STEP = 1000


def setting_of(upload: Upload, options: Mapping[str, Any] | None = None) -> Setting:
    """What holds for the rows of `upload`, today."""
    options = upload.options if options is None else options
    return Setting(
        province=upload.province,
        today=datetime.now(UTC).astimezone(VIETNAM).date(),
        defaults=dict(options.get("defaults") or {}),
    )


def read_file(
    data: bytes,
    given: Mapping[str, Mapping[str, str]] | None = None,
    encodings: Mapping[str, Any] | None = None,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of the lists in a file, and the whole source that is kept with the upload.

    `given`: sheet -> column -> meaning, set by hand; `encodings`: what the file was typed in, as
    ``Encodings.from_json`` takes it. Raises SpreadsheetRefused.
    """
    chosen = {
        sheet: {int(column): Column(held) for column, held in columns.items()}
        for sheet, columns in (given or {}).items()
    }
    book = open_book(data, Encodings.from_json(encodings))
    source = source_of(book, chosen)
    rows = [row for row in source["rows"] if row["k"] == "row"]
    if not rows:
        raise refused(Code.SPREADSHEET_NO_LIST)
    if len(rows) > MAX_ROWS:
        raise refused(Code.SPREADSHEET_TOO_MANY_ROWS, max=MAX_ROWS)
    source["fonts"] = fonts_as_json(book.fonts)
    converted = Counter(
        cell[2].upper() for row in rows for cell in row["c"].values() if len(cell) > 2
    )
    if converted:
        names = ", ".join(sorted(converted))
        source["notices"].append(notice(Notice.CONVERTED, count=converted.total(), encodings=names))
    return rows, source


def evaluated(source: Mapping[str, Any], upload: Upload, options: Mapping[str, Any]) -> Evaluation:
    """What `source` comes to with the answers and corrections in `options`."""
    return evaluate(
        source,
        setting_of(upload, options),
        answers=options.get("answers"),
        corrections=options.get("cells"),
        skipped=options.get("skip") or (),
    )


def summary_of(source: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """What is kept beside the rows of an upload."""
    return {
        "tables": source["tables"],
        "notices": evaluation.notices,
        "fonts": source.get("fonts"),
        "accounts": evaluation.accounts,
        "counts": evaluation.counts(),
        "questions": evaluation.questions,
    }


def refresh(subsite, upload: Upload, options: Mapping[str, Any]) -> Evaluation:
    """Evaluate and judge anew what was read, with other answers, corrections, rows left out.

    In the transaction of the request; where another was faster, it is repeated. Raises
    UploadNotFound if nothing is kept of the file.
    """
    with reading(dsn_of(connection_of(subsite).db())) as cursor:
        source = uploads.source_of(cursor, upload.id)
    if source is None:
        raise UploadNotFound
    uploads.change_options(subsite, upload, options, RegisterConflict)
    evaluation = evaluated(source, upload, options)
    marks, keys = judged(subsite, evaluation.rows, setting_of(upload, options))
    uploads.put_rows(
        subsite,
        upload.id,
        evaluation.rows,
        summary=summary_of(source, evaluation),
        marks=marks,
        keys=keys,
    )
    return evaluation


def judged(
    site,
    rows: Sequence[dict[str, Any]],
    setting: Setting,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[str, bytes]:
    """Judge all rows; the marks and keys to keep beside them."""
    keys: list[bytes] = []
    for start in range(0, len(rows), _STEP):
        progress(start, len(rows))
        keys += judge(site, rows[start : start + _STEP], setting)
    marks = [str(row["m"]) for row in rows]
    for place, earlier in mark_twins(marks, keys).items():
        rows[place]["twin"] = earlier
    progress(len(rows), len(rows))
    return "".join(marks), b"".join(keys)


@implementer(IJobKind)
class ReadSpreadsheet:
    """Parameters: ``upload`` (its id). Repeated, it comes to the same."""

    def run(self, site, job):
        with no_collection():
            return self._run(site, job)

    def _run(self, site, job):
        with reading(job.dsn) as cursor:
            upload = uploads.by_id(cursor, job.parameters["upload"], job.province)
        if upload is None:
            raise UploadNotFound
        options = upload.options
        try:
            _rows, source = read_file(
                files.read_whole(job.dsn, upload.file),
                options.get("columns"),
                options.get("encodings"),
            )
        except SpreadsheetRefused as error:
            uploads.refuse(site, upload.id, error.as_dict())
            return {"upload": upload.id, "refused": error.code.value}
        evaluation = evaluated(source, upload, options)
        rows = evaluation.rows
        setting = setting_of(upload, options)
        marks, keys = judged(site[upload.province], rows, setting, job.progress)
        uploads.put_rows(
            site,
            upload.id,
            rows,
            summary=summary_of(source, evaluation),
            marks=marks,
            keys=keys,
            source=source,
        )
        return {"upload": upload.id, "rows": len(rows), "wrong": marks.count(Mark.WRONG)}
