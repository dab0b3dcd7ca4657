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


pytestmark = pytest.mark.slow

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


# What PDF/UA-1 and PDF/A-2a ask for, as far as it can be read from the file. The rules are named
# by their clauses in ISO 14289-1 and ISO 19005-2.


def tagged(element):
    """All elements of structure from `element` on, in order."""
    element = element.get_object()
    if "/S" not in element:
        return
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid, "get_object") and isinstance(kid.get_object(), dict):
            yield from tagged(kid)


def a_long_list(monkeypatch) -> bytes:
    """In several pieces that are joined."""
    monkeypatch.setattr("thads_portal.opendata.pdf.debtor_list._PIECE", 40)
    return a_list(
        [an_entry(number=f"2026-{n:07}", debtor_name=f"Bế Văn Số {n}") for n in range(100)]
    )


@pytest.fixture(params=["short", "long", "one", "notice"])
def paper(request, monkeypatch) -> PdfReader:
    made = {
        "short": lambda: a_list([an_entry()]),
        "long": lambda: a_long_list(monkeypatch),
        "one": lambda: one_listing(
            a_sheet(), an_entry(), **WORDS_OF_A_HEAD, day=DAY, address="x", published="y", notes=[]
        ),
        "notice": lambda: notice(
            a_sheet(),
            [an_entry()],
            Posting(commune="xã Mẫu"),
            **WORDS_OF_A_HEAD,
            day=DAY,
            signer="",
            signs="Cục trưởng",
            amounts={},
            decision_number="12/QĐ-CCTHADS",
            decision_date=DAY,
        ),
    }
    return PdfReader(BytesIO(made[request.param]()), strict=True)


def test_the_file_says_that_it_is_accessible_and_for_the_archive(paper):
    root = paper.trailer["/Root"]
    described = root["/Metadata"].get_data().decode()
    # ISO 14289-1, 5; ISO 19005-2, 6.6.4: conformance a is the tagged one.
    assert "pdfuaid:part>1<" in described
    assert "pdfaid:part>2<" in described and "pdfaid:conformance>A<" in described
    # 7.1: title in the metadata and shown; 6.2: marked; 7.2: language.
    assert "Thử" in described
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("vi")
    # ISO 19005-2, 6.2.3: what the colours are of.
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1" and intent["/DestOutputProfile"].get_object().get_data()
    # 6.1.3, 6.1.13, 6.5: an identity, no encryption, nothing that runs.
    assert len(paper.trailer["/ID"]) == 2
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    assert "/OpenAction" not in root and "/AA" not in root
    for page in paper.pages:
        # ISO 14289-1, 7.18.3: the order of the tabulator is that of the structure.
        assert page.get("/Tabs") == "/S" or "/Annots" not in page


def test_every_mark_on_a_page_is_in_the_structure_or_an_artifact(paper):
    root = paper.trailer["/Root"]["/StructTreeRoot"]
    parents = {}
    for leaf in [root["/ParentTree"], *root["/ParentTree"].get("/Kids", [])]:
        numbers = leaf.get_object().get("/Nums", [])
        parents.update(zip(numbers[::2], numbers[1::2], strict=True))
    for page in paper.pages:
        content = page.get_contents().get_data()
        marks = [int(n) for n in re.findall(rb"/MCID (\d+)", content)]
        assert marks == sorted(set(marks))
        owners = parents[page["/StructParents"]].get_object()
        assert len(owners) == len(marks)
        for owner in owners:
            assert owner.get_object()["/Type"] == "/StructElem"
        # Nothing is set outside of a marked part.
        assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")
        depth, outside = 0, b""
        for piece in re.split(rb"\b(BDC|BMC|EMC)\b", content):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(piece, 0)
            outside += b"" if depth else piece
        assert not re.search(rb"\b(Tj|TJ|Do|f\*?|S)\s", outside)


def test_tables_have_heads_rows_are_regular_and_pictures_have_words(paper):
    (document,) = paper.trailer["/Root"]["/StructTreeRoot"]["/K"]
    elements = list(tagged(document))
    assert elements[0]["/S"] == "/Document"
    assert [each["/S"] for each in elements if re.fullmatch("/H[1-6]", each["/S"])][:1] == ["/H1"]
    for each in elements:
        if each["/S"] == "/Table":
            kinds = {cell["/S"] for cell in tagged(each)}
            assert "/TH" in kinds
        if each["/S"] == "/TR":
            assert {cell.get_object()["/S"] for cell in each["/K"]} <= {"/TH", "/TD"}
        if each["/S"] == "/Figure":
            assert each["/Alt"]


def test_all_fonts_are_embedded_and_every_glyph_has_its_character(paper):
    for page in paper.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            (descendant,) = font["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert "/ToUnicode" in font


def test_pieces_make_one_paper(monkeypatch):
    reader, text = read(a_long_list(monkeypatch))
    pages = len(reader.pages)
    assert pages > 6
    for number, page in enumerate(reader.pages, start=1):
        assert f"Trang {number}/{pages}" in page.extract_text()
    assert all(f"Bế Văn Số {n} " in text for n in range(100))
    # The cells of a head are known by names that occur once.
    names = reader.trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"][::2]
    assert len(set(names)) == len(names) and names == sorted(names)


def test_about_fifteen_a_page_with_the_grounds_explained_once():
    reader, text = read(a_list([an_entry(number=f"2026-{n:07}") for n in range(300)]))
    assert len(reader.pages) <= 300 / 14 + 1
    assert text.count("không có tài sản để thi hành án hoặc tài sản chỉ đủ") == 1
    assert text.count("Điểm a Điều 38") == 300


def test_a_name_stays_on_one_line_and_unknown_characters_stop_nothing():
    name = "Nguyễn Phúc Bảo Khánh Quỳnh Ngợi"
    reader, _ = read(
        a_list([an_entry(debtor_name=name, debtor_address="Số 1 \u4e2d \u0007 ①")] * 3)
    )
    lines = "\n".join(page.extract_text() for page in reader.pages).splitlines()
    assert sum(name in unicodedata.normalize("NFC", line) for line in lines) == 3


def test_the_address_and_the_code_are_on_every_page():
    reader, _ = read(a_list([an_entry()] * 40))
    for page in reader.pages:
        text = page.extract_text()
        assert "https://thads.example/xac-minh?ma=K7QD9M2X4TPA6ZRE" in text
        assert "Mã xác minh K7QD-9M2X-4TPA-6ZRE" in text
