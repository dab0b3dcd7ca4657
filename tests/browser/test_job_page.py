"""The page of a running job in Chromium: it goes on by itself, with a script and without one."""

from selenium.webdriver.support.ui import WebDriverWait
from tests.support.wcag import TOO_WIDE
from thads_portal.jobs import queue

import pytest
import transaction


pytestmark = pytest.mark.browser


@pytest.fixture
def job(portal):
    """A job that stands at 10 of 100; the function it comes with moves it on."""
    with portal.site(role="provincial_editor") as site:
        job_id = queue.enqueue(site, "none", title="Đọc tệp Excel")
        transaction.commit()

    def move(**columns):
        assignments = ", ".join(f"{name} = %s" for name in columns)
        portal.query(
            f"UPDATE thads_job SET {assignments} WHERE id = %s",  # noqa: S608 - own names
            *columns.values(),
            job_id,
        )

    move(state="running", done=10, total=100)
    yield f"/cong-viec?ma={job_id}", move
    portal.query("DELETE FROM procrastinate_jobs")
    portal.query("DELETE FROM thads_job WHERE id = %s", job_id)


@pytest.fixture
def editor(browser, portal, server):
    """The browser with the provincial editor signed in."""
    account = portal.accounts["provincial_editor"]
    browser.get(f"{server}/login")
    browser.find_element("name", "__ac_name").send_keys(account["username"])
    browser.find_element("name", "__ac_password").send_keys(account["password"])
    browser.find_element("name", "buttons.login").click()
    WebDriverWait(browser, 60, 0.05).until(lambda driver: "/login" not in driver.current_url)
    yield browser
    browser.delete_all_cookies()


def text(browser) -> str:
    return browser.execute_script("return document.querySelector('main').innerText")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_progress_and_end_without_a_click(editor, server, job, script):
    address, move = job
    editor.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
    try:
        editor.get(f"{server}{address}")
        assert "10 trên 100 (10%)" in text(editor)
        assert editor.execute_script(TOO_WIDE) <= 0
        move(done=60)
        WebDriverWait(editor, 60, 0.05).until(lambda driver: "60 trên 100 (60%)" in text(driver))
        move(state="done", done=100, result='{"rows": 100}')
        WebDriverWait(editor, 60, 0.05).until(lambda driver: "Đã xong" in text(driver))
        assert not editor.find_elements("css selector", "progress")
    finally:
        editor.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
