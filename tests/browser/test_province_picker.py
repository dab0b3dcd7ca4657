"""One way to choose a province wherever the public does: typed by any of its names, or from a list."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import pytest


pytestmark = pytest.mark.browser


def _find(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def _shown(browser):
    options = browser.find_elements(By.CSS_SELECTOR, "#province-go-typing [role=option]")
    return [option.find_element(By.TAG_NAME, "span").text for option in options]


def _went(browser, before):
    WebDriverWait(browser, 60, 0.05).until(lambda b: b.current_url != before)
    return urlsplit(browser.current_url)


@pytest.fixture
def picker(browser, server):
    def open_(path):
        browser.get(f"{server}{path}")
        assert not _find(browser, "#province").is_displayed()
        field = _find(browser, "#province-go")
        label = _find(browser, 'label[for="province-go"]')
        assert label.is_displayed() and field.get_attribute("role") == "combobox"
        return field

    return open_


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Sài Gòn", "Hồ Chí Minh"),
        ("sai gon", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("tp hcm", "Hồ Chí Minh"),
        ("thành phố Hồ Chí Minh", "Hồ Chí Minh"),
        ("daklak", "Đắk Lắk"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("huế", "Thừa Thiên Huế"),
        ("brvt", "Bà Rịa - Vũng Tàu"),
        ("tỉnh Cao Bằng", "Cao Bằng"),
        ("bac giang", "Bắc Giang"),
    ],
)
def test_any_name_of_a_province_finds_it(browser, picker, typed, first):
    picker("/tra-cuu").send_keys(typed)
    assert _shown(browser)[0] == first
    before = browser.current_url
    # Typed out, it need not be chosen from the list.
    _find(browser, "#province-go").send_keys(Keys.ENTER)
    asked = parse_qs(_went(browser, before).query)
    assert list(asked) == ["province"]
    assert _find(browser, "#province-go").get_attribute("value") == first


def test_a_province_of_today_is_offered_with_the_old_ones_in_it(browser, picker):
    picker("/tra-cuu").send_keys("bac ninh")
    assert _shown(browser) == ["Bắc Ninh", "Bắc Ninh (mới)", "Bắc Giang"]
    assert "nay thuộc Bắc Ninh" in _find(browser, "#province-go-typing").text


def test_the_keyboard_alone_chooses_and_undoes(browser, picker):
    field = picker("/tra-cuu")
    assert field.get_attribute("placeholder") == "Cả nước"
    field.send_keys("cao")
    field.send_keys(Keys.ARROW_DOWN)
    chosen = browser.find_elements(By.CSS_SELECTOR, "#province-go-typing [aria-selected=true]")
    assert len(chosen) == 1
    assert field.get_attribute("aria-activedescendant") == chosen[0].get_attribute("id")
    before = browser.current_url
    field.send_keys(Keys.ENTER)
    # Chosen, not yet sent.
    assert browser.current_url == before and field.get_attribute("value") == "Cao Bằng"
    assert _find(browser, "#province").get_attribute("value") == "cao-bang"
    field.send_keys("xyz")
    field.send_keys(Keys.ESCAPE)
    field.clear()
    field.send_keys(Keys.TAB)
    assert _find(browser, "#province").get_attribute("value") == ""
    field.send_keys(Keys.ARROW_DOWN)
    assert len(_shown(browser)) > 63


def test_what_names_no_province_is_said_and_not_dropped(browser, picker):
    field = picker("/tra-cuu")
    _find(browser, "#q").send_keys("nong van")
    field.send_keys("Atlantis")
    before = browser.current_url
    field.send_keys(Keys.ENTER)
    assert parse_qs(_went(browser, before).query)["province"] == ["Atlantis"]
    assert "nên chưa tra cứu" in _find(browser, "main").text


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/thong-ke", "/tp-ho-chi-minh/thong-ke"),
        ("/cao-bang/thong-ke", "/tp-ho-chi-minh/thong-ke"),
        ("/cao-bang/danh-sach-pdf", "/tp-ho-chi-minh/danh-sach-pdf"),
        ("/lien-he", "/tp-ho-chi-minh"),
        ("/en/thong-ke", "/en/tp-ho-chi-minh/thong-ke"),
    ],
)
def test_it_leads_from_page_to_page(browser, picker, path, to):
    field = picker(path)
    field.clear()
    field.send_keys("Sài Gòn", Keys.ENTER)
    WebDriverWait(browser, 60, 0.05).until(lambda b: urlsplit(b.current_url).path == to)


def test_from_a_province_back_to_the_country(browser, picker):
    field = picker("/cao-bang/thong-ke")
    assert field.get_attribute("value") == "Cao Bằng"
    field.clear()
    field.send_keys(Keys.ENTER)
    WebDriverWait(browser, 60, 0.05).until(lambda b: urlsplit(b.current_url).path == "/thong-ke")
