"""The public pages answer on the first screen of a phone, weigh little, and stand large text, the
keyboard alone, and an input method.
"""

from tests.support.wcag import contrasts_below
from tests.support.wcag import show
from tests.support.wcag import TOO_WIDE
from thads_portal.testing_http import Visitor
from urllib.parse import urlsplit

import gzip
import pytest


pytestmark = pytest.mark.browser

#: CSS pixels from the top of the page to the first result, at 360 × 640.
AIM, MUST = 480, 600
_TOP = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
_WIDE = (320, 360, 768, 1280)
#: The text at twice its size, as by the browser's own setting.
_TWICE = "document.documentElement.style.fontSize = '225%'"
_PAGES = (
    "home",
    "subsite",
    "search",
    "results",
    "register",
    "listing",
    "ended",
    "missing",
    "statistics",
    "verify",
    "news",
)


@pytest.fixture(scope="module")
def places(addresses, server):
    return addresses | {
        "statistics": f"{server}/thong-ke",
        "verify": f"{server}/xac-minh",
        "news": f"{server}/tin-tuc",
        "close": f"{server}/tra-cuu?q=nong+vam+thu",
        "telex": f"{server}/tra-cuu?q=Noong+Vawn+Thuwr",
    }


def _english(address: str) -> str:
    place = urlsplit(address)
    return place._replace(path=f"/en{place.path}").geturl()


@pytest.fixture
def phone(chromium):
    """A phone of 360 × 640."""
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True},
    )
    yield chromium
    chromium.get_log("browser")


def _top(browser, selector: str) -> float:
    return browser.execute_script(_TOP, selector)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("name", "most"), [("results", AIM), ("everybody", AIM), ("close", MUST)])
def test_the_first_result_is_on_the_first_screen(phone, places, name, most, language):
    phone.get(places[name] if language == "vi" else _english(places[name]))
    assert _top(phone, ".result") <= (most if language == "vi" else MUST)
    # So are the count and the warning, in this order.
    assert 0 < _top(phone, "#so-ket-qua") < _top(phone, ".brief") < _top(phone, ".result")


@pytest.mark.parametrize("name", ["home", "search", "subsite"])
def test_what_it_is_stands_above_the_form_and_both_are_on_the_first_screen(phone, places, name):
    phone.get(places[name])
    assert _top(phone, "h1") < _top(phone, ".lead") < _top(phone, "#q")
    button = phone.find_element("css selector", ".search .button").rect
    assert button["y"] + button["height"] <= 640


def test_filters_and_downloads_are_behind_buttons(phone, places):
    phone.get(places["everybody"])
    for part in (".filters", ".takeaway", ".sorting"):
        visible = "return document.querySelector(arguments[0]).checkVisibility()"
        assert not phone.execute_script(visible, f"{part} a")
        phone.find_element("css selector", f"{part} > summary").click()
        assert phone.execute_script(visible, f"{part} a")
    first = phone.find_elements("css selector", ".takeaway a")[:3]
    assert {each.get_attribute("type").rpartition("/")[2] for each in first} >= {"pdf"}


def test_the_pages_weigh_little(places, server):
    visitor = Visitor(server)
    page = visitor.get("/tra-cuu?sort=name", accept_encoding="gzip")
    assert gzip.decompress(page.body).count(b'class="result"') == 20
    assert len(page.body) <= 12_000


@pytest.mark.parametrize("width", _WIDE)
@pytest.mark.parametrize("name", _PAGES)
def test_text_at_twice_its_size_needs_no_second_direction(chromium, places, name, width):
    show(chromium, width)
    for address in (places[name], _english(places[name])):
        chromium.get(address)
        chromium.execute_script(_TWICE)
        assert chromium.execute_script(TOO_WIDE) <= 0, address
    chromium.get_log("browser")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", _PAGES)
def test_every_text_has_enough_contrast_by_computation(chromium, places, name, scheme):
    """Also where axe cannot decide, such as on a control with a drawn arrow."""
    show(chromium, 1280, scheme)
    chromium.get(places[name])
    assert contrasts_below(chromium, 4.5) == []
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    chromium.get_log("browser")


def test_the_keyboard_alone_finds_somebody(phone, places):
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    def tab_to(condition, most=60):
        for _ in range(most):
            active = phone.switch_to.active_element
            if condition(active):
                return active
            active.send_keys(Keys.TAB)
        raise AssertionError("never reached")

    phone.get(places["home"])
    field = tab_to(lambda each: each.get_attribute("id") == "q")
    field.send_keys("nong van thu", Keys.ENTER)
    wait = WebDriverWait(phone, 60, 0.05)
    wait.until(lambda b: "/tra-cuu" in b.current_url)
    name = tab_to(lambda each: "/nguoi-phai-thi-hanh-an/2" in (each.get_attribute("href") or ""))
    name.send_keys(Keys.ENTER)
    wait.until(lambda b: "/nguoi-phai-thi-hanh-an/" in b.current_url)
    assert phone.find_element("css selector", "h1").text == "Nông Văn Thử"
    # The menu is a disclosure that the keyboard opens.
    menu = tab_to(lambda each: each.tag_name == "summary")
    menu.send_keys(Keys.ENTER)
    assert phone.find_element("css selector", ".nav a").is_displayed()


def test_enter_while_a_word_is_being_composed_sends_nothing(phone, places):
    phone.get(places["home"])
    phone.execute_script(
        """
        const field = document.getElementById('q');
        field.focus();
        field.dispatchEvent(new CompositionEvent('compositionstart'));
        field.value = 'nông văn thử';
        field.dispatchEvent(new InputEvent('input', {isComposing: true}));
        """
    )
    options = "#q-typing [role=option]"
    from selenium.webdriver.support.ui import WebDriverWait

    wait = WebDriverWait(phone, 60, 0.05)
    wait.until(lambda b: b.find_elements("css selector", options))
    phone.execute_script(
        """
        const field = document.getElementById('q');
        for (const key of ['ArrowDown', 'Enter'])
          field.dispatchEvent(new KeyboardEvent('keydown', {key, isComposing: true, bubbles: true}));
        """
    )
    assert not phone.find_elements("css selector", "#q-typing [aria-selected=true]")
    assert "/tra-cuu" not in phone.current_url
    phone.execute_script(
        """
        const field = document.getElementById('q');
        field.dispatchEvent(new CompositionEvent('compositionend', {data: 'nông văn thử'}));
        field.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true}));
        """
    )
    assert len(phone.find_elements("css selector", "#q-typing [aria-selected=true]")) == 1
