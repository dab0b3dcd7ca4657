"""The duties that a listing's history tells of: done, late, open, fallen away."""

from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.domain.duties import duties_of

import pytest


def at(day: int, hour: int = 3) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def entry(kind, day, due=None, recorded=None, **more):
    stored = {
        "kind": kind,
        "occurred_on": date(2026, 11, day),
        "recorded_at": recorded or at(day),
        **more,
    }
    return {**stored, "due_on": date(2026, 11, due)} if due else stored


ISSUED = entry("issued", 2, 9)


@pytest.mark.parametrize(
    ("history", "published", "waiting", "duties"),
    [
        ([ISSUED], [], {}, ["first_publication 2026-11-02 5 - -"]),
        ([ISSUED], [at(6)], {}, ["first_publication 2026-11-02 - 2026-11-09 2026-11-06"]),
        # 18:00 in London is the next day in Vietnam.
        ([ISSUED], [at(9, 18)], {}, ["first_publication 2026-11-02 - 2026-11-09 2026-11-10"]),
        # Ended before it was public: nothing was owed in the end.
        ([ISSUED, entry("ended", 4, 6)], [], {}, []),
        (
            [ISSUED, entry("ended", 12, 17)],
            [at(6)],
            {},
            ["first_publication 2026-11-02 - 2026-11-09 2026-11-06", "end 2026-11-12 - 2026-11-17 2026-11-12"],
        ),
        (
            [ISSUED, entry("ended", 12, 17), entry("reopened", 16, 23)],
            [at(6), at(18)],
            {},
            [
                "first_publication 2026-11-02 - 2026-11-09 2026-11-06",
                "end 2026-11-12 - 2026-11-17 2026-11-12",
                "first_publication 2026-11-16 - 2026-11-23 2026-11-18",
            ],
        ),
        (
            [ISSUED, entry("propose_amendment", 10, 13)],
            [at(6)],
            {"pending": {"occurred_on": date(2026, 11, 10)}},
            ["first_publication 2026-11-02 - 2026-11-09 2026-11-06", "amend 2026-11-10 3 - -"],
        ),
        (
            [ISSUED, entry("propose_amendment", 10, 13), entry("amended", 10, 13, at(16), public=True)],
            [at(6)],
            {},
            [
                "first_publication 2026-11-02 - 2026-11-09 2026-11-06",
                "amend 2026-11-10 - 2026-11-13 2026-11-16",
            ],
        ),
        (
            [ISSUED, entry("propose_ending", 10, 13)],
            [at(6)],
            {"proposed_ending": {"occurred_on": date(2026, 11, 10), "end_reason": "discharged"}},
            ["first_publication 2026-11-02 - 2026-11-09 2026-11-06", "end 2026-11-10 3 - -"],
        ),
        # What the approval recorded counts: a day was added to the calendar meanwhile.
        (
            [ISSUED, entry("submit", 3, 9), entry("approve", 10, 10)],
            [at(10)],
            {},
            ["first_publication 2026-11-02 - 2026-11-10 2026-11-10"],
        ),
        # The decision's date was corrected in the draft.
        ([ISSUED], [], {"decided_on": date(2026, 11, 3)}, ["first_publication 2026-11-03 5 - -", "commune_posting 2026-11-03 0 - -"]),
        (
            [ISSUED, entry("commune_posted", 3, 2)],
            [],
            {"decided_on": date(2026, 11, 2), "posting": {"sent_on": date(2026, 11, 3)}},
            ["first_publication 2026-11-02 5 - -", "commune_posting 2026-11-02 - 2026-11-02 2026-11-03"],
        ),
        # Public, ended, and never sent: that stays owed.
        (
            [ISSUED, entry("ended", 12, 17)],
            [at(6)],
            {"decided_on": date(2026, 11, 2)},
            [
                "first_publication 2026-11-02 - 2026-11-09 2026-11-06",
                "end 2026-11-12 - 2026-11-17 2026-11-12",
                "commune_posting 2026-11-02 0 - -",
            ],
        ),
        ([ISSUED, entry("ended", 4, 6)], [], {"decided_on": date(2026, 11, 2)}, []),
        # No term: delegated; before the law.
        (
            [ISSUED],
            [at(6)],
            {"proposed_ending": {"occurred_on": date(2026, 11, 10), "end_reason": "delegated"}},
            ["first_publication 2026-11-02 - 2026-11-09 2026-11-06"],
        ),
        # An error corrected has the term of an amendment: three days under either law.
        (
            [ISSUED],
            [at(6)],
            {"proposed_ending": {"occurred_on": date(2026, 6, 10), "end_reason": "listed_in_error"}},
            ["first_publication 2026-11-02 - 2026-11-09 2026-11-06", "end 2026-06-10 3 - -"],
        ),
        # A change of what is not public is no duty.
        ([ISSUED, entry("amended", 10, 13)], [at(6)], {}, ["first_publication 2026-11-02 - 2026-11-09 2026-11-06"]),
    ],
)  # fmt: skip
def test_duties(history, published, waiting, duties):
    assert [str(each) for each in duties_of(history, published=published, **waiting)] == duties


def test_the_commune_takes_the_posting_down():
    """Decree 152/2026/NĐ-CP, Art. 23(2): two working days from when it got the paper."""
    posting = {"sent_on": date(2026, 11, 3), "end_received_on": date(2026, 11, 20)}
    (duty,) = duties_of([], published=[], posting=posting)
    assert str(duty) == "commune_take_down 2026-11-20 2 - -"
    posting |= {"take_down_due": date(2026, 11, 25), "taken_down_on": date(2026, 11, 26)}
    (duty,) = duties_of([], published=[], posting=posting)
    assert str(duty) == "commune_take_down 2026-11-20 - 2026-11-25 2026-11-26"
