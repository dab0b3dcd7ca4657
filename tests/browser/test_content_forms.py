"""The editor writes news with two pictures in a real browser, on a phone and at a desk."""

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from selenium.webdriver.support.ui import WebDriverWait
from tests.support.sent_forms import photograph
from tests.support.sitting import Person

import pytest


pytestmark = pytest.mark.browser
#: Seconds for what only the script does.
PATIENCE = 20


@pytest.fixture
def person(browser, portal, server):
    return Person(browser, portal, server)


def wait(person, what):
    WebDriverWait(person.browser, PATIENCE, 0.05).until(lambda _browser: what())


def editor_there(person):
    return person.browser.execute_script(
        "return Boolean(window.tinymce && tinymce.activeEditor && tinymce.activeEditor.initialized)"
    )


def type_text(person, text):
    """Into the editor, key by key, as it is typed."""
    wait(person, lambda: editor_there(person))
    person.browser.switch_to.frame(person.find(".tox-edit-area iframe"))
    person.find("body").send_keys(text)
    person.browser.switch_to.default_content()


def test_news_with_two_pictures(person, portal, tmp_path):
    width = person.browser.width
    for number in (1, 2):
        (tmp_path / f"anh-{number}.jpg").write_bytes(photograph(800, 600))
    person.sit("provincial_editor")
    person.open("/cao-bang/tin-tuc/viet")
    person.fill("title", f"Tin viết ở {width} điểm")
    person.fill("description", "Một câu mở đầu.")
    type_text(person, "Ngày 20/11/2026, Cục tổ chức hội nghị.")
    # Kept while it is typed, without a button.
    wait(person, lambda: "Đã tự lưu" in person.find("[data-kept-state]").text)
    for slot in (0, 1):
        person.find(f'[name="anh.{slot}.tep"]').send_keys(str(tmp_path / f"anh-{slot + 1}.jpg"))
        person.fill(f"anh.{slot}.loi", f"Ảnh số {slot + 1} của hội nghị")
    # Of the second a square is kept.
    Select(person.find('[name="anh.1.khung"]')).select_by_value("1:1")
    assert person.browser.execute_script("return document.documentElement.scrollWidth") <= width
    person.press("preview")
    shown = person.text
    assert f"Tin viết ở {width} điểm" in shown
    assert "Cục tổ chức hội nghị" in shown
    pictures = person.browser.find_elements("css selector", "main figure img")
    assert [each.get_attribute("alt") for each in pictures] == [
        "Ảnh số 1 của hội nghị",
        "Ảnh số 2 của hội nghị",
    ]
    person.browser.execute_script(
        "document.querySelectorAll('main figure img').forEach((each) => each.loading = 'eager')"
    )
    wait(
        person,
        lambda: person.browser.execute_script(
            "return [...document.querySelectorAll('main figure img')].every((each) => each.naturalWidth > 0)"
        ),
    )
    shapes = person.browser.execute_script(
        "return [...document.querySelectorAll('main figure img')].map("
        "(each) => each.naturalWidth / each.naturalHeight)"
    )
    assert shapes == [pytest.approx(4 / 3, abs=0.01), pytest.approx(1, abs=0.01)]
    person.open(person.path.replace("/xem-truoc", "/soan"))
    # A picture goes into the text where the cursor is.
    wait(person, lambda: person.find("[data-insert]").is_displayed())
    person.browser.execute_script("document.querySelector('[data-insert]').click()")
    person.press("submit")
    assert "Chờ Ban Biên tập duyệt" in person.text
    inside = person.browser.find_elements("css selector", "main .rich img")
    assert [each.get_attribute("alt") for each in inside] == ["Ảnh số 1 của hội nghị"]
    assert len(person.browser.find_elements("css selector", "main figure img")) == 1


def test_what_was_typed_comes_back_and_two_people_compare(person, portal):
    width = person.browser.width
    person.sit("provincial_editor")
    person.open("/cao-bang/tin-tuc/viet")
    person.fill("title", f"Tin hai người {width}")
    wait(person, lambda: "Đã tự lưu" in person.find("[data-kept-state]").text)
    # The page is left without saving.
    person.open("/cao-bang/tin-tuc/viet")
    person.leave(person.find(".unfinished a"))
    assert person.find('[name="title"]').get_attribute("value") == f"Tin hai người {width}"
    person.press("save")
    path = person.path
    # By keyboard alone: the lead, then down to the button.
    lead = person.find('[name="description"]')
    lead.send_keys("Sửa lần hai")
    button = person.find('button[name="action"][value="save"]')
    person.browser.execute_script("window.here = true")
    button.send_keys(Keys.ENTER)
    wait(person, lambda: not person.browser.execute_script("return window.here"))
    assert person.path == path
    assert person.find('[name="description"]').text == "Sửa lần hai"
