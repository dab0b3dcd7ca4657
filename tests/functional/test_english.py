"""The portal in English: no page of its own, public or of the staff, says anything in Vietnamese.

Names of places, agencies and people stay as they are, and so does what editors write.
"""

from collections import Counter
from html import unescape
from html.parser import HTMLParser
from thads_portal.domain.provinces import all_provinces
from thads_portal.security.public_address import listening_address
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import unquote_plus

import pytest
import re
import transaction


#: The letter of a ground has no English.
_LETTER = re.compile(r"(?<!\w)đ(?!\w)")
_VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.I
)
_TOLD = ("alt", "aria-label", "placeholder", "title", "data-label")
_REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
PUBLIC = (
    "/",
    "/cao-bang",
    "/cao-bang/cuc",
    "/tra-cuu",
    "/tra-cuu?q=nong+van",
    "/tra-cuu?ground=z",
    _REGISTER,
    f"{_REGISTER}/{{public}}",
    "/tin-tuc",
    "/van-ban",
    "/thu-tuc",
    "/thong-bao",
    "/su-kien",
    "/thong-ke",
    "/cao-bang/thong-ke",
    "/cao-bang/danh-sach-pdf",
    "/du-lieu",
    "/xac-minh",
    "/so-sanh",
    "/gop-y",
    "/yeu-cau",
    "/yeu-cau/chua-dung",
    "/yeu-cau/yeu-cau-thi-hanh-an/toa-an",
    "/yeu-cau/theo-doi",
    "/no-such-page",
)
DESKS = {
    "provincial_editor": (
        "/cao-bang/ban-lam-viec",
        f"{_REGISTER}/them-moi",
        "/cao-bang/hop-yeu-cau",
        "/cao-bang/cach-nhan-yeu-cau",
        "/cao-bang/so-don",
        f"{_REGISTER}/{{draft}}/ho-so",
        f"{_REGISTER}/{{draft}}/sua",
        f"{_REGISTER}/{{public}}/cham-dut",
        "/cao-bang/cham-dut-hang-loat",
        "/cao-bang/cham-dut-tu-excel",
        "/cao-bang/lich-han",
        "/cao-bang/niem-yet-tu-excel",
        "/cao-bang/thu-tien-tu-excel",
        "/cao-bang/xac-minh-tu-excel",
        "/cao-bang/nhap-excel",
        "/cao-bang/dot-cong-khai",
        "/cao-bang/in-danh-sach",
        "/cao-bang/tin-tuc",
    ),
    "editorial_board": (
        "/ban-lam-viec",
        "/de-nghi-dang",
        "/tuan-thu",
        "/dieu-hanh",
        "/phien-hop",
        "/cong-viec",
        "/nhat-ky",
    ),
    # Not `/lich-lam-viec`: the decisions that name days off are kept in Vietnamese.
    "administrator": ("/ban-lam-viec", "/cong-viec", "/tai-khoan?q=nobody"),
}
#: A number of a decision is no word of any language.
_NUMBER = re.compile(r"\d+/QĐ\S*")
#: Numbers of decisions, and offices by their name.
_FORMS = re.compile(r"\d+/QĐ\S*|(Chi cục|Phòng) Thi hành án dân sự.*")
#: Data: of the synthetic listings, and what is Vietnamese in any language.
_DATA = (
    "Tiếng Việt", "Nông Văn Thử", "Lục Văn Nháp", "Hoàng Thị Mẫu", "Cục Quản lý Thi hành án dân sự",
    "Bộ Tư pháp", "Hoàng Sa", "Trường Sa", "Tòa án nhân dân", "Tổ 3, phường Hợp Giang, thành phố",
    "Trả nợ số tiền 12.500.000 đồng", "Nông Văn A (tức Nông Văn B)", "Hòa An",
    "Ban Biên tập (mẫu)", "Biên tập viên Cao Bằng (mẫu)", "Thủ trưởng Cao Bằng (mẫu)",
)  # fmt: skip


class Texts(HTMLParser):
    """Collects what a page says, in what it shows and what it reads aloud."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []
        self._within = []

    def handle_starttag(self, tag, attributes):
        self._within.append((tag, dict(attributes).get("lang")))
        if not any(lang == "vi" for _, lang in self._within):
            self.found += [value for name, value in attributes if name in _TOLD and value]
        if tag in ("br", "hr", "img", "input", "link", "meta"):
            self._within.pop()

    def handle_endtag(self, tag):
        while self._within and self._within.pop()[0] != tag:
            pass

    def handle_data(self, data):
        within = {tag for tag, _ in self._within}
        in_vietnamese = any(lang == "vi" for _, lang in self._within)
        if data.strip() and not within & {"script", "style", "svg"} and not in_vietnamese:
            self.found.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def made(portal):
    with portal.site(role="provincial_editor") as site:
        found = {
            name: make_listing(portal, site, state=state, debtor_name=debtor).id
            for name, state, debtor in (
                ("draft", "draft", "Lục Văn Nháp"),
                ("public", "published", "Nông Văn Thử"),
                ("ended", "ended", "Lục Văn Xong"),
            )
        }
        transaction.commit()
    return found


def _names() -> re.Pattern:
    names = {*_DATA}
    for province in all_provinces():
        names |= {province.official_name, province.name, province.official_name.lower()}
        names |= {province.official_name[0].lower() + province.official_name[1:]}
    names |= {"Cục Thi hành án dân sự", "Chi cục Thi hành án dân sự", "Thi hành án dân sự"}
    names |= {"thành phố", "huyện", "tỉnh"}
    found = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found)))


def left_in_vietnamese(visitor, paths, made) -> list[str]:
    names, found = _names(), []
    for path in paths:
        answer = visitor.ask("GET", path.format_map(made), headers={"Cookie": "I18N_LANGUAGE=en"})
        assert '<html lang="en"' in answer.text, path
        texts = Texts()
        texts.feed(answer.text)
        found += [
            f"{path}: {text}"
            for text in dict.fromkeys(texts.found)
            if _VIETNAMESE.search(_LETTER.sub("", names.sub("", _FORMS.sub("", text))))
        ]
    return found


@pytest.mark.parametrize(
    "path",
    ["/", "/cao-bang", "/cao-bang/cuc", "/tra-cuu", "/tra-cuu?q=nong+van", "/tra-cuu?province=cao-bang",
     _REGISTER, f"{_REGISTER}/{{public}}", "/tin-tuc", "/thu-tuc", "/du-lieu", "/xac-minh", "/gop-y",
     "/lien-he", "/tro-nang", "/no-such-page"],
)  # fmt: skip
def test_every_vietnamese_text_on_an_english_page_says_its_language(server, made, path):
    answer = Visitor(server).get(f"/en{path}".format_map(made))
    assert '<html lang="en"' in answer.text
    texts = Texts()
    texts.feed(re.sub(r"<title>.*?</title>", "", answer.text, flags=re.DOTALL))
    found = [each for each in texts.found if _VIETNAMESE.search(_NUMBER.sub("", each))]
    assert found == []


#: A page that every place has is looked at in so many of them.
_ALIKE, _MOST = 2, 90


def _kind(path: str) -> str:
    """What a page is, whatever province and number it is of."""
    first, *rest = re.sub(r"[0-9]+", "9", path.partition("?")[0]).removeprefix("/en/").split("/")
    return "/".join(["*" if rest else first, *rest])


def test_every_page_that_english_links_lead_to_says_what_is_vietnamese(server, made):
    """From the home page on, and what only a search leads to."""
    visitor = Visitor(server)
    number = made["public"]
    waiting = [
        "/en/", f"/en/so-sanh?so={number}", f"/en{_REGISTER}/{number}", f"/en{_REGISTER}/{{ended}}",
        "/en/tra-cuu?q=Noong+Vawn+Thuwr", "/en/tra-cuu?q=nong+vam+thu", "/en/tra-cuu?q=zzz",
        "/en/tra-cuu?q=phuong+Song+Hien", "/en/tra-cuu?province=xyz", "/en/tra-cuu?q=%EA",
        "/en/xac-minh?ma=AAAA", "/en/no-such-page", "/en/cao-bang/thong-ke", "/en/ngoai-tuyen",
    ]  # fmt: skip
    waiting = [path.format_map(made) for path in waiting]
    asked, seen, alike, found = list(waiting), set(waiting), Counter(), []
    looked_at = 0
    while waiting and looked_at < _MOST:
        path = waiting.pop(0)
        if path not in asked and alike[_kind(path)] >= _ALIKE:
            continue
        alike[_kind(path)] += 1
        answer = visitor.get(path)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        looked_at += 1
        assert '<html lang="en"' in answer.text, path
        texts = Texts()
        texts.feed(re.sub(r"<title>.*?</title>", "", answer.text, flags=re.DOTALL))
        found += [
            f"{path}: {text}"
            for text in texts.found
            if _VIETNAMESE.search(_NUMBER.sub("", text)) and text not in typed_here(path)
        ]
        for link in re.findall(r'href="(/en/[^"#]*)', answer.text):
            address = unescape(link)
            if address not in seen:
                seen.add(address)
                waiting.append(address)
    assert looked_at > 25
    assert found == []


def typed_here(path: str) -> set[str]:
    """What a visitor typed comes back in the field, as it was typed."""
    return {unquote_plus(value) for value in path.partition("?q=")[2].split("&")}


def test_terms_of_law_are_explained_in_plain_words(server, made):
    visitor = Visitor(server)
    listing = visitor.get(f"/en{_REGISTER}/{made['public']}").text
    for term, meaning in (
        ("judgment debtor", "whom a judgment obliges to pay"),
        ("conditions for enforcement are lacking", "the duty remains"),
        ("enforcement decision", "order to begin enforcing"),
    ):
        assert f"<dt>{term} <span" in listing and meaning in listing
    # The ground itself is told in everyday words on the listing.
    assert "there is no money, income or property" in listing
    for path in ("/", "/tra-cuu?q=nong+van", "/thong-ke", "/cao-bang", "/luat-ap-dung"):
        assert 'class="glossary"' in visitor.get(f"/en{path}").text, path
        assert 'class="glossary"' not in visitor.get(path).text, path


def test_english_has_addresses_of_its_own_that_lead_on(server, made):
    visitor = Visitor(server)
    listing = f"{_REGISTER}/{{public}}".format_map(made)
    for path in ("/", "/cao-bang", "/tra-cuu?q=nong+van", listing, "/tin-tuc", "/xac-minh"):
        answer = visitor.get(f"/en{path}")
        assert answer.status == 200 and "Set-Cookie" not in answer.headers
        addresses = re.findall(r'(?:href|action)="(/[^"#?]*)', answer.text)
        kept = ("/en/", "/thads-static/", "/manifest.webmanifest")
        other = [each for each in addresses if f"{each}/".startswith(kept) is False]
        # The one way out is the same page in Vietnamese.
        assert set(other) <= {path.partition("?")[0]}, other
        assert 'lang="vi" hreflang="vi"' in answer.text
        back = visitor.get(path)
        assert '<html lang="vi"' in back.text
        assert f'href="/en{path.replace("&", "&amp;")}" lang="en" hreflang="en"' in back.text


def test_each_language_names_the_other_and_itself(server):
    visitor, site = Visitor(server), listening_address()
    for path, canonical in (("/cao-bang", "/cao-bang"), ("/en/cao-bang", "/en/cao-bang"),
                            ("/", "/"), ("/en/", "/en/")):  # fmt: skip
        page = visitor.get(path).text
        assert f'<link rel="canonical" href="{site}{canonical}" />' in page
        plain = canonical.removeprefix("/en")
        for code, address in (("vi", plain), ("en", f"/en{plain}"), ("x-default", plain)):
            assert f'<link rel="alternate" href="{site}{address}" hreflang="{code}" />' in page
    # Read by the cookie, a page names its English address too.
    page = visitor.get("/cao-bang", cookie="I18N_LANGUAGE=en").text
    assert f'<link rel="canonical" href="{site}/en/cao-bang" />' in page


def test_the_address_decides_the_language(server):
    visitor = Visitor(server)
    for asked in ("/en/tro-nang", "/en/tro-nang?set_language=vi"):
        answer = visitor.get(asked, cookie="I18N_LANGUAGE=vi; other=1")
        assert '<html lang="en"' in answer.text and "Set-Cookie" not in answer.headers
    assert "Disallow: /en/tra-cuu" in visitor.get("/robots.txt").text
    assert 'hreflang="en"' in visitor.get("/sitemap.xml").text
    for path in ("/en/en/tro-nang", "/en/robots.txt", "/en/++api++/@register-search", "/english"):
        assert visitor.get(path).status == 404, path


def test_the_pages_of_the_public(server, made):
    found = left_in_vietnamese(Visitor(server), PUBLIC, made)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("role", DESKS)
def test_the_desks(portal, server, made, role):
    visitor = Visitor(server, portal.accounts[role])
    found = left_in_vietnamese(visitor, DESKS[role], made)
    assert found == [], "\n".join(found)
