"""A page that fails leaves its kind and its place in the logs, and nothing of what was on it."""

from tests.support.staff import token_of
from thads_portal.browser.staff.casework.file import ListingFile
from thads_portal.browser.staff.casework.new import NewListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.security.error_log import PortalErrorLog
from thads_portal.security.redaction import RedactingFormatter
from thads_portal.security.redaction import said
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode

import logging
import pytest
import re
import sys
import time
import transaction


REGISTER = f"/cao-bang/{REGISTER_ID}"
SECRET = "004079555777"
CREDITOR = "Dấuhiệu Chủnợ"


@pytest.fixture(scope="module")
def address(portal):
    with portal.site() as site:
        listing = make_listing(
            portal, site, state=State.DRAFT, personal_id=SECRET, creditor=CREDITOR
        )
        transaction.commit()
    return f"{REGISTER}/{listing.getId()}"


@pytest.fixture(autouse=True)
def all_are_told(monkeypatch):
    """Zope tells the log five errors of a kind and then one a minute; tests before may have had them."""
    # In the module that the method is from: Plone has one of its own.
    module = PortalErrorLog._do_copy_to_zlog.__globals__
    monkeypatch.setitem(module, "_rate_restrict_pool", {})


@pytest.fixture
def editor(portal, server):
    return Visitor(server, portal.accounts["provincial_editor"])


@pytest.fixture
def kept(portal):
    """What the log of the portal keeps now."""

    def read():
        with portal.site() as site:
            return site.error_log.getLogEntries()

    return read


def token(visitor, path):
    return token_of(visitor.get(path).text)


def post(visitor, path, **fields):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return visitor.ask("POST", path, body=urlencode(fields), headers=headers)


def hidden(text: str) -> bool:
    return SECRET not in text and CREDITOR not in text


def test_a_template_that_fails_does_not_tell_its_variables(
    editor, address, kept, monkeypatch, caplog
):
    def broken(self):
        raise ValueError(f"not a number: {SECRET}")

    path = f"{address}/ho-so"
    sent = {"_authenticator": token(editor, path), "action": "reveal"}
    assert not hidden(post(editor, path, **sent).text)
    monkeypatch.setattr(ListingFile, "events", property(broken))
    answer = post(editor, path, **sent)
    assert answer.status == 500
    assert hidden(answer.text)
    assert hidden(caplog.text)
    assert "ValueError" in caplog.text and "file.pt" in caplog.text
    entry = kept()[0]
    assert entry["type"] == "ValueError" and entry["url"].endswith("/ho-so")
    assert hidden(str(entry))


def test_a_form_that_fails_is_not_kept(editor, address, kept, monkeypatch, caplog):
    def broken(self, action):
        raise AttributeError("'NoneType' object has no attribute 'slug'")

    monkeypatch.setattr(NewListing, "handle", broken)
    path = f"{REGISTER}/them-moi"
    key = token(editor, path)
    answer = post(editor, path, _authenticator=key, personal_id=SECRET, creditor=CREDITOR)
    assert answer.status == 500
    assert hidden(answer.text) and hidden(caplog.text) and hidden(str(kept()))
    # What the interpreter says of the code is kept: it is what mends it.
    assert "has no attribute 'slug'" in caplog.text and "page.py" in caplog.text


def test_a_request_that_cannot_be_read_is_not_told(server, kept, caplog):
    """It fails before the portal is reached: that is in the log of Zope's root."""
    answer = Visitor(server).get(f"/tra-cuu?b_size:int=x{SECRET}")
    assert answer.status == 400
    # It is told by another thread, which may be behind its answer.
    deadline = time.monotonic() + 60
    while "ValueError" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "ValueError" in caplog.text
    assert hidden(answer.text) and hidden(caplog.text) and hidden(str(kept()))


def test_what_a_form_sent_stands_in_no_address(editor, address):
    """The link to the other language once held it all: histories and logs keep addresses."""
    path = f"{REGISTER}/them-moi"
    key = token(editor, path)
    answer = post(editor, path, _authenticator=key, personal_id=SECRET, debtor_name="A")
    assert answer.status == 422
    assert not hidden(answer.text)
    for link in re.findall(r'(?:href|action|src)="([^"]*)"', answer.text):
        assert hidden(link) and key not in link


def test_the_log_of_a_process_tells_kind_and_place():
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(CREDITOR) from error
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())
    text = RedactingFormatter("%(message)s").format(record)
    assert hidden(text)
    assert text.splitlines()[0] == "It failed"
    assert text.splitlines()[-2:] == ["ValueError", "after KeyError"]
    assert "test_error_log.py" in text


def test_an_error_that_cannot_be_printed_is_told_by_its_kind():
    class Broken(AttributeError):
        def __str__(self):
            raise RuntimeError

    assert said(Broken()) == "Broken"
