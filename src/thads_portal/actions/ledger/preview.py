"""The job that makes a small picture of a scan, a photograph or a PDF's first page."""

from thads_portal.actions.ledger.picture import small_picture
from thads_portal.content.zope_types import Job
from thads_portal.content.zope_types import Site
from thads_portal.domain.evidence import JPEG
from thads_portal.errors import FileGone
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.register.ledger.evidence import has_preview
from thads_portal.register.own_transaction import own_transaction
from zope.interface import implementer


@implementer(IJobKind)
class Preview:
    def run(self, site: Site, job: Job) -> dict[str, object] | None:
        file = str(job.parameters["file"])
        try:
            stored = files.info(job.dsn, file)
        except FileGone:
            return None
        # A damaged picture is evidence too; it has no preview.
        small = small_picture(files.read_whole(job.dsn, file), stored.content_type)
        if small is None:
            return {"preview": False}
        made = files.write(
            job.dsn,
            [small],
            name="xem-truoc.jpg",
            content_type=JPEG,
            owner=stored.owner,
            province=stored.province,
        )
        with own_transaction(job.dsn) as cursor:
            has_preview(cursor, file, made.id)
        return {"preview": True}
