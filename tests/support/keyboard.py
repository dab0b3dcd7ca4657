"""Somebody who works in a real browser by keyboard alone, and whose keys are counted."""

from selenium.webdriver.common.keys import Keys
from tests.support.sitting import until_gone


class Keyboard:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, browser) -> None:
        self.browser = browser
        self.keys = 0

    @property
    def here(self):
        return self.browser.switch_to.active_element

    def press(self, key):
        self.keys += 1
        self.here.send_keys(key)
        return self.here

    def type(self, text):
        """What is typed is no step: it would be typed with a mouse too."""
        self.here.send_keys(text)

    def leave(self, key):
        """A key that leads to another page."""
        root = self.browser.find_element("css selector", "html")
        self.press(key)
        until_gone(self.browser, root)

    def to(self, css, *, most=30):
        """With Tab to the next element that `css` tells."""
        for _ in range(most):
            here = self.press(Keys.TAB)
            if self.browser.execute_script("return arguments[0].matches(arguments[1])", here, css):
                return here
        raise AssertionError(f"{css} is not within {most} steps: {here.get_attribute('outerHTML')}")

    def sign_in(self, address, account):
        """At the page that opens after the login at `address`."""
        self.browser.delete_all_cookies()
        self.browser.get(f"{address}/login")
        # The cursor stands where the name is typed.
        assert self.here.get_attribute("name") == "__ac_name"
        self.type(account["username"])
        assert self.press(Keys.TAB).get_attribute("name") == "__ac_password"
        self.type(account["password"])
        self.leave(Keys.ENTER)

    def into_batch(self, batch):
        """From the inbox's list of batches to the first listing of the first, which is `batch`."""
        self._past_the_head()
        self.to("a.skip-here")
        self.press(Keys.ENTER)
        link = self.to(".work-table td.main a")
        assert link.get_attribute("href").endswith(f"/{batch}")
        self.leave(Keys.ENTER)
        self._past_the_head()
        self.to("a[href*='xem-duyet']")
        self.leave(Keys.ENTER)

    def _past_the_head(self):
        self.to("a.skip")
        self.press(Keys.ENTER)

    def approve(self):
        self.press("d")
        self.leave("d")

    def give_back(self, reason):
        area = self.press("t")
        assert area.get_attribute("name") == "reason"
        self.type(reason)
        self.to("button")
        self.leave(Keys.ENTER)
