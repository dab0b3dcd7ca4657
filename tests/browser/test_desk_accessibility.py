"""Every page of the staff in Chromium: axe, contrasts, focus, widths; and the desks by keyboard alone.

The pages are those that are registered: a new one is looked at without a word here.
"""

from plone import api
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from tests.support.batches import make_batch
from tests.support.exhaustive import FULL
from tests.support.registered_pages import desk_pages
from tests.support.sitting import until_gone
from tests.support.staff import Staff
from tests.support.wcag import AXE
from tests.support.wcag import contrasts_below
from tests.support.wcag import hidden_focus
from tests.support.wcag import show
from tests.support.wcag import SHUT
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from thads_portal.actions.approve import approve
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.context import ActionContext
from thads_portal.content.register import REGISTER_ID
from thads_portal.testing import make_listing

import pytest
import transaction


pytestmark = pytest.mark.browser

_REGISTER = f"/cao-bang/{REGISTER_ID}"
#: Roles in the order in which a page is tried: the first that may open it is the one at the browser.
ROLES = (
    "provincial_editor",
    "agency_head",
    "editorial_board",
    "central_editor",
    "administrator",
)
#: Interface that pages are registered for -> where such a thing is; in braces one of ``made``.
PLACES = {
    "IPloneSiteRoot": ("",),
    "IProvincialSite": ("/cao-bang",),
    "IDebtorRegister": (_REGISTER,),
    "IPostingBatches": ("/cao-bang/dot-cong-khai",),
    "IPostingBatch": ("/cao-bang/dot-cong-khai/{batch}",),
    "IContentSection": (
        "/cao-bang/tin-tuc",
        "/cao-bang/van-ban",
        "/cao-bang/thong-bao",
        "/cao-bang/su-kien",
        "/thu-tuc",
    ),
    "ISectionItem": ("/cao-bang/tin-tuc/muc",),
    "IDexterityContent": ("/cao-bang/tin-tuc/muc",),
    "IDebtorListing": tuple(
        f"{_REGISTER}/{{{name}}}" for name in ("draft", "submitted", "board", "public", "ended")
    ),
}
#: Names of the things' own views.
OWN_VIEWS = {"batches", "batch"}
#: Registered like pages, and answering with a file, for a program, or with another page.
NO_PAGES = {
    "Mở một tài liệu, trả về tệp": {
        ("IPostingBatch", "tai-lieu"),
        ("IPostingBatch", "tai-excel"),
        ("IDebtorListing", "xem-tai-lieu"),
    },
    "Như người đọc thấy: trang công khai": {("ISectionItem", "xem-truoc")},
    "Của một việc chạy nền, một tệp đã nhập: không có thì không có trang": {
        ("IPloneSiteRoot", "cong-viec-tien-do"),
        ("IProvincialSite", "nhap-excel-da-sua.xlsx"),
        ("IProvincialSite", "nhap-excel-ghi-chu.xlsx"),
    },
    "Của một yêu cầu của công dân, theo mã của yêu cầu": {
        ("IPloneSiteRoot", "xu-ly-yeu-cau"),
        ("IProvincialSite", "xu-ly-yeu-cau"),
        ("IPloneSiteRoot", "tep-yeu-cau"),
        ("IProvincialSite", "tep-yeu-cau"),
    },
}
#: Pages that look otherwise for another role or with other parameters, and those of Plone.
ALSO = {
    "provincial_editor": (
        "/cao-bang/ban-lam-viec",
        "/cao-bang/ban-lam-viec?viec=ban-nhap",
        "/cao-bang/tin-tuc",
        "/cao-bang/tin-tuc/muc",
        "/cao-bang/tim-trong-ban?q=luc",
    ),
    "agency_head": (
        "/cao-bang/ban-lam-viec",
        "/cao-bang/dot-cong-khai/{signing}",
        f"{_REGISTER}/{{submitted}}/xem-duyet",
        "/nhat-ky?province=cao-bang",
    ),
    "editorial_board": (
        "/ban-lam-viec",
        "/ban-lam-viec?cua=toi",
        "/ban-lam-viec?viec=dot",
        "/ban-lam-viec?viec=tin-bai",
        "/cao-bang/tin-tuc/cho",
        "/cao-bang/tin-tuc/cho/trao-doi",
        f"{_REGISTER}/{{board}}/xem-duyet",
        "/tim-trong-ban?q=luc",
    ),
    "inspector": ("/ban-lam-viec", "/tuan-thu"),
    "administrator": ("/ban-lam-viec", "/tuan-thu"),
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
                ("ended", "ended"),
                ("signing", "draft"),
            )
        }
        transaction.commit()
        found["batch"] = create_batch(
            site["cao-bang"], ActionContext(), numbers=[found["batched"]]
        ).id
        make_batch(portal, site, 2, until="board_review")
    with portal.site(role="editorial_board") as site:
        # Something that was done in time, for the page of compliance.
        done = make_listing(portal, site, state="board_review", created_by="ai đó")
        transaction.commit()
        approve(done, ActionContext())
        transaction.commit()
    with portal.site(role="provincial_editor") as site:
        signing = create_batch(site["cao-bang"], ActionContext(), numbers=[found["signing"]])
        submit_batch(signing, ActionContext())
        found["signing"] = signing.id
        with api.env.adopt_roles(["Manager"]):
            section = site["cao-bang"]["tin-tuc"]
            api.content.create(section, "News Item", id="muc", title="Tin mẫu")
            pending = api.content.create(section, "News Item", id="cho", title="Tin chờ duyệt")
            api.content.transition(pending, "submit")
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


@pytest.fixture(scope="module")
def pages(portal, server, made):
    """(role, address) of every page of the staff, from what is registered, with those of ``ALSO``."""
    people = {role: Staff(server, portal.accounts[role]) for role in ROLES}
    found: list[tuple[str, str]] = []
    shut = []
    no_pages = set().union(*NO_PAGES.values())
    for kind, name in desk_pages():
        if (kind, name) in no_pages:
            continue
        opened = []
        # The same page of several things is looked at on two of them, other ones for the next page.
        places = PLACES[kind]
        turn = 0 if FULL else len(found) % len(places)
        for place in (*places[turn:], *places[:turn]):
            if not FULL and sum(complete for *_who, complete in opened) == 2:
                break
            path = (place if name in OWN_VIEWS else f"{place}/{name}").format_map(made)
            for role in ROLES:
                answer = people[role].get(path)
                if answer.status == 200:
                    opened.append((role, path, "<html" in answer.text))
                    break
        if not opened:
            shut.append((kind, name))
        # A file, or a piece that a script puts into a page, is no page.
        found += [(role, path) for role, path, complete in opened if complete]
    # A new page that nobody here can open is named in NO_PAGES with what it is, or given a place.
    assert shut == []
    found += [(role, path.format_map(made)) for role, paths in ALSO.items() for path in paths]
    return list(dict.fromkeys(found))


def _part(pages, part):
    """Of the pages those of one of three parts, role by role, so that few sign in."""
    return [each for place, each in enumerate(sorted(pages)) if place * PARTS // len(pages) == part]


PARTS = 4
#: The least width of all, a phone's, and a desk's.
SHOWN = (320, 360, 1280)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_wrong_on_any_page_of_the_staff(signed_in, server, pages, artefacts, part):
    """axe, contrast by computation in both schemes, no second direction, no covered focus."""
    found = []
    sitting, browser = None, None
    for place, (role, path) in enumerate(_part(pages, part)):
        if role != sitting:
            browser, sitting = signed_in(role), role
        browser.get(server + path)
        here = browser.find_elements("css selector", "nav.staff")
        assert here, f"{path}: {browser.title}"
        assert "Không có trang này" not in browser.title, path
        # The editor gives its frame a title when it has loaded.
        if browser.find_elements("css selector", "script[src*='compose']"):
            WebDriverWait(browser, 60, 0.05).until(lambda there: there.execute_script(EDITOR_THERE))
        browser.execute_script(AXE)
        # In a run that is not of everything a page has the least or the greatest width, in turns.
        by_axe = (320, 1280) if FULL else ((320,), (1280,))[place % 2]
        for width in SHOWN if FULL else by_axe:
            show(browser, width)
            browser.execute_script("scrollTo(0, 0)")
            if artefacts and width != 320:
                name = path.strip("/").replace("/", "_").replace("?", "_")
                browser.save_screenshot(str(artefacts / f"{role}-{name}-{width}.png"))
            if width in by_axe:
                # Colours by computation everywhere; by axe too on every tenth page, once.
                colours = width == 320 if FULL else place % 10 == 0
                found += [(path, width, *each) for each in violations(browser, colours=colours)]
            if width != 360:
                found += [(path, width, *each) for each in contrasts_below(browser, 4.5)]
            found += [(path, width, "focus covered", *each) for each in hidden_focus(browser)]
            if browser.execute_script(TOO_WIDE) > 0:
                found.append((path, width, "scrolls sideways"))
            found += [
                (path, width, "cannot be opened", each) for each in browser.execute_script(SHUT)
            ]
        show(browser, by_axe[-1], "dark")
        found += [(path, "dark", *each) for each in contrasts_below(browser, 4.5)]
    assert found == []


EDITOR_THERE = (
    "return Boolean(window.tinymce && tinymce.activeEditor && tinymce.activeEditor.initialized)"
    " && !document.querySelector('iframe:not([title])')"
)
#: Lists of work -> who has them.
LISTS = (
    ("provincial_editor", "/cao-bang/ban-lam-viec"),
    ("agency_head", "/cao-bang/ban-lam-viec"),
    ("editorial_board", "/ban-lam-viec"),
    ("editorial_board", "/ban-lam-viec?viec=dot"),
    ("editorial_board", "/ban-lam-viec?viec=tin-bai"),
)


@pytest.mark.parametrize(("role", "path"), LISTS)
def test_the_first_work_item_stands_within_400_pixels_on_a_phone(signed_in, server, role, path):
    browser = signed_in(role)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True},
    )
    browser.get(server + path)
    top = browser.execute_script(
        "return document.querySelector('.work-table tbody tr').getBoundingClientRect().top"
    )
    assert top <= 400
    # The menus are folded; a tap opens them.
    menu = browser.find_element("css selector", "nav.staff summary")
    link = browser.find_element("css selector", "nav.staff ul a[href$='/logout']")
    assert not link.is_displayed()
    menu.click()
    assert link.is_displayed()


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("editorial_board", "/ban-lam-viec"),
        ("administrator", "/ban-lam-viec"),
        ("provincial_editor", "/cao-bang/ban-lam-viec"),
        ("provincial_editor", "/cao-bang/hop-yeu-cau"),
        ("agency_head", "/cao-bang/hop-yeu-cau"),
    ],
)
def test_the_bar_of_the_staff_is_one_line_at_a_desk(signed_in, server, role, path):
    browser = signed_in(role)
    browser.get(f"{server}{path}")
    bar = browser.find_element("css selector", "nav.staff")
    assert bar.rect["height"] <= 60
    assert browser.execute_script(
        "const list = document.querySelector('nav.staff ul');"
        " return list.scrollWidth <= list.clientWidth"
    )


def test_compliance_is_read_as_cards_on_a_phone(signed_in, server):
    browser = signed_in("editorial_board")
    show(browser, 360)
    browser.get(f"{server}/tuan-thu")
    for fold in browser.find_elements("css selector", "main details.fold > summary"):
        fold.click()
    # Every line of a table is a card, however many there are.
    assert browser.execute_script(
        "return [...document.querySelectorAll('main .work-table tbody tr')].every((row) =>"
        " getComputedStyle(row).display !== 'table-row')"
    )
    assert browser.execute_script(TOO_WIDE) <= 0


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
