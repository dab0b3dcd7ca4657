"""Give a request to somebody, or to who stands in for them while they are away."""

from thads_portal.actions.requests import telling
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import note
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.errors import NotAllowed
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import agencies
from thads_portal.register.requests import entries
from thads_portal.register.requests import rows


def give(handler: Handler, id: int, account: str, *, revision: int | None = None) -> str:
    """Returns who has it now. Only the head gives out what came to the head alone."""
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        if request.head_only and not handler.head:
            raise NotAllowed
        taker = agencies.stands_in(cursor, handler.province, account, handler.today)
        state = State.IN_PROGRESS if request.state is State.RECEIVED else request.state
        rows.change(cursor, id, assigned=taker, state=state.value)
        entries.write(
            cursor,
            id,
            Entry.ASSIGNED,
            actor=handler.account,
            details={"to": taker, **({"for": account} if taker != account else {})},
        )
        note(cursor, handler, request, Entry.ASSIGNED)
        telling.tell(cursor, request)
        return taker
