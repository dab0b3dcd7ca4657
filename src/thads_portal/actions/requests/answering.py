"""The answer: drafted by one, signed by the head, or returned; two pairs of eyes."""

from dataclasses import dataclass
from datetime import timedelta
from thads_portal.actions.requests import telling
from thads_portal.actions.requests.following import checked_text
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.handler import held
from thads_portal.actions.requests.handler import needs_head
from thads_portal.actions.requests.handler import note
from thads_portal.actions.requests.handler import procedure_of
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.requests.steps import State
from thads_portal.errors import Code
from thads_portal.errors import OwnWork
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import RequestMovedOn
from thads_portal.jobs import sealed_files
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import entries
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows

import re


REFUSAL = "refusal"
OUTCOME = "outcome"
REFUSAL_TITLE = "THÔNG BÁO VỀ VIỆC TỪ CHỐI YÊU CẦU"
_JOINED = (
    "Yêu cầu {number}, được giải quyết chung với đơn này, đã có kết quả. Hãy mở yêu cầu đó bằng mã bí mật của"
    " nó; nếu không phải bạn gửi, hãy hỏi cơ quan."
)
#: Places of a template that were not filled in.
_GAP = re.compile(r"\{[a-z_]+\}|\[\.\.\.\]")


def draft(
    handler: Handler, id: int, *, outcome: str, text: str, revision: int | None = None
) -> None:
    """Hand an answer to the head. `outcome`: a code of the procedure, or ``refusal:`` with that of
    a ground. Raises Rejected at ``outcome`` or ``text``.
    """
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        procedure = procedure_of(request)
        kind, _, ground = outcome.partition(":")
        if kind == REFUSAL:
            row = next(
                (r for r in procedure.refusals_on(request.law_day) if r.code == ground), None
            )
            if row is None:
                raise Rejected([Problem(0, None, "outcome", Code.MISSING, {})])
            title, stored = REFUSAL_TITLE, ground
            if row.article not in text:
                text = f"{text}\nCăn cứ: {row.text[0]} ({row.article})."
        else:
            found = procedure.outcome(outcome)
            if found is None:
                raise Rejected([Problem(0, None, "outcome", Code.MISSING, {})])
            title, stored, kind = found.title, outcome, OUTCOME
        if gap := _GAP.search(text):
            raise Rejected([Problem(0, None, "text", Code.TEMPLATE_GAP, {"gap": gap[0]})])
        papers.draft(
            cursor, id, kind=kind, outcome=stored, title=title, text=text, by=handler.account
        )
        rows.change(cursor, id, state=State.TO_SIGN.value)
        entries.write(
            cursor,
            id,
            Entry.DRAFTED,
            actor=handler.account,
            details={"kind": kind, "outcome": stored},
        )
        note(cursor, handler, request, Entry.DRAFTED)


def give_back(handler: Handler, id: int, text: str, *, revision: int | None = None) -> None:
    """The head wants it otherwise."""
    needs_head(handler)
    text = checked_text(text)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        if request.state is not State.TO_SIGN:
            raise RequestMovedOn
        rows.change(cursor, id, state=State.IN_PROGRESS.value)
        entries.write(cursor, id, Entry.RETURNED, actor=handler.account, text=text)
        note(cursor, handler, request, Entry.RETURNED)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as it was set and signed. `code` is what it is checked by."""

    code: str
    content: bytes
    digital: bool


def sign(
    handler: Handler, id: int, paper: papers.Paper, document: Document, *, revision: int
) -> None:
    """The head signs what somebody else drafted: the request is closed, its sender has the answer.

    Raises OwnWork for who drafted it, RequestMovedOn where another draft waits by now.
    """
    needs_head(handler)
    if paper.drafted_by == handler.account:
        raise OwnWork
    stored = sealed_files.write(handler.dsn, [document.content], province=handler.province)
    with own_transaction(handler.dsn) as cursor:
        request = held(cursor, handler, id, revision)
        waiting = papers.waiting(cursor, id)
        if request.state is not State.TO_SIGN or waiting is None or waiting.id != paper.id:
            raise RequestMovedOn
        procedure = procedure_of(request)
        papers.sign(
            cursor,
            paper.id,
            by=handler.account,
            at=handler.when,
            code=document.code,
            file=stored.id,
            sha256=bytes.fromhex(stored.sha256),
            digital=document.digital,
        )
        refused = paper.kind == REFUSAL
        state = State.REFUSED if refused else State.ANSWERED
        rows.change(
            cursor,
            id,
            state=state.value,
            open=False,
            closed=handler.when,
            due_on=None,
            outcome=paper.outcome,
            erase_on=handler.today + timedelta(days=procedure.keep_days),
        )
        kind = Entry.REFUSED if refused else Entry.ANSWERED
        entries.write(
            cursor,
            id,
            kind,
            actor=handler.account,
            at=handler.when,
            details={"paper": paper.id, "outcome": paper.outcome},
        )
        note(cursor, handler, request, kind)
        telling.tell(cursor, request)
        for joined in rows.joined_to(cursor, id):
            # Their senders wait for the same answer, and would not hear of it otherwise.
            text = _JOINED.format(number=request.number)
            entries.write(
                cursor,
                joined.id,
                Entry.MESSAGE_OUT,
                actor=handler.account,
                at=handler.when,
                text=text,
            )
            telling.tell(cursor, joined)
