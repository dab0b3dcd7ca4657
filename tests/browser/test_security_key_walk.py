"""A security key in a real browser, with Chromium's own authenticator: added, signed in by, copied, lost."""

from plone import api
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from tests.support.sitting import Person
from tests.support.wcag import AXE
from tests.support.wcag import contrasts_below
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from thads_portal.domain import second_factor
from thads_portal.security.pas import clock
from thads_portal.security.pas import factors
from thads_portal.security.public_address import RECORD

import itertools
import os
import pyotp
import pytest
import transaction


pytestmark = pytest.mark.browser
PASSWORD = "rau muống xanh thuyền"
_numbers = itertools.count()
STEP, OWN = "/xac-nhan-dang-nhap", "/bao-ve-tai-khoan"


@pytest.fixture
def here(portal, server):
    """The portal by a name: no browser gives a key to a bare number."""
    address = server.replace("127.0.0.1", "localhost")

    def keep(value):
        with portal.site():
            api.portal.set_registry_record(RECORD, value)
            transaction.commit()

    keep(address)
    yield address
    keep("")


@pytest.fixture
def authenticator(chromium):
    options = VirtualAuthenticatorOptions(
        transport=VirtualAuthenticatorOptions.Transport.USB, is_user_consenting=True
    )
    chromium.add_virtual_authenticator(options)
    yield chromium
    chromium.remove_virtual_authenticator()


@pytest.fixture
def person(portal, here, authenticator):
    portal.query("DELETE FROM thads_sign_in")
    name = f"co-khoa-{next(_numbers)}"
    with portal.site() as site:
        api.user.create(username=name, email=f"{name}@thads.example", password=PASSWORD)
        site.acl_users.source_groups.addPrincipalToGroup(name, "editorial-board")
        transaction.commit()
    found = Person(authenticator, portal, here)
    found.name = name
    return found


def sign_in(person):
    person.leave_the_desk()
    person.open("/login")
    person.fill("__ac_name", person.name)
    person.fill("__ac_password", PASSWORD)
    person.leave(person.find("form [name='buttons.login']"))


def show(person, width):
    person.browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 768},
    )


def complaints(browser):
    return [
        entry["message"]
        for entry in browser.get_log("browser")
        if entry["level"] == "SEVERE"
        and "the server responded with a status" not in entry["message"]
    ]


def look(person, name):
    """Nothing is wider than the window, and axe finds nothing; a picture for who wants to look."""
    for width in (360, 1280):
        show(person, width)
        assert person.browser.execute_script(TOO_WIDE) <= 0, (name, width)
        if folder := os.environ.get("THADS_SCREENSHOTS"):
            page = person.browser.execute_script("return document.documentElement.scrollHeight")
            person.browser.set_window_size(width, max(page, 900))
            person.browser.save_screenshot(f"{folder}/{name}-{width}.png")
    person.browser.execute_script(AXE)
    assert violations(person.browser, colours=False) == [], name
    assert contrasts_below(person.browser, 4.5) == [], name


def test_a_key_from_the_first_day_to_the_last(person):
    browser = person.browser
    show(person, 1280)
    browser.get_log("browser")
    sign_in(person)
    person.open(OWN)
    look(person, "khoa-chua-co")
    form = person.find("form[data-security-key='new']")
    assert form.is_displayed()
    form.find_element("name", "key_name").send_keys("Khóa cơ quan")
    form.find_element("name", "password").send_keys(PASSWORD)
    person.leave(form.find_element("css selector", "button"))
    codes = [each.text for each in browser.find_elements("css selector", ".notice.good code")]
    assert len(set(codes)) == 10
    look(person, "khoa-ma-khoi-phuc")
    person.open(OWN)
    look(person, "khoa-da-co")
    assert "Khóa cơ quan" in person.find("fieldset legend").text

    # The key is asked for behind the password, and a touch is enough.
    sign_in(person)
    assert person.path == STEP
    look(person, "khoa-dang-nhap")
    person.leave(person.find("form[data-security-key] button"))
    assert person.path not in (STEP, "/login")
    person.open(OWN)
    assert person.path == OWN

    # A wrong password, and a name that stands in the form again.
    person.fill("password", "sai hoàn toàn rồi")
    person.press("renew")
    look(person, "khoa-sai-mat-khau")
    person.open(OWN)

    # Renewing the recovery codes by the key, without typing a code.
    person.fill("password", PASSWORD)
    person.press("renew")
    fresh = [each.text for each in browser.find_elements("css selector", ".notice.good code")]
    assert len(fresh) == 10 and not set(fresh) & set(codes)

    # A copy of it, made before: the counter stands behind.
    (credential,) = browser.get_credentials()
    browser.remove_all_credentials()
    credential._sign_count = 0
    browser.add_credential(credential)
    sign_in(person)
    person.leave(person.find("form[data-security-key] button"))
    assert person.path == STEP
    look(person, "khoa-sao-chep")
    assert "sao chép" in person.find("[role='alert']:not([hidden])").text

    # The key is lost: a recovery code lets its owner in.
    browser.remove_all_credentials()
    sign_in(person)
    person.fill("code", fresh[0])
    person.leave(person.find("form:not([data-security-key]) button[type='submit']"))
    person.open(OWN)
    assert person.path == OWN
    assert complaints(browser) == []


#: How often a form is really sent where it is sent three times.
SENT = """
    let sent = 0;
    document.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) sent += 1;
      event.preventDefault();
    });
    for (const _each of "abc") arguments[0].requestSubmit();
    return sent;
"""


def test_a_second_click_sends_nothing_twice(person):
    """The answer to the first one is what shows the recovery codes."""
    browser = person.browser
    sign_in(person)
    person.open(OWN)
    app = browser.find_element("css selector", "main form:not([data-security-key])")
    for field in app.find_elements("css selector", "input[required]"):
        field.send_keys("123456")
    assert browser.execute_script(SENT, app) == 1
    person.open(OWN)
    key = person.find("form[data-security-key='new']")
    key.find_element("name", "password").send_keys(PASSWORD)
    # As it stands when the browser has got the key's answer.
    browser.execute_script("arguments[0].dataset.ready = '1'", key)
    assert browser.execute_script(SENT, key) == 1
    secret = second_factor.new_secret()
    with person.portal.site() as site:
        users = site.acl_users.source_users
        assert factors.enrol(users, person.name, secret, pyotp.TOTP(secret).at(clock.now()))
        transaction.commit()
    sign_in(person)
    assert person.path == STEP
    person.fill("code", "123456")
    assert browser.execute_script(SENT, person.find("main form:not([data-security-key])")) == 1
    assert complaints(browser) == []


def test_without_scripts_a_code_still_opens(person):
    browser = person.browser
    sign_in(person)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        person.open(OWN)
        assert not person.find("form[data-security-key='new']").is_displayed()
        assert person.find("#app-code").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
