"""A correction from the listing to the receipt in a browser, at 320 and 1280 px, with and without scripts."""

from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait
from tests.support.citizen import ANSWERS
from tests.support.wcag import AXE
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from thads_portal.testing import make_listing

import os
import pytest
import transaction


pytestmark = pytest.mark.browser
#: Where pictures of the pages are put for who wants to look.
SHOTS = os.environ.get("THADS_REQUEST_SHOTS", "")


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Nông Văn Sửa")
        transaction.commit()
        return made.id


def fill(browser):
    """Fill in what the page asks and go on."""
    for field in browser.find_elements(
        By.CSS_SELECTOR, ".request input, .request textarea, .request select"
    ):
        name, kind = field.get_attribute("name"), field.get_attribute("type")
        value = ANSWERS.get(name, "")
        if kind == "radio":
            if field.get_attribute("value") == value:
                field.click()
        elif kind == "checkbox":
            field.click()
        elif kind not in ("hidden", "file", "submit") and not field.get_attribute("value"):
            field.send_keys(value)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_correction_is_sent(chromium, server, listing, width, scripts):
    chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 768},
    )
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    try:
        chromium.get(f"{server}/cao-bang/nguoi-phai-thi-hanh-an/{listing}")
        for link in (f"chua-dung?muc={listing}", f"chua-dung/muc?muc={listing}"):
            go(chromium, chromium.find_element(By.CSS_SELECTOR, f'a[href*="{link}"]'))
        for step in range(20):
            here = chromium.current_url.rpartition("/")[2].partition("?")[0]
            look(chromium, f"{here}-{width}", scripts)
            if here == "bien-nhan":
                break
            fill(chromium)
            buttons = chromium.find_elements(By.CSS_SELECTOR, ".request .go-on .button")
            go(chromium, buttons[-1])
            assert step < 19
        codes = [each.text for each in chromium.find_elements(By.CSS_SELECTOR, ".secret-code")]
        chromium.get(f"{server}/yeu-cau/theo-doi")
        look(chromium, f"theo-doi-{width}", scripts)
        assert codes[0] in chromium.find_element(By.TAG_NAME, "h1").text
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})


def go(browser, element):
    """Press it, and wait until the page after it is there."""
    before = browser.find_element(By.TAG_NAME, "html")
    element.click()
    WebDriverWait(browser, 120, 0.05).until(staleness_of(before))


def look(browser, name, scripts):
    """Nothing is too wide, and axe finds nothing."""
    if SHOTS:
        browser.save_screenshot(f"{SHOTS}/{name}.png")
    if scripts:
        assert browser.execute_script(TOO_WIDE) <= 0, name
        browser.execute_script(AXE)
        assert violations(browser) == [], name
