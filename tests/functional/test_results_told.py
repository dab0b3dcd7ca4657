"""What a page of results says of each name, and listings side by side."""

from html import unescape
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import pytest
import re
import transaction


@pytest.fixture(scope="module")
def made(portal, server):
    with portal.site() as site:
        listings = [
            make_listing(portal, site, debtor_name=name, **SECRETS)
            for name in (
                "Lò Văn Hùng",
                "Lò Văn Hùng",
                "Lò Văn Hưng",
                "Quàng Văn Nam",
                "Lê Văn Tó",
                "Lê Văn Tos",
            )
        ]
        numbers = [listing.getId() for listing in listings]
        transaction.commit()
    return Visitor(server), numbers


def shown(visitor, path="/tra-cuu", **asked):
    answer = visitor.get(f"{path}?{urlencode(asked, doseq=True)}")
    assert answer.status == 200
    text = re.sub(r"<[^>]+>", " ", unescape(answer.text))
    return answer.text, " ".join(text.split())


def test_spellings_stand_above_with_their_counts_and_lead_to_each(made):
    visitor, _ = made
    page, text = shown(visitor, q="lo van hung")
    assert "Lò Văn Hùng 2 · Lò Văn Hưng 1" in text
    link = re.search(r'href="([^"]*exact=1[^"]*)"', page)
    alone = visitor.get(unescape(link[1])).text
    assert alone.count('class="result"') == 2
    assert "Đúng từng dấu" in alone


def test_a_name_that_differs_says_in_what(made):
    visitor, _ = made
    _, text = shown(visitor, q="Lò Văn Hùng")
    assert "Trong danh sách là “Hưng”, không phải “Hùng”." in text
    _, text = shown(visitor, q="Quàng Văn Lam")
    assert "Trong danh sách là “Nam”, không phải “Lam”." in text
    assert "viết theo phát âm vùng miền" in text


def test_all_that_was_done_is_told_and_the_judgment_shown(made):
    visitor, _ = made
    _, text = shown(visitor, q="ông Lof Vawn Hufng sinh năm 1979")
    assert "Telex" in text
    assert "Đã bỏ “ông, sinh năm 1979”" in text
    assert "Bản án, quyết định" in text


def test_another_reading_is_offered_in_words(made):
    visitor, _ = made
    _, text = shown(visitor, q="Lê Văn Tos")
    assert "Có phải muốn tìm “Lê Văn Tó” (đọc theo Telex)?" in text


def test_listings_stand_side_by_side(made):
    visitor, numbers = made
    page, text = shown(visitor, "/so-sanh", so=numbers[1:3])
    assert "Lò Văn Hùng" in text
    assert "Lò Văn Hưng" in text
    assert page.count('scope="row"') == 11
    assert "khác nhau" in text
    assert "Trùng tên không có nghĩa" in text
    assert not [value for value in SECRET_TEXTS if value in page]


@pytest.mark.parametrize(
    ("so", "said"),
    [
        ([], "Hãy chọn hai hoặc ba mục"),
        (["2020-0000000"], "không có trong danh sách đang công khai"),
        (["<script>", "' OR 1"], "Hãy chọn hai hoặc ba mục"),
    ],
)
def test_what_cannot_be_compared_is_told(made, so, said):
    visitor, _ = made
    page, text = shown(visitor, "/so-sanh", so=so)
    assert said in text
    assert "<script>" not in page.partition("<main")[2]


def test_no_more_than_three_are_compared(made):
    visitor, numbers = made
    page, text = shown(visitor, "/so-sanh", so=numbers[:4])
    assert page.count('<th scope="col"') == 3
    assert "Chỉ so sánh được ba mục một lần" in text


@pytest.mark.parametrize("typed", ["?!", "a " * 61, "x" * 301, "0979123456"])
def test_what_is_no_name_was_not_looked_for_and_never_reads_as_nobody(made, typed):
    visitor, _ = made
    page, text = shown(visitor, q=typed)
    assert "Chưa tra cứu" in text and "không phải là kết quả “không tìm thấy”" in text
    assert "0 kết quả" not in text and "Không có kết quả trong danh sách" not in text
    assert "phieu.pdf" not in page.partition("<main")[2]
    answer = visitor.get(f"/tra-cuu.phieu.pdf?{urlencode({'q': typed})}")
    assert answer.status == 303


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("bị đơn Quàng Văn Nam", "Đã bỏ “bị đơn”: tìm “Quàng Văn Nam”."),
        ("hộ ông Quàng Văn Nam", "Đã bỏ “hộ, ông”: tìm “Quàng Văn Nam”."),
        ("Quàng Văn Nam và vợ", "Đã bỏ “và vợ”"),
        ("tra cứu Quàng Văn Nam", "Đã bỏ “tra cứu”"),
        ("Quàng Văn Nam có nợ thi hành án không", "Đã bỏ “có nợ thi hành án không”"),
        ("Quàng Văn Nam, Sơn La", "Đã bỏ địa chỉ “Sơn La”"),
        ("Quàng Văn Nam ở Sơn La", "Đã bỏ địa chỉ “ở Sơn La”"),
        ("Quàng Văn Nam Sơn La", "Đã bỏ địa chỉ “Sơn La”"),
        ("quang van nam hcm", "Đã bỏ địa chỉ “hcm”"),
        ("Quàng Văn Nam & Bế Thị Không", "tìm “Quàng Văn Nam”, bỏ “Bế Thị Không”"),
        ("999/QĐ-CCTHADS Quàng Văn Nam", "tìm “Quàng Văn Nam”, bỏ “999/QĐ-CCTHADS”"),
        ("Quàng Văn Nam MST 0101234567", "Đã bỏ “MST 0101234567”"),
        ("Quµng V¨n Nam", "Đọc theo phông chữ cũ"),
    ],
)
def test_no_way_a_clerk_writes_it_reads_as_clean(made, typed, told):
    visitor, _ = made
    page, text = shown(visitor, q=typed)
    assert 'class="result"' in page and "Quàng Văn Nam" in text
    assert told in text
    assert "as_typed=1" in page
    found = visitor.get(f"/++api++/@register-search?{urlencode({'q': typed})}").json()
    assert found["total"] == 1 and found["readings"]
    slip = visitor.get(f"/tra-cuu.csv?{urlencode({'q': typed})}").text
    assert "Quàng Văn Nam" in slip


def test_of_two_names_the_second_is_offered(made):
    visitor, _ = made
    _, text = shown(visitor, q="Quàng Văn Nam; Lê Văn Tó")
    assert "tìm “Quàng Văn Nam”, bỏ “Lê Văn Tó”" in text
    assert "Có phải muốn tìm “Lê Văn Tó” (một phần của chữ đã gõ)?" in text


@pytest.mark.parametrize("typed", ["MST 0101234567", "sinh năm 1979", "12/03/1979", "a@x.vn"])
def test_what_is_nobodys_name_is_not_said_to_be_absent(made, typed):
    visitor, _ = made
    _, text = shown(visitor, q=typed)
    assert "Chưa tra cứu" in text and "Không có kết quả trong danh sách công khai" not in text


@pytest.mark.parametrize(
    "typed", ["Bế Thị Không & Hứa Chưa Có", "12 Nguyễn Không Có", "Bế Không, nhà số 5"]
)
def test_what_is_more_than_a_name_is_told_where_nobody_is_found(made, typed):
    visitor, _ = made
    _, text = shown(visitor, q=typed)
    assert (
        "Nếu trong đó có nơi ở, chức danh, số giấy tờ hay nhiều người" in text
        or "giống một địa chỉ" in text
    )


def test_a_number_that_is_nobodys_is_said_to_be_a_number(made):
    visitor, _ = made
    _, text = shown(visitor, q="mã số 2026-9999999")
    assert "là số văn bản: đã tìm theo số" in text and "Chưa tra cứu" not in text


@pytest.mark.parametrize("name", ["Bế Thị Lan Hương", "Quàng Văn Nam Anh", "Lê Văn Tó Nam"])
def test_a_name_that_is_absent_stays_absent(made, name):
    """A longer name is somebody else's: no part of it answers."""
    visitor, _ = made
    found = visitor.get(f"/++api++/@register-search?{urlencode({'q': name})}").json()
    assert found["total"] == 0 and "part_dropped" not in found["readings"]


@pytest.mark.parametrize("typed", ["phường Sông Hiến", "Tổ 8, phường Đề Thám, thành phố Cao Bằng"])
def test_an_address_is_no_name_that_is_absent(made, typed):
    visitor, _ = made
    page, text = shown(visitor, q=typed)
    assert "Chưa tra cứu" in text and "Đây giống một địa chỉ" in text
    assert "Không có kết quả trong danh sách công khai" not in text and "Tra cứu tên" in text
    assert "phieu.pdf" not in page


def test_what_is_more_than_a_name_does_not_read_as_nothing_found(made):
    visitor, _ = made
    _, text = shown(visitor, q="Bế Thị Không & Hứa Chưa Có")
    assert "Không có ai tên đúng cả cụm đã gõ" in text and "0 kết quả" not in text
