"""axe in Chromium on every page of the staff, at three widths; and the desks by keyboard alone.

A new page of the staff is a line in PAGES, under the role that works with it.
"""

from plone import api
from selenium.webdriver.common.keys import Keys
from tests.support.sitting import until_gone
from tests.support.wcag import AXE
from tests.support.wcag import show
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from tests.support.wcag import WIDTHS
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.context import ActionContext
from thads_portal.content.register import REGISTER_ID
from thads_portal.testing import make_listing

import pytest
import transaction


pytestmark = pytest.mark.browser

_REGISTER = f"/cao-bang/{REGISTER_ID}"
#: Role -> addresses; what stands in braces is one of ``made``.
PAGES = {
    "provincial_editor": (
        "/cao-bang/ban-lam-viec",
        f"{_REGISTER}/them-moi",
        "/cao-bang/cham-dut-hang-loat",
        "/cao-bang/cham-dut-tu-excel",
        "/cao-bang/thu-tien-tu-excel",
        "/cao-bang/xac-minh-tu-excel",
        "/cao-bang/lich-han",
        f"{_REGISTER}/{{draft}}/ho-so",
        f"{_REGISTER}/{{draft}}/sua",
        f"{_REGISTER}/{{public}}/ho-so",
        f"{_REGISTER}/{{public}}/sua",
        f"{_REGISTER}/{{public}}/cham-dut",
        f"{_REGISTER}/{{public}}/niem-yet",
        "/cao-bang/nhap-excel",
        "/cao-bang/dot-cong-khai",
        "/cao-bang/dot-cong-khai/{batch}",
        "/cao-bang/in-danh-sach",
        "/cao-bang/tin-tuc",
        "/cao-bang/tin-tuc/muc",
        "/cao-bang/tin-tuc/muc/tep-dinh-kem",
        "/cao-bang/tin-tuc/viet",
        "/cao-bang/su-kien/viet",
        "/cao-bang/thong-bao/viet",
        "/cao-bang/van-ban/viet",
        "/cao-bang/tin-tuc/muc/soan",
        "/cao-bang/tin-tuc/muc/lich-su",
        "/cao-bang/tin-tuc/muc/bo-vao-thung-rac",
        "/cao-bang/thung-rac",
        "/cao-bang/mau-van-ban",
    ),
    "agency_head": (
        "/cao-bang/ban-lam-viec",
        "/cao-bang/dot-cong-khai",
        f"{_REGISTER}/{{submitted}}/ho-so",
        f"{_REGISTER}/{{submitted}}/xem-duyet",
        "/cao-bang/ky-thay",
        "/cao-bang/tim-trong-ban?q=luc",
        "/nhat-ky?province=cao-bang",
    ),
    "editorial_board": (
        "/ban-lam-viec",
        "/de-nghi-dang",
        "/tuan-thu",
        "/dieu-hanh",
        "/cong-viec",
        "/nhat-ky",
        f"{_REGISTER}/{{board}}/ho-so",
        f"{_REGISTER}/{{board}}/xem-duyet",
        "/ban-lam-viec?cua=toi",
        "/ban-lam-viec?viec=dot",
        "/phan-cong",
        "/tim-trong-ban?q=luc",
    ),
    "central_editor": ("/ban-bien-tap",),
    "administrator": (
        "/ban-lam-viec",
        "/tai-khoan",
        "/lich-lam-viec",
        "/thu-dien-tu",
        "/tuan-thu",
        "/dieu-hanh",
        "/cong-viec",
        "/nhat-ky",
    ),
}


@pytest.fixture(scope="module")
def made(portal):
    """Something of each kind to work on: names for the addresses."""
    with portal.site(role="provincial_editor") as site:
        found = {
            name: make_listing(
                portal, site, state=state, debtor_name=f"Lục Văn {name}", created_by="test"
            ).id
            for name, state in (
                ("draft", "draft"),
                ("second", "draft"),
                ("batched", "draft"),
                ("submitted", "submitted"),
                ("board", "board_review"),
                ("public", "published"),
            )
        }
        transaction.commit()
        found["batch"] = create_batch(
            site["cao-bang"], ActionContext(), numbers=[found["batched"]]
        ).id
        with api.env.adopt_roles(["Manager"]):
            news = api.content.create(
                site["cao-bang"]["tin-tuc"], "News Item", id="muc", title="Tin mẫu"
            )
        transaction.commit()
    # Nobody accepts what they wrote.
    with portal.site(role="editorial_board") as site, api.env.adopt_roles(["Manager"]):
        news = site["cao-bang"]["tin-tuc"]["muc"]
        api.content.transition(news, "publish")
        news.syndication = {"state": "proposed", "proposed_by": "x", "by": "x", "reason": ""}
        news.reindexObject()
        transaction.commit()
    return found


@pytest.fixture
def signed_in(chromium, portal, server, made):
    """Signs a role in; the browser that is returned opens pages below the server."""

    def sit(role):
        chromium.delete_all_cookies()
        chromium.get(f"{server}/login")
        account = portal.accounts[role]
        chromium.find_element("name", "__ac_name").send_keys(account["username"])
        chromium.find_element("name", "__ac_password").send_keys(account["password"])
        button = chromium.find_element("css selector", "form [name='buttons.login']")
        button.click()
        until_gone(chromium, button)
        return chromium

    show(chromium, 1280)
    yield sit
    chromium.delete_all_cookies()
    chromium.get_log("browser")


@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing_on_the_desks(signed_in, server, made, artefacts, role):
    browser = signed_in(role)
    found = []
    for path in PAGES[role]:
        browser.get(server + path.format_map(made))
        here = browser.find_elements("css selector", "nav.staff")
        assert here, f"{path}: {browser.title}"
        assert "Không có trang này" not in browser.title, path
        browser.execute_script(AXE)
        for width in WIDTHS:
            show(browser, width)
            if artefacts:
                name = path.strip("/").replace("/", "_").partition("?")[0]
                browser.save_screenshot(str(artefacts / f"{role}-{name}-{width}.png"))
            found += [(path, width, *each) for each in violations(browser)]
            if browser.execute_script(TOO_WIDE) > 0:
                found.append((path, width, "scrolls sideways"))
    assert found == []


def _focused(browser):
    return browser.switch_to.active_element


def test_focus_is_seen_and_the_skip_link_comes_first(signed_in, server):
    browser = signed_in("provincial_editor")
    browser.get(f"{server}/cao-bang/ban-lam-viec")
    _focused(browser).send_keys(Keys.TAB)
    skip = _focused(browser)
    assert skip.get_attribute("class") == "skip"
    assert skip.rect["y"] >= 0
    for _ in range(25):
        _focused(browser).send_keys(Keys.TAB)
        here = _focused(browser)
        if here.tag_name == "body":
            break
        style = browser.execute_script(
            "const style = getComputedStyle(arguments[0]);"
            "return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)",
            here,
        )
        assert style >= 2, here.get_attribute("outerHTML")[:200]
    browser.get(f"{server}/cao-bang/ban-lam-viec")
    _focused(browser).send_keys(Keys.TAB)
    _focused(browser).send_keys(Keys.ENTER)
    assert browser.current_url.endswith("#noi-dung")


def test_rows_are_chosen_by_keyboard_and_the_bar_counts_them(signed_in, server):
    browser = signed_in("provincial_editor")
    browser.get(f"{server}/cao-bang/ban-lam-viec")
    boxes = browser.find_elements("css selector", "td.pick input")
    assert len(boxes) >= 2
    boxes[0].send_keys(Keys.SPACE)
    boxes[1].send_keys(Keys.SPACE)
    count = browser.find_element("css selector", "[data-bulk-number]")
    assert count.text == "2"
    assert boxes[0].accessible_name.startswith("Chọn")
    # From the last box the keys lead on to what can be done with the rows.
    boxes[-1].send_keys(Keys.TAB)
    for _ in range(40):
        here = _focused(browser)
        if here.tag_name == "button" and here.get_attribute("name") == "action":
            break
        here.send_keys(Keys.TAB)
    assert _focused(browser).get_attribute("name") == "action"


def test_one_is_approved_by_a_few_keys_and_none_works_while_typing(signed_in, server, portal, made):
    with portal.site(role="provincial_editor") as site:
        number = make_listing(
            portal, site, state="board_review", debtor_name="Lục Văn Phím", created_by="test"
        ).id
        transaction.commit()

    def state():
        return portal.query("SELECT state FROM thads_listing WHERE number = %s", number)[0][0]

    browser = signed_in("editorial_board")
    browser.get(f"{server}{_REGISTER}/{number}/xem-duyet?viec=cho-duyet")
    # T leads to the reason; there D is a letter.
    _focused(browser).send_keys("t")
    area = _focused(browser)
    assert area.tag_name == "textarea" and area.get_attribute("name") == "reason"
    area.send_keys("dnd")
    assert area.get_attribute("value") == "dnd"
    assert browser.current_url.endswith("viec=cho-duyet")
    browser.execute_script("document.activeElement.blur()")
    assert _focused(browser).tag_name != "textarea"
    # The first D leads to the button and says so, the second takes the step.
    _focused(browser).send_keys("d")
    button = _focused(browser)
    assert button.get_attribute("value") == "approve"
    said = browser.find_element("css selector", "[data-keys-said]")
    assert "D lần nữa" in said.get_attribute("textContent")
    assert state() == "board_review"
    button.send_keys("d")
    until_gone(browser, button)
    assert state() == "published"
    # Put off, no key does anything.
    browser.get(f"{server}{_REGISTER}/{made['board']}/xem-duyet")
    switch = browser.find_element("css selector", "[data-keys-switch]")
    switch.send_keys(Keys.SPACE)
    assert not switch.is_selected()
    switch.send_keys("d")
    assert _focused(browser).get_attribute("value") != "approve"
    switch.send_keys(Keys.SPACE)
