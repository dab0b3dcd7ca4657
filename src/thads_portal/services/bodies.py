"""A JSON body of a service of ours: an object, of a size, and nothing else."""

from thads_portal.errors import BadRequest
from thads_portal.errors import Code
from thads_portal.errors import FeedTooLarge
from thads_portal.errors import UnsupportedMedia
from typing import Any

import orjson


def json_object(request, most: int) -> dict[str, Any]:
    """The object that `request` brings, of at most `most` bytes.

    Raises UnsupportedMedia, FeedTooLarge, BadRequest. A name that stands twice counts as it stands last.
    """
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise UnsupportedMedia
    file = request["BODYFILE"]
    file.seek(0)
    data = file.read(most + 1)
    if len(data) > most:
        raise FeedTooLarge(code=Code.FEED_TOO_LARGE, max=most // (1024 * 1024))
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadRequest(detail=f"JSON ({error.lineno}:{error.colno})") from None
    if not isinstance(found, dict):
        raise BadRequest(detail="{…}")
    return found
