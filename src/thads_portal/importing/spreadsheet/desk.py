"""What an editor does with an upload: hand it in, correct it, leave rows out, have it written.

Each is checked and done in the transaction of the request; nothing here touches a listing. An
upload belongs to a province: whoever may enter listings there may go on with it.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError
from thads_portal.errors import UploadNotFound
from thads_portal.importing.spreadsheet.changes import apply_change
from thads_portal.importing.spreadsheet.changes import Change
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.opening import check_file
from thads_portal.importing.spreadsheet.questions import is_open
from thads_portal.importing.spreadsheet.read import READ_JOB
from thads_portal.importing.spreadsheet.read import refresh
from thads_portal.importing.spreadsheet.write import WRITE_JOB
from thads_portal.jobs import files
from thads_portal.jobs import queue
from thads_portal.jobs.lookup import look_up
from thads_portal.register import record
from thads_portal.register import uploads
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.register.trouble import RegisterConflict
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import PAGE
from thads_portal.register.uploads import Upload
from thads_portal.register.uploads import UploadState
from typing import Any


#: What a file can have been typed in, as an editor says.
ENCODINGS = ("unicode", "tcvn3", "vni")
#: Cells corrected in one request.
_CORRECTIONS = PAGE * 40


class UploadRefused(ThadsError):
    """The upload is not where this step starts, or has mistakes left. Params as the code's."""

    code = Code.UPLOAD_WRITTEN


def _dsn(context) -> str:
    return dsn_of(connection_of(context).db())


def acting_in(site) -> ActionContext:
    """The signed-in account, if it may enter listings in the province. NotAllowed."""
    acting = ActionContext()
    if not acting.may(BY_STEP[Step.CREATE].permission, site[REGISTER_ID]):
        raise NotAllowed
    return acting


def upload_of(site, upload_id: str) -> Upload:
    """Raises UploadNotFound, also for one of another province."""
    with reading(_dsn(site)) as cursor:
        upload = uploads.by_id(cursor, upload_id[:64], site.getId())
    if upload is None:
        raise UploadNotFound
    return upload


def receive(site, data: bytes, name: str, defaults: Mapping[str, Any]) -> str:
    """Keep a file and have it read; returns the upload's id.

    `defaults`: values for rows whose list has no column for them. Raises SpreadsheetRefused
    where it can be seen at once that the file cannot be read.
    """
    acting = acting_in(site)
    check_file(data)
    province = site.getId()
    stored = files.write(
        _dsn(site),
        [data],
        name=name,
        content_type="application/octet-stream",
        owner=acting.user_id,
        province=province,
    )
    upload_id = uploads.new_id()
    job = queue.enqueue(
        site,
        READ_JOB,
        {"upload": upload_id},
        title=f"Đọc danh sách {name}",
        province=province,
        lock=f"upload-{upload_id}",
    )
    uploads.add(
        site,
        upload_id,
        province=province,
        owner=acting.user_id,
        file=stored.id,
        sha256=stored.sha256,
        name=name,
        options={"defaults": {key: value for key, value in defaults.items() if value}},
        job=job,
    )
    record.note(
        site,
        Recorded.FILE_UPLOADED,
        actor=acting.user_id,
        province=province,
        about=upload_id,
        details={"sha256": stored.sha256, "size": stored.size},
    )
    return upload_id


def _ready(upload: Upload) -> None:
    if upload.state != UploadState.READY:
        raise UploadRefused


def change(site, upload_id: str, wanted: Change) -> int:
    """Make the changes that an editor wants, judge all anew; how many there were.

    Twice the same changes nothing the second time. Raises Rejected, with both texts, where
    somebody else changed the same since the editor looked; then nothing is changed. Of two at
    the same moment the later one is repeated on what the other made of it.
    """
    acting_in(site)
    upload = upload_of(site, upload_id)
    _ready(upload)
    if sum(map(len, wanted.cells.values())) > _CORRECTIONS:
        raise UploadRefused(code=Code.BAD_REQUEST, detail="too many cells")
    with reading(_dsn(site)) as cursor:
        source = uploads.source_of(cursor, upload.id)
    applied = apply_change(
        wanted,
        upload.options,
        source,
        upload.summary.get("questions") or (),
        stale=wanted.revision not in (None, upload.revision),
    )
    if applied.problems:
        raise Rejected(applied.problems)
    if applied.count:
        refresh(site, upload, applied.options)
    return applied.count


def open_questions(site, upload_id: str) -> int:
    """How many doubts of the upload wait for an answer."""
    return sum(map(is_open, upload_of(site, upload_id).summary.get("questions") or ()))


def source_rows(cursor, upload: Upload, rows: Iterable[Mapping[str, Any]]) -> dict[int, Any]:
    """The rows of the sheet on which `rows` rest, by their place, with what was corrected in each."""
    rows = list(rows)
    wanted = {place for row in rows for place in row["src"]}
    if not wanted:
        return {}
    source = uploads.source_of(cursor, upload.id)["rows"]
    corrected = upload.options.get("cells") or {}
    return {
        place: {**source[place], "place": place, "e": corrected.get(str(place)) or {}}
        for place in wanted
    }


def choose(
    site,
    upload_id: str,
    *,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    typed: str | None = None,
    typed_columns: Mapping[str, Mapping[str, str]] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> None:
    """Say what columns mean (sheet -> column -> meaning), what the file or a column was typed in
    (``unicode``, ``tcvn3``, ``vni``, "" as told), or give common values; the file is read again.

    What was chosen already is not read again.
    """
    acting_in(site)
    upload = upload_of(site, upload_id)
    if upload.state == UploadState.READING:
        # A second click: it is being read with what the first one chose.
        return
    if upload.state not in (UploadState.READY, UploadState.REFUSED):
        raise UploadRefused
    options = dict(upload.options)
    if columns is not None:
        known = {column.value for column in Column}
        options["columns"] = {
            sheet: {column: held for column, held in chosen.items() if held in known}
            for sheet, chosen in columns.items()
        }
    encodings = dict(options.get("encodings") or {})
    if typed is not None:
        encodings["file"] = typed if typed in ENCODINGS else ""
    if typed_columns is not None:
        encodings["columns"] = {
            sheet: {column: held for column, held in chosen.items() if held in ENCODINGS}
            for sheet, chosen in typed_columns.items()
        }
    options["encodings"] = encodings
    if defaults is not None:
        options["defaults"] = {key: value for key, value in defaults.items() if value}
    _read_again(site, upload, options)


def read_again(site, upload_id: str) -> None:
    """Judge all rows anew: the register has changed, or a job did not come to its end."""
    acting_in(site)
    upload = upload_of(site, upload_id)
    if upload.state == UploadState.WRITTEN:
        raise UploadRefused
    if upload.state == UploadState.READING and upload.job:
        with reading(_dsn(site)) as cursor:
            job = look_up(cursor, upload.job)
        if job is not None and not job.over:
            # A second click: it is being read.
            return
    _read_again(site, upload, dict(upload.options))


def _read_again(site, upload: Upload, options: Mapping[str, Any]) -> None:
    job = queue.enqueue(
        site,
        READ_JOB,
        {"upload": upload.id},
        title=f"Đọc danh sách {upload.name}",
        province=upload.province,
        lock=f"upload-{upload.id}",
    )
    uploads.set_options(site, upload, options, job, RegisterConflict)


def start_writing(
    site,
    upload_id: str,
    *,
    updates: bool = False,
    document_number: str = "",
    document_date: date | str | None = None,
    revision: int | None = None,
) -> str:
    """Have the upload written; returns the job's id, also when it was asked for before.

    `updates`: also change listings that are there. The document is what their amendment
    rests on, where one of them is published. Raises Rejected with its fields.
    """
    acting = acting_in(site)
    upload = upload_of(site, upload_id)
    if upload.state in (UploadState.WRITING, UploadState.WRITTEN) and upload.job:
        return upload.job
    _ready(upload)
    if revision is not None and revision != upload.revision:
        raise Conflict
    options: dict[str, Any] = {**upload.options, "updates": updates}
    options.pop("document", None)
    if updates and has_published_updates(site, upload):
        entry = EnteredValues(acting.today)
        act = entry.document({"number": document_number, "date": document_date})
        entry.done()
        options["document"] = {"number": act.number, "date": act.date.isoformat()}
    if not upload.count(Mark.NEW) and not (updates and upload.count(Mark.UPDATE)):
        raise UploadRefused(code=Code.UPLOAD_HAS_PROBLEMS, count=upload.count(Mark.WRONG))
    job = queue.enqueue(
        site,
        WRITE_JOB,
        {"upload": upload.id},
        title=f"Tạo bản nháp từ {upload.name}",
        province=upload.province,
        # One list of a province after the other: the second finds what the first has made.
        lock=f"upload-{upload.province}",
    )
    uploads.begin_writing(site, upload, options, job, RegisterConflict)
    return job


def has_published_updates(site, upload: Upload) -> bool:
    """Whether one of the updates is of a published listing."""
    places = [place for place, mark in enumerate(upload.marks) if mark == Mark.UPDATE]
    if not places:
        return False
    with reading(_dsn(site)) as cursor:
        rows = uploads.rows_at(cursor, upload.id, places)
    return any(row.get("k") and row["k"][2] == State.PUBLISHED for row in rows.values())


def discard(site, upload_id: str) -> None:
    """Forget an upload that was not written, and its file."""
    acting_in(site)
    upload = upload_of(site, upload_id)
    if upload.state in (UploadState.WRITING, UploadState.WRITTEN):
        raise UploadRefused
    uploads.discard(site, upload, RegisterConflict)
