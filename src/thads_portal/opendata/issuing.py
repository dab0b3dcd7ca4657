"""Keeps an issued paper: its file and its code, so that anybody can check a copy for ever."""

from contextlib import closing
from datetime import datetime
from datetime import UTC
from thads_portal.domain.recording import Recorded
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.opendata.official import Draft
from thads_portal.opendata.official import list_of
from thads_portal.opendata.official import PaperKind
from thads_portal.register import papers
from thads_portal.register import record
from thads_portal.register.papers import IssuedPaper
from thads_portal.register.trouble import translate_database_errors
from zope.interface import implementer

import psycopg2


#: The kind of the job, and the key of its lock: two lists of a province at once are one too many.
LIST_JOB = "official-list"


def keep(
    dsn: str,
    draft: Draft,
    *,
    kind: PaperKind,
    province: str,
    made: datetime,
    made_by: str,
    agency: str | None = None,
    listing: str | None = None,
) -> IssuedPaper:
    """Store `draft` and commit. The same content of the same day is issued once: whoever
    asks again gets the first paper.
    """
    with (
        translate_database_errors(),
        closing(psycopg2.connect(dsn, connect_timeout=10)) as connection,
    ):
        with connection, connection.cursor() as cursor:
            known = papers.by_content(cursor, draft.content)
        if known is not None:
            return known
        # With a time to live until the paper that it belongs to is there.
        file = files.write(
            dsn,
            [draft.document],
            name=f"{kind}-{province}-{draft.code}.pdf",
            content_type="application/pdf",
            owner=made_by,
            province=province,
        )
        paper = draft.issued(
            kind=kind,
            file=file.id,
            province=province,
            made=made,
            made_by=made_by,
            agency=agency,
            listing=listing,
        )
        with connection, connection.cursor() as cursor:
            papers.store(cursor, paper)
            papers.keep_file(cursor, paper)
            return papers.by_content(cursor, draft.content) or paper


@implementer(IJobKind)
class OfficialList:
    """The list of a province, or of one agency of it, set outside the request.

    Parameters: ``province``, ``agency`` (a key or None), ``root`` (the portal's address).
    """

    def run(self, site, job):
        now = datetime.now(UTC)
        province, agency = job.parameters["province"], job.parameters.get("agency")
        draft = list_of(
            site[province],
            job.dsn,
            agency=agency,
            when=now,
            today=now.astimezone(VIETNAM).date(),
            root=job.parameters["root"],
            reached=job.progress,
        )
        paper = keep(
            job.dsn,
            draft,
            kind=PaperKind.LIST,
            province=province,
            agency=agency,
            made=now,
            made_by=job.owner,
        )
        record.note(
            site,
            Recorded.DOCUMENT_ISSUED,
            actor=job.owner,
            province=province,
            about=paper.code,
            details={"kind": paper.kind, "listings": paper.listings},
        )
        return {"code": paper.code, "listings": paper.listings}
