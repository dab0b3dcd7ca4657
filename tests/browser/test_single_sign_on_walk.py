"""From the login page to the provider of identities and back to one's own desk, in a real browser."""

from plone import api
from tests.support.sitting import Person
from tests.support.wcag import TOO_WIDE
from thads_portal.generator.simulators import Simulator
from thads_portal.security.pas import subjects

import os
import pytest
import threading
import transaction


pytestmark = pytest.mark.browser


@pytest.fixture
def provider(monkeypatch):
    server = Simulator()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("THADS_STAFF_OIDC_ISSUER", server.issuer)
    monkeypatch.setenv("THADS_STAFF_OIDC_CLIENT", "thads-staff")
    yield server
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_there_and_back_and_out(portal, server, chromium, provider):
    with portal.site() as site:
        account = portal.accounts["provincial_editor"]["username"]
        users = site.acl_users.source_users
        subjects.bind(users, account, provider.issuer, "1")
        # The way back goes to the portal's public address.
        api.portal.set_registry_record("thads_portal.public_address", server)
        transaction.commit()
    person = Person(chromium, portal, server)
    person.leave_the_desk()
    chromium.get_log("browser")
    person.open("/cao-bang/ban-lam-viec")
    assert person.path == "/login"
    for width in (360, 1280):
        chromium.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 768},
        )
        assert chromium.execute_script(TOO_WIDE) <= 0
        if folder := os.environ.get("THADS_SCREENSHOTS"):
            chromium.save_screenshot(f"{folder}/mot-lan-{width}.png")
    person.leave(person.find(".single-sign-on a"))
    assert person.path == "/cao-bang/ban-lam-viec"
    person.open("/logout")
    person.open("/cao-bang/ban-lam-viec")
    assert person.path == "/login"
    # Somebody whom nobody has bound.
    provider.claims = {"sub": "2"}
    person.leave(person.find(".single-sign-on a"))
    assert "quản trị viên" in person.find("[role='alert']").text
    complaints = [
        entry["message"]
        for entry in chromium.get_log("browser")
        if entry["level"] == "SEVERE" and "responded with a status" not in entry["message"]
    ]
    assert complaints == []
