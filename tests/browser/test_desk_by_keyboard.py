"""A new member of the board at work without a mouse: from the login to the last listing of a batch."""

from selenium.webdriver.common.keys import Keys
from tests.support.batches import make_batch
from tests.support.sitting import until_gone
from thads_portal.content.register import REGISTER_ID
from thads_portal.testing import make_listing

import pytest
import transaction


pytestmark = pytest.mark.browser

#: Listings of the batch that is read and decided; each is a page, as one of fifty is.
BATCH = 8
#: Of them, given back with a reason.
RETURNED = 2
REASON = "Thiếu số nhà"


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


@pytest.fixture
def keyboard(chromium, portal, server):
    """At the desk of the board, signed in by keyboard alone."""
    chromium.delete_all_cookies()
    chromium.get(f"{server}/login")
    account = portal.accounts["editorial_board"]
    keyboard = Keyboard(chromium)
    # The cursor stands where the name is typed.
    assert keyboard.here.get_attribute("name") == "__ac_name"
    keyboard.type(account["username"])
    assert keyboard.press(Keys.TAB).get_attribute("name") == "__ac_password"
    keyboard.type(account["password"])
    keyboard.leave(Keys.ENTER)
    assert keyboard.keys == 2
    yield keyboard
    chromium.delete_all_cookies()
    chromium.get_log("browser")


def waiting(portal, name):
    with portal.site() as site:
        number = make_listing(
            portal, site, state="board_review", debtor_name=name, created_by="ai đó"
        ).id
        transaction.commit()
    return number


def states(portal, numbers):
    rows = portal.query("SELECT state FROM thads_listing WHERE number = ANY(%s)", list(numbers))
    return sorted(state for (state,) in rows)


def test_one_approval_from_the_inbox_takes_at_most_twelve_keys(keyboard, portal, server):
    number = waiting(portal, "Lục Văn Một")
    browser = keyboard.browser
    # The list is kept in the address; a saved filter or a tile leads there.
    browser.get(f"{server}/ban-lam-viec?viec=cho-duyet")
    keyboard.keys = 0
    keyboard.to("a.skip")
    keyboard.press(Keys.ENTER)
    keyboard.to("a.skip-here")
    keyboard.press(Keys.ENTER)
    link = keyboard.to(".work-table td.main a")
    assert number in link.get_attribute("href")
    keyboard.leave(Keys.ENTER)
    keyboard.press("d")
    keyboard.leave("d")
    assert states(portal, [number]) == ["published"]
    assert keyboard.keys <= 12


def test_a_new_member_reads_and_decides_a_batch(keyboard, portal, server):
    with portal.site() as site:
        name, numbers = make_batch(portal, site, BATCH, until="board_review")
    browser = keyboard.browser
    browser.get(f"{server}/ban-lam-viec?viec=dot")
    keyboard.keys = 0
    keyboard.to("a.skip")
    keyboard.press(Keys.ENTER)
    keyboard.to("a.skip-here")
    keyboard.press(Keys.ENTER)
    batch = keyboard.to(".work-table td.main a")
    assert name in batch.get_attribute("href")
    keyboard.leave(Keys.ENTER)
    keyboard.to("a.skip")
    keyboard.press(Keys.ENTER)
    keyboard.to("a[href*='xem-duyet']")
    keyboard.leave(Keys.ENTER)
    way = keyboard.keys
    for place in range(BATCH):
        assert f"/{REGISTER_ID}/" in browser.current_url, browser.current_url
        assert f"trên {BATCH - place} mục" in browser.find_element("css selector", "main").text
        if place < RETURNED:
            area = keyboard.press("t")
            assert area.get_attribute("name") == "reason"
            keyboard.type(REASON)
            keyboard.to("button")
            keyboard.leave(Keys.ENTER)
        else:
            keyboard.press("d")
            keyboard.leave("d")
        assert browser.find_elements("css selector", ".desk-messages .said")
    assert states(portal, numbers) == ["published"] * (BATCH - RETURNED) + ["returned"] * RETURNED
    # The way there, two keys for an approval, three for a return with its reason.
    assert way <= 20
    assert keyboard.keys == way + 2 * (BATCH - RETURNED) + 3 * RETURNED
