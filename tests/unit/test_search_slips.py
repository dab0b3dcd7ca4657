"""Codes of search slips: what they tell, and that nobody else can make one."""

from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain.search_slips import about
from thads_portal.domain.search_slips import code_of
from thads_portal.domain.search_slips import is_about
from thads_portal.domain.search_slips import MOST
from thads_portal.domain.search_slips import read_code
from thads_portal.domain.search_slips import slip_of


KEY = b"k" * 32


@given(
    made=st.datetimes(datetime(2024, 1, 1), datetime(2050, 1, 1)),  # noqa: DTZ001 - made aware below
    found=st.integers(0, 2_000_000),
    close=st.integers(0, 50_000),
    text=st.text(max_size=60),
)
def test_a_code_tells_what_was_put_in(made, found, close, text):
    slip = slip_of(made.replace(tzinfo=UTC), found, close, text, key=KEY)
    code = code_of(slip, key=KEY)
    assert len(code) == 24
    assert read_code(code, key=KEY) == slip
    assert slip.found == min(found, MOST + 1)
    assert slip.made == made.replace(tzinfo=UTC, second=0, microsecond=0)
    assert read_code(code, key=b"x" * 32) is None


def test_every_other_character_makes_another_code():
    code = code_of(slip_of(datetime(2026, 1, 1, tzinfo=UTC), 3, 0, "a", key=KEY), key=KEY)
    for place in range(len(code)):
        for other in "0Z7":
            if other != code[place]:
                assert read_code(code[:place] + other + code[place + 1 :], key=KEY) is None


def test_what_was_searched_is_compared_without_marks_of_punctuation_and_case():
    assert about("“Nguyễn Văn An” · cả nước", key=KEY) == about("NGUYỄN VĂN AN, cả  nước", key=KEY)
    assert about("Nguyễn Văn An", key=KEY) != about("Nguyễn Văn Ân", key=KEY)
    assert about("Số quyết định: 1/QĐ", key=KEY) == about("số quyết định 1 - qđ", key=KEY)


def test_numbers_are_not_joined():
    """A slip about one document's number does not pass for one about another's."""
    for one, other in (("1/12/QĐ", "11/2/QĐ"), ("1 2", "12"), ("2026-0000012", "20260000012")):
        assert about(one, key=KEY) != about(other, key=KEY)
        slip = slip_of(datetime(2026, 1, 1, tzinfo=UTC), 0, 0, one, key=KEY)
        assert is_about(slip, one, key=KEY) and not is_about(slip, other, key=KEY)
    assert about("1/12", key=KEY) == about("1 - 12", key=KEY)


def test_a_slip_of_before_is_still_compared():
    """Made when what stands between digits was nothing."""
    code = "2TYY000000K7E2EWNGNKC576"
    slip = read_code(code, key=KEY)
    assert slip is not None and is_about(slip, "1/12/QĐ · cả nước", key=KEY)
    assert not is_about(slip, "1/13/QĐ · cả nước", key=KEY)
