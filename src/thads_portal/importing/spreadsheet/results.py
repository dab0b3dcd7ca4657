"""What an upload comes to: the numbers that were written, the rows as they were corrected."""

from collections.abc import Mapping
from thads_portal.importing.spreadsheet.against_register import texts_of
from thads_portal.register import uploads
from thads_portal.register.pool import reading
from thads_portal.register.uploads import UploadState
from typing import Any


def written_numbers(dsn: str, upload_id: str, province: str) -> list[str]:
    """The public numbers of the drafts that the upload made, in the order of the file.

    Empty if it is not written, or not of `province`.
    """
    with reading(dsn) as cursor:
        upload = uploads.by_id(cursor, upload_id, province)
    if upload is None or upload.state != UploadState.WRITTEN:
        return []
    return list((upload.result or {}).get("created", ()))


def corrected_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a listing to be made; where one could not be read, what its cell says."""
    texts = texts_of(row)
    fields = dict(row["f"])
    for name, column, _code, _params in row["p"]:
        if name not in fields and column is not None and texts.get(column):
            fields[name] = texts[column]
    return fields
