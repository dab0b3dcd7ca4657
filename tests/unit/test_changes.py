"""What one event does to one listing, in each state, trusted or not, flagged or not."""

from dataclasses import replace
from tests.support.feed_lines import AGENCIES
from tests.support.feed_lines import issued
from tests.support.feed_lines import later
from tests.support.feed_lines import PROVINCES
from tests.support.feed_lines import TODAY
from thads_portal.domain import changes
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.decision import Decision
from thads_portal.domain.decision import listing_after
from thads_portal.domain.decision import Outcome
from thads_portal.domain.digests import line_digests
from thads_portal.domain.validation import validate

import pytest


NUMBER = "079203001234"


def event_of(line):
    event = validate(
        1,
        line,
        today=TODAY,
        known_province=PROVINCES.__contains__,
        known_agency=AGENCIES.__contains__,
        digests=line_digests(line, line["external_id"]),
    )
    assert not isinstance(event, list), event
    return event


def plan(current, line, *, trusted=True, duplicate=False):
    return changes.plan(
        current, event_of(line), trusted=trusted, likely_duplicate=duplicate, today=TODAY, line=4
    )


def listing(state=State.PUBLISHED, **more):
    made = listing_after(plan(None, issued()), None)
    return replace(made, number="2026-0000001", state=state, **more)


@pytest.mark.parametrize(
    ("trusted", "text", "duplicate", "state", "flags"),
    [
        (True, "Án phí", False, State.PUBLISHED, ()),
        (False, "Án phí", False, State.BOARD_REVIEW, ()),
        (True, NUMBER, False, State.BOARD_REVIEW, (Flag.PERSONAL_NUMBER,)),
        (True, "Án phí", True, State.BOARD_REVIEW, (Flag.LIKELY_DUPLICATE,)),
        (
            False,
            f"nuôi cháu Nguyễn Gia Thử {NUMBER}",
            True,
            State.BOARD_REVIEW,
            (Flag.PERSONAL_NUMBER, Flag.MINOR_NAMED, Flag.LIKELY_DUPLICATE),
        ),
    ],
)
def test_issued(trusted, text, duplicate, state, flags):
    decision = plan(None, issued(listing__obligation=text), trusted=trusted, duplicate=duplicate)
    assert (decision.outcome, decision.state) == (Outcome.CREATED, state)
    assert (decision.flags, decision.flagged) == (flags, bool(flags))
    assert decision.publishes is (state is State.PUBLISHED)
    assert decision.pending is None


@pytest.mark.parametrize(
    ("province", "day", "agency"),
    [
        ("cao-bang", "2025-06-30", "cao-bang/cuc"),
        ("cao-bang", "2025-07-01", "cao-bang/thads"),
    ],
)
def test_without_an_agency_the_listing_is_the_province_s_by_the_day(province, day, agency):
    line = issued(province=province, agency=..., listing__no_conditions_decision_date=day)
    assert plan(None, line).agency == agency


@pytest.mark.parametrize(
    ("state", "line", "field", "code"),
    [
        (State.PUBLISHED, issued(document__number="2"), "external_id", "already_listed"),
        (State.ENDED, issued(document__number="2"), "external_id", "already_listed"),
        (State.ENDED, later("amended"), "event", "already_ended"),
        (State.ENDED, later("ended"), "event", "already_ended"),
        (State.ENDED, later("withdrawn"), "event", "already_ended"),
        (State.PUBLISHED, later("reopened"), "event", "not_ended"),
        (State.BOARD_REVIEW, later("reopened"), "event", "not_ended"),
        (
            State.PUBLISHED,
            later("amended", province="ha-noi"),
            "province",
            "listed_in_another_province",
        ),
        (
            State.PUBLISHED,
            issued(listing__ground="b"),
            None,
            "same_key_other_payload",
        ),
        (None, later("amended"), "external_id", "unknown_listing"),
        (None, later("ended"), "external_id", "unknown_listing"),
        (None, later("reopened"), "external_id", "unknown_listing"),
    ],
)
def test_what_a_listing_cannot_take(state, line, field, code):
    problem = plan(listing(state) if state else None, line)
    assert (problem.line, problem.field, problem.code) == (4, field, code)
    assert problem.external_id == line["external_id"]


@pytest.mark.parametrize("state", State)
def test_the_same_line_again_is_unchanged_in_every_state(state):
    current = listing(state, pending={"ground": "b"}, flags=(Flag.PERSONAL_NUMBER,))
    decision = plan(current, issued())
    assert decision.outcome is Outcome.UNCHANGED
    assert listing_after(decision, current) == current


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.DRAFT, State.DRAFT),
        (State.SUBMITTED, State.SUBMITTED),
        (State.BOARD_REVIEW, State.BOARD_REVIEW),
        (State.RETURNED, State.BOARD_REVIEW),
    ],
)
def test_amended_before_publication(before, after, trusted):
    decision = plan(listing(before), later("amended"), trusted=trusted)
    assert (decision.outcome, decision.state) == (Outcome.AMENDED, after)
    assert decision.takes_effect
    assert decision.fields["debtor_address"] == "Tổ 1"
    assert decision.pending is None


def test_amended_before_publication_may_mend_what_was_flagged():
    first = plan(None, issued(listing__obligation=NUMBER))
    current = listing_after(first, None)
    mended = plan(current, later("amended", listing={"obligation": "Án phí"}))
    assert (mended.flags, mended.flagged) == ((), False)
    assert mended.state is State.BOARD_REVIEW
    left = plan(current, later("amended"))
    assert (left.flags, left.flagged) == ((Flag.PERSONAL_NUMBER,), True)


def test_amended_published_trusted_shows_at_once_with_a_note():
    decision = plan(listing(), later("amended", note="sửa địa chỉ theo xác minh"))
    assert decision.state is State.PUBLISHED
    assert decision.takes_effect
    assert decision.fields["debtor_address"] == "Tổ 1"
    assert decision.differences == {
        "debtor_address": ("Tổ 1, phường Thử Nghiệm, thành phố Cao Bằng", "Tổ 1")
    }
    assert decision.public_note == "sửa địa chỉ theo xác minh"
    assert not decision.publishes


def test_a_note_is_made_of_the_public_fields_only():
    line = later(
        "amended",
        agency="cao-bang/cuc",
        listing={
            "ground": "b",
            "debtor_address": "Tổ 2",
            "signed_by": "Người Khác",
            "restricted": {"creditor": "Bí Mật"},
        },
    )
    assert plan(listing(), line).public_note == "Sửa đổi: địa chỉ, căn cứ, cơ quan thi hành án."
    restricted_only = later("amended", listing={"restricted": {"creditor": "Bí Mật"}})
    assert plan(listing(), restricted_only).public_note is None


@pytest.mark.parametrize(
    ("trusted", "more", "flags"),
    [
        (False, {}, ()),
        (True, {"listing": {"obligation": NUMBER}}, (Flag.PERSONAL_NUMBER,)),
        (True, {"note": f"số {NUMBER}"}, (Flag.PERSONAL_NUMBER,)),
    ],
)
def test_amended_published_may_have_to_wait(trusted, more, flags):
    current = listing()
    decision = plan(current, later("amended", **more), trusted=trusted)
    assert decision.state is State.PUBLISHED
    assert not decision.takes_effect
    assert decision.fields == current.fields
    assert decision.pending == event_of(later("amended", **more)).changes
    assert (decision.flags, decision.flagged) == (flags, bool(flags))


def test_waiting_amendments_add_up():
    first = listing_after(plan(listing(), later("amended"), trusted=False), listing())
    line = later("amended", 2, agency="cao-bang/cuc", listing={"ground": "b"})
    second = plan(first, line, trusted=False)
    assert second.pending == {
        "debtor_address": "Tổ 1",
        "ground": "b",
        "ground_scheme": "38/2025",
        "agency": "cao-bang/cuc",
    }
    assert second.agency == "cao-bang/chi-cuc-thanh-pho"


def test_a_newer_value_replaces_the_one_that_waits():
    current = listing(pending={"obligation": NUMBER, "ground": "b"}, flags=(Flag.PERSONAL_NUMBER,))
    decision = plan(current, later("amended", listing={"obligation": "Án phí"}))
    assert decision.takes_effect
    assert decision.pending == {"ground": "b"}
    assert (decision.flags, decision.flagged) == ((), False)


def test_what_still_waits_keeps_its_flag():
    current = listing(pending={"obligation": NUMBER, "ground": "b"}, flags=(Flag.PERSONAL_NUMBER,))
    decision = plan(current, later("amended", listing={"ground": "c"}))
    assert decision.pending == {"obligation": NUMBER}
    assert decision.flags == (Flag.PERSONAL_NUMBER,)
    assert not decision.flagged


def test_what_the_board_has_approved_is_not_asked_again():
    current = listing()
    current = replace(current, fields={**current.fields, "obligation": NUMBER})
    decision = plan(current, later("amended"))
    assert decision.takes_effect
    assert decision.flags == ()


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("state", [each for each in State if each is not State.ENDED])
def test_endings_are_applied_at_once_everywhere(state, trusted):
    current = listing(state, pending={"ground": "b"}, flags=(Flag.PERSONAL_NUMBER,))
    decision = plan(current, later("ended"), trusted=trusted)
    assert (decision.outcome, decision.state) == (Outcome.ENDED, State.ENDED)
    assert decision.end_reason is EndReason.DISCHARGED
    assert decision.takes_effect
    assert (decision.pending, decision.flags, decision.flagged) == (None, (), False)
    withdrawn = plan(current, later("withdrawn"), trusted=trusted)
    assert (withdrawn.outcome, withdrawn.end_reason) == (
        Outcome.WITHDRAWN,
        EndReason.WITHDRAWN,
    )


@pytest.mark.parametrize(
    ("trusted", "duplicate", "state"),
    [
        (True, False, State.PUBLISHED),
        (True, True, State.BOARD_REVIEW),
        (False, False, State.BOARD_REVIEW),
    ],
)
def test_reopened(trusted, duplicate, state):
    current = listing(State.ENDED)
    line = later("reopened", listing={"ground": "c"})
    decision = plan(current, line, trusted=trusted, duplicate=duplicate)
    assert (decision.outcome, decision.state) == (Outcome.REOPENED, state)
    assert decision.fields == {**current.fields, "ground": "c"}
    assert decision.flagged is duplicate
    assert listing_after(decision, current).number == current.number


def test_an_old_event_stays_unchanged_after_later_ones():
    current = listing()
    for line in (later("amended"), later("ended"), later("reopened")):
        decision = plan(current, line)
        assert isinstance(decision, Decision)
        current = listing_after(decision, current)
    for line in (issued(), later("amended"), later("ended"), later("reopened")):
        assert plan(current, line).outcome is Outcome.UNCHANGED
