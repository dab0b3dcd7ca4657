"""A real Chromium for the browser tests.

Where Chromium or its driver is missing the tests are skipped and say so; with
``THADS_REQUIRE_BROWSER`` set that is a failure, so that a check in which the
browser silently went missing cannot pass.
"""

from pathlib import Path
from thads_portal.domain.codes import State

import os
import pytest
import re
import shutil
import subprocess


#: Debian's Chromium without the parts of a desk's windows is the same browser for two thirds of the work.
_SHELL = "chromium-headless-shell"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: The widths of a small phone and of a desk.
WIDTHS = (360, 1280)


@pytest.fixture(scope="session")
def window(tmp_path_factory):
    """The browser, without a window: one for all modules, so not for a test to take by itself."""
    driver = shutil.which("chromedriver")
    browser = _browser_of(driver)
    if browser is None or driver is None:
        missing = "Chromium" if browser is None else "chromedriver"
        message = f"{missing} is not installed (Debian: chromium, chromium-driver)"
        if os.environ.get("THADS_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(f"BROWSER TESTS SKIPPED: {message}")
    from selenium.webdriver import Chrome
    from selenium.webdriver import ChromeOptions
    from selenium.webdriver import ChromeService

    options = ChromeOptions()
    options.binary_location = _with_a_page(browser, tmp_path_factory)
    for argument in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "disable-dev-shm-usage",
        # Smooth scrolling would still be on its way when the test clicks.
        "force-prefers-reduced-motion",
        f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = Chrome(options=options, service=ChromeService(executable_path=driver))
    yield opened
    opened.quit()


def _browser_of(driver: str | None) -> str | None:
    """The program of the browser; the shell only where the driver is of its version."""
    shell = shutil.which(_SHELL)
    if shell and driver and _version(shell) == _version(driver):
        return shell
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def _version(program: str) -> str:
    """The first of its numbers, as in "Chromium 142.0.7444.59 built on …"; empty if it says none."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+", said.stdout)
    return found[0] if found else ""


def _with_a_page(browser, tmp_path_factory):
    """The program to start: the shell opens no page by itself, and the driver waits for one."""
    if Path(browser).name != _SHELL:
        return browser
    starter = tmp_path_factory.mktemp("shell") / "start"
    starter.write_text(f'#!/bin/sh\nexec {browser} "$@" about:blank\n', encoding="utf-8")
    starter.chmod(0o700)
    return str(starter)


@pytest.fixture(scope="module")
def chromium(window):
    """The browser as a newcomer's: nobody is signed in, nothing emulated, no complaint unread."""
    window.get("about:blank")
    window.execute_cdp_cmd("Network.clearBrowserCookies", {})
    window.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    window.get_log("browser")
    return window


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def browser(request, chromium):
    """The browser at each width; what a page complains about in its console fails the test."""
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {
            "width": request.param,
            "height": 900,
            "deviceScaleFactor": 1,
            "mobile": request.param < 768,
        },
    )
    chromium.width = request.param
    chromium.get_log("browser")
    yield chromium
    complaints = [
        entry["message"]
        for entry in chromium.get_log("browser")
        # A page that answers 404 or 410 on purpose is reported by the browser as well.
        if entry["level"] == "SEVERE"
        and "the server responded with a status" not in entry["message"]
    ]
    assert not complaints


@pytest.fixture(scope="module")
def addresses(portal, server):
    """Name -> address of pages with something on them."""
    from thads_portal.testing import make_listing

    import transaction

    with portal.site() as site:
        people = {
            "listing": make_listing(portal, site, debtor_name="Nông Văn Thử"),
            "company": make_listing(
                portal, site, debtor_name="Công ty TNHH Thử Nghiệm", debtor_kind="organisation"
            ),
            "other": make_listing(portal, site, debtor_name="Nông Thị Vân", ground="b"),
            "ended": make_listing(portal, site, debtor_name="Lục Văn Xong", state=State.ENDED),
            # As some offices write: no line can end anywhere. It stands in the register's page.
            "long": make_listing(
                portal, site, debtor_name="TRÁCHNHIỆMHỮUHẠN" * 15, obligation="x" * 900
            ),
        }
        for number in range(25):
            make_listing(portal, site, province="ha-noi", debtor_name=f"Đàm Văn Tập {number}")
        found = {
            name: f"{server}/cao-bang/nguoi-phai-thi-hanh-an/{each.getId()}"
            for name, each in people.items()
        }
        transaction.commit()
    return found | {
        "home": f"{server}/",
        "subsite": f"{server}/cao-bang",
        "search": f"{server}/tra-cuu",
        "everybody": f"{server}/tra-cuu?sort=name",
        "results": f"{server}/tra-cuu?q=nong+van",
        "register": f"{server}/cao-bang/nguoi-phai-thi-hanh-an",
        "missing": f"{server}/no-such-page",
        "login": f"{server}/login",
    }


@pytest.fixture
def artefacts():
    """Where pictures go when ``THADS_SCREENSHOTS`` names a folder; else None."""
    folder = os.environ.get("THADS_SCREENSHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)
