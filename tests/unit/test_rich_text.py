"""What stays of an editor's text, and what never reaches a page."""

from tests.support.pace import assert_within
from thads_portal.domain.rich_text import narrow
from thads_portal.domain.rich_text import styles

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Chữ thường, không có thẻ: 5 & 6",
        '<h2>Mục</h2><p>Chữ <strong>đậm</strong>, <em>nghiêng</em> và <a href="/cao-bang">liên kết</a>.</p>',
        '<p style="text-align: center; color: #9b1c1f">giữa</p>',
        '<table style="width: 50%"><tbody><tr><td colspan="2">ô</td></tr></tbody></table>',
        '<p><img alt="Ảnh" src="resolveuid/abc/@@images/image/large" width="200"></p>',
        '<p><a href="mailto:a@thads.example">thư</a> <a href="tel:+84206">gọi</a></p>',
    ],
)
def test_what_a_text_needs_stays(text):
    assert narrow(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ('<p>a</p><iframe src="https://evil.example"></iframe>', "iframe"),
        ("<p>a</p><script>alert(1)</script>", "alert"),
        ('<p style="position: fixed; top: 0">a</p>', "position"),
        ('<p style="background: url(https://evil.example/x)">a</p>', "url"),
        ('<p style="background-color: u\\72l(x)">a</p>', "72l"),
        ('<p style="margin-top: -900px">a</p>', "900"),
        ('<p style="width: expression(alert(1))">a</p>', "expression"),
        ('<a href="javascript:alert(1)">a</a>', "javascript"),
        ('<a href="java&#9;script:alert(1)">a</a>', "script"),
        ('<a href="data:text/html,x">a</a>', "data:"),
        ('<img alt="a" src="x" onerror="alert(1)">', "onerror"),
        ("<svg><a>x</a></svg><p>a</p>", "svg"),
        ('<form action="https://evil.example"><input name="x">a</form><p>a</p>', "evil"),
        ('<object data="x.swf"></object><p>a</p>', "object"),
        ("<style>p {position: fixed}</style><p>a</p>", "fixed"),
        ('<p>a</p><meta http-equiv="refresh" content="0">', "refresh"),
        ('<p>a</p><link rel="stylesheet" href="https://evil.example">', "evil"),
        ("<p>a<!-- --><![CDATA[x]]></p>", "<!--"),
        ('<math><mtext></mtext></math><p>a</p>', "math"),
    ],
)  # fmt: skip
def test_what_may_not_stand_in_a_page_goes(text, gone):
    kept = narrow(text)
    assert gone not in kept
    assert "a" in kept


def test_styles_of_any_length_are_read_in_no_time():
    def read():
        for long in (
            "color:" + "a-" * 16_000,
            "a " * 16_000,
            "width:" + "1 " * 16_000,
            ";" * 32_000,
        ):
            assert styles(long) == ""

    assert_within(0.5, read)
