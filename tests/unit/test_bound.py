"""Compounds in headings are kept on one line; nothing else of a page is touched."""

from thads_portal.browser.shared.bound import bound

import pytest
import re


@pytest.mark.parametrize(
    ("heading", "kept"),
    [
        ("<h1>Cổng thông tin điện tử</h1>", ["Cổng thông tin điện tử"]),
        ("<h1>Thi hành án dân sự tỉnh Cao Bằng</h1>", ["Thi hành án dân sự"]),
        ('<h2 id="x" lang="vi">THI HÀNH ÁN DÂN SỰ</h2>', ["THI HÀNH ÁN DÂN SỰ"]),
        ('<h3><a href="/thi hành án">Về thi hành án</a></h3>', ["thi hành án"]),
        ("<h1>Bao nhiêu (thi hành án), “thi hành án”?</h1>", ["(thi hành án),", "“thi hành án”?"]),
        ("<h1>Danh sách công khai: <span>Tòa án nhân dân</span></h1>",
         ["Danh sách công khai:", "Tòa án nhân dân"]),
    ],
)  # fmt: skip
def test_a_compound_stands_in_a_part_of_its_own(heading, kept):
    made = bound(heading)
    assert re.findall(r'<span class="bound">([^<]*)</span>', made) == kept
    # What it says is the same.
    assert re.sub(r'<span class="bound">([^<]*)</span>', r"\1", made) == heading


@pytest.mark.parametrize(
    "page",
    [
        "<p>Cổng thông tin điện tử Thi hành án dân sự</p>",
        "<h1>Nguyễn Văn An</h1>",
        "<h4>Thi hành án dân sự</h4>",
        '<h1 title="Thi hành án dân sự">An</h1>',
        '<h2><span class="bound">Thi hành án dân sự</span></h2>',
        "<h1>Người thi hành ánh sáng</h1>",
        "<header><title>thi hành án</title></header>",
    ],
)
def test_all_else_stays_as_it_is(page):
    assert bound(page) == page
