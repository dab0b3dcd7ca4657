"""Ask the citizen for what is missing: the clock of the answer waits for them."""

from thads_portal.actions.requests import telling
from thads_portal.actions.requests.following import checked_text
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import note
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import rows


def ask_more(handler: Handler, id: int, text: str, *, revision: int | None = None) -> None:
    """`text` says what is missing and why. Raises Rejected."""
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        rows.change(
            cursor, id, state=State.WAITING.value, due_on=None, decide_by=None, step="supplement"
        )
        entries.write(cursor, id, Entry.SUPPLEMENT_ASKED, actor=handler.account, text=text)
        note(cursor, handler, request, Entry.SUPPLEMENT_ASKED)
        telling.tell(cursor, request, "supplement")
