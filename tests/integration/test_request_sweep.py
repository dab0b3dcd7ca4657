"""Who sees and may do what: every role, state, procedure and agency against a table."""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from itertools import product
from tests.support.made_requests import answered
from tests.support.made_requests import handler
from thads_portal.actions.requests import accepting
from thads_portal.actions.requests import answering
from thads_portal.actions.requests import asking_more
from thads_portal.actions.requests import giving
from thads_portal.actions.requests import informant
from thads_portal.actions.requests import mandating
from thads_portal.actions.requests import passing_on
from thads_portal.actions.requests import paying
from thads_portal.actions.requests import publishing
from thads_portal.actions.requests import writing
from thads_portal.domain.requests.checking import split_identity
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import term
from thads_portal.domain.requests.clocks import variant_of
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.shapes import Handling
from thads_portal.domain.requests.steps import OPEN
from thads_portal.domain.requests.steps import State
from thads_portal.errors import NotAllowed
from thads_portal.errors import OwnWork
from thads_portal.errors import RequestMovedOn
from thads_portal.errors import RequestNotFound
from thads_portal.errors import ThadsError
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import inbox
from thads_portal.register.requests import informants
from thads_portal.register.requests import papers
from thads_portal.register.requests import rows
from thads_portal.testing_http import Visitor

import psycopg2.extras
import pytest


PROCEDURE_IDS = [each.id for each in PROCEDURES]
AGENCIES = ("cao-bang", "bac-kan", CENTRE)
#: Name -> (agency, whether a head, whether the request is assigned to them).
HANDLERS = {
    "editor": ("cao-bang", False, False),
    "assigned": ("cao-bang", False, True),
    "head": ("cao-bang", True, False),
    "editor-elsewhere": ("bac-kan", False, False),
    "head-elsewhere": ("bac-kan", True, False),
    "board": (CENTRE, True, False),
}


@dataclass(frozen=True)
class Case:
    procedure: str
    state: State
    agency: str
    id: int


@pytest.fixture(scope="module")
def cases(portal):
    """One request of each procedure in each state at each agency, assigned to one person."""
    found = []
    now = datetime.now(UTC)
    with own_transaction(portal.dsn) as cursor:
        for place, (procedure, state, agency) in enumerate(
            product(PROCEDURE_IDS, State, AGENCIES), 1
        ):
            answers = answered(procedure)
            public, identity = split_identity(BY_ID[procedure], answers)
            variant = variant_of(procedure, answers)
            accepts = term(procedure, Step.ACCEPT, now.date(), variant) is not None
            made = rows.insert(
                cursor,
                {
                    "number": f"YC-2031-{place:07d}",
                    "procedure": procedure,
                    "variant": variant,
                    "mode": "support",
                    "province": agency,
                    "state": state.value,
                    "open": state in OPEN,
                    "head_only": BY_ID[procedure].handling is Handling.HEAD_FIRST,
                    "assigned": "assigned",
                    "received": now,
                    "law_day": now.date(),
                    "step": "accept" if accepts else "decide",
                    "due_on": now.date() if state in OPEN else None,
                    "decide_by": now.date(),
                    "closed": None if state in OPEN else now,
                    "code_hash": "",
                },
                public,
            )
            if identity:
                informants.keep(cursor, made.id, identity)
            if state is State.TO_SIGN:
                papers.draft(
                    cursor, made.id, kind="outcome", outcome="x", title="T", text="T", by="someone"
                )
            found.append(Case(procedure, state, agency, made.id))
    return found


def sees(case: Case, name: str) -> bool:
    """The table: nobody of another agency; of one's own agency what is about its people, only the head
    and who was given it.
    """
    agency, head, assigned = HANDLERS[name]
    if agency != case.agency:
        return False
    return head or assigned or BY_ID[case.procedure].handling is Handling.AGENCY


def who(portal, name: str):
    agency, head, _assigned = HANDLERS[name]
    return handler(portal.dsn, account=name, head=head, province=agency)


@pytest.mark.parametrize("name", HANDLERS)
def test_who_sees_what(portal, cases, name):
    """In the inbox, in its closed part, and one by one: the same everywhere."""
    handling = who(portal, name)
    listed = set()
    with own_transaction(portal.dsn) as cursor:
        for is_open in (True, False):
            after = ""
            while True:
                asked = inbox.Asked(
                    province=handling.province,
                    account=handling.account,
                    head=handling.head,
                    open=is_open,
                    after=after,
                )
                page = inbox.page(cursor, asked)
                listed |= {each.id for each in page.rows}
                after = page.following
                if not after:
                    break
        for case in cases:
            seen = handling.sees(rows.by_id(cursor, case.id))
            assert seen is sees(case, name), case
            assert (case.id in listed) is seen, case


def _took(text: str, act):
    return lambda by, id, mandate: act(by, id, text)


def _sign(by, id, _mandate):
    with own_transaction(by.dsn) as cursor:
        request, waiting = rows.by_id(cursor, id), papers.waiting(cursor, id)
    # Where none waits, somebody sends the form of another time.
    waiting = waiting or papers.Paper(
        0, id, "outcome", "x", None, "someone", by.when, None, None, None, "T", False, None, None
    )
    document = answering.Document(f"C{id}", b"%PDF-1.7\n%%EOF\n", digital=False)
    answering.sign(by, id, waiting, document, revision=request.revision)


ACTIONS = {
    "take": lambda by, id, _m: giving.give(by, id, by.account),
    "reply": _took("Thư", writing.reply),
    "note": _took("Ghi chú", writing.write_note),
    "ask": _took("Bổ sung", asking_more.ask_more),
    "accept": lambda by, id, _m: accepting.accept(by, id),
    "extend": _took("Gia hạn", accepting.extend),
    "transfer": lambda by, id, _m: passing_on.transfer(by, id, "dien-bien", "Lý do"),
    "split": lambda by, id, _m: passing_on.split(by, id, "kien-nghi-phan-anh", "Việc hai"),
    "draft": lambda by, id, _m: answering.draft(
        by, id, outcome=_outcome_of(by.dsn, id), text="Trả lời"
    ),
    "give_back": _took("Sửa lại", answering.give_back),
    "sign": _sign,
    "readers": lambda by, id, _m: informant.name_readers(by, id, ["somebody"]),
    "identity": lambda by, id, _m: informant.open_identity(by, id, "Lý do"),
    "publish": lambda by, id, _m: publishing.publish(by, id, "Che", checked=True),
    "mandate": lambda by, id, mandate: mandating.end(by, id, mandate, "Lý do"),
    "pay": lambda by, id, _m: paying.note_payment(by, id, amount=1, voucher="A", on=by.today),
}


def _outcome_of(dsn: str, id: int) -> str:
    with own_transaction(dsn) as cursor:
        return BY_ID[rows.by_id(cursor, id).procedure].outcomes[0].code


#: What works on a request that is closed, too.
_ALSO_CLOSED = {"readers", "identity", "publish", "pay"}
#: What only the head does.
_HEADS = {"give_back", "sign", "readers", "publish"}


def expected(case: Case, name: str, action: str) -> type[ThadsError] | None:
    """The table of what is refused and how; None where it is done."""
    procedure = BY_ID[case.procedure]
    head_first = procedure.handling is Handling.HEAD_FIRST
    head = HANDLERS[name][1]
    if action in _HEADS and not head:
        return NotAllowed
    if not sees(case, name):
        return RequestNotFound
    if case.state not in OPEN and action not in _ALSO_CLOSED:
        return RequestMovedOn
    if action in ("take", "transfer") and head_first and not head:
        return NotAllowed
    match action:
        case "accept":
            return None if _has(case, Step.ACCEPT) else RequestMovedOn
        case "extend":
            return None if _has(case, Step.EXTEND) else RequestMovedOn
        case "split" if procedure.identity_apart:
            return RequestNotFound
        case "give_back" | "sign":
            return None if case.state is State.TO_SIGN else RequestMovedOn
        case "identity":
            return NotAllowed
        case "publish":
            return RequestMovedOn
        case "mandate":
            return RequestNotFound
        case "pay":
            # The head, as long as no accountant is named.
            if not head:
                return NotAllowed
            return None if procedure.about_money else RequestMovedOn
    return None


def _has(case: Case, step: Step) -> bool:
    variant = variant_of(case.procedure, answered(case.procedure))
    return term(case.procedure, step, datetime.now(UTC).date(), variant) is not None


@pytest.mark.parametrize("procedure", PROCEDURE_IDS)
def test_who_may_do_what(portal, cases, procedure):
    """Each action is tried by each role in each state, and what it did is taken back."""
    connection = psycopg2.connect(portal.dsn)
    connection.autocommit = True
    cursor = connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor)
    extended: set[int] = set()
    for case in cases:
        if case.procedure != procedure or case.agency != "cao-bang":
            continue
        cursor.execute("SELECT * FROM thads_request WHERE id = %s", (case.id,))
        before = {k: v for k, v in cursor.fetchone().items() if k != "id"}
        again = ", ".join(f"{name} = %s" for name in before)
        for name, action in product(HANDLERS, ACTIONS):
            if name.endswith("elsewhere") and case.state not in (State.RECEIVED, State.ANSWERED):
                # They see nothing, whatever its state.
                continue
            got = None
            try:
                ACTIONS[action](who(portal, name), case.id, 0)
            except ThadsError as error:
                got = type(error)
            wanted = expected(case, name, action)
            if action == "extend" and wanted is None and case.id in extended:
                # Once only.
                wanted = RequestMovedOn
            assert got is wanted, (case, name, action, got, wanted)
            if got is not None:
                continue
            cursor.execute(
                f"UPDATE thads_request SET {again} WHERE id = %s",  # noqa: S608 - names of the schema
                (*before.values(), case.id),
            )
            cursor.execute("DELETE FROM thads_request_paper WHERE request = %s", (case.id,))
            if case.state is State.TO_SIGN:
                with own_transaction(portal.dsn) as writing_:
                    papers.draft(
                        writing_,
                        case.id,
                        kind="outcome",
                        outcome="x",
                        title="T",
                        text="T",
                        by="someone",
                    )
            if action == "extend":
                extended.add(case.id)
    connection.close()


def test_nobody_signs_their_own_draft_in_any_procedure(portal, cases):
    head = who(portal, "head")
    for case in cases:
        if case.agency != "cao-bang" or case.state is not State.RECEIVED:
            continue
        answering.draft(
            head, case.id, outcome=BY_ID[case.procedure].outcomes[0].code, text="Trả lời"
        )
        with pytest.raises(OwnWork):
            _sign(head, case.id, 0)
        _sign(replace(head, account="another-head"), case.id, 0)


def test_pages_answer_as_the_table_says(portal, server, cases):
    """Each account of the portal at each agency's page of requests of each kind, open and closed."""
    visitors = {role: Visitor(server, account) for role, account in portal.accounts.items()}
    visitors["nobody"] = Visitor(server)
    own = {"provincial_editor": "editor", "agency_head": "head", "editorial_board": "board"}
    kinds = ("kien-nghi-phan-anh", "khieu-nai", "to-cao")
    for case in cases:
        if case.procedure not in kinds or case.state not in (State.IN_PROGRESS, State.REFUSED):
            continue
        place = "" if case.agency == CENTRE else f"/{case.agency}"
        for role, visitor in visitors.items():
            answer = visitor.get(f"{place}/xu-ly-yeu-cau?id={case.id}")
            may = role in own and sees(case, own[role])
            assert (answer.status == 200) is may, (role, case, answer.status)
            assert answer.status in (200, 302, 303, 401, 403, 404), (role, case, answer.status)
            if not may:
                assert "Nội dung việc đã xảy ra" not in answer.text
