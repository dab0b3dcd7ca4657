"""Tells the citizen by mail that there is something new: never what, and nobody of a denunciation."""

from thads_portal.database.sql import Cursor
from thads_portal.jobs.queue import enqueue_on
from thads_portal.register.requests.rows import Request


#: The kind of the job.
KIND = "request-mail"
#: States of a mail address: none given, not confirmed yet, confirmed.
NONE, ASKED, CONFIRMED = "", "asked", "confirmed"


def tell(cursor: Cursor, request: Request, what: str = "news") -> None:
    """Queue a mail with the transaction of `cursor`; nothing where no address was confirmed.

    `what`: ``confirm`` for the first one, which only asks whether the address is right; then
    ``receipt``, ``supplement`` (asked for), ``supplemented`` (it came), else ``news``.
    """
    wanted = ASKED if what == "confirm" else CONFIRMED
    if request.mail_state != wanted:
        return
    enqueue_on(
        cursor,
        KIND,
        {"request": request.id, "what": what},
        title="Báo có bước mới của yêu cầu",
        province=None,
    )
