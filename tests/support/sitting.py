"""Somebody who sits at a real browser, signs in and presses buttons."""

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

import time


def until_gone(browser, element):
    """Wait until another page is there. While Chromium changes the pages it may know the element
    no more and say so in an error of its own, which is asked again.
    """
    wait = WebDriverWait(browser, 60, 0.05, ignored_exceptions=[WebDriverException])
    wait.until(staleness_of(element))


class Person:
    """Somebody at the browser; `sit` signs them in."""

    def __init__(self, browser, portal, server):
        self.browser = browser
        self.portal = portal
        self.server = server

    def sit(self, role):
        self.leave_the_desk()
        self.open("/login")
        account = self.portal.accounts[role]
        self.fill("__ac_name", account["username"])
        self.fill("__ac_password", account["password"])
        self.leave(self.find("form [name='buttons.login']"))

    def leave_the_desk(self):
        """From here on a visitor."""
        self.browser.delete_all_cookies()

    def leave(self, element):
        """Click what leads to another page, and wait until that is there."""
        self.browser.execute_script(
            "window.here = true; arguments[0].scrollIntoView({block: 'center'})", element
        )
        element.click()
        deadline = time.monotonic() + 60
        there = "return !window.here && document.readyState === 'complete'"
        while not self.browser.execute_script(there):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def open(self, path):
        self.browser.get(self.server + path)

    def find(self, css):
        return self.browser.find_element("css selector", css)

    def fill(self, name, text):
        element = self.find(f'[name="{name}"]')
        element.clear()
        element.send_keys(text)

    def press(self, action):
        self.leave(self.find(f'button[name="action"][value="{action}"]'))

    def work(self):
        """Let the jobs that wait be done, and look again."""
        self.portal.run_jobs()
        self.browser.refresh()

    @property
    def path(self):
        return self.browser.current_url.removeprefix(self.server).partition("?")[0]

    @property
    def text(self):
        return self.find("main").text
