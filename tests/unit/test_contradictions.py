"""Dates that contradict each other: every row of the table, on both sides of the day."""

from datetime import timedelta
from tests.support.feed_lines import issued
from tests.support.feed_lines import later
from tests.support.feed_lines import MemoryRegister
from tests.support.feed_lines import send
from tests.support.feed_lines import TODAY
from thads_portal.domain import contradictions
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.contradictions import Gets

import pytest


DAY = TODAY - timedelta(days=10)
FLAGGED = (Flag.DATES_CONTRADICT,)


@pytest.mark.parametrize("rule", contradictions.OF_LISTING)
def test_dates_of_a_listing(rule):
    assert contradictions.of_listing({rule.first: DAY, rule.second: DAY}) == []
    assert contradictions.of_listing({rule.first: DAY, rule.second: None}) == []
    one_before = {rule.first: DAY, rule.second: DAY - timedelta(days=1)}
    assert contradictions.of_listing(one_before) == [rule]
    assert rule.gets is Gets.FLAGGED


@pytest.mark.parametrize("rule", contradictions.OF_EVENT)
def test_days_of_an_event(rule):
    for kind in EventKind:
        equal = days(rule, DAY, DAY)
        assert contradictions.of_event(kind, **equal) == []
        broken = contradictions.of_event(kind, **days(rule, DAY, DAY - timedelta(days=1)))
        assert (rule in broken) is (kind in rule.kinds)


def days(rule, first, second):
    names = {rule.first: first, rule.second: second}
    return {
        "fields": {"no_conditions_decision_date": names.get("no_conditions_decision_date")},
        "occurred_on": names.get("occurred_on"),
        "document_date": names.get("document.date"),
        "last_change": names.get("last_change"),
        "ended_on": names.get("ended_on"),
    }


def sent(*lines):
    register = MemoryRegister()
    report = send(register, list(lines))
    listing = register.listings.get("caobang:2026:000123:1")
    return report, listing


def test_a_judgment_after_its_enforcement_decision_waits():
    report, listing = sent(issued(listing__judgment_date="2024-06-11"))
    assert (report.created, report.flagged, report.rejected) == (1, 1, 0)
    assert (listing.state, listing.flags) == (State.BOARD_REVIEW, FLAGGED)


def test_an_enforcement_decision_after_the_no_conditions_decision_waits():
    _report, listing = sent(issued(listing__enforcement_decision_date="2026-11-21"))
    assert (listing.state, listing.flags) == (State.BOARD_REVIEW, FLAGGED)


def test_an_event_before_its_document_or_its_decision_waits():
    _report, listing = sent(issued(occurred_on="2026-11-19"))
    assert (listing.state, listing.flags) == (State.BOARD_REVIEW, FLAGGED)


def test_an_amendment_before_the_last_waits_beside_what_is_published():
    report, listing = sent(
        issued(),
        later("amended", 1, occurred_on="2026-11-22"),
        later("amended", 2, occurred_on="2026-11-21"),
    )
    assert (report.amended, report.flagged) == (2, 1)
    assert listing.fields["debtor_address"] == "Tổ 1"
    assert listing.pending == {"debtor_address": "Tổ 2"}
    assert listing.flags == FLAGGED


def test_an_ending_before_the_decision_is_refused():
    report, listing = sent(issued(), later("ended", occurred_on="2026-11-19"))
    (problem,) = report.problems
    assert (problem.code, problem.field, problem.line) == ("dates_contradict", "occurred_on", 2)
    assert "ngày xảy ra sự việc" in problem.as_dict()["message"]["vi"]
    assert listing.state is State.PUBLISHED


def test_an_ending_before_the_last_change_is_applied_and_told():
    report, listing = sent(
        issued(),
        later("amended", 1, occurred_on="2026-11-22"),
        later("ended", 2, occurred_on="2026-11-21"),
    )
    assert (report.ended, report.flagged, report.rejected) == (1, 1, 0)
    assert (listing.state, listing.flags) == (State.ENDED, FLAGGED)


def test_what_was_listed_in_error_is_not_measured_by_its_own_days():
    report, listing = sent(
        issued(), later("ended", occurred_on="2026-11-19", end_reason="listed_in_error")
    )
    assert (report.ended, report.flagged) == (1, 0)
    assert listing.state is State.ENDED


def test_a_reopening_before_its_ending_waits():
    report, listing = sent(
        issued(),
        later("ended", 1, occurred_on="2026-11-22"),
        later("reopened", 2, occurred_on="2026-11-21"),
    )
    assert (report.reopened, report.flagged) == (1, 1)
    assert (listing.state, listing.flags) == (State.BOARD_REVIEW, FLAGGED)


def test_what_is_in_order_is_published():
    report, listing = sent(
        issued(),
        later("amended", 1, occurred_on="2026-11-21"),
        later("amended", 2, occurred_on="2026-11-21"),
        later("ended", 3, occurred_on="2026-11-22"),
        later(
            "reopened", 4, occurred_on="2026-11-22", document={"number": "4", "date": "2026-11-22"}
        ),
    )
    assert report.flagged == report.rejected == 0
    assert (listing.state, listing.flags) == (State.PUBLISHED, ())
