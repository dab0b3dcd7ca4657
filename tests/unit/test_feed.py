"""Reading the body of a feed: whatever is sent, in bounded memory, judged line by line."""

from hypothesis import given
from hypothesis import strategies as st
from tests.support.feed_lines import body
from tests.support.feed_lines import issued
from tests.support.feed_lines import later
from thads_portal.errors import FeedTooLarge
from thads_portal.errors import FeedUnreadable
from thads_portal.errors import Problem
from thads_portal.errors import UnsupportedFeed
from thads_portal.importing import feed
from thads_portal.importing.feed import Format
from thads_portal.importing.feed import Line

import io
import orjson
import pytest


def lines(raw, feed_format=Format.LINES):
    return [tuple(line) for line in feed.read_lines(io.BytesIO(raw), feed_format)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", []),
        (b"\n\r\n \t\n", []),
        (b"a", [(1, b"a")]),
        (b"a\nb\n", [(1, b"a"), (2, b"b")]),
        (b"a\r\n\r\nb\r\n", [(1, b"a"), (3, b"b")]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb", [(1, b"a"), (2, b"\xef\xbb\xbfb")]),
        (b"a\rb\x0bc\x85\nd", [(1, b"a\rb\x0bc\x85"), (2, b"d")]),
        (b"a\xe2\x80\xa8b\n", [(1, b"a\xe2\x80\xa8b")]),
    ],
)
def test_lines_are_split_at_line_feeds_only(raw, expected):
    assert lines(raw) == expected


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_may_be_64_kib_without_its_end(end):
    full = b"x" * feed.MAX_LINE
    assert lines(full + end) == [(1, full)]
    with pytest.raises(FeedTooLarge) as refused:
        lines(b"a\n" + full + b"x" + end)
    assert (refused.value.status, refused.value.code) == (413, "line_too_long")
    assert "Line 2" in str(refused.value)


class Endless(io.RawIOBase):
    """A body that never has a line feed and counts what was read of it."""

    taken = 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, place, whence=0):
        return 0

    def readinto(self, buffer):
        self.taken += len(buffer)
        buffer[:] = b"{" * len(buffer)
        return len(buffer)


@pytest.mark.parametrize("feed_format", Format)
def test_a_line_without_end_is_not_read_to_its_end(feed_format):
    raw = Endless()
    if feed_format is Format.ARRAY:
        raw.readinto = None
        body_file = io.BytesIO(b"[" + b"{" * 10_000_000)
        with pytest.raises(FeedTooLarge):
            list(feed.read_lines(body_file, feed_format))
        assert body_file.tell() < 300_000
    else:
        with pytest.raises(FeedTooLarge):
            list(feed.read_lines(io.BufferedReader(raw), feed_format))
        assert raw.taken < 300_000


def test_limits_are_checked_before_anything_is_written(monkeypatch):
    raw = io.BytesIO(b"{}\n\n{}\n")
    assert feed.check_limits(raw) == 2
    assert raw.tell() == 0
    monkeypatch.setattr(feed, "MAX_ATOMIC_LINES", 1)
    assert feed.check_limits(raw) == 2
    with pytest.raises(FeedTooLarge) as refused:
        feed.check_limits(raw, atomic=True)
    assert refused.value.code == "too_many_lines"
    monkeypatch.setattr(feed, "MAX_BODY", 6)
    with pytest.raises(FeedTooLarge) as refused:
        feed.check_limits(raw)
    assert refused.value.code == "feed_too_large"


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_body_without_a_line_is_unreadable(raw):
    with pytest.raises(FeedUnreadable):
        feed.check_limits(io.BytesIO(raw))


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/x-ndjson", Format.LINES),
        ("application/X-NDJSON; charset=utf-8", Format.LINES),
        ("application/json", Format.ARRAY),
        ("application/json;charset=UTF-8", Format.ARRAY),
    ],
)
def test_formats(content_type, expected):
    assert feed.format_of(content_type) is expected


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/x-www-form"])
def test_other_formats_are_refused(content_type):
    with pytest.raises(UnsupportedFeed) as refused:
        feed.format_of(content_type)
    assert refused.value.status == 415


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"[]", []),
        (b" [ ] \n", []),
        (b"[1]", [(1, b"1")]),
        (
            b'[{"a":"],["},[2,[3]] , "x\\"]"]',
            [(1, b'{"a":"],["}'), (2, b"[2,[3]]"), (3, b'"x\\"]"')],
        ),
        (b'\xef\xbb\xbf[{"a":1},\n{"b":2}\n]', [(1, b'{"a":1}'), (2, b'{"b":2}')]),
        (b"[{bad},{}]", [(1, b"{bad}"), (2, b"{}")]),
    ],
)
def test_elements_of_an_array(raw, expected):
    assert lines(raw, Format.ARRAY) == expected


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b'{"event":1}\n{}',
        b"[",
        b"[{}",
        b"[{},",
        b"[{},]",
        b"[,{}]",
        b"[{}}]",
        b'["abc]',
        b"[{}] x",
        b"[{}][{}]",
        b"\x00\x01",
    ],
)
def test_what_is_no_array(raw):
    with pytest.raises(FeedUnreadable):
        lines(raw, Format.ARRAY)


def test_an_array_has_a_limit_of_elements_and_of_their_length(monkeypatch):
    monkeypatch.setattr(feed, "MAX_ARRAY", 3)
    assert len(lines(b"[1,2,3]", Format.ARRAY)) == 3
    with pytest.raises(FeedTooLarge) as refused:
        lines(b"[1,2,3,4]", Format.ARRAY)
    assert refused.value.code == "too_many_lines"
    full = b'"' + b"x" * (feed.MAX_LINE - 2) + b'"'
    assert lines(b"[ " + full + b" ]", Format.ARRAY) == [(1, full)]
    with pytest.raises(FeedTooLarge):
        lines(b"[ " + full[:-1] + b'x" ]', Format.ARRAY)


@given(
    st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=8) | st.none()), max_size=5),
    st.integers(1, 40),
    st.booleans(),
)
def test_an_array_is_cut_the_same_in_chunks_of_any_size(elements, chunk, indent):
    raw = orjson.dumps(elements, option=orjson.OPT_INDENT_2 if indent else 0)
    whole = feed._CHUNK
    feed._CHUNK = chunk
    try:
        cut = list(feed.read_lines(io.BytesIO(raw), Format.ARRAY))
    finally:
        feed._CHUNK = whole
    assert [orjson.loads(line.raw) for line in cut] == elements
    assert [line.number for line in cut] == list(range(1, len(elements) + 1))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"a":"b\x00"}', "nul_byte"),
        (b'{"a"\x00:1}', "nul_byte"),
        ('{"a":"đ"}'.encode("utf-16-le"), "nul_byte"),
        ('{"a":"ế"}'.encode("cp1258", "replace") + b"\xff", "wrong_encoding"),
        (b'{"a":"\xed\xa0\x80"}', "wrong_encoding"),
        (b'{"a":"\\ud800"}', "not_json"),
        (b'{"a":NaN}', "not_json"),
        (b'{"a":1e999}', "not_json"),
        (b'{"a":1', "not_json"),
        (b"{'a':1}", "not_json"),
        (b'{"a":1}{"a":2}', "not_json"),
        (b"[" * 5000, "not_json"),
        (b"event;external_id", "not_json"),
    ],
)
def test_unreadable_lines(raw, code):
    problem = feed.parse(Line(9, raw))
    assert isinstance(problem, Problem)
    assert (problem.line, problem.code, problem.external_id) == (9, code, None)
    assert problem.as_dict()["message"]["vi"]


@pytest.mark.parametrize(
    ("raw", "repeated"),
    [
        (b'{"a":1,"a":1}', True),
        (b'{"a" :1,"a":1}', True),
        (b'{"a"\t:1,"a"  :1}', True),
        (b'{"listing":{"a":1,"b":2,"a":3}}', True),
        (b'{"document":{"x":[{"a":1,"a":2}]}}', True),
        (b'{"a":1,"b":{"a":1}}', False),
        (b'{"a":"\\":","b":2}', False),
        (b'{"a":"\\":\\":","a":2}', True),
        (b'{"a":" : ","b": 2}', False),
        (b'{"a":' + b"[" * 1000 + b"]" * 1000 + b"}", False),
    ],
)
def test_a_key_that_stands_twice_is_seen(raw, repeated):
    assert feed.has_repeated_key(raw, orjson.loads(raw)) is repeated


def test_an_ordinary_line_has_no_repeated_key():
    for line in (issued(), later("amended"), later("ended")):
        assert feed.has_repeated_key(orjson.dumps(line), line) is False


def test_batches_are_bounded_in_lines_and_bytes():
    some = [Line(number, b"x" * 10) for number in range(1, 8)]
    assert [len(batch) for batch in feed.in_batches(some, max_lines=3)] == [3, 3, 1]
    assert [len(batch) for batch in feed.in_batches(some, max_bytes=20)] == [2, 2, 2, 1]
    assert list(feed.in_batches([])) == []


def test_the_first_line_of_another_province_is_found():
    raw = io.BytesIO(body([b"junk", b"[1]", later("ended"), issued(province="ha-noi")]))
    other = feed.first_line_of_another_province(feed.read_lines(raw), {"cao-bang"}.__contains__)
    assert other.number == 4
    assert feed.first_line_of_another_province(feed.read_lines(raw), lambda slug: True) is None
