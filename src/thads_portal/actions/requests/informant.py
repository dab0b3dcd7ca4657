"""Name the few who may know an informant, and open it: noted before it is shown."""

from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import needs_head
from thads_portal.domain.recording import Recorded
from thads_portal.domain.requests.steps import Entry
from thads_portal.errors import NotAllowed
from thads_portal.errors import RequestNotFound
from thads_portal.register import record
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import informants
from thads_portal.register.requests import rows


def name_readers(handler: Handler, id: int, accounts: list[str]) -> None:
    """Only the head who handles it names them; nobody else is added by being given the request."""
    needs_head(handler)
    with own_transaction(handler.dsn) as cursor:
        request = rows.locked(cursor, id)
        if not handler.sees(request):
            raise RequestNotFound
        informants.name_readers(cursor, id, accounts, handler.account)
        rows.change(cursor, id)
        entries.write(
            cursor,
            id,
            Entry.READERS_NAMED,
            actor=handler.account,
            details={"accounts": sorted(set(accounts))},
        )
        record.write(
            cursor,
            Recorded.INFORMANT_READERS,
            actor=handler.account,
            province=handler.province,
            about=request.number,
            details={"accounts": sorted(set(accounts))},
        )


def open_identity(handler: Handler, id: int, reason: str) -> dict[str, str]:
    """Who the informant is, for one of the named. Raises NotAllowed, CannotUnseal.

    The opening is committed before it is shown: who stops the answer has been noted all the same.
    """
    with own_transaction(handler.dsn) as cursor:
        request = rows.locked(cursor, id)
        if not handler.sees(request):
            raise RequestNotFound
        if handler.account not in informants.readers(cursor, id):
            raise NotAllowed
        entries.write(
            cursor, id, Entry.IDENTITY_OPENED, actor=handler.account, text=reason.strip()[:500]
        )
        record.write(
            cursor,
            Recorded.INFORMANT_OPENED,
            actor=handler.account,
            province=handler.province,
            about=request.number,
        )
    with own_transaction(handler.dsn) as cursor:
        return informants.opened(cursor, id)
