"""Publish an answer that the law has published, with private persons masked.

Decisions of second instance (15 days; Thông tư 13/2021/TT-BTP, Điều 14) and conclusions of
denunciations (7 working days, without the informant; Điều 21, 24). The masking is made by
``domain/requests/masking`` and looked at by a person; what the request itself tells of persons is
refused in the text. Whether it names an informant is looked up for one of the named few only, and
noted like any opening: by trying names nobody learns who it is.
"""

from thads_portal.actions.requests import informant
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import needs_head
from thads_portal.actions.requests.handler import note
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.database.sql import Cursor
from thads_portal.domain.requests.clocks import is_to_be_published
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
from thads_portal.register.requests.rows import Request
from unicodedata import normalize


LONGEST = 10_000
_WHY = "Đối chiếu trước khi công bố kết luận"


def publish(handler: Handler, id: int, text: str, *, checked: bool) -> None:
    """`checked`: a person has said that nobody can be recognised. Raises Rejected at ``masked``, NotAllowed.

    CannotUnseal where this machine has not the key of informants.
    """
    needs_head(handler)
    hidden = _informant(handler, id)
    text = normalize("NFC", text.replace("\r\n", "\n")).strip()
    with own_transaction(handler.dsn) as cursor:
        request, signed = _answered(cursor, handler, id)
        if not text or len(text) > LONGEST:
            raise Rejected([Problem(0, None, "masked", Code.MISSING, {})])
        persons = (rows.answers_of(request), hidden)
        if not checked or any(still_there(text, each) for each in persons):
            raise Rejected([Problem(0, None, "masked", Code.PERSON_IN_TEXT, {})])
        publications.publish(
            cursor, signed[-1].id, request.province, text, at=handler.when, by=handler.account
        )
        entries.write(cursor, id, Entry.PUBLISHED, actor=handler.account)
        rows.change(cursor, id)
        note(cursor, handler, request, Entry.PUBLISHED)


def _answered(cursor: Cursor, handler: Handler, id: int) -> tuple[Request, list[papers.Paper]]:
    """The request, held, and what was signed. Raises RequestMovedOn where nothing is to be published,
    or has been.
    """
    request = rows.locked(cursor, id)
    if not handler.sees(request):
        raise RequestNotFound
    signed = papers.signed_of(cursor, id)
    lawful = is_to_be_published(request.procedure, request.law_day, request.variant)
    if request.state is not State.ANSWERED or not signed or not lawful:
        raise RequestMovedOn
    if publications.is_published(cursor, signed[-1].id):
        raise RequestMovedOn
    return request, signed


def _informant(handler: Handler, id: int) -> dict[str, str]:
    """Who must not be named; nothing where the procedure keeps nobody apart."""
    with own_transaction(handler.dsn) as cursor:
        request, _signed = _answered(cursor, handler, id)
        apart = procedure_of(request).identity_apart
    return informant.open_identity(handler, id, _WHY) if apart else {}
