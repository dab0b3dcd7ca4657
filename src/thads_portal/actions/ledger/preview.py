"""The job that makes a small picture of a scan or photograph. PDF and HEIC have none: no reader is here."""

from io import BytesIO
from PIL import Image
from PIL import ImageOps
from thads_portal.content.zope_types import Job
from thads_portal.content.zope_types import Site
from thads_portal.domain.evidence import JPEG
from thads_portal.domain.evidence import PNG
from thads_portal.domain.evidence import TIFF
from thads_portal.errors import FileGone
from thads_portal.jobs import files
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.register.ledger.evidence import has_preview
from thads_portal.register.own_transaction import own_transaction
from zope.interface import implementer

import warnings


_READ = {JPEG: "JPEG", PNG: "PNG", TIFF: "TIFF"}
#: Pixels of the longer side, and of the whole that is unpacked.
_SIDE = 800
_MOST_PIXELS = 120_000_000


@implementer(IJobKind)
class Preview:
    def run(self, site: Site, job: Job) -> dict[str, object] | None:
        file = str(job.parameters["file"])
        try:
            stored = files.info(job.dsn, file)
        except FileGone:
            return None
        form = _READ.get(stored.content_type)
        if form is None:
            return {"preview": False}
        small = _small(files.read_whole(job.dsn, file), form)
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


def _small(data: bytes, form: str) -> bytes | None:
    """A JPEG of the first picture, turned as it is to be seen; None for what cannot be read."""
    out = BytesIO()
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=[form]) as picture:
            warnings.simplefilter("ignore")
            if picture.width * picture.height > _MOST_PIXELS:
                return None
            turned = ImageOps.exif_transpose(picture).convert("RGB")
            turned.thumbnail((_SIDE, _SIDE))
            turned.save(out, "JPEG", quality=80)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        # A damaged picture is evidence too; it has no preview.
        return None
    return out.getvalue()
