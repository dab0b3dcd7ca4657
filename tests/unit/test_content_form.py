"""What the forms of content read and compare: moments, cuts of pictures, differences of texts."""

from datetime import date
from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain.content_form import moment_text
from thads_portal.domain.content_form import PARTS
from thads_portal.domain.content_form import read_day
from thads_portal.domain.content_form import read_moment
from thads_portal.domain.content_form import version_of
from thads_portal.domain.cuts import cut_of
from thads_portal.domain.cuts import SHAPES
from thads_portal.domain.rich_text import pictures_without_words
from thads_portal.domain.rich_text import without_foreign_pictures
from thads_portal.domain.text_differences import differences
from thads_portal.domain.topics import Topic

import pytest


@pytest.mark.parametrize(
    "text",
    ["23/11/2026 09:30", "23-11-2026 9h30", "9:30 23/11/2026", "9 giờ 30 ngày 23/11/2026",
     "2026-11-23T09:30", "23/11/2026, 09:30", "23/11/2026 lúc 09:30"],
)  # fmt: skip
def test_a_moment_is_read_as_people_write_it(text):
    assert read_moment(text) == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "mai", "31/02/2026 09:30", "23/11/2026", "23/11/2026 25:00", "23/11/26 09:30"]
)
def test_what_is_no_moment_is_none(text):
    assert read_moment(text) is None


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_moment_comes_back_from_its_text(moment):
    aware = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    assert read_moment(moment_text(aware)) == aware


def test_a_day_is_read_day_first():
    assert read_day("3/4/2026") == date(2026, 4, 3)
    assert read_day("2026-04-03") is None
    assert read_day("30/02/2026") is None


def test_every_topic_has_a_form_with_a_title():
    assert set(PARTS) == set(Topic)
    for parts in PARTS.values():
        names = [part.name for part in parts]
        assert parts[0].name == "title"
        assert parts[0].required
        assert len(names) == len(set(names))
        assert names[-1] == "effective"


def test_a_version_tells_contents_apart():
    assert version_of({"a": "1", "b": "2"}) == version_of({"b": "2", "a": "1"})
    assert version_of({"a": "1"}) != version_of({"a": "2"})


@given(
    st.integers(1, 6000),
    st.integers(1, 6000),
    st.sampled_from(["", "x", *SHAPES]),
    st.one_of(st.text(max_size=8), st.tuples(st.integers(0, 120), st.integers(0, 120)).map("{0[0]},{0[1]}".format)),
)  # fmt: skip
def test_a_cut_lies_within_the_picture(width, height, shape, focus):
    left, top, right, bottom = cut_of(width, height, shape=shape, focus=focus)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left == 0 or right - left < width
    if shape not in SHAPES:
        assert (left, top, right, bottom) == (0, 0, width, height)


def test_a_cut_keeps_the_point_that_must_stay():
    assert cut_of(3000, 1500, shape="1:1", focus="0,50") == (0, 0, 1500, 1500)
    assert cut_of(3000, 1500, shape="1:1", focus="100,50") == (1500, 0, 3000, 1500)
    assert cut_of(3000, 1500, shape="1:1", focus="50,50") == (750, 0, 2250, 1500)


_TEXTS = st.text(st.sampled_from("ab đ.\n "), max_size=60)


@given(_TEXTS, _TEXTS)
def test_differences_hold_both_texts(before, after):
    found = differences(before, after)
    if before == after:
        assert found == []
        return
    assert "".join(text for kind, text in found if kind != "new") == before
    assert "".join(text for kind, text in found if kind != "gone") == after


def test_a_long_text_is_compared_in_moderate_time():
    before = " ".join(f"từ {number}." for number in range(2500))
    after = before.replace("từ 1200.", "chữ khác hẳn.")
    found = differences(before, after)
    assert ("gone", "từ 1200. ") in found or any(kind == "gone" for kind, _text in found)
    assert sum(len(text) for kind, text in found if kind == "new") < 100


def test_pictures_from_elsewhere_go_and_those_without_words_are_counted():
    kept = without_foreign_pictures(
        '<p>a<img alt="x" src="https://xa.example/1.png"><img alt="y" src="/resolveuid/ab/@@images/image/large">'
        '<img alt="z" src="//xa.example/2"></p>'
    )
    assert "xa.example" not in kept
    assert "resolveuid" in kept
    assert (
        pictures_without_words('<p><img src="/a"><img alt=" " src="/b"><img alt="c" src="/c"></p>')
        == 2
    )
