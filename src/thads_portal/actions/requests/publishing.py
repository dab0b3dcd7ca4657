"""Publish a decision of second instance with private persons masked (within 15 days of it).

The masking is made by ``domain/requests/masking`` and looked at by a person; what the request itself
tells of persons is refused in the text.
"""

from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import needs_head
from thads_portal.actions.requests.handler import note
from thads_portal.domain.requests.masking import still_there
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import papers
from thads_portal.register.requests import publications
from thads_portal.register.requests import rows


LONGEST = 10_000


def publish(handler: Handler, id: int, text: str, *, checked: bool) -> None:
    """`checked`: a person has said that nobody can be recognised. Raises Rejected at ``masked``."""
    needs_head(handler)
    text = text.replace("\r\n", "\n").strip()
    with own_transaction(handler.dsn) as cursor:
        request = rows.locked(cursor, id)
        if not handler.sees(request):
            raise RequestNotFound
        signed = papers.signed_of(cursor, id)
        second = request.procedure == "khieu-nai" and request.variant.startswith("second-")
        if request.state is not State.ANSWERED or not signed or not second:
            raise RequestMovedOn
        if not text or len(text) > LONGEST:
            raise Rejected([Problem(0, None, "masked", Code.MISSING, {})])
        if not checked or still_there(text, rows.answers_of(request)):
            raise Rejected([Problem(0, None, "masked", Code.PERSON_IN_TEXT, {})])
        publications.publish(
            cursor, signed[-1].id, request.province, text, at=handler.when, by=handler.account
        )
        entries.write(cursor, id, Entry.PUBLISHED, actor=handler.account)
        rows.change(cursor, id)
        note(cursor, handler, request, Entry.PUBLISHED)
