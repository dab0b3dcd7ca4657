"""The slip of a search: what it says, also of nothing found, and what its code tells."""

from io import BytesIO
from pypdf import PdfReader
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import pytest
import re
import transaction
import unicodedata


NOT_CLEAN = "không xác nhận rằng người đó không có nghĩa vụ thi hành án"


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site() as site:
        make_listing(portal, site, debtor_name="Nông Văn Phiếu", **SECRETS)
        make_listing(portal, site, debtor_name="Nông Văn Phiếu", **SECRETS)
        make_listing(portal, site, debtor_name="Bế Thị Nháp", state=State.DRAFT)
        transaction.commit()
    return Visitor(server)


def slip(visitor, path: str = "/tra-cuu.phieu.pdf", **asked) -> str:
    answer = visitor.get(f"{path}?{urlencode(asked)}")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    reader = PdfReader(BytesIO(answer.body))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def code_in(text: str) -> str:
    return re.search(r"Mã xác minh ((?:[0-9A-Z]{4}-){5}[0-9A-Z]{4})", text)[1]


def test_it_says_what_was_searched_when_and_how_many_and_names_nobody_found(visitor):
    text = slip(visitor, q="nong van phieu")
    for expected in ("“nong van phieu” · cả nước", "Tìm thấy 2 mục", "Trùng tên không có nghĩa"):
        assert expected in text
    assert re.search(r"lúc \d\d:\d\d ngày \d\d/\d\d/\d{4}", text)
    assert "Nông Văn Phiếu" not in text
    assert not any(secret in text for secret in SECRET_TEXTS)


@pytest.mark.parametrize("asked", [{"q": "Không Ai Như Thế"}, {"number": "999/1999/XX-YY"}])
def test_nothing_found_does_not_read_as_clean(visitor, asked):
    text = slip(visitor, **asked)
    assert "Không có kết quả trong danh sách công khai lúc" in text
    assert NOT_CLEAN in text
    assert "0 mục" in text


def test_what_is_not_public_is_not_found(visitor):
    assert NOT_CLEAN in slip(visitor, q="Bế Thị Nháp")


def test_how_the_name_was_read_and_what_narrowed_the_search_are_told(visitor):
    text = slip(visitor, q="ông Nông Văn Phiếu")
    assert "Đã bỏ “ông”" in text
    text = slip(visitor, "/ha-noi/nguoi-phai-thi-hanh-an.phieu.pdf", q="Nông Văn Phiếu")
    assert "thành phố Hà Nội" in text.replace("Thành phố", "thành phố")
    assert "ngoài phạm vi đó chưa được tra" in text and NOT_CLEAN in text


def test_a_page_of_the_results_does_not_change_what_the_slip_counts(visitor):
    assert "Tìm thấy 2 mục" in slip(visitor, q="nong van phieu", b_start="20", sort="newest")


def test_without_a_search_there_is_no_slip(visitor):
    answer = visitor.get("/tra-cuu.phieu.pdf")
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/tra-cuu")


def test_an_identity_number_is_refused_and_not_repeated(visitor):
    answer = visitor.get("/tra-cuu.phieu.pdf?q=001085012345")
    assert answer.status == 400
    assert "001085012345" not in answer.text


def test_its_code_is_checked_and_only_for_its_own_search(visitor):
    text = slip(visitor, q="nong van phieu")
    code = code_in(text)
    for typed in (code, code.lower().replace("-", " ")):
        answer = visitor.get(f"/xac-minh?{urlencode({'ma': typed})}")
        assert answer.status == 200
        assert "Phiếu này do Cổng cấp" in answer.text
        assert "không xác nhận một người có hay không có nghĩa vụ" in answer.text
        assert "phieu" not in answer.text.split("<main", 1)[-1].split("noi-dung", 1)[0]
    for line, expected in (
        ("“nong van phieu” · cả nước", "Trùng khớp."),
        ("nong van phieu, cả nước", "Trùng khớp."),
        ("“nong van khac” · cả nước", "Không khớp."),
    ):
        body = urlencode({"ma": code, "noi-dung": line}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = visitor.ask("POST", "/xac-minh", body=body, headers=headers)
        assert expected in answer.text
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert visitor.get(f"/xac-minh?ma={other}").status == 404


@pytest.mark.parametrize("asked", ["q=nong+van+phieu", "q=khong+ai+nhu+the"])
def test_the_results_page_offers_it(visitor, asked):
    page = visitor.get(f"/tra-cuu?{asked}").text
    assert f"/tra-cuu.phieu.pdf?{asked}" in page
