"""The official papers, read back: text, fonts, page numbers, long rows."""

from datetime import date
from datetime import datetime
from datetime import UTC
from io import BytesIO
from pypdf import PdfReader
from thads_portal.domain.central_bodies import central_body
from thads_portal.domain.words import day_in_words
from thads_portal.opendata.pdf.debtor_list import debtor_list
from thads_portal.opendata.pdf.notice import notice
from thads_portal.opendata.pdf.notice import Posting
from thads_portal.opendata.pdf.one_listing import one_listing
from thads_portal.opendata.pdf.paper import Paper
from thads_portal.opendata.pdf.paper_listing import PaperListing

import pytest
import re
import unicodedata


DAY = date(2026, 11, 20)
WORDS_OF_A_HEAD = {"over": "Cục Quản lý THADS", "agency": "Cục THADS tỉnh Mẫu", "place": "Mẫu"}


def an_entry(**fields) -> PaperListing:
    values = {
        "number": "2026-0000001",
        "agency": "cao-bang/cuc",
        "debtor_name": "Nguyễn Thị Quỳnh Ngợi",
        "debtor_address": "Tổ 3, phường Mẫu",
        "judgment_number": "15/2024/DS-ST",
        "judgment_date": date(2024, 3, 5),
        "judgment_body": "Tòa án nhân dân tỉnh Mẫu",
        "enforcement_decision_number": "210/QĐ-CCTHADS",
        "enforcement_decision_date": date(2024, 6, 10),
        "no_conditions_decision_number": "12/QĐ-CCTHADS",
        "no_conditions_decision_date": DAY,
        "obligation": "Trả nợ 12.500.000 đồng & lãi <chậm trả>",
        "ground": "a",
        "ground_scheme": "38/2025",
        "ground_text": None,
    }
    return PaperListing(**{**values, **fields})


def a_sheet(**more) -> Paper:
    values = {
        "title": "Thử",
        "code": "K7QD-9M2X-4TPA-6ZRE",
        "check": "https://thads.example/xac-minh?ma=K7QD9M2X4TPA6ZRE",
        "made": datetime(2026, 11, 20, 2, 30, tzinfo=UTC),
    }
    return Paper(**{**values, **more})


def a_list(entries, **more) -> bytes:
    return debtor_list(
        a_sheet(wide=True),
        entries,
        **WORDS_OF_A_HEAD,
        day=DAY,
        agencies={"cao-bang/cuc": "Cục THADS tỉnh Mẫu", "cao-bang/mot": "Chi cục THADS Một"},
        scope="Tính đến 09:30 ngày 20/11/2026",
        **more,
    )


def read(document: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(BytesIO(document))
    text = " ".join(page.extract_text() for page in reader.pages)
    return reader, re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_the_list_has_the_fields_of_the_law_and_every_page_its_number():
    entries = [an_entry(number=f"2026-{n:07}", debtor_name=f"Bế Văn Số {n}") for n in range(60)]
    entries += [an_entry(agency="cao-bang/mot", debtor_name="Lục Thị Đượm")]
    reached = []
    reader, text = read(a_list(entries, reached=reached.append))
    for expected in (
        "DANH SÁCH NGƯỜI PHẢI THI HÀNH ÁN CHƯA CÓ ĐIỀU KIỆN THI HÀNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Lục Thị Đượm",
        "Chi cục THADS Một",
        "Trả nợ 12.500.000 đồng & lãi <chậm trả>",
        "Danh sách này có 61 trường hợp.",
        "09:30 ngày 20/11/2026",
    ):
        assert expected in text
    pages = len(reader.pages)
    assert pages > 3
    for number, page in enumerate(reader.pages, start=1):
        on_it = page.extract_text()
        assert f"Trang {number}/{pages}" in on_it
        assert "K7QD-9M2X-4TPA-6ZRE" in on_it
        assert "STT" in on_it
    assert reached == sorted(reached)
    assert reached[-1] == 61


def test_fonts_are_embedded_and_the_paper_says_what_it_is():
    reader, _ = read(a_list([an_entry()]))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    embedded = [font for font in fonts if "Tinos" in font["/BaseFont"]]
    assert len(embedded) >= 3
    for font in embedded:
        descriptor = font.get("/FontDescriptor") or font["/DescendantFonts"][0]["/FontDescriptor"]
        assert "/FontFile2" in descriptor.get_object()
    assert reader.metadata.title == "Thử"
    assert reader.trailer["/Root"]["/Lang"] == "vi-VN"


def test_the_same_content_gives_the_same_bytes():
    assert a_list([an_entry()]) == a_list([an_entry()])


def test_an_empty_list_is_a_paper_too():
    _, text = read(a_list([]))
    assert "Danh sách này có 0 trường hợp." in text


def test_a_row_longer_than_a_page_is_cut_not_refused():
    long = an_entry(obligation="Trả nợ " * 560, ground_text="Không có tài sản. " * 100)
    reader, text = read(a_list([an_entry(), long, an_entry()]))
    assert len(reader.pages) > 2
    assert text.count("Trả nợ") >= 560


def test_the_notice_names_the_commune_the_decision_and_every_debtor():
    document = notice(
        a_sheet(),
        [an_entry(), an_entry(debtor_name="Trần Văn Liên Đới")],
        Posting(commune="phường Thục Phán", posted_from=DAY, posted_until=date(2027, 2, 20)),
        **WORDS_OF_A_HEAD,
        day=DAY,
        signer="Hoàng Thị Mẫu",
        signs="Chi cục trưởng",
        amounts={an_entry().number: 12_500_000},
        decision_number="12/QĐ-CCTHADS",
        decision_date=DAY,
    )
    reader, text = read(document)
    for expected in (
        "Kính gửi: Ủy ban nhân dân phường Thục Phán",
        "số 12/QĐ-CCTHADS ngày 20/11/2026",
        "Luật Thi hành án dân sự số 106/2025/QH15",
        "1. Người phải thi hành án: Nguyễn Thị Quỳnh Ngợi",
        "2. Người phải thi hành án: Trần Văn Liên Đới",
        "từ ngày 20/11/2026 đến ngày 20/02/2027",
        "Số tiền: 12.500.000 đồng",
        "CHI CỤC TRƯỞNG",
        "Hoàng Thị Mẫu",
    ):
        assert expected in text
    assert reader.pages[0].mediabox.width < reader.pages[0].mediabox.height


def test_a_decision_of_before_july_2026_cites_the_old_law():
    _, text = read(
        notice(
            a_sheet(),
            [an_entry()],
            Posting(commune="xã Mẫu"),
            **WORDS_OF_A_HEAD,
            day=DAY,
            signer="",
            signs="Cục trưởng",
            amounts={},
            decision_number="12/QĐ-CCTHADS",
            decision_date=date(2026, 6, 30),
        )
    )
    assert "Điều 44a" in text
    assert "106/2025" not in text


def test_one_listing_says_what_it_means_and_where_it_stands():
    _, text = read(
        one_listing(
            a_sheet(),
            an_entry(no_conditions_decision_number=None, no_conditions_decision_date=None),
            **WORDS_OF_A_HEAD,
            day=DAY,
            address="https://thads.example/cao-bang/nguoi-phai-thi-hanh-an/2026-0000001",
            published="20/11/2026",
            notes=[{"day": "21/11/2026", "note": "sửa địa chỉ"}],
        )
    )
    assert "Điều đó không có nghĩa là người này cố tình không thi hành." in text
    assert "Ngày 21/11/2026: sửa địa chỉ" in text
    assert "Quyết định về việc chưa có điều kiện" not in text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 5), "ngày 05 tháng 9 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
    ],
)
def test_a_day_in_words(day, words):
    assert day_in_words(day) == words


def test_the_body_above_is_that_of_the_day():
    assert central_body(date(2024, 1, 1)).name.startswith("Tổng cục")
    assert central_body(DAY).name.startswith("Cục Quản lý")
