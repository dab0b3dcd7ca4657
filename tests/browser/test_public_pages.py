"""The public pages in Chromium, on a phone and on a desk."""

from tests.support.wcag import TOO_WIDE
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import pytest


pytestmark = pytest.mark.browser

PAGES = ("home", "subsite", "search", "results", "register", "listing", "ended", "missing", "login")
#: Smallest side of what one taps, in CSS pixels; links within running text are exempt.
TARGET = 44
_SMALL = """
return [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
  .filter((e) => e.checkVisibility() && !e.closest('p, .skip, .skip-here, dd, .login-wrapper .footer'))
  .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < arguments[0] - 0.5);
"""
_SHIFTED = """
const done = arguments[0];
let sum = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) sum += entry.value;
}).observe({type: 'layout-shift', buffered: true});
setTimeout(() => done(sum), 300);
"""
_REQUESTED = "return performance.getEntriesByType('resource').map((entry) => entry.name)"


def _find(browser, selector):
    return browser.find_element("css selector", selector)


def _visible(browser, selector):
    """As the reader sees it; the driver takes what is in a closed disclosure for hidden."""
    return browser.execute_script("return arguments[0].checkVisibility()", _find(browser, selector))


def _wait(browser, condition):
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 60, 0.05).until(condition)


@pytest.mark.parametrize("page", PAGES)
def test_page_fits_and_can_be_tapped(browser, addresses, artefacts, page):
    browser.get(addresses[page])
    if artefacts:
        browser.save_screenshot(str(artefacts / f"{page}-{browser.width}.png"))
    assert browser.execute_script(TOO_WIDE) <= 0
    assert browser.execute_script(_SMALL, TARGET) == []
    assert len(browser.find_elements("css selector", "h1")) == 1
    assert len(browser.find_elements("css selector", "main")) == 1


@pytest.mark.parametrize("page", ["home", "results", "listing"])
def test_nothing_jumps_and_nothing_comes_from_elsewhere(browser, addresses, server, page):
    browser.get(addresses[page])
    assert browser.execute_async_script(_SHIFTED) <= 0.02
    requested = browser.execute_script(_REQUESTED)
    assert requested
    own = tuple(f"{server}/{name}" for name in ("thads-static/", "manifest.webmanifest", "sw.js"))
    # What makes the portal installable also keeps its page for being offline.
    own += (f"{server}/ngoai-tuyen",)
    assert [address for address in requested if not address.startswith(own)] == []


def test_typing_suggests_names_and_the_keyboard_chooses(browser, addresses):
    from selenium.webdriver.common.keys import Keys

    browser.get(addresses["home"])
    field = _find(browser, "#q")
    assert field.get_attribute("role") == "combobox"
    field.send_keys("nong v")
    options = _wait(browser, lambda b: b.find_elements("css selector", "#q-typing [role=option]"))
    assert {option.text for option in options} == {"Nông Văn Thử", "Nông Thị Vân"}
    assert field.get_attribute("aria-expanded") == "true"
    assert "2 gợi ý" in _find(browser, "[data-typing] [role=status]").get_attribute("textContent")
    field.send_keys(Keys.ARROW_DOWN)
    chosen = _find(browser, "#q-typing [aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert field.get_attribute("value") == chosen.text
    selected = "#q-typing [aria-selected=true]"
    for key in (Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP):
        field.send_keys(key)
        assert len(browser.find_elements("css selector", selected)) <= 1
    # Behind the last comes what was typed, then the first again.
    field.send_keys(Keys.ARROW_DOWN)
    assert field.get_attribute("value") == "nong v"
    field.send_keys(Keys.ARROW_DOWN)
    assert len(browser.find_elements("css selector", selected)) == 1
    field.send_keys(Keys.ESCAPE)
    assert field.get_attribute("aria-expanded") == "false"
    assert field.get_attribute("value") == "nong v"
    assert not browser.find_elements("css selector", selected)
    field.send_keys(Keys.ARROW_DOWN)
    name = field.get_attribute("value")
    field.send_keys(Keys.ENTER)
    _wait(browser, lambda b: "/tra-cuu" in b.current_url)
    # An empty province is kept out of the address.
    assert parse_qs(urlsplit(browser.current_url).query) == {"q": [name]}
    assert name in _find(browser, ".results").text


def test_suggestions_keep_to_the_province(browser, addresses):
    browser.get(addresses["register"])
    field = _find(browser, "#q")
    field.send_keys("dam van")
    browser.execute_async_script("setTimeout(arguments[0], 600)")
    assert not _find(browser, "#q-typing").is_displayed()
    assert field.get_attribute("aria-expanded") == "false"


def test_the_list_of_provinces_narrows_without_marks(browser, addresses):
    browser.get(addresses["home"])
    _find(browser, "#tinh").send_keys("da n")
    shown = [
        link.text
        for link in browser.find_elements("css selector", ".region a")
        if link.is_displayed()
    ]
    # Quảng Nam is a part of Đà Nẵng since 2025.
    assert shown == ["Đà Nẵng", "Quảng Nam"]
    field = _find(browser, "#tinh")
    field.clear()
    field.send_keys("sai g")
    shown = [
        each for each in browser.find_elements("css selector", ".region a") if each.is_displayed()
    ]
    assert [link.text for link in shown] == ["Hồ Chí Minh"]
    field.send_keys("xyz")
    assert _find(browser, "[data-index-none]").is_displayed()


def test_a_filter_narrows_and_can_be_taken_off(browser, addresses):
    browser.get(addresses["everybody"])
    panel = _find(browser, ".filters > summary")
    kind = "a[href*='debtor_kind=organisation']"
    if browser.width < 1024:
        assert not _visible(browser, kind)
        panel.click()
    _wait(browser, lambda b: _visible(b, kind))
    # By script: the driver refuses to click into a disclosure that is shown though closed.
    browser.execute_script("arguments[0].click()", _find(browser, kind))
    _wait(browser, lambda b: "debtor_kind=organisation" in b.current_url)
    names = [name.text for name in browser.find_elements("css selector", ".result h3")]
    assert names == ["Công ty TNHH Thử Nghiệm"]
    _find(browser, ".chosen a").click()
    _wait(browser, lambda b: "debtor_kind" not in b.current_url)
    assert len(browser.find_elements("css selector", ".result")) == 20


def test_from_the_search_to_a_listing_and_back(browser, addresses):
    browser.get(addresses["results"])
    _find(browser, ".result h3 a").click()
    _wait(browser, lambda b: "/nguoi-phai-thi-hanh-an/" in b.current_url)
    assert _find(browser, "h1").text in ("Nông Văn Thử", "Nông Thị Vân")
    assert _find(browser, "[data-print]").is_displayed()
    browser.back()
    _wait(browser, lambda b: "/tra-cuu" in b.current_url)
    assert _find(browser, "#q").get_attribute("value") == "nong van"


def test_a_tombstone_says_when_and_not_who(browser, addresses):
    browser.get(addresses["ended"])
    text = _find(browser, "main").text
    assert "đã chấm dứt công khai ngày" in text
    assert "Lục" not in text


@pytest.fixture
def without_script(browser):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield browser
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_search_and_province_picker_without_script(without_script, addresses):
    without_script.get(addresses["home"])
    _find(without_script, "#q").send_keys("nong van thu")
    _find(without_script, ".search button").click()
    _wait(without_script, lambda b: "/tra-cuu" in b.current_url)
    assert "Nông Văn Thử" in without_script.page_source
    without_script.get(addresses["home"])
    _find(without_script, "#tinh").send_keys("cao bang")
    _find(without_script, ".go button").click()
    _wait(without_script, lambda b: b.current_url.endswith("/cao-bang"))
    assert _find(without_script, "h1").text == "Thi hành án dân sự tỉnh Cao Bằng"


def test_keyboard_reaches_the_content_first(browser, addresses):
    from selenium.webdriver.common.keys import Keys

    browser.get(addresses["home"])
    _find(browser, "body").send_keys(Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.get_attribute("href").endswith("#noi-dung")
    outline = browser.execute_script("return getComputedStyle(arguments[0]).outlineWidth", focused)
    assert outline == "3px"


@pytest.mark.parametrize("typed", ["Nông Văn A 079085001234", "079 085 001 234"])
def test_an_identity_number_is_not_even_sent(browser, addresses, typed):
    from selenium.webdriver.common.keys import Keys

    browser.get(addresses["search"])
    _find(browser, "#q").clear()
    _find(browser, "#q").send_keys(typed, Keys.ENTER)
    _wait(browser, lambda driver: "so-dinh-danh=1" in driver.current_url)
    assert "Chưa tra cứu gì" in _find(browser, "main").text
    seen = browser.execute_script(
        "return performance.getEntries().map((each) => each.name).join(' ') + document.referrer"
        " + performance.getEntriesByType('navigation')[0].redirectCount"
    )
    assert "1234" not in seen
    assert seen.endswith("0")
    assert "1234" not in browser.current_url
