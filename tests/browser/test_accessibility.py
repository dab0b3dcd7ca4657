"""axe in Chromium on every public page kind, at three widths, light and dark; and what axe cannot see.

The rules are those of WCAG 2.2 A and AA and of good practice. Text at 200% and without script
are looked at here as well.
"""

from plone import api
from tests.support.exhaustive import FULL
from tests.support.wcag import AXE
from tests.support.wcag import contrasts_below
from tests.support.wcag import show
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from tests.support.wcag import WIDTHS

import datetime
import pytest
import re
import transaction


pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
#: Scheme -> width -> whether axe looks at colours too. The dark scheme changes colours and nothing
#: else (tests/unit/test_colour_schemes.py).
BY_AXE = {"light": {320: True, 768: False, 1280: True}, "dark": {320: "only", 1280: "only"}}
#: The same when not all is looked at: colours take three times as long as the rest, so axe looks at those
#: of each page once, on the phone or at the desk, in turns; in both schemes they are computed besides.
IN_TURNS = (
    {"light": {320: True, 1280: False}, "dark": {}},
    {"light": {320: False, 1280: True}, "dark": {}},
)
#: Pages that are found under their name.
PATHS = (
    "huong-dan-tra-cuu",
    "luat-ap-dung",
    "lien-he",
    "gop-y",
    "yeu-cau",
    "yeu-cau/chua-dung",
    "yeu-cau/chua-dung/muc",
    "yeu-cau/theo-doi",
    "yeu-cau/quay-lai",
    "dieu-khoan-su-dung",
    "quyen-rieng-tu",
    "tro-nang",
    "tin-tuc",
    "tin-tuc/muc",
    "van-ban",
    "van-ban/muc",
    "thu-tuc",
    "thu-tuc/muc",
    "thong-bao",
    "cao-bang/thong-bao/muc",
    "su-kien/muc",
    "thong-ke",
    "cao-bang/thong-ke",
    "cao-bang/danh-sach-pdf",
    "du-lieu",
    "xac-minh",
    "so-sanh",
    "xac-minh?ma=0000-0000-0000",
)
PAGES = (
    "home",
    "subsite",
    "agency",
    "search",
    "results",
    "close",
    "empty",
    "refused",
    "register",
    "listing",
    "ended",
    "missing",
    "login",
    "offline",
    "english",
    *PATHS,
)


@pytest.fixture(scope="module")
def content(portal):
    """An item of each kind, with all that its page can show of it."""
    today = datetime.datetime.now(datetime.UTC)
    given = {
        "tin-tuc": ("News Item", {}),
        "van-ban": (
            "LegalDocument",
            {"number": "1/QĐ", "kind": "decision", "issued": today.date(), "issuer": "Cục"},
        ),
        "thu-tuc": (
            "Procedure",
            {
                "kind": "request",
                "steps": ["Nộp đơn", "Nhận kết quả"],
                "papers": ["Đơn"],
                "where_to_go": "Chi cục",
                "legal_basis": ["Luật"],
                "fee": "Không",
            },
        ),
        "cao-bang/thong-bao": ("PublicNotice", {"kind": "auction", "place": "Trụ sở"}),
        "su-kien": ("Event", {"start": today, "end": today, "location": "Trụ sở"}),
    }
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        for section, (portal_type, fields) in given.items():
            folder = site.restrictedTraverse(section)
            for name in ("muc", "khac"):
                made = api.content.create(
                    folder, portal_type, id=name, title="Mục mẫu", description="Tóm tắt", **fields
                )
                api.content.transition(made, "publish")
        transaction.commit()


@pytest.fixture(scope="module")
def places(addresses, server, content):
    return addresses | {
        "agency": f"{server}/cao-bang/cuc",
        "close": f"{server}/tra-cuu?q=nong+vam+thu",
        "empty": f"{server}/tra-cuu?q=xyzzy+qwertz&province=cao-bang",
        "refused": f"{server}/tra-cuu?ground=z",
        "offline": f"{server}/ngoai-tuyen",
        "english": f"{server}/tra-cuu?q=nong+van",
        **{name: f"{server}/{name}" for name in PATHS},
    }


@pytest.fixture
def page(chromium, places):
    """Opens a page by name at a width, in a colour scheme."""

    def opened(name, width, scheme="light"):
        show(chromium, width, scheme)
        if name == "english":
            chromium.get(places["home"])
            chromium.add_cookie({"name": "I18N_LANGUAGE", "value": "en"})
        chromium.get(places[name])
        return chromium

    yield opened
    chromium.delete_all_cookies()
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    chromium.get_log("browser")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page, artefacts, name):
    """axe at the least and the greatest width, colours in both schemes (``IN_TURNS``)."""
    by_axe = BY_AXE if FULL else IN_TURNS[PAGES.index(name) % 2]
    browser = page(name, WIDTHS[0])
    browser.execute_script(AXE)
    found = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            show(browser, width, scheme)
            if artefacts and scheme == "light":
                browser.save_screenshot(
                    str(artefacts / f"axe-{name.replace('/', '_')}-{width}.png")
                )
            looked_at = by_axe[scheme].get(width)
            if looked_at is not None:
                found += [
                    (width, scheme, *each)
                    for each in violations(browser, more=("best-practice",), colours=looked_at)
                ]
            found += [(width, scheme, *each) for each in contrasts_below(browser, 4.5)]
            if browser.execute_script(TOO_WIDE) > 0:
                found.append((width, scheme, "scrolls sideways"))
    assert found == []


@pytest.mark.parametrize("name", ["home", "results", "listing", "gop-y"])
def test_text_at_twice_its_size_stays_on_the_page(page, name):
    browser = page(name, 1280)
    browser.execute_script("document.documentElement.style.fontSize = '225%'")
    assert browser.execute_script(TOO_WIDE) <= 0


@pytest.mark.parametrize("name", ["home", "subsite", "results", "listing", "ended"])
def test_all_content_is_there_before_any_script(page, name):
    browser = page(name, 1280)
    with_script = browser.find_element("css selector", "main").text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page(name, 1280)
        without = browser.find_element("css selector", "main").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    # Script adds only tools that need it.
    tools = {"In trang này", "Chia sẻ địa chỉ"}
    # A page tells the minute of its figures, which may pass between the two.
    first, second = (re.sub(r"\d\d:\d\d", "", text) for text in (with_script, without))
    assert set(first.splitlines()) - set(second.splitlines()) <= tools


def test_the_map_is_told_by_its_links_and_can_be_skipped(page):
    browser = page("home", 1280)
    links = browser.find_elements("css selector", ".map a")
    assert len(links) == 65
    names = {link.accessible_name for link in links[-3:] + links[30:34]}
    assert all(names)
    assert browser.find_element("css selector", ".skip-here").get_attribute("href")
    browser = page("home", 320)
    assert not browser.find_element("css selector", ".map").is_displayed()


def test_the_worker_has_the_offline_page_and_keeps_no_other(page, server):
    browser = page("home", 360)
    ready = browser.execute_async_script(
        "const done = arguments[0];"
        "navigator.serviceWorker.ready.then(() => done(true)); setTimeout(() => done(false), 8000)"
    )
    assert ready
    for name in ("results", "listing", "home"):
        page(name, 360)
    kept = browser.execute_async_script(
        "const done = arguments[0];"
        "caches.keys().then((names) => Promise.all(names.map((name) =>"
        " caches.open(name).then((cache) => cache.keys()))))"
        ".then((all) => done(all.flat().map((each) => new URL(each.url).pathname)))"
    )
    pages = [path for path in kept if not path.startswith("/thads-static/")]
    assert pages == ["/ngoai-tuyen"]
    text = browser.execute_async_script(
        "const done = arguments[0];"
        "caches.match('/ngoai-tuyen').then((kept) => kept.text()).then(done)"
    )
    assert "Bạn đang ngoại tuyến" in text
