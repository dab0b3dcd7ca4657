"""What an editor does with an upload: hand it in, correct it, leave rows out, have it written.

Each is checked and done in the transaction of the request; nothing here touches a listing. An
upload belongs to a province: whoever may enter listings there may go on with it.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from thads_portal.actions.acting import Acting
from thads_portal.actions.entry import Entry
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import ThadsError
from thads_portal.errors import UploadNotFound
from thads_portal.importing.spreadsheet.cells import MAX_TEXT
from thads_portal.importing.spreadsheet.headings import Column
from thads_portal.importing.spreadsheet.opening import check_file
from thads_portal.importing.spreadsheet.plan import texts_of
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


#: Cells corrected in one request.
_CORRECTIONS = PAGE * 40


class UploadRefused(ThadsError):
    """The upload is not where this step starts, or has mistakes left. Params as the code's."""

    code = Code.UPLOAD_WRITTEN


def _dsn(context) -> str:
    return dsn_of(connection_of(context).db())


def acting_in(site) -> Acting:
    """The signed-in account, if it may enter listings in the province. NotAllowed."""
    acting = Acting()
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


def change_rows(
    site,
    upload_id: str,
    *,
    cells: Mapping[int, Mapping[int, str]] | None = None,
    skip: Iterable[int] = (),
    unskip: Iterable[int] = (),
) -> set[int]:
    """Correct cells (place -> column -> text), leave rows out or take them in again.

    Places are those of the proposals, from 0. Returns the places that were asked to change and
    did. Where another was faster, the request is repeated on what they made of it.
    """
    acting_in(site)
    upload = upload_of(site, upload_id)
    _ready(upload)
    cells = cells or {}
    wanted = sorted({*cells, *skip, *unskip})
    if not wanted:
        return set()
    if wanted[0] < 0 or wanted[-1] >= len(upload.marks):
        raise UploadNotFound
    with reading(_dsn(site)) as cursor:
        rows = uploads.rows_at(cursor, upload.id, wanted)
    made, out, back = {}, set(), set()
    changed = set()
    for place in wanted:
        row = rows[place]
        texts = _corrections(upload, row, cells.get(place, {}))
        if texts:
            made[str(row["src"][0])] = texts
            changed.add(place)
        if place in skip and not row.get("x"):
            out.add(row["id"])
            changed.add(place)
        elif place in unskip and row.get("x"):
            back.add(row["id"])
            changed.add(place)
    if changed:
        _change(site, upload, made, {}, out, back)
    return changed


def _corrections(upload: Upload, row, texts: Mapping[int, str]) -> dict[str, str]:
    known = upload.summary["tables"][row["t"]]["headings"]
    before = texts_of(row)
    return {
        str(column): text[:MAX_TEXT]
        for column, text in texts.items()
        if str(column) in known and text != before.get(column, "")
    }


def change(
    site,
    upload_id: str,
    *,
    answers: Mapping[str, str] | None = None,
    cells: Mapping[int, Mapping[int, str]] | None = None,
    skip: Iterable[str] = (),
    unskip: Iterable[str] = (),
) -> None:
    """Answer questions (id or likes -> choice, "" takes the answer back), correct cells of source
    rows (place -> column -> text), leave proposals out or take them in again, by their ids."""
    acting_in(site)
    upload = upload_of(site, upload_id)
    _ready(upload)
    made = {
        str(place): {str(column): text[:MAX_TEXT] for column, text in texts.items()}
        for place, texts in (cells or {}).items()
    }
    _change(site, upload, made, answers or {}, set(skip), set(unskip))


def _change(site, upload: Upload, made, answers, skip: set[str], unskip: set[str]) -> None:
    if sum(map(len, made.values())) > _CORRECTIONS:
        raise UploadRefused(code=Code.BAD_REQUEST, detail="too many cells")
    options = dict(upload.options)
    cells = {place: dict(texts) for place, texts in (options.get("cells") or {}).items()}
    if made:
        with reading(_dsn(site)) as cursor:
            source = uploads.source_of(cursor, upload.id)
        if source is None:
            raise UploadNotFound
        for place, texts in made.items():
            if not place.isdigit() or int(place) >= len(source["rows"]):
                raise UploadNotFound
            laid = {**cells.get(place, {}), **texts}
            read = source["rows"][int(place)]["c"]
            # Typed back to what the file says: no correction any more.
            cells[place] = {
                column: text
                for column, text in laid.items()
                if text != read.get(column, ["", ""])[1]
            }
    options["cells"] = {place: texts for place, texts in cells.items() if texts}
    given = {**(options.get("answers") or {}), **answers}
    options["answers"] = {key: choice for key, choice in given.items() if choice}
    options["skip"] = sorted({*(options.get("skip") or ()), *skip} - unskip)
    refresh(site, upload, options)


def choose(
    site,
    upload_id: str,
    *,
    columns: Mapping[str, Mapping[int, str]] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> None:
    """Say what columns mean (sheet -> column -> meaning), or give common values; read again."""
    acting_in(site)
    upload = upload_of(site, upload_id)
    if upload.state not in (UploadState.READY, UploadState.REFUSED):
        raise UploadRefused
    options = dict(upload.options)
    if columns is not None:
        known = {column.value for column in Column}
        options["columns"] = {
            sheet: {str(column): held for column, held in chosen.items() if held in known}
            for sheet, chosen in columns.items()
        }
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
        entry = Entry(acting.today)
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
