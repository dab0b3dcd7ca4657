"""Codes of official papers survive being typed from paper, and nobody can make one up."""

from hypothesis import given
from hypothesis import strategies as st
from thads_portal.domain.paper_codes import code_of_listing
from thads_portal.domain.paper_codes import content_tag
from thads_portal.domain.paper_codes import new_code
from thads_portal.domain.paper_codes import read_code
from thads_portal.domain.paper_codes import read_code_of_listing
from thads_portal.domain.paper_codes import shown

import pytest


KEY = b"k" * 32


def test_a_code_is_read_as_it_is_printed_typed_or_misread():
    code = new_code()
    assert read_code(code) == code
    assert read_code(shown(code)) == code
    assert read_code(f"  {shown(code).lower().replace('-', ' ')}\n") == code
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize("typed", ["", "abc", "K7QD-9M2X-4TPA-6ZR", "U" * 16, "2026-0000001"])
def test_what_is_no_code(typed):
    assert read_code(typed) is None
    assert read_code_of_listing(typed, key=KEY) is None


@given(st.text())
def test_any_text_is_read_or_refused(typed):
    code = read_code(typed)
    assert code is None or len(code) == 16
    assert read_code_of_listing(typed, key=KEY) is None


def test_the_code_of_a_listing_names_its_version():
    tag = content_tag(b"0123456789")
    assert tag != content_tag(b"1123456789")
    code = code_of_listing("2026-0000123", tag, key=KEY)
    assert read_code_of_listing(f" {code.lower()}", key=KEY) == ("2026-0000123", tag)
    assert read_code_of_listing(code, key=b"x" * 32) is None
    assert read_code_of_listing(code.replace(tag, content_tag(b"other")), key=KEY) is None
    assert read_code_of_listing(code.replace("0000123", "0000124"), key=KEY) is None
