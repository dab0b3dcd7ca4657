"""What leaves or is kept names the portal's own address, whatever Host a visitor makes up."""

from contextlib import contextmanager
from email import message_from_bytes
from io import BytesIO
from pypdf import PdfReader
from thads_portal.security.public_address import keep_variable
from thads_portal.security.public_address import listening_address
from thads_portal.security.public_address import RECORD
from thads_portal.security.public_address import VARIABLE
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor

import json
import pytest
import re
import socketserver
import threading
import transaction


OWN = "https://thads.example"
EVIL = "evil.example"
REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
#: What is kept by somebody: programs, search engines, caches, people with a file.
KEPT = (
    "/robots.txt",
    "/.well-known/security.txt",
    "/sitemap.xml",
    "/tra-cuu.csv?q=thu",
    "/tra-cuu.ndjson",
    "/tra-cuu.atom",
    "/tra-cuu.feed.json",
    f"{REGISTER}.atom",
    "/tin-tuc?dang=atom",
    "/cao-bang/tin-tuc?dang=feed.json",
    "/du-lieu",
    "/thong-ke",
    "/cao-bang",
    "/",
)


@pytest.fixture(scope="module")
def listing(portal):
    with portal.site() as site:
        made = make_listing(portal, site, debtor_name="Nông Văn Thử")
        transaction.commit()
        return f"{REGISTER}/{made.getId()}"


@pytest.fixture(scope="module")
def visitor(server, listing):
    return Visitor(server)


@contextmanager
def address(portal, value: str | None):
    """The public address as an administrator sets it."""

    def write(text):
        with portal.site() as site:
            site.portal_registry[RECORD] = text
            transaction.commit()

    write(value)
    try:
        yield
    finally:
        write(None)


class _Mails(socketserver.StreamRequestHandler):
    """A mail server that keeps what it gets."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"EHLO"):
                self.wfile.write(b"250 test\r\n")
            elif line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.kept.append(text)
                self.wfile.write(b"250 ok\r\n")
            else:
                self.wfile.write(b"250 ok\r\n")
                if line.upper().startswith(b"QUIT"):
                    return


@pytest.fixture
def mails(portal):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mails)
    server.kept = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with portal.site() as site:
        registry = site.portal_registry
        registry["plone.smtp_host"] = "127.0.0.1"
        registry["plone.smtp_port"] = server.server_address[1]
        registry["plone.email_from_address"] = "cong@thads.example"
        registry["plone.email_from_name"] = "Ban Biên tập"
        name = portal.accounts["inspector"]["username"]
        member = site.portal_membership.getMemberById(name)
        member.setMemberProperties({"email": "kiem-tra@thads.example"})
        transaction.commit()
    try:
        yield server.kept
    finally:
        server.shutdown()
        server.server_close()
        with portal.site() as site:
            site.portal_registry["plone.smtp_host"] = ""
            transaction.commit()


@pytest.mark.parametrize("path", KEPT)
def test_nothing_that_is_kept_repeats_a_foreign_host(visitor, path):
    answer = visitor.get(path, host=EVIL)
    assert answer.status == 200
    assert EVIL not in answer.text
    if path.startswith("/tra-cuu") or "txt" in path or "xml" in path:
        assert listening_address() in answer.text


def test_a_paper_names_the_own_address(visitor, listing):
    document = visitor.get(f"{listing}.pdf", host=EVIL).body
    assert document.startswith(b"%PDF")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    assert EVIL not in text
    assert listening_address() in text.replace("\n", "")


@pytest.mark.parametrize("set_to", [None, OWN])
def test_a_reset_link_leads_to_the_own_address(portal, visitor, mails, set_to):
    name = portal.accounts["inspector"]["username"]
    with address(portal, set_to):
        answer = visitor.ask(
            "POST",
            "/mail_password",
            body=f"userid={name}",
            headers={
                "Host": "thads.example" if set_to else EVIL,
                "X-Forwarded-Host": EVIL,
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        portal.run_jobs()
    assert answer.status == 303
    assert len(mails) == 1
    text = message_from_bytes(mails[0]).get_payload(decode=True).decode()
    links = re.findall(r"https?://[^/\s]+", mails[0].decode() + text)
    assert set(links) == {set_to or listening_address()}


@pytest.mark.parametrize(
    "host", [EVIL, "thads.example.evil.example", "xthads.example", "192.0.2.7"]
)
@pytest.mark.parametrize(
    "path", ["/", "/robots.txt", "/++api++/@register-search", "/++plone++thads/thads.css", "/khong"]
)
def test_a_host_that_is_not_named_is_refused(portal, visitor, host, path):
    with address(portal, f"{OWN} https://thads-cu.example"):
        answer = visitor.get(path, host=host)
    assert answer.status == 421
    assert host not in answer.text
    if "api" in path:
        assert json.loads(answer.text)["code"] == "misdirected"


def test_nobody_is_mailed_a_link_through_a_foreign_host(portal, visitor, mails):
    with address(portal, OWN):
        answer = visitor.ask(
            "POST",
            "/mail_password",
            body=f"userid={portal.accounts['inspector']['username']}",
            headers={"Host": EVIL, "Content-Type": "application/x-www-form-urlencoded"},
        )
        portal.run_jobs()
    assert answer.status == 421
    assert not mails


@pytest.mark.parametrize(
    "host",
    ["thads.example", "THADS.example.", "thads.example:8080", "thads-cu.example", "localhost:8080", "127.0.0.1"],
)  # fmt: skip
def test_named_hosts_and_the_machine_itself_are_answered_with_the_public_address(
    portal, visitor, host, listing
):
    with address(portal, f"{OWN} https://thads-cu.example"):
        assert visitor.get(listing, host=host).status == 200
        found = visitor.get("/++api++/@register-search?q=thu", host=host).json()
        robots = visitor.get("/robots.txt", host=host).text
        moved = visitor.get("/caobang", host=host).headers["Location"]
    assert found["@id"].startswith(f"{OWN}/++api++/@register-search")
    assert found["items"][0]["@id"] == f"{OWN}{listing}"
    assert f"Sitemap: {OWN}/sitemap.xml" in robots
    assert moved == f"{OWN}/cao-bang"


def test_a_slip_of_the_pen_in_the_registry_shuts_nobody_out(portal, visitor):
    with address(portal, "thads.example"):
        assert visitor.get("/", host="thads.example").status == 200


def test_the_variable_and_the_registry_are_one_setting(portal, visitor, monkeypatch):
    monkeypatch.setenv(VARIABLE, OWN)
    with portal.site() as site:
        assert keep_variable(site.portal_registry)
        assert site.portal_registry[RECORD] == OWN
        assert not keep_variable(site.portal_registry)
    assert visitor.get("/", host=EVIL).status == 421
    assert f"{OWN}/sitemap.xml" in visitor.get("/robots.txt", host="thads.example").text
