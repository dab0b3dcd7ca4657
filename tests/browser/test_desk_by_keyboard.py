"""A new member of the board at work without a mouse: from the login to the last listing of a batch."""

from selenium.webdriver.common.keys import Keys
from tests.support.batches import make_batch
from tests.support.keyboard import Keyboard
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


@pytest.fixture
def keyboard(chromium, portal, server):
    """At the desk of the board, signed in by keyboard alone."""
    keyboard = Keyboard(chromium)
    keyboard.sign_in(server, portal.accounts["editorial_board"])
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
    keyboard.into_batch(name)
    way = keyboard.keys
    for place in range(BATCH):
        assert f"/{REGISTER_ID}/" in browser.current_url, browser.current_url
        assert f"trên {BATCH - place} mục" in browser.find_element("css selector", "main").text
        if place < RETURNED:
            keyboard.give_back(REASON)
        else:
            keyboard.approve()
        assert browser.find_elements("css selector", ".desk-messages .said")
    assert states(portal, numbers) == ["published"] * (BATCH - RETURNED) + ["returned"] * RETURNED
    # The way there, two keys for an approval, three for a return with its reason.
    assert way <= 20
    assert keyboard.keys == way + 2 * (BATCH - RETURNED) + 3 * RETURNED
