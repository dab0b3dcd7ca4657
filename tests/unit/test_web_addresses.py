"""Which addresses are the portal's, and which links may stand in a page."""

from thads_portal.domain.web_addresses import host_name
from thads_portal.domain.web_addresses import is_link
from thads_portal.domain.web_addresses import origin_of
from thads_portal.domain.web_addresses import origins_of

import pytest


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://thads.example", "https://thads.example"),
        (" https://THADS.example:443/ ", "https://thads.example"),
        ("http://thads.example:8080", "http://thads.example:8080"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://thads.example.", "https://thads.example"),
    ],
)
def test_an_origin_is_read_and_written(text, origin):
    assert str(origin_of(text)) == origin


@pytest.mark.parametrize(
    "text",
    [
        "thads.example",
        "ftp://thads.example",
        "https://",
        "https://thads.example/cong",
        "https://thads.example?x",
        "https://ai@thads.example",
        "https://thads.example:99999",
        "https://thads_example",
        "javascript:alert(1)",
        "https://a b",
    ],
)
def test_what_is_more_or_less_than_an_origin_is_refused(text):
    with pytest.raises(ValueError):
        origin_of(text)


def test_the_first_is_public_the_others_are_answered_too():
    assert [str(each) for each in origins_of("https://a.example  http://b.example:81")] == [
        "https://a.example",
        "http://b.example:81",
    ]
    assert origins_of("") == []


@pytest.mark.parametrize(
    ("header", "name"),
    [("A.example:80", "a.example"), ("a.example.", "a.example"), ("[::1]:8080", "[::1]")],
)
def test_the_name_of_a_host(header, name):
    assert host_name(header) == name


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://maps.example/x?y=1#z", True),
        ("HTTP://maps.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//maps.example", False),
        ("/inside", False),
        ("https:maps.example", False),
        ("https://gov.vn@evil.example/", False),
        ("https://maps.example\\@evil.example", False),
        ("https://maps.example/<script>", False),
        ("vbscript:x", False),
        ("https://[::1", False),
        ("https://maps.example:port/", False),
        ("https://" + "a" * 3000, False),
    ],
)
def test_links_that_may_be_shown(text, good):
    assert is_link(text) is good
