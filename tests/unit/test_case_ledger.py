"""The ledger of a case: money that comes out under any order, refusals, counter-entries, effects."""

from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from itertools import count
from thads_portal.domain.codes import EndReason
from thads_portal.domain.ledger.book import CaseBook
from thads_portal.domain.ledger.book import StatedLine
from thads_portal.domain.ledger.effects import amended_obligation
from thads_portal.domain.ledger.effects import Effect
from thads_portal.domain.ledger.entries import Case
from thads_portal.domain.ledger.entries import Entry
from thads_portal.domain.ledger.entries import Line
from thads_portal.domain.ledger.kinds import BY_KIND
from thads_portal.domain.ledger.kinds import EntryKind
from thads_portal.domain.ledger.money import Balance
from thads_portal.domain.ledger.money import balances
from thads_portal.domain.ledger.money import total
from thads_portal.domain.ledger.party_view import party_view
from thads_portal.domain.ledger.payment_order import distribute
from thads_portal.domain.working_days import default_calendar
from thads_portal.errors import Code

import random


TODAY = date(2026, 11, 27)
DECIDED = date(2026, 1, 5)
CALENDAR = default_calendar()


def book(**more) -> CaseBook:
    case = Case(
        id=1,
        province="cao-bang",
        agency="cao-bang/thads",
        decided_on=DECIDED,
        no_conditions_on=date(2026, 7, 14),
        listings=more.pop("listings", ("2026-0000001", "2026-0000002")),
    )
    made = CaseBook(case, ids=count(1), **more)
    assert not made.state(
        [
            StatedLine(line="1", kind="court_fee", to_do=12_500_000),
            StatedLine(line="2", kind="debt", to_do=40_000_000),
            StatedLine(line="3", kind="fine", to_do=5_000_000, listing="2026-0000002"),
        ],
        occurred_on=DECIDED,
        document=None,
        details={"origin": "ex_officio"},
        today=TODAY,
    )
    return made


def entry(kind: EntryKind, day=date(2026, 8, 3), **more) -> Entry:
    return Entry(kind=kind, occurred_on=day, **more)


def codes(problems) -> list[Code]:
    return [code for _field, code, _params in problems]


#: How long a busy machine takes to draw steps says nothing.
patient = settings(suppress_health_check=[HealthCheck.too_slow])
_KINDS = st.sampled_from(
    [EntryKind.COLLECTED, EntryKind.REDUCED, EntryKind.EXEMPTED, EntryKind.TERMINATED_IN_PART]
)
_STEPS = st.lists(
    st.one_of(
        st.tuples(_KINDS, st.sampled_from(["1", "2", "3", None]), st.integers(1, 30_000_000)),
        st.tuples(st.just(EntryKind.REVERSED), st.integers(1, 30), st.just(0)),
    ),
    max_size=25,
)


def play(steps) -> CaseBook:
    made = book()
    for kind, what, amount in steps:
        if kind is EntryKind.REVERSED:
            made.enter(entry(kind, reverses=what), today=TODAY)
        else:
            made.enter(entry(kind, line=what, amount=amount), today=TODAY)
        for balance in made.balances().values():
            assert balance.left >= 0
            assert balance.to_do == (
                balance.done
                + balance.reduced
                + balance.terminated
                + balance.delegated
                + balance.left
            )
    return made


@patient
@given(_STEPS)
def test_every_line_comes_out_under_any_entries_and_counter_entries(steps):
    made = play(steps)
    whole = total(made.balances().values())
    assert whole.left == whole.to_do - whole.done - whole.reduced - whole.terminated


@patient
@given(_STEPS, st.randoms(use_true_random=False))
def test_the_same_entries_in_another_order_give_the_same_balance(steps, chance: random.Random):
    entries = play(steps).entries
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert balances(shuffled) == balances(entries)


@patient
@given(_STEPS)
def test_a_counter_entry_for_everything_leaves_nothing_done(steps):
    made = play(steps)
    for each in sorted(made.entries, key=lambda each: -(each.id or 0)):
        if each.kind not in (EntryKind.REVERSED, EntryKind.STATED):
            made.enter(entry(EntryKind.REVERSED, reverses=each.id, day=TODAY), today=TODAY)
    whole = total(made.balances().values())
    assert (whole.done, whole.reduced, whole.terminated) == (0, 0, 0)


@patient
@given(
    st.integers(0, 10**12),
    st.lists(
        st.tuples(
            st.sampled_from(["maintenance", "court_fee", "fine", "debt", "late_interest"]),
            st.integers(0, 10**11),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([date(2026, 6, 30), date(2026, 7, 1)]),
)
def test_money_is_shared_out_to_the_last_dong(amount, claims, day):
    lines = [Line(line=str(n), kind=kind) for n, (kind, _claim) in enumerate(claims)]
    found = {str(n): Balance(to_do=claim) for n, (_kind, claim) in enumerate(claims)}
    given_ = distribute(amount, lines, found, day)
    assert sum(given_.values()) == min(amount, sum(claim for _kind, claim in claims))
    assert all(0 < each <= found[line].left for line, each in given_.items())


def test_the_payment_order_is_that_of_the_day():
    lines = [
        Line(line="1", kind="debt"),
        Line(line="2", kind="fine"),
        Line(line="3", kind="maintenance"),
        Line(line="4", kind="court_fee"),
        Line(line="5", kind="late_interest"),
    ]
    found = {line.line: Balance(to_do=100) for line in lines}
    # Old: maintenance, fees, then the rest pro rata. New: fines before other debts.
    assert distribute(250, lines, found, date(2026, 6, 30)) == {
        "3": 100,
        "4": 100,
        "1": 25,
        "2": 25,
    }
    assert distribute(250, lines, found, date(2026, 7, 1)) == {"3": 100, "4": 100, "2": 50}
    # Interest waits for the principal.
    assert distribute(450, lines, found, date(2026, 7, 1))["5"] == 50


def test_one_receipt_over_several_lines_is_taken_back_as_a_whole():
    made = book()
    assert not made.enter(entry(EntryKind.COLLECTED, amount=20_000_000), today=TODAY)
    first, *others = [each for each in made.entries if each.kind is EntryKind.COLLECTED]
    assert [each.part_of for each in others] == [first.id] * len(others)
    assert not made.enter(entry(EntryKind.REVERSED, reverses=others[0].id), today=TODAY)
    assert total(made.balances().values()).done == 0


def test_what_is_refused_says_what_would_be_right_and_changes_nothing():
    made = book()
    before = list(made.entries)
    problems = made.enter(entry(EntryKind.COLLECTED, line="1", amount=12_500_001), today=TODAY)
    assert problems == [("amount", Code.OVERPAID, {"left": "12.500.000"})]
    early = entry(EntryKind.COLLECTED, day=DECIDED - timedelta(1), line="1", amount=1)
    assert codes(made.enter(early, today=TODAY)) == [Code.ENTRY_BEFORE_CASE]
    late = entry(EntryKind.VERIFIED, day=TODAY + timedelta(1))
    assert codes(made.enter(late, today=TODAY)) == [Code.DATE_IN_FUTURE]
    nowhere = entry(EntryKind.COLLECTED, line="9", amount=1)
    assert codes(made.enter(nowhere, today=TODAY)) == [Code.UNKNOWN_LINE]
    too_early = entry(EntryKind.PAID_OUT, line="1", amount=1)
    assert codes(made.enter(too_early, today=TODAY)) == [Code.PAID_OUT_TOO_MUCH]
    none = entry(EntryKind.REVERSED, reverses=99)
    assert codes(made.enter(none, today=TODAY)) == [Code.NOTHING_TO_REVERSE]
    assert made.entries == before


def test_after_the_closing_only_a_counter_entry_of_it():
    made = book()
    assert not made.enter(entry(EntryKind.CLOSED), today=TODAY)
    closing = made.entries[-1]
    assert codes(made.enter(entry(EntryKind.VERIFIED), today=TODAY)) == [Code.CASE_CLOSED]
    assert not made.enter(entry(EntryKind.REVERSED, reverses=closing.id), today=TODAY)
    assert not made.enter(entry(EntryKind.VERIFIED), today=TODAY)
    assert codes(made.enter(entry(EntryKind.REVERSED, reverses=closing.id), today=TODAY)) == [
        Code.REVERSED_ALREADY
    ]


def test_less_cannot_be_stated_than_was_done():
    made = book()
    made.enter(entry(EntryKind.COLLECTED, line="1", amount=2_000_000), today=TODAY)
    lower = [StatedLine(line="1", kind="court_fee", to_do=1_999_999)]
    again = {"occurred_on": date(2026, 8, 4), "document": None, "details": {}, "today": TODAY}
    assert codes(made.state(lower, **again)) == [Code.LESS_THAN_DONE]
    right = [StatedLine(line="1", kind="court_fee", to_do=2_000_000)]
    assert not made.state(right, **again)
    assert made.balances()["1"].left == 0
    other = [StatedLine(line="1", kind="debt", to_do=2_000_000)]
    assert codes(made.state(other, **again)) == [Code.LINE_OF_ANOTHER_KIND]


def test_a_joint_duty_is_reduced_for_all_and_an_own_one_for_its_debtor():
    made = book()
    made.enter(entry(EntryKind.COLLECTED, line="2", amount=10_000_000), today=TODAY)
    asked = made.proposals(CALENDAR)
    assert {number: each.left for number, each in asked.items()} == {
        "2026-0000001": 42_500_000,
        "2026-0000002": 47_500_000,
    }
    assert all(each.effect is Effect.AMEND for each in asked.values())
    # Three working days from Monday 03/08/2026.
    assert {each.due_on for each in asked.values()} == {date(2026, 8, 6)}
    own = book()
    own.enter(entry(EntryKind.COLLECTED, line="3", amount=1_000_000), today=TODAY)
    assert set(own.proposals(CALENDAR)) == {"2026-0000002"}


def test_nothing_left_prepares_the_end_by_the_law_of_its_day():
    for day, due in (
        (date(2026, 6, 30), date(2026, 7, 2)),
        (date(2026, 7, 1), date(2026, 7, 6)),
    ):
        made = book(listings=("2026-0000001",))
        for line, amount in (("1", 12_500_000), ("2", 40_000_000)):
            made.enter(entry(EntryKind.COLLECTED, day, line=line, amount=amount), today=TODAY)
        (asked,) = made.proposals(CALENDAR).values()
        assert (asked.effect, asked.end_reason, asked.due_on) == (
            Effect.END,
            EndReason.DISCHARGED,
            due,
        )


def test_a_postponement_touches_nothing_public():
    made = book()
    for kind in (EntryKind.POSTPONED, EntryKind.SUSPENDED, EntryKind.CONTINUED):
        assert not made.enter(entry(kind), today=TODAY)
    assert not made.proposals(CALENDAR)


def test_conditions_that_are_found_prepare_the_end():
    made = book()
    made.enter(entry(EntryKind.VERIFIED, details={"conclusion": "none"}), today=TODAY)
    assert not made.proposals(CALENDAR)
    made.enter(entry(EntryKind.VERIFIED, details={"conclusion": "all"}), today=TODAY)
    asked = made.proposals(CALENDAR)
    assert {each.end_reason for each in asked.values()} == {EndReason.RESUMED}
    last = made.entries[-1]
    made.enter(entry(EntryKind.REVERSED, reverses=last.id), today=TODAY)
    assert not made.proposals(CALENDAR)


def test_an_end_of_the_whole_leaves_nothing():
    made = book()
    made.enter(entry(EntryKind.COLLECTED, line="1", amount=500_000), today=TODAY)
    assert not made.enter(entry(EntryKind.TERMINATED), today=TODAY)
    whole = total(made.balances().values())
    assert (whole.left, whole.done, whole.terminated) == (0, 500_000, 57_000_000)
    assert {each.end_reason for each in made.proposals(CALENDAR).values()} == {EndReason.TERMINATED}
    duties = made.duties(CALENDAR)
    assert made.standing(duties).over and not [each for each in duties if each.done_on is None]
    head = next(each for each in made.entries if each.kind is EntryKind.TERMINATED)
    assert not made.enter(entry(EntryKind.REVERSED, reverses=head.id), today=TODAY)
    assert total(made.balances().values()).left == 57_000_000


def test_what_was_dealt_with_is_not_asked_again():
    made = book()
    made.enter(entry(EntryKind.COLLECTED, line="1", amount=500_000), today=TODAY)
    last = made.entries[-1].id
    made.settled = {"2026-0000001": last, "2026-0000002": last}
    assert not made.proposals(CALENDAR)
    made.enter(entry(EntryKind.COLLECTED, line="1", amount=500_000), today=TODAY)
    assert {each.done for each in made.proposals(CALENDAR).values()} == {1_000_000}


def test_what_is_taken_back_after_the_public_text_followed_it_is_told_anew():
    made = book()
    made.enter(entry(EntryKind.COLLECTED, line="1", amount=500_000), today=TODAY)
    paid = made.entries[-1].id
    made.settled = {"2026-0000001": paid, "2026-0000002": paid}
    made.enter(entry(EntryKind.REVERSED, day=TODAY, reverses=paid), today=TODAY)
    asked = made.proposals(CALENDAR)["2026-0000001"]
    assert (asked.effect, asked.left, asked.done) == (Effect.AMEND, 52_500_000, 0)


ONE = "2026-0000001"


def verified(made: CaseBook, conclusion: str, day: date) -> int:
    details = {"conclusion": conclusion}
    assert not made.enter(entry(EntryKind.VERIFIED, day, details=details), today=TODAY)
    return made.entries[-1].id


def asked_of(made: CaseBook):
    found = made.proposals(CALENDAR).get(ONE)
    return found and (found.effect, found.end_reason, found.since)


_CONCLUSIONS = st.lists(
    st.tuples(st.sampled_from(["none", "part", "all"]), st.integers(0, 60), st.booleans()),
    min_size=1,
    max_size=8,
)


@patient
@given(_CONCLUSIONS)
def test_of_verifications_the_newest_by_its_day_decides(drawn):
    """In whatever order they are entered, some of them taken back."""
    made = book(listings=(ONE,))
    held = []
    for conclusion, days, back in drawn:
        day = date(2026, 8, 3) + timedelta(days=days)
        made_id = verified(made, conclusion, day)
        if back:
            assert not made.enter(entry(EntryKind.REVERSED, TODAY, reverses=made_id), today=TODAY)
        else:
            held.append((day, made_id, conclusion))
    newest = max(held, default=(None, None, None))
    wanted = (Effect.END, EndReason.RESUMED, newest[0]) if newest[2] == "all" else None
    assert asked_of(made) == wanted


def test_a_newer_verification_without_conditions_asks_for_no_end():
    made = book(listings=(ONE,))
    verified(made, "all", date(2026, 8, 3))
    last = verified(made, "none", date(2026, 9, 3))
    assert asked_of(made) is None
    # One of an earlier day that is entered later changes nothing.
    verified(made, "all", date(2026, 8, 20))
    assert asked_of(made) is None
    made.enter(entry(EntryKind.REVERSED, TODAY, reverses=last), today=TODAY)
    assert asked_of(made) == (Effect.END, EndReason.RESUMED, date(2026, 8, 20))


def test_a_finding_that_counts_again_is_asked_after_it_had_been_dealt_with():
    made = book(listings=(ONE,))
    verified(made, "all", date(2026, 8, 3))
    last = verified(made, "none", date(2026, 9, 3))
    made.settled = {ONE: last}
    made.enter(entry(EntryKind.REVERSED, TODAY, reverses=last), today=TODAY)
    assert asked_of(made) == (Effect.END, EndReason.RESUMED, TODAY)


def test_what_was_found_before_the_decision_in_force_asks_for_nothing():
    made = book(listings=(ONE,))
    verified(made, "all", date(2026, 7, 13))
    assert not made.enter(entry(EntryKind.RESUMED, date(2026, 7, 13)), today=TODAY)
    assert asked_of(made) is None
    verified(made, "all", date(2026, 7, 14))
    assert asked_of(made) == (Effect.END, EndReason.RESUMED, date(2026, 7, 14))


def test_nothing_left_goes_before_conditions_that_were_found():
    for first, second in ((3, 10), (10, 3)):
        made = book(listings=(ONE,))
        verified(made, "all", date(2026, 8, first))
        day = date(2026, 8, second)
        for line, amount in (("1", 12_500_000), ("2", 40_000_000)):
            assert not made.enter(
                entry(EntryKind.COLLECTED, day, line=line, amount=amount), today=TODAY
            )
        assert asked_of(made) == (Effect.END, EndReason.DISCHARGED, day)


def test_a_decision_stays_asked_whatever_is_found_after_it():
    made = book(listings=(ONE,))
    assert not made.enter(entry(EntryKind.RESUMED, date(2026, 8, 3)), today=TODAY)
    verified(made, "none", date(2026, 9, 3))
    for kind in (EntryKind.POSTPONED, EntryKind.SUSPENDED, EntryKind.CONTINUED):
        assert not made.enter(entry(kind, date(2026, 9, 4)), today=TODAY)
    assert asked_of(made) == (Effect.END, EndReason.RESUMED, date(2026, 8, 3))


def test_an_end_of_the_whole_that_is_taken_back_asks_for_what_was_paid():
    made = book(listings=(ONE,))
    paid = entry(EntryKind.COLLECTED, line="1", amount=500_000)
    assert not made.enter(paid, today=TODAY)
    assert not made.enter(entry(EntryKind.TERMINATED, date(2026, 8, 10)), today=TODAY)
    assert asked_of(made) == (Effect.END, EndReason.TERMINATED, date(2026, 8, 10))
    head = next(each for each in made.entries if each.kind is EntryKind.TERMINATED)
    made.enter(entry(EntryKind.REVERSED, TODAY, reverses=head.id), today=TODAY)
    assert asked_of(made) == (Effect.AMEND, None, date(2026, 8, 3))


def test_what_is_put_right_to_the_same_sum_asks_for_nothing():
    made = book(listings=(ONE,))
    first = entry(EntryKind.COLLECTED, line="1", amount=500_000)
    assert not made.enter(first, today=TODAY)
    wrong = made.entries[-1].id
    made.settled = {ONE: wrong}
    made.enter(entry(EntryKind.REVERSED, TODAY, reverses=wrong), today=TODAY)
    assert not made.enter(entry(EntryKind.COLLECTED, line="2", amount=500_000), today=TODAY)
    assert asked_of(made) is None
    assert not made.enter(entry(EntryKind.COLLECTED, line="2", amount=1), today=TODAY)
    assert made.proposals(CALENDAR)[ONE].done == 500_001


def test_a_statement_changes_a_public_text_that_tells_what_is_left():
    def stated(made: CaseBook, to_do: int) -> None:
        again = [StatedLine(line="1", kind="court_fee", to_do=to_do)]
        assert not made.state(again, occurred_on=DECIDED, document=None, details={}, today=TODAY)

    made = book(listings=(ONE,))
    stated(made, 10_000_000)
    assert asked_of(made) is None
    assert not made.enter(entry(EntryKind.COLLECTED, line="1", amount=500_000), today=TODAY)
    made.settled = {ONE: made.entries[-1].id}
    stated(made, 9_000_000)
    found = made.proposals(CALENDAR)[ONE]
    assert (found.effect, found.left, found.done) == (Effect.AMEND, 48_500_000, 500_000)


def test_an_end_of_an_earlier_day_is_asked_after_a_finding_that_was_dealt_with():
    """The public text was said to stay whatever was found on 3 September; nobody has spoken of this end."""
    made = book(listings=(ONE,))
    made.settled = {ONE: verified(made, "all", date(2026, 9, 3))}
    assert asked_of(made) is None
    assert not made.enter(entry(EntryKind.WITHDRAWN, date(2026, 8, 20)), today=TODAY)
    assert asked_of(made) == (Effect.END, EndReason.WITHDRAWN, date(2026, 8, 20))
    made.settled = {ONE: made.entries[-1].id}
    assert asked_of(made) is None


def test_a_transfer_that_is_taken_back_after_the_public_text_followed_it_is_asked():
    made = book(listings=(ONE,))
    assert not made.enter(entry(EntryKind.TRANSFERRED), today=TODAY)
    wrong = made.entries[-1].id
    assert asked_of(made) == (Effect.AMEND, None, date(2026, 8, 3))
    followed = book(listings=(ONE,))
    assert not followed.enter(entry(EntryKind.TRANSFERRED), today=TODAY)
    followed.settled = {ONE: wrong}
    for each in (made, followed):
        assert not each.enter(entry(EntryKind.REVERSED, TODAY, reverses=wrong), today=TODAY)
    # Nothing was told of it; the other text names the wrong parties.
    assert asked_of(made) is None
    assert asked_of(followed) == (Effect.AMEND, None, TODAY)


def test_the_public_obligation_is_told_anew_and_not_twice():
    once = amended_obligation("Trả nợ 12.500.000 đồng;", 2_000_000, 10_500_000)
    assert amended_obligation(once, 2_500_000, 10_000_000) == (
        "Trả nợ 12.500.000 đồng. Đã thi hành, miễn giảm 2.500.000\u00a0đồng,"
        " còn phải thi hành 10.000.000\u00a0đồng."
    )


def test_a_party_sees_its_own_part_and_no_finding():
    made = book()
    found = {"conclusion": "none", "findings": "lương 5 triệu"}
    made.enter(entry(EntryKind.VERIFIED, details=found), today=TODAY)
    seen = party_view(
        made.entries, made.lines.values(), made.duties(CALENDAR), listing="2026-0000001"
    )
    assert (seen.last_verified, seen.conclusion) == (date(2026, 8, 3), "none")
    assert seen.balance.to_do == 52_500_000
    assert seen.next_duty == ("verify", date(2027, 2, 3))
    assert "lương" not in repr(seen)


def test_every_kind_has_a_label_and_an_article():
    assert {row.kind for row in BY_KIND.values()} == set(EntryKind)
    for row in BY_KIND.values():
        assert all(row.label)
        assert row.new or row.kind is EntryKind.REVERSED
