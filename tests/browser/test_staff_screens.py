"""Screens of the staff as they are used: Plone's own forms in the portal's style, the desk on a phone
and by keyboard alone."""

from plone import api
from plone.namedfile.file import NamedBlobImage
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from tests.support.sitting import until_gone
from tests.support.wcag import TOO_WIDE
from thads_portal.testing import make_listing

import base64
import pytest
import transaction


pytestmark = pytest.mark.browser

_PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
_RED = "rgb(155, 28, 31)"
_COLOUR = "return getComputedStyle(arguments[0]).backgroundColor"


@pytest.fixture(scope="module")
def waiting(portal):
    with portal.site() as site:
        for place in range(60):
            make_listing(
                portal, site, state="board_review", debtor_name=f"Chờ {place}", created_by="ai đó"
            )
        transaction.commit()


@pytest.fixture
def sit(browser, portal, server):
    """Signs a role in by keyboard: the first field has the focus."""

    def signed_in(role):
        browser.delete_all_cookies()
        browser.get(f"{server}/login")
        account = portal.accounts[role]
        name = browser.switch_to.active_element
        assert name.get_attribute("name") == "__ac_name"
        name.send_keys(account["username"], Keys.TAB)
        password = browser.switch_to.active_element
        assert password.get_attribute("name") == "__ac_password"
        password.send_keys(account["password"], Keys.ENTER)
        until_gone(browser, password)
        return browser

    yield signed_in
    browser.execute_script("window.onbeforeunload = null")
    browser.delete_all_cookies()
    browser.get("about:blank")
    # Plone asks before what was typed is left, which the driver answers.
    browser.get_log("browser")


def _find(browser, css):
    return WebDriverWait(browser, 60, 0.05).until(
        lambda there: [
            each for each in there.find_elements("css selector", css) if each.is_displayed()
        ]
    )[0]


def _press(browser, element):
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


@pytest.mark.parametrize(
    "path", ["/cao-bang/tin-tuc/folder_contents", "/change-password", "/@@personal-information"]
)
def test_plones_pages_have_a_style_and_fit(sit, portal, server, path):
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        if "mau" not in site["cao-bang"]["tin-tuc"]:
            api.content.create(site["cao-bang"]["tin-tuc"], "News Item", id="mau", title="Tin mẫu")
            transaction.commit()
    browser = sit("provincial_editor")
    browser.get(server + path)
    if path.endswith("folder_contents"):
        # Its list and its buttons are drawn by what Plone's own script asks for.
        _find(browser, ".pat-structure table tbody tr td.title a")
        _find(browser, ".pat-structure .btn svg")
    else:
        _find(browser, ".btn-primary, button")
    assert browser.find_elements("css selector", "link[href*='barceloneta'][rel=stylesheet]")
    assert browser.execute_script(TOO_WIDE) <= 0, path
    for button in browser.find_elements("css selector", "form .btn-primary"):
        assert browser.execute_script(_COLOUR, button) == _RED


@pytest.mark.parametrize("path", ["/@@overview-controlpanel", "/@@mail-controlpanel"])
def test_control_panels_have_a_style_and_fit(sit, server, path):
    browser = sit("administrator")
    browser.get(server + path)
    assert browser.find_elements("css selector", "link[href*='barceloneta'][rel=stylesheet]")
    assert browser.execute_script(TOO_WIDE) <= 0


def test_news_is_written_with_an_image_and_a_link(sit, server):
    browser = sit("provincial_editor")
    browser.get(f"{server}/cao-bang/tin-tuc/++add++News%20Item")
    assert browser.find_element("css selector", "h1").text == "Viết tin"
    assert browser.execute_script(TOO_WIDE) <= 0
    for tool in ("ploneimage", "plonelink"):
        _press(browser, _find(browser, f".tox-tbtn[data-mce-name='{tool}']"))
        dialog = _find(browser, ".modal-content")
        colour = browser.execute_script(_COLOUR, dialog)
        assert colour.startswith("rgb("), colour
        rectangle = dialog.rect
        assert rectangle["x"] >= 0
        assert rectangle["x"] + rectangle["width"] <= browser.width
        _find(
            browser, ".modal-content .modal-footer .btn-primary, .modal-content .plone-btn-primary"
        )
        _press(browser, _find(browser, ".modal-content .btn-close, .modal-content .modal-close"))
        WebDriverWait(browser, 60, 0.05).until(
            lambda there: (
                not [
                    each
                    for each in there.find_elements("css selector", ".modal-content")
                    if each.is_displayed()
                ]
            )
        )
    title = browser.find_element("css selector", "[name='form.widgets.IDublinCore.title']")
    title.send_keys(f"Tin thử {browser.width}")
    save = browser.find_element("css selector", "[name='form.buttons.save']")
    _press(browser, save)
    until_gone(browser, save)
    assert "Item created" not in browser.page_source
    assert f"Tin thử {browser.width}" in browser.find_element("css selector", "h1").text


def test_the_first_work_item_stands_on_the_first_screen(sit, server, waiting):
    browser = sit("editorial_board")
    browser.get(f"{server}/ban-lam-viec")
    top = browser.execute_script(
        "return document.querySelector('.work-table tbody tr').getBoundingClientRect().top"
    )
    if browser.width < 768:
        assert top <= 400
        menu = browser.find_element("css selector", "nav.staff summary")
        assert not browser.find_element(
            "css selector", "nav.staff a[href$='/nhat-ky']"
        ).is_displayed()
        menu.click()
        browser.find_element(
            "css selector", "nav.staff li:not(.staff-name) .staff-more summary"
        ).click()
        assert browser.find_element("css selector", "nav.staff a[href$='/nhat-ky']").is_displayed()
    else:
        assert top <= 800
    assert browser.execute_script(TOO_WIDE) <= 0


def test_one_approval_takes_few_keys(sit, server, waiting):
    browser = sit("editorial_board")
    browser.get(f"{server}/ban-lam-viec?viec=cho-duyet")
    keys = 0

    def press(key):
        nonlocal keys
        keys += 1
        browser.switch_to.active_element.send_keys(key)
        return browser.switch_to.active_element

    def until(css, key=Keys.TAB):
        for _ in range(30):
            here = press(key)
            if browser.execute_script("return arguments[0].matches(arguments[1])", here, css):
                return here
        raise AssertionError(css)

    until("a.skip")
    press(Keys.ENTER)
    until("a.skip-here")
    press(Keys.ENTER)
    box = until("td.pick input")
    press(Keys.SPACE)
    assert box.is_selected()
    button = press(Keys.ENTER)
    assert button.get_attribute("value") == "approve"
    press(Keys.ENTER)
    until_gone(browser, button)
    assert browser.switch_to.active_element.get_attribute("id") == "xac-nhan"
    button = until("form.confirm button[value='approve']")
    press(Keys.ENTER)
    until_gone(browser, button)
    assert "Đã công khai 1 trường hợp" in browser.find_element("css selector", "main").text
    assert keys <= 25


def test_a_picture_that_is_chosen_takes_the_place_of_the_old_one(
    browser, sit, portal, server, tmp_path
):
    picture = tmp_path / "anh.png"
    picture.write_bytes(base64.b64decode(_PIXEL))
    with portal.site(role="provincial_editor") as site:
        item = api.content.create(
            site["cao-bang"]["tin-tuc"],
            "News Item",
            title="Tin có ảnh",
            image=NamedBlobImage(base64.b64decode(_PIXEL), filename="cu.png"),
        )
        path = item.absolute_url_path().replace("/Plone", "")
        transaction.commit()
    sit("provincial_editor")
    browser.get(f"{server}{path}/edit")
    field = browser.find_element("css selector", 'input[type="file"][id$="-image-input"]')
    replace = browser.find_element("css selector", 'input[id$="-image-replace"]')
    assert not replace.is_selected()
    field.send_keys(str(picture))
    assert replace.is_selected()
