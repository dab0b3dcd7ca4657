"""Writes an upload that an editor has looked at: drafts and proposed changes, all or none.

One transaction with the upload's own state: killed at any moment there is either nothing
of it in the register or all of it, and the job that runs again finds out which. What has
changed in the register since the rows were judged ends the job; nothing is overwritten.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions.amend import amend
from thads_portal.actions.context import ActionContext
from thads_portal.actions.create import create
from thads_portal.actions.load import load
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Conflict
from thads_portal.errors import UploadNotFound
from thads_portal.jobs.context import Lost
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.register import record
from thads_portal.register import uploads
from thads_portal.register.duplicates import any_in
from thads_portal.register.pool import reading
from thads_portal.register.uploads import KEY
from thads_portal.register.uploads import Mark
from thads_portal.register.uploads import Upload
from thads_portal.register.uploads import UploadState
from typing import Any
from zope.interface import implementer


WRITE_JOB = "spreadsheet-write"


@implementer(IJobKind)
class WriteSpreadsheet:
    """Parameters: ``upload`` (its id)."""

    def run(self, site, job):
        with reading(job.dsn) as cursor:
            upload = uploads.by_id(cursor, job.parameters["upload"], job.province)
            if upload is None:
                raise UploadNotFound
            if upload.state == UploadState.WRITTEN:
                return dict(upload.result or {})
            rows = uploads.all_rows(cursor, upload.id)
        _still_new(job.dsn, upload)
        job.progress(0, len(rows))
        result = write_rows(site[upload.province], upload, rows, job.progress)
        uploads.end_writing(site, upload.id, result, Lost)
        record.note(
            site,
            Recorded.IMPORTED,
            actor=job.owner,
            province=upload.province,
            about=upload.id,
            details={
                "created": len(result["created"]),
                "amended": len(result["amended"]),
                "proposed": len(result["proposed"]),
                "sha256": upload.sha256,
            },
        )
        return {**result, "upload": upload.id}


def _still_new(dsn: str, upload: Upload) -> None:
    """Conflict if a row that was new is in the register by now."""
    keys = {
        upload.keys[place * KEY : (place + 1) * KEY]
        for place, mark in enumerate(upload.marks)
        if mark == Mark.NEW
    }
    if keys and any_in(dsn, keys, upload.province):
        raise Conflict


def write_rows(
    subsite, upload: Upload, rows: Sequence[Mapping[str, Any]], progress=lambda done, total: None
) -> dict[str, Any]:
    """Create the drafts and make the changes of `rows`; the numbers by what became of them."""
    acting = ActionContext()
    register = subsite[REGISTER_ID]
    marks = upload.marks
    new = [row for place, row in enumerate(rows) if marks[place] == Mark.NEW]
    created = create(register, [row["f"] for row in new], acting) if new else ()
    progress(len(created), len(rows))
    result: dict[str, Any] = {
        "created": [listing.getId() for listing in created],
        "amended": [],
        "proposed": [],
        "same": marks.count(Mark.SAME),
        "ended": marks.count(Mark.ENDED),
        "twins": marks.count(Mark.TWIN),
        "skipped": sum(marks.count(mark) for mark in (Mark.SKIPPED, Mark.WRONG, Mark.ASKED)),
    }
    if upload.options.get("updates"):
        changed = [row for place, row in enumerate(rows) if marks[place] == Mark.UPDATE]
        _update(register, changed, upload.options.get("document"), acting, result, progress)
    return result


def _update(register, rows, document, acting: ActionContext, result, progress) -> None:
    listings = load(register, [row["k"][0] for row in rows])
    done = len(result["created"])
    for row, listing in zip(rows, listings, strict=True):
        changes = {name: new for name, (_old, new) in row["v"].items()}
        expected = row["k"][1]
        if listing.state == State.PUBLISHED:
            propose_amendment(listing, acting, changes, document=document, expected=expected)
            result["proposed"].append(listing.getId())
        else:
            amend(listing, acting, changes, expected=expected)
            result["amended"].append(listing.getId())
        done += 1
        progress(done, done + 1)
