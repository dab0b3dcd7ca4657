"""Every form of the staff that narrows a list, sent in a real browser as it stands.

A browser sends nothing from a form whose required field is empty, and says so in a bubble that
no test over HTTP sees.
"""

from selenium.webdriver.support.ui import Select
from tests.support.exhaustive import part
from tests.support.sitting import until_gone
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import pytest


pytestmark = pytest.mark.browser

#: Role -> pages with filters.
PAGES = {
    "provincial_editor": ("/cao-bang/ban-lam-viec", "/cao-bang/dot-cong-khai"),
    "agency_head": ("/cao-bang/ban-lam-viec", "/nhat-ky", "/tuan-thu"),
    "editorial_board": ("/ban-lam-viec", "/nhat-ky", "/tuan-thu", "/cong-viec"),
    "administrator": ("/ban-lam-viec", "/tai-khoan", "/cong-viec"),
}


LISTS = [(role, path) for role, paths in PAGES.items() for path in paths]


@pytest.mark.parametrize(
    ("role", "path", "browser"),
    [(*each, width) for place, each in enumerate(LISTS) for width in part((360, 1280), place, 2)],
    indirect=["browser"],
)
def test_filters_are_sent_as_they_stand_and_with_a_choice(browser, portal, server, role, path):
    browser.delete_all_cookies()
    account = portal.accounts[role]
    browser.get(f"{server}/login")
    browser.find_element("name", "__ac_name").send_keys(account["username"])
    browser.find_element("name", "__ac_password").send_keys(account["password"])
    _click(browser, "form [name='buttons.login']")
    browser.get(server + path)
    assert browser.find_elements("css selector", "form.desk-filters"), path
    # "Tất cả" everywhere is a choice.
    _click(browser, "form.desk-filters button[type='submit']")
    assert urlsplit(browser.current_url).path == path
    for place in range(len(browser.find_elements("css selector", "form.desk-filters select"))):
        browser.get(server + path)
        for fold in browser.find_elements("css selector", "main .fold:not([open]) > summary"):
            fold.click()
        field = browser.find_elements("css selector", "form.desk-filters select")[place]
        choice = Select(field).options[-1].get_attribute("value")
        name = field.get_attribute("name")
        Select(field).select_by_value(choice)
        _click(browser, "form.desk-filters button[type='submit']")
        assert parse_qs(urlsplit(browser.current_url).query)[name] == [choice]
        again = browser.find_element("css selector", f"form.desk-filters select[name='{name}']")
        assert again.get_attribute("value") == choice
    browser.delete_all_cookies()


def _click(browser, css):
    button = browser.find_element("css selector", css)
    for fold in browser.find_elements("css selector", "main details.fold:not([open]) > summary"):
        fold.click()
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    until_gone(browser, button)
