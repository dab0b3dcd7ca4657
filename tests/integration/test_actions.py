"""Each step of the table: from which states, by whom, on what, and what it leaves behind."""

from AccessControl import getSecurityManager
from datetime import date
from datetime import datetime
from datetime import UTC
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import BY_PERMISSION
from tests.support.desk import COLLEAGUES
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import HEAD_PUBLISHES
from tests.support.desk import make_colleagues
from tests.support.desk import policy_for
from tests.support.desk import ROW
from tests.support.desk import STEPS
from tests.support.desk import values_of
from thads_portal.actions import apply
from thads_portal.actions.context import ActionContext
from thads_portal.actions.sign import sign_by_policy
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.lifecycle import TRANSITIONS
from thads_portal.domain.records import Document
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import OwnWork
from thads_portal.errors import Rejected
from thads_portal.errors import WrongState
from thads_portal.register.check import check
from thads_portal.security.province_policy import province_policy
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH

import pytest
import transaction


ON_LISTINGS = [each for each in TRANSITIONS if each.step is not Step.CREATE]
#: An instant in the afternoon in Vietnam of Monday 23/11/2026.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


def ready(portal, site, transition, state=None, sender=None, **fields):
    """A listing in a source state of `transition`, with what the step needs waiting on it."""
    state = state or sorted(transition.sources)[0]
    listing = make_listing(portal, site, state=state, **fields)
    if transition.step is Step.MARK_TRACK:
        # Two years have passed.
        listing.no_conditions_decision_date = date(2024, 11, 20)
    if transition.needs_pending:
        let_amendment_wait(listing)
    if transition.needs_ending:
        let_ending_wait(listing)
    if transition.by_sender:
        sent_by(listing, transition, sender or BY_PERMISSION[transition.permission])
    if transition.step is Step.DELEGATE:
        listing.end_reason = "delegated"
    if transition.step is Step.LINK_SUCCESSOR:
        listing.end_reason = "delegated"
        make_successor(portal, site)
    return listing


def sent_by(listing, transition, sender):
    """Let `sender` have taken the step before, alone."""
    if listing.pending:
        listing.pending = {**listing.pending, "proposed_by": (sender,)}
    if listing.proposed_ending:
        listing.proposed_ending = {**listing.proposed_ending, "proposed_by": sender}
    signed = transition.step is Step.RECALL_SIGNATURE
    kind = Step.SIGN if signed else Step.SUBMIT_SIGNED
    if listing.state is State.SUBMITTED:
        kind = Step.SUBMIT
    entry = {"kind": kind.value, "actor": sender, "recorded_at": NOW, "occurred_on": NOW.date()}
    listing.history = (*listing.history, entry)


def make_successor(portal, site):
    register = site["cao-bang"][REGISTER_ID]
    if "2026-9000001" not in register:
        successor = make_listing(portal, site)
        register._delObject(successor.id)
        successor.aq_base.id = "2026-9000001"
        register._setOb("2026-9000001", successor.aq_base)
    return register["2026-9000001"]


def let_amendment_wait(listing, proposed_by="ai đó"):
    apply.set_pending(
        listing,
        {"debtor_address": "Địa chỉ chờ duyệt"},
        occurred_on=date(2026, 11, 20),
        document=Document("5/CV", date(2026, 11, 20)),
        proposed_by=proposed_by,
        proposed_at=NOW,
        note=None,
    )


def let_ending_wait(listing):
    apply.propose_ending(
        listing,
        end_reason=EndReason.RESUMED,
        document=Document("6/QĐ", date(2026, 11, 20)),
        occurred_on=date(2026, 11, 19),
        proposed_by="ai đó",
        proposed_at=NOW,
    )


def refused(error, listing, step, acting, **more):
    """Take `step`; it must raise `error` and leave the listing as it was."""
    before = values_of(listing)
    with pytest.raises(error) as caught:
        STEPS[step](listing, acting, **more)
    assert type(caught.value) is error
    assert values_of(listing) == before
    return caught.value


# States


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("transition", ON_LISTINGS, ids=lambda each: each.step)
def test_a_step_starts_from_its_states_only(portal, site, transition, state):
    acting = at_desk(site, BY_PERMISSION[transition.permission], policy=policy_for(transition.step))
    listing = ready(portal, site, transition, state)
    register = listing.aq_parent
    if state not in transition.sources:
        error = refused(WrongState, listing, transition.step, acting)
        assert error.params["state"] == state
        assert set(error.params["allowed"].split(", ")) == transition.sources
        return
    entries = len(listing.history)
    STEPS[transition.step](listing, acting)
    if transition.step is Step.DISCARD:
        assert listing.id not in register
        return
    assert listing.state is (transition.target or state)
    assert len(listing.history) > entries
    assert listing.history[-1]["actor"] == acting.user_id
    assert listing.history[-1]["recorded_at"] == acting.when == listing.changed_at
    assert not listing.pending or transition.step is Step.PROPOSE_AMENDMENT
    assert not listing.proposed_ending or transition.step is Step.PROPOSE_ENDING


@pytest.mark.parametrize(
    "transition",
    [each for each in ON_LISTINGS if each.needs_pending or each.needs_ending],
    ids=lambda each: each.step,
)
def test_what_does_not_wait_cannot_be_decided(portal, site, transition):
    acting = at_desk(site, BY_PERMISSION[transition.permission])
    listing = make_listing(portal, site)
    error = refused(Conflict, listing, transition.step, acting)
    assert error.code is Code.NOTHING_PENDING


# People

WHO = {
    "quan-tri": set(),
    BOARD: {Permission.APPROVE},
    "bien-tap-cong": set(),
    "kiem-tra": set(),
    "phan-mem-thu-ly": set(),
    EDITOR: {Permission.CREATE, Permission.SUBMIT, Permission.PROPOSE},
    HEAD: {Permission.SIGN},
    "bien-tap-hai": {Permission.CREATE, Permission.SUBMIT, Permission.PROPOSE},
    "bien-tap-bac-kan": set(),
    "thu-truong-bac-kan": set(),
    "kiem-nhiem": set(Permission) - {Permission.FEED},
}


def test_every_account_of_the_portal_is_swept(portal):
    assert set(WHO) == {each["username"] for each in portal.accounts.values()} | set(COLLEAGUES)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda each: each.step)
@pytest.mark.parametrize("name", WHO)
def test_only_those_with_the_right_take_a_step(portal, site, name, transition):
    register = site["cao-bang"][REGISTER_ID]
    creating = transition.step is Step.CREATE
    target = register if creating else ready(portal, site, transition, sender=name)
    acting = at_desk(site, name, policy=policy_for(transition.step))
    if transition.permission in WHO[name]:
        STEPS[transition.step](target, acting)
        return
    before = set(register._tree)
    if creating:
        with pytest.raises(NotAllowed):
            STEPS[Step.CREATE](target, acting)
    else:
        refused(NotAllowed, target, transition.step, acting)
    assert set(register._tree) == before


def test_anonymous_visitors_take_no_step(portal, site):
    for transition in ON_LISTINGS:
        refused(NotAllowed, ready(portal, site, transition), transition.step, ActionContext())


def test_rights_end_at_the_border_of_the_province(portal, site):
    acting = at_desk(site, "bien-tap-bac-kan")
    here = make_listing(portal, site, state="draft")
    there = make_listing(portal, site, state="draft", province="bac-kan")
    STEPS[Step.SUBMIT](there, acting)
    # What was found out about one register is not taken for another.
    refused(NotAllowed, here, Step.SUBMIT, acting)
    with pytest.raises(NotAllowed):
        STEPS[Step.CREATE](site["cao-bang"][REGISTER_ID], acting)


def test_local_roles_of_one_listing_count_for_it_alone(portal, site):
    mine, other = (make_listing(portal, site, state="board_review") for _ in range(2))
    mine.manage_setLocalRoles("bien-tap-bac-kan", ["EditorialBoard"])
    acting = at_desk(site, "bien-tap-bac-kan")
    refused(NotAllowed, other, Step.APPROVE, acting)
    STEPS[Step.APPROVE](mine, acting)
    refused(NotAllowed, other, Step.APPROVE, acting)


@pytest.mark.parametrize(
    "transition", [each for each in ON_LISTINGS if each.not_own_work], ids=lambda each: each.step
)
def test_nobody_approves_what_they_entered(portal, site, transition):
    acting = at_desk(site, "kiem-nhiem", policy=HEAD_PUBLISHES)
    own = ready(portal, site, transition, created_by="kiem-nhiem")
    refused(OwnWork, own, transition.step, acting)
    if transition.needs_pending:
        proposed = make_listing(portal, site)
        let_amendment_wait(proposed, proposed_by="kiem-nhiem")
        # Another's later proposal does not wash it clean.
        let_amendment_wait(proposed, proposed_by="ai đó")
    else:
        proposed = make_listing(portal, site, state="draft")
        STEPS[Step.AMEND](proposed, acting)
        STEPS[Step.SUBMIT](proposed, acting)
        if transition.step is Step.APPROVE:
            STEPS[Step.SIGN](proposed, acting)
    refused(OwnWork, proposed, transition.step, acting)


def test_whoever_reopened_does_not_approve(portal, site):
    acting = at_desk(site, "kiem-nhiem")
    listing = make_listing(portal, site, state="ended")
    STEPS[Step.REOPEN](listing, acting)
    refused(OwnWork, listing, Step.APPROVE, acting)
    STEPS[Step.APPROVE](listing, at_desk(site, BOARD))


# What a step rests on


def fields_of(error):
    return {problem.field: problem.code for problem in error.problems}


@pytest.mark.parametrize(
    "transition", [each for each in ON_LISTINGS if each.needs_reason], ids=lambda each: each.step
)
@pytest.mark.parametrize(
    "reason, code",
    [
        (None, Code.MISSING),
        ("  ", Code.MISSING),
        ("…", Code.EMPTY),
        ("x" * 1001, Code.TOO_LONG),
        ("a\x00b", Code.BAD_CHARACTER),
        (7, Code.WRONG_TYPE),
    ],
)
def test_a_reason_is_required_in_words(portal, site, transition, reason, code):
    acting = at_desk(site, BY_PERMISSION[transition.permission])
    listing = ready(portal, site, transition)
    error = refused(Rejected, listing, transition.step, acting, reason=reason)
    assert fields_of(error) == {"reason": code}
    assert set(error.as_dict()["problems"][0]["message"]) == {"vi", "en"}


@pytest.mark.parametrize(
    "transition",
    [each for each in ON_LISTINGS if each.needs_end_reason],
    ids=lambda each: each.step,
)
@pytest.mark.parametrize("reason, code", [(None, Code.MISSING), ("finished", Code.UNKNOWN_VALUE)])
def test_an_ending_has_one_of_the_reasons(portal, site, transition, reason, code):
    acting = at_desk(site, BY_PERMISSION[transition.permission])
    listing = ready(portal, site, transition)
    error = refused(Rejected, listing, transition.step, acting, end_reason=reason)
    assert fields_of(error) == {"end_reason": code}


@pytest.mark.parametrize(
    "transition", [each for each in ON_LISTINGS if each.needs_document], ids=lambda each: each.step
)
@pytest.mark.parametrize(
    "document, problems",
    [
        (None, {"document.number": Code.MISSING, "document.date": Code.MISSING}),
        ({"number": "1/QĐ", "date": ""}, {"document.date": Code.MISSING}),
        ({"number": "", "date": date(2026, 11, 1)}, {"document.number": Code.MISSING}),
        ({"number": "1/QĐ", "date": "23/11/2026"}, {"document.date": Code.BAD_DATE}),
        ({"number": "1/QĐ", "date": date(2026, 11, 24)}, {"document.date": Code.DATE_IN_FUTURE}),
    ],
)
def test_a_document_is_required_with_number_and_date(portal, site, transition, document, problems):
    name = BY_PERMISSION[transition.permission]
    acting = at_desk(site, name, policy=policy_for(transition.step), when=NOW)
    listing = ready(portal, site, transition)
    if document is None and transition.step is Step.SUBMIT_SIGNED:
        # Signed on paper, each under the decision that it names.
        STEPS[transition.step](listing, acting, document=document)
        assert listing.history[-1]["document_number"] == listing.no_conditions_decision_number
        return
    error = refused(Rejected, listing, transition.step, acting, document=document)
    assert fields_of(error) == problems


@pytest.mark.parametrize("transition", ON_LISTINGS, ids=lambda each: each.step)
def test_two_editors_cannot_overwrite_each_other(portal, site, transition):
    acting = at_desk(site, BY_PERMISSION[transition.permission], policy=policy_for(transition.step))
    listing = ready(portal, site, transition)
    seen = listing.revision
    apply.changed(listing, acting.when)
    error = refused(Conflict, listing, transition.step, acting, expected=seen)
    assert error.code is Code.CONFLICT
    refused(Conflict, listing, transition.step, acting, expected={listing.id: seen})
    STEPS[transition.step](listing, acting, expected=listing.revision)


# What it leaves behind


def test_the_whole_way_leaves_its_record(portal, site):
    """Who, when, why, on which decision, and how long the law gave, at each step."""

    def acting(name):
        return at_desk(site, name, when=NOW)

    (listing,) = STEPS[Step.CREATE](site["cao-bang"][REGISTER_ID], acting(EDITOR))
    STEPS[Step.SUBMIT](listing, acting(EDITOR), comment="Xin ký")
    STEPS[Step.RETURN_UNSIGNED](listing, acting(HEAD))
    STEPS[Step.AMEND](listing, acting("bien-tap-hai"))
    STEPS[Step.SUBMIT](listing, acting(EDITOR))
    STEPS[Step.SIGN](listing, acting(HEAD))
    STEPS[Step.APPROVE](listing, acting(BOARD))
    STEPS[Step.END](listing, acting(BOARD), end_reason="terminated", occurred_on="2026-11-23")
    STEPS[Step.REOPEN](listing, acting(EDITOR))
    STEPS[Step.APPROVE](listing, acting(BOARD))
    keys = ("kind", "actor", "occurred_on", "document_number", "due_on", "comment")
    # Five working days after Friday 20/11: 24/11 is a holiday.
    term, day = date(2026, 11, 30), NOW.date()
    assert [tuple(event.get(key) for key in keys) for event in listing.history] == [
        ("issued", EDITOR, date(2026, 11, 20), "90/QĐ-CTHADS", term, None),
        ("submit", EDITOR, day, None, term, "Xin ký"),
        ("return_unsigned", HEAD, day, None, term, "Thiếu quyết định"),
        ("amend", "bien-tap-hai", day, None, term, None),
        ("submit", EDITOR, day, None, term, None),
        ("sign", HEAD, day, "77/QĐ-CTHADS", term, None),
        ("approve", BOARD, day, None, term, None),
        ("ended", BOARD, day, "77/QĐ-CTHADS", date(2026, 11, 27), None),
        ("reopened", EDITOR, date(2026, 11, 20), "77/QĐ-CTHADS", term, "Tiếp tục công khai"),
        ("approve", BOARD, day, None, term, None),
    ]
    assert listing.history[3]["changes"] == {
        "debtor_address": (ROW["debtor_address"], "Địa chỉ mới")
    }
    assert listing.history[7]["end_reason"] == "terminated"
    states = [entry["review_state"] for entry in listing.workflow_history["listing_workflow"]]
    assert states == [
        "draft",
        "submitted",
        "returned",
        "submitted",
        "board_review",
        "published",
        "ended",
        "board_review",
        "published",
    ]


def plain(value):
    """Whether `value` is made of nothing but plain Python values."""
    if type(value) in (dict,):
        return all(plain(key) and plain(each) for key, each in value.items())
    if type(value) in (tuple, list):
        return all(plain(each) for each in value)
    return value is None or type(value) in (str, int, bool, bytes, date, datetime)


@pytest.mark.parametrize(
    "transition",
    [each for each in ON_LISTINGS if each.step is not Step.DISCARD],
    ids=lambda each: each.step,
)
def test_only_plain_values_are_stored(portal, site, transition):
    acting = at_desk(site, BY_PERMISSION[transition.permission], policy=policy_for(transition.step))
    listing = ready(portal, site, transition)
    STEPS[transition.step](listing, acting)
    stored = values_of(listing)
    for entry in stored.pop("workflow_history")["listing_workflow"]:
        assert plain({key: value for key, value in entry.items() if key != "time"})
    assert {name: value for name, value in stored.items() if not plain(value)} == {}


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda each: each.step)
def test_the_row_follows_each_step(portal, site, transition):
    acting = at_desk(site, BY_PERMISSION[transition.permission], policy=policy_for(transition.step))
    if transition.step is Step.CREATE:
        (listing,) = STEPS[Step.CREATE](site["cao-bang"][REGISTER_ID], acting)
    else:
        listing = ready(portal, site, transition)
        transaction.commit()
        STEPS[transition.step](listing, acting)
    number = listing.id
    transaction.commit()
    rows = portal.query("SELECT state FROM thads_listing WHERE number = %s", number)
    if transition.step is Step.DISCARD:
        assert rows == []
    else:
        assert rows == [((transition.target or sorted(transition.sources)[0]),)]
    assert not check(portal.database, dsn=portal.dsn, site_path=SITE_PATH)


# Policy of the province


def test_policy_comes_from_the_registry(portal, site):
    assert province_policy().head_publishes == frozenset()
    site.portal_registry["thads_portal.head_publishes_provinces"] = ["cao-bang"]
    site.portal_registry["thads_portal.trusted_provinces"] = ["bac-kan", "cao-bang"]
    assert province_policy() == type(province_policy())(
        trusted=frozenset({"bac-kan", "cao-bang"}), head_publishes=frozenset({"cao-bang"})
    )


def test_the_head_publishes_only_where_policy_says_so(portal, site):
    listing = make_listing(portal, site, state="submitted")
    error = refused(NotAllowed, listing, Step.SIGN_AND_PUBLISH, at_desk(site, HEAD))
    assert error.code is Code.WAITS_FOR_BOARD
    assert error.status == 403


def test_what_is_flagged_waits_for_the_board_under_any_policy(portal, site):
    acting = at_desk(site, HEAD, policy=HEAD_PUBLISHES)
    flagged = make_listing(portal, site, state="submitted", flags=("likely_duplicate",))
    error = refused(NotAllowed, flagged, Step.SIGN_AND_PUBLISH, acting)
    assert error.code is Code.WAITS_FOR_BOARD
    clean, own = (
        make_listing(portal, site, state="submitted", created_by=name) for name in (EDITOR, HEAD)
    )
    published = sign_by_policy([flagged, clean, own], acting, document=DOCUMENT)
    assert published == (clean.id,)
    assert [each.state for each in (flagged, clean, own)] == [
        State.BOARD_REVIEW,
        State.PUBLISHED,
        State.BOARD_REVIEW,
    ]
    assert all(each.history[-1]["document_number"] == DOCUMENT["number"] for each in (clean, own))


def test_acting_is_the_signed_in_account(site):
    acting = at_desk(site, EDITOR)
    assert acting.user_id == EDITOR == getSecurityManager().getUser().getId()
    assert BY_STEP[Step.SUBMIT].permission is Permission.SUBMIT
