"""A feed that several processes write comes to what one process makes of it."""

from dataclasses import replace
from hypothesis import given
from hypothesis import strategies as st
from tests.support.feed_lines import body
from tests.support.feed_lines import feed_settings
from tests.support.feed_lines import issued
from tests.support.feed_lines import later
from tests.support.feed_lines import MemoryRegister
from tests.support.feed_lines import send
from thads_portal.importing import feed
from thads_portal.importing import spread as spreading
from thads_portal.importing.feed import Line
from thads_portal.importing.feed_plan import plan_feed
from thads_portal.importing.report import merge_by_line
from thads_portal.importing.report import Report
from thads_portal.importing.spread import spread
from thads_portal.importing.spread import stretches
from unicodedata import normalize

import copy
import io
import pytest
import random


class Asked:
    """What is stored of listings, of a register in memory; `named`: external id -> provinces."""

    def __init__(self, register, named=None):
        self.register = register
        self.named = named or {}

    def compared(self, external_ids):
        return {
            each: [one.fields[name] for name in spreading.DUPLICATE_FIELDS]
            for each in external_ids
            if (one := self.register.listings.get(each))
        }

    def named_by(self, external_ids):
        return {each: self.named[each] for each in external_ids if each in self.named}


def numbered(lines):
    return list(feed.read_lines(io.BytesIO(body(lines))))


def written_beside(register, lines, *, processes, first, chance):
    """Feed `lines`; each process sees of the others what they had written before the stretch, or
    some of what they have written since.
    """
    rules = feed_settings()
    report = Report()
    for stretch in stretches(numbered(lines), first=first, most=4 * first):
        shares = spread(stretch, processes, Asked(register))
        assert sorted(line for share in shares for batch in share for line in batch) == stretch
        views = [copy.copy(register) for _ in shares]
        for view in views:
            view.listings = dict(register.listings)
        waiting = {place: list(share) for place, share in enumerate(shares) if share}
        while waiting:
            place = chance.choice(list(waiting))
            batch = waiting[place].pop(0)
            if not waiting[place]:
                del waiting[place]
            plan = plan_feed(batch, register=views[place], settings=rules)
            report = merge_by_line(report, plan.report)
            # Others see it at once, or only at the end.
            seen = [view for view in views if view is views[place] or chance.random() < 0.5]
            numbers = len(register.listings)
            register.write(plan)
            changed = {write.decision.event.external_id for write in plan.writes}
            assert len(register.listings) >= numbers
            for view in seen:
                view.listings |= {each: register.listings[each] for each in changed}
    return report


PROVINCES = ("cao-bang", "ha-noi")
NAMES = ("Hoàng Văn Thử", normalize("NFD", "Hoàng  Văn Thử"), "Lý Thị Mẫu")


@st.composite
def a_line(draw):
    external_id = f"x:{draw(st.integers(0, 5))}"
    about = {"external_id": external_id, "province": draw(st.sampled_from(PROVINCES))}
    kind = draw(st.sampled_from(("issued",) * 4 + ("amended",) * 3 + ("ended", "reopened", "odd")))
    number = f"{draw(st.integers(1, 3))}/QĐ"
    if kind == "issued":
        return issued(
            **about,
            agency=...,
            document__number=number,
            listing__debtor_name=draw(st.sampled_from(NAMES)),
            listing__judgment_number=draw(st.sampled_from(("5/2024/DS-ST", "05/2024/DSST"))),
            listing__no_conditions_decision_number=draw(st.sampled_from(("12/QĐ-A", "13/QĐ-A"))),
        )
    line = {**later(kind, number), **about, "document": {"number": number, "date": "2026-11-21"}}
    if kind == "amended":
        line["listing"] = draw(
            st.sampled_from(
                (
                    {"debtor_address": "Tổ 3"},
                    {"debtor_name": NAMES[2]},
                    {"debtor_name": NAMES[0]},
                    {"no_conditions_decision_number": "13/QĐ-A"},
                )
            )
        )
    if kind == "odd":
        odd = draw(st.integers(0, 4))
        return (b"junk", b"[]", {**line, "province": 7}, {**line, "province": "?"}, {"a": 1})[odd]
    return line


@given(
    stored=st.lists(a_line(), max_size=8),
    lines=st.lists(a_line(), max_size=30),
    processes=st.integers(2, 4),
    first=st.integers(1, 12),
    chance=st.randoms(use_true_random=False),
)
def test_the_same_as_one_process(stored, lines, processes, first, chance):
    alone, beside = MemoryRegister(), MemoryRegister()
    for register in (alone, beside):
        send(register, stored)
    expected = send(alone, lines, batch=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreading, "BATCH_LINES", 3)
        report = written_beside(beside, lines, processes=processes, first=first, chance=chance)
    assert beside.state() == alone.state()
    assert report == expected


def shares_of(lines, *, processes=2, stored=None, named=None):
    shares = spread(numbered(lines), processes, Asked(stored or MemoryRegister(), named))
    return [[line.number for batch in share for line in batch] for share in shares]


def another(number, province, **more):
    return issued(
        external_id=f"y:{number}",
        province=province,
        agency=...,
        listing__debtor_name=f"Người Số {number}",
        **more,
    )


def test_each_province_is_one_process_s():
    lines = [another(number, PROVINCES[number % 2]) for number in range(10)]
    assert shares_of(lines) == [[1, 3, 5, 7, 9], [2, 4, 6, 8, 10]]


def test_one_province_is_written_by_one():
    lines = [another(number, "ha-noi") for number in range(4)]
    assert shares_of(lines) == [[1, 2, 3, 4], []]


def test_a_listing_in_two_provinces_binds_them():
    lines = [another(1, "ha-noi"), another(2, "cao-bang"), another(1, "cao-bang")]
    assert shares_of(lines) == [[1, 2, 3], []]


def test_likely_duplicates_bind_their_provinces():
    lines = [another(1, "ha-noi"), another(2, "cao-bang", listing__judgment_number="9/2020")]
    lines.append({**another(1, "cao-bang"), "external_id": "y:3"})
    assert shares_of(lines) == [[1, 2, 3], []]


def test_what_a_stored_listing_may_become_binds():
    register = MemoryRegister()
    send(register, [another(1, "ha-noi")])
    renamed = {
        **later("amended", external_id="y:1", province="ha-noi"),
        "listing": {"debtor_name": "Người Số 2"},
    }
    lines = [another(2, "cao-bang"), renamed]
    assert shares_of(lines) == [[1], [2]]
    assert shares_of(lines, stored=register) == [[1, 2], []]


def test_a_successor_binds():
    ended = later("ended", external_id="y:1", province="ha-noi", end_reason="delegated")
    ended["successor"] = {"province": "cao-bang", "agency": "cao-bang/cuc", "external_id": "y:2"}
    lines = [ended, another(2, "cao-bang")]
    assert shares_of(lines) == [[1, 2], []]
    # Or one that a listing named long ago.
    lines = [another(3, "ha-noi"), another(2, "cao-bang")]
    assert shares_of(lines) == [[1], [2]]
    assert shares_of(lines, named={"y:2": ["ha-noi"]}) == [[1, 2], []]


def test_a_feed_that_plays_with_names_goes_through_one():
    lines = [another(1, "ha-noi")]
    for number in range(70):
        line = later("amended", number, external_id="y:1", province="ha-noi")
        lines.append({**line, "listing": {"debtor_name": f"Tên {number}"}})
    lines.append(another(2, "cao-bang"))
    assert shares_of(lines) == [[*range(1, 73)], []]


def test_batches_are_of_one_length():
    lines = [Line(number, b"junk %d" % number) for number in range(1, 2502)]
    (batches, nothing) = spread(lines, 2, Asked(MemoryRegister()))
    assert [len(batch) for batch in batches] == [834, 834, 833]
    assert nothing == []


def test_stretches_grow():
    lines = [Line(number, b"{}") for number in range(1, 101)]
    assert list(map(len, stretches(lines, first=10, most=30))) == [10, 20, 30, 30, 10]
    assert list(map(len, stretches(lines, first=10, most=30, most_bytes=8))) == [4] * 25


def test_problems_are_the_first_of_the_feed():
    """Whichever process told of them first."""
    chance = random.Random(3)
    parts = [send(MemoryRegister(), b"junk\n" * 3) for _ in range(4)]
    moved = [
        replace(
            part,
            most=5,
            problems=tuple(replace_line(each, 3 * place) for each in part.problems),
        )
        for place, part in enumerate(parts)
    ]
    chance.shuffle(moved)
    report = Report(most=5)
    for part in moved:
        report = merge_by_line(report, part)
    assert [each.line for each in report.problems] == [1, 2, 3, 4, 5]
    assert (report.problems_omitted, report.rejected) == (7, 12)


def replace_line(problem, more):
    return replace(problem, line=problem.line + more)
