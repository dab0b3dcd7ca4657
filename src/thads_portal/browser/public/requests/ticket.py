"""The cookie of who has opened a request by its number and code: sealed, for half an hour."""

from datetime import datetime
from thads_portal.errors import CannotUnseal
from thads_portal.sealing import Ring
from thads_portal.sealing import seal_texts
from thads_portal.sealing import unseal_texts

import base64
import binascii


#: Seconds.
LASTS = 1800
_ABOUT = "follow-cookie"


def ticket_for(request: int, now: datetime) -> str:
    texts = {"request": str(request), "until": str(int(now.timestamp()) + LASTS)}
    return base64.urlsafe_b64encode(seal_texts(Ring.REQUESTS, texts, _ABOUT)).decode().rstrip("=")


def request_of(ticket: object, now: datetime) -> int | None:
    """The id of the request that `ticket` opens; None for what is no ticket or is over."""
    if not isinstance(ticket, str) or not ticket or len(ticket) > 400:
        return None
    try:
        sealed = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
        texts = unseal_texts(Ring.REQUESTS, sealed, _ABOUT)
    except (binascii.Error, ValueError, CannotUnseal):
        return None
    return int(texts["request"]) if int(texts["until"]) >= now.timestamp() else None
