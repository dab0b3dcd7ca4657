"""What was written of an upload: for the posting batch that is made of it."""

from thads_portal.register import uploads
from thads_portal.register.pool import reading
from thads_portal.register.uploads import UploadState


def written_numbers(dsn: str, upload_id: str, province: str) -> list[str]:
    """The public numbers of the drafts that the upload made, in the order of the file.

    Empty if it is not written, or not of `province`.
    """
    with reading(dsn) as cursor:
        upload = uploads.by_id(cursor, upload_id, province)
    if upload is None or upload.state != UploadState.WRITTEN:
        return []
    return list((upload.result or {}).get("created", ()))
