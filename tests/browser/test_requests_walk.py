"""Every procedure in a browser from its first page to the answer, at 320 and 1280 px, with and without scripts.

Each runs in one of the four ways, a correction from its listing in two; in all of them in the full run.
"""

from contextlib import contextmanager
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from tests.support.citizen import ANSWERS
from tests.support.citizen import Citizen
from tests.support.exhaustive import FULL
from tests.support.exhaustive import part
from tests.support.made_requests import sent
from tests.support.request_desk import acted
from tests.support.request_desk import file_of
from tests.support.request_desk import INBOX
from tests.support.request_desk import SETTINGS
from tests.support.request_rows import typed_for
from tests.support.sitting import until_gone
from tests.support.staff import Staff
from tests.support.wcag import AXE
from tests.support.wcag import contrasts_below
from tests.support.wcag import SHUT
from tests.support.wcag import TOO_WIDE
from tests.support.wcag import violations
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.procedures import PROCEDURES
from thads_portal.domain.requests.shapes import Handling
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


#: Width in pixels, and whether scripts run.
WAYS = ((320, False), (1280, True), (320, True), (1280, False))
WALKS = [
    (each.id, *way) for place, each in enumerate(PROCEDURES) for way in part(WAYS, place, len(WAYS))
]


@pytest.fixture(scope="module")
def people(portal, server):
    return {role: Staff(server, account) for role, account in portal.accounts.items()}


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    path = tmp_path_factory.mktemp("papers") / "giay-to.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    return path


@contextmanager
def visiting(browser, width, scripts):
    """A fresh visitor with a window of this width."""
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 768},
    )
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        browser.execute_cdp_cmd("Network.clearBrowserCookies", {})


def fill(browser, answers, paper=None):
    """Fill in what the page asks and go on."""
    for field in browser.find_elements(
        By.CSS_SELECTOR, ".request input, .request textarea, .request select"
    ):
        name, kind = field.get_attribute("name"), field.get_attribute("type")
        value = answers.get(name, "")
        if kind == "radio":
            if field.get_attribute("value") == value:
                field.click()
        elif kind == "checkbox":
            field.click()
        elif kind == "file" and paper:
            field.send_keys(str(paper))
        elif field.tag_name == "select" and value:
            Select(field).select_by_value(value)
        elif kind not in ("hidden", "file", "submit") and not field.get_attribute("value"):
            field.send_keys(value)


@pytest.mark.parametrize(("width", "scripts"), part(WAYS, 0, 2))
def test_a_correction_is_sent(chromium, server, listing, width, scripts):
    with visiting(chromium, width, scripts):
        chromium.get(f"{server}/cao-bang/nguoi-phai-thi-hanh-an/{listing}")
        for link in (f"chua-dung?muc={listing}", f"chua-dung/muc?muc={listing}"):
            go(chromium, chromium.find_element(By.CSS_SELECTOR, f'a[href*="{link}"]'))
        number = to_the_receipt(chromium, ANSWERS, f"{width}", scripts)[0]
        chromium.get(f"{server}/yeu-cau/theo-doi")
        look(chromium, f"theo-doi-{width}", scripts)
        assert number in chromium.find_element(By.TAG_NAME, "h1").text


@pytest.mark.parametrize(("service", "width", "scripts"), WALKS)
def test_each_procedure_to_the_answer(
    chromium, portal, server, people, listing, paper, service, width, scripts
):
    name = f"{service}-{width}"
    with visiting(chromium, width, scripts):
        chromium.get(f"{server}/yeu-cau")
        for link in (f"/yeu-cau/{service}", f"/yeu-cau/{service}/"):
            found = chromium.find_elements(By.CSS_SELECTOR, f'main a[href*="{link}"]')
            look(chromium, f"{name}-{len(link)}", scripts)
            go(chromium, found[0])
        answers = typed_for(service, listing)
        number, code = to_the_receipt(chromium, answers, name, scripts, paper)
        answer(portal, people, service, number)
        # Days later, on the same phone: by number and code.
        chromium.delete_all_cookies()
        chromium.get(f"{server}/yeu-cau/theo-doi")
        fill(chromium, {"so": number, "ma": code})
        go(chromium, chromium.find_element(By.CSS_SELECTOR, ".request .go-on .button"))
        look(chromium, f"{name}-tra-loi", scripts)
        text = chromium.find_element(By.CSS_SELECTOR, "article.request").text
        assert "Đã trả lời" in text
        link = chromium.find_element(By.CSS_SELECTOR, 'a[href*="?giay="]').get_attribute("href")
        reader = Citizen(server)
        reader.jar = {each["name"]: each["value"] for each in chromium.get_cookies()}
        document = reader.get(link.removeprefix(server))
        assert document.body.startswith(b"%PDF")
        chromium.find_element(By.CSS_SELECTOR, 'input[name="muc-do"]').click()
        go(chromium, chromium.find_element(By.CSS_SELECTOR, 'button[value="danh-gia"]'))
        assert not chromium.find_elements(By.CSS_SELECTOR, ".notice.fail")


def to_the_receipt(browser, answers, name, scripts, paper=None):
    """Page after page to the receipt; its number and secret code."""
    for step in range(25):
        here = browser.current_url.rpartition("/")[2].partition("?")[0]
        look(browser, f"{here}-{name}", scripts)
        if here == "bien-nhan":
            break
        fill(browser, answers, paper)
        buttons = browser.find_elements(By.CSS_SELECTOR, ".request .go-on .button")
        go(browser, buttons[-1])
        assert step < 24
    number, code = (each.text for each in browser.find_elements(By.CSS_SELECTOR, ".secret-code"))
    return number, code


def answer(portal, people, service, number):
    """The agency's part."""
    procedure, head, editor = BY_ID[service], people["agency_head"], people["provincial_editor"]
    path = file_of(portal, number)
    if procedure.handling is Handling.HEAD_FIRST:
        acted(head, path, "giao", account=portal.accounts["provincial_editor"]["username"])
    if 'value="thu-ly"' in editor.get(path).text:
        acted(editor, path, "thu-ly")
    acted(editor, path, "trinh", outcome=procedure.outcomes[0].code, text="Cơ quan đã xem xét.")
    acted(head, path, "ky")


def go(browser, element):
    """Press it, and wait until the page after it is there."""
    before = browser.find_element(By.TAG_NAME, "html")
    element.click()
    until_gone(browser, before)


def look(browser, name, scripts):
    """Nothing is too wide, and axe finds nothing."""
    if SHOTS:
        browser.save_screenshot(f"{SHOTS}/{name}.png")
    if scripts:
        assert browser.execute_script(TOO_WIDE) <= 0, name
        browser.execute_script(AXE)
        # Colours by computation: axe takes three times as long for them as for all the rest.
        assert violations(browser, colours=FULL) == [], name
        assert contrasts_below(browser, 4.5) == [], name
        assert browser.execute_script(SHUT) == [], name


def test_a_file_goes_on_after_a_cut(chromium, portal, server, tmp_path):
    """The line breaks while a large file is sent, the page is loaded again: nothing is sent twice."""
    large = tmp_path / "lon.pdf"
    large.write_bytes(b"%PDF-1.7\n" + os.urandom(7_000_000) + b"\ntrailer<<>>\n%%EOF\n")
    citizen = Citizen(server)
    citizen.fill("kien-nghi-phan-anh")
    page = f"{server}/yeu-cau/kien-nghi-phan-anh/giay-to"

    def offset():
        return portal.query("SELECT max(received) FROM thads_request_upload")[0][0] or 0

    def online(is_on, speed=-1):
        chromium.execute_cdp_cmd("Network.enable", {})
        chromium.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {
                "offline": not is_on,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": speed,
            },
        )

    def choose():
        chromium.find_element(By.ID, "f-tep").send_keys(str(large))
        chromium.find_element(By.CSS_SELECTOR, '.go-on button[name="tiep"]').click()

    with visiting(chromium, 320, scripts=True):
        chromium.get(page)
        chromium.add_cookie({"name": "thads-yeu-cau", "value": citizen.jar["thads-yeu-cau"]})
        chromium.get(page)
        try:
            online(True, 1_500_000)
            choose()
            WebDriverWait(chromium, 120).until(lambda _b: offset() > 0)
            online(False)
            state = chromium.find_element(By.CSS_SELECTOR, ".upload-state")
            WebDriverWait(chromium, 120).until(lambda _b: "Mất kết nối" in state.text)
            arrived = offset()
            assert 0 < arrived < large.stat().st_size
            online(True)
            chromium.get(page)
            assert "lon.pdf" in chromium.find_element(By.CSS_SELECTOR, ".sent-files").text
            look(chromium, "gui-do", scripts=True)
            choose()
            WebDriverWait(chromium, 120).until(lambda b: b.current_url.endswith("kiem-tra"))
        finally:
            online(True)
    sizes = portal.query("SELECT size FROM thads_request_file WHERE size > 6000000")
    assert sizes == [(large.stat().st_size,)]
    assert portal.query("SELECT count(*) FROM thads_request_upload") == [(0,)]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_agency_reads_and_answers_at_any_width(chromium, portal, server, width):
    """A request with representatives and money, the inbox and its settings: for the head."""
    group = {
        "behalf": "group",
        "group_who": "Mười hai hộ dân xóm Nà Rì",
        "group_size": "12",
        "representatives": "Nông Thị Hỏi\nLý Văn Đáp",
        "mandate_paper": "Biên bản ngày 02/11/2026",
        "mandate_scope": "Toàn bộ việc",
    }
    receipt = sent(portal.dsn, "nhan-lai-tien-tai-san", account="0123 456 789", **group)
    with visiting(chromium, width, scripts=True):
        account = portal.accounts["agency_head"]
        chromium.get(f"{server}/login")
        chromium.find_element(By.NAME, "__ac_name").send_keys(account["username"])
        chromium.find_element(By.NAME, "__ac_password").send_keys(account["password"])
        go(chromium, chromium.find_element(By.CSS_SELECTOR, "form [name='buttons.login']"))
        for name, path in (
            ("hop", INBOX),
            ("tien", f"{INBOX}?danh-sach=tien"),
            ("yeu-cau", file_of(portal, receipt.number)),
            ("cach-nhan", SETTINGS),
        ):
            chromium.get(f"{server}{path}")
            look(chromium, f"{name}-{width}", scripts=True)
