"""The one pager: stretches of a counted list, and lists that are read on from a key."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import last_of
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.pager import Stretch
from types import SimpleNamespace

import pytest


def at(place: int) -> str:
    return address_with("/danh-sach", {"q": "an"}, tu=str(place or ""))


@given(total=st.integers(0, 300), size=st.integers(1, 60))
def test_going_on_from_the_start_shows_every_row_once(total, size):
    rows = list(range(total))
    seen, start, pages = [], 0, 0
    while start is not None:
        stretch = Stretch(start=start, size=size, total=total)
        seen += stretch.of(rows)
        pages += 1
        assert (stretch.page, stretch.pages >= pages) == (pages, True)
        start = stretch.next
    assert seen == rows
    assert pages == stretch.pages


@pytest.mark.parametrize(
    "start,total,previous,following,place",
    [
        (0, 0, None, None, (0, 0)),
        (0, 50, None, None, (1, 50)),
        (0, 51, None, 50, (1, 50)),
        (50, 51, 0, None, (51, 51)),
        (20, 200, 0, 70, (21, 70)),
        # An address that somebody has kept, of a list that has become shorter.
        (500, 60, 450, None, (60, 60)),
    ],
)
def test_places_of_a_stretch(start, total, previous, following, place):
    stretch = Stretch(start=start, size=50, total=total)
    assert (stretch.previous, stretch.next, stretch.place) == (previous, following, place)


def test_the_first_page_is_the_address_of_the_list_itself():
    pager = Stretch(start=50, size=50, total=120).pager(at, shown="51–100 / 120")
    assert pager == Pager(
        previous="/danh-sach?q=an", next="/danh-sach?q=an&tu=100", shown="51–100 / 120"
    )
    assert Stretch(start=0, size=50, total=50).pager(at) == Pager()


@pytest.mark.parametrize("sent,first", [("", ""), ("17", "/viec?q=an")])
@pytest.mark.parametrize("following,leads", [(None, ""), (29, "/viec?q=an&sau=29")])
def test_a_list_that_is_read_on_from_a_key(sent, first, following, leads):
    page = SimpleNamespace(address="/viec", sent=SimpleNamespace(text={"sau": sent}.get))
    assert keyset_pager(page, {"q": "an"}, following) == Pager(first=first, next=leads)


def test_one_row_more_than_a_page_tells_of_a_next_one():
    assert last_of([1, 2, 3], 2) == 2
    assert last_of([1, 2], 2) is None
    assert last_of([], 2) is None


def test_search_engines_go_on_only_where_they_may():
    assert Pager().rel("next") == "next"
    assert Pager(follow=False).rel("prev") == "prev nofollow"
