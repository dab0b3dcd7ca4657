"""Certificates of a search: what they say, by whom they may be asked for, what their code tells later."""

from asn1crypto import tsp
from base64 import b64decode
from http.server import BaseHTTPRequestHandler
from http.server import HTTPServer
from io import BytesIO
from pathlib import Path
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pypdf import PdfReader
from tests.support.certificates import signing_certificate
from tests.support.organisations import bearer
from tests.support.organisations import enter_organisation
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from thads_portal.actions.context import ActionContext
from thads_portal.actions.end import end
from thads_portal.content.register import REGISTER_ID
from thads_portal.opendata.pdf import signature
from thads_portal.services.fairness import EXPORTS
from thads_portal.services.fairness import limiter
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode

import json
import pytest
import re
import subprocess
import sys
import threading
import transaction
import unicodedata


TOOL = Path(__file__).resolve().parents[2] / "tools" / "log-verifier" / "thads_log_verifier.py"
SERVICE = "/++api++/@certificates"
NAME = "Nông Thị Chứng-Nhận"
DOCUMENT = {"number": "9/QĐ-CCTHADS", "date": "2026-11-20"}


@pytest.fixture(scope="module")
def visitor(portal, server):
    with portal.site() as site:
        make_listing(portal, site, debtor_name=NAME, **SECRETS)
        make_listing(portal, site, debtor_name="Bế Văn Nháp", state="draft")
        transaction.commit()
    return Visitor(server)


JSON = {"Accept": "application/json"}


def ask(visitor, body, **headers):
    return visitor.ask("POST", SERVICE, body=body, headers=JSON | headers)


def form(visitor, path, **fields):
    return visitor.ask(
        "POST",
        path,
        body=urlencode(fields),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def verified(tmp_path, visitor, statement) -> tuple[int, str]:
    key, file = tmp_path / "log.key", tmp_path / "certificate.json"
    key.write_text(visitor.get("/nhat-ky-cong-khai/key").text)
    file.write_text(json.dumps(statement))
    done = subprocess.run(
        [sys.executable, "-I", str(TOOL), "certificate", str(file), "--key", str(key)],
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


def text_of(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def test_listed_then_ended(portal, visitor, tmp_path):
    with portal.site() as site:
        number = make_listing(portal, site, debtor_name="Lục Văn Giấy", **SECRETS).getId()
        transaction.commit()
    answer = ask(visitor, {"subject": {"name": "luc van giay"}})
    assert answer.status == 200, answer.text
    told = answer.json()
    assert (told["result"], told["numbers"]) == ("listed", [number])
    assert told["searched"]["rules"] == "whole-name/1" and told["register"]["cursor"]
    text = text_of(b64decode(told["pdf"]))
    assert told["code"] in text and number in text and "luc van giay" in text
    assert "Không chứng minh một người có hay không có nghĩa vụ" in text
    for said in (answer.text, text):
        assert not any(secret in said for secret in SECRET_TEXTS)
    code, said = verified(tmp_path, visitor, told)
    assert code == 0 and number in said, said
    forged = {**told, "statement": told["statement"].replace('"listed"', '"none"')}
    assert verified(tmp_path, visitor, forged)[0] == 1

    page = visitor.get(f"/xac-minh?ma={told['code']}").text
    assert "Giấy xác nhận này do Cổng cấp" in page and "Còn đúng" in page and number in page
    assert "luc van giay" not in page and "Lục Văn Giấy" not in page
    with portal.site(role="editorial_board") as site:
        listing = site["cao-bang"][REGISTER_ID][number]
        end([listing], ActionContext(), end_reason="discharged", document=DOCUMENT)
        transaction.commit()
    page = visitor.get(f"/xac-minh?ma={told['code']}").text
    assert "đã có thay đổi" in page and "Đã chấm dứt công khai" in page
    assert "Lục Văn Giấy" not in page
    with portal.site() as site:
        make_listing(portal, site, debtor_name="LỤC VĂN GIẤY")
        transaction.commit()
    assert "mục mang tên này" in visitor.get(f"/xac-minh?ma={told['code']}").text
    same = form(visitor, "/xac-minh", ma=told["code"], ten="luc van giay").text
    assert "Trùng khớp" in same
    assert "Không khớp" in form(visitor, "/xac-minh", ma=told["code"], ten="Lục Văn Khác").text


def test_who_has_a_code_alone_cannot_try_names(visitor, monkeypatch):
    """Codes stand in addresses, and so in logs: whose they are must not be guessed from there."""
    told = ask(visitor, {"subject": {"name": "Nông Thị Đoán"}}).json()
    address = f"/xac-minh?ma={told['code']}&ten={quote('Nông Thị Đoán')}"
    assert "Trùng khớp" not in visitor.get(address).text
    # No time passes, so that nothing of the share comes back meanwhile.
    monkeypatch.setattr(limiter, "_clock", lambda: 0.0)
    limiter.forget()
    while not limiter.take(f"{EXPORTS}|198.51.100.61", 12):
        """The rest of the share."""
    body = urlencode({"ma": told["code"], "ten": "Nông Thị Đoán"})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    away = {**kind, "X-Forwarded-For": "198.51.100.61"}
    refused = visitor.ask("POST", "/xac-minh", body=body, headers=away)
    assert refused.status == 429 and "Trùng khớp" not in refused.text
    other = {**kind, "X-Forwarded-For": "198.51.100.62"}
    assert "Trùng khớp" in visitor.ask("POST", "/xac-minh", body=body, headers=other).text
    limiter.forget()


@pytest.mark.parametrize(
    "change",
    [
        {"statement": lambda said: said.replace('"none"', '"listed"')},
        {"statement": lambda said: said.replace("Giả", "Thật")},
        {"jws": lambda jws: jws[:-4] + ("AAAA" if jws[-4:] != "AAAA" else "BBBB")},
        {"jws": lambda jws: "eyJhbGciOiJub25lIn0.." + jws.split(".")[2]},
        {"jws": lambda jws: "eyJhbGciOiJub25lIn0.."},
        {"jws": lambda jws: jws.replace("..", ".e30.")},
        {"jws": lambda jws: ""},
        {"statement": lambda said: "{}"},
    ],
)
def test_a_changed_certificate_does_not_hold(visitor, tmp_path, change):
    told = ask(visitor, {"subject": {"name": "Lò Thị Giả"}}).json()
    assert verified(tmp_path, visitor, told)[0] == 0
    forged = {**told, **{name: made(told[name]) for name, made in change.items()}}
    assert forged != told
    code, said = verified(tmp_path, visitor, forged)
    assert code != 0 and "holds" not in said


def test_nothing_found_is_no_clean_bill(portal, visitor):
    told = ask(visitor, {"subject": {"name": "Không Ai Như Thế Cả"}}).json()
    assert (told["result"], told["numbers"]) == ("none", [])
    text = text_of(b64decode(told["pdf"]))
    assert "không xác nhận rằng người đó không có nghĩa vụ thi hành án" in text
    assert "Còn đúng" in visitor.get(f"/xac-minh?ma={told['code']}").text
    with portal.site() as site:
        make_listing(portal, site, debtor_name="Không Ai Như Thế Cả")
        transaction.commit()
    assert "đã có thay đổi" in visitor.get(f"/xac-minh?ma={told['code']}").text


def test_what_is_hidden_is_not_found(visitor):
    assert ask(visitor, {"subject": {"name": "Bế Văn Nháp"}}).json()["result"] == "none"


def test_the_page_gives_it_to_anybody(visitor, tmp_path):
    assert "Lấy giấy xác nhận" in visitor.get("/giay-tra-cuu").text
    page = form(visitor, "/giay-tra-cuu", ten=NAME)
    assert page.status == 200 and "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.text
    code = re.search(r'name="ma" type="hidden" value="([0-9A-Z-]+)"', page.text)[1]
    pdf = form(visitor, "/giay-tra-cuu.pdf", ma=code, ten=NAME)
    assert pdf.headers["Content-Type"] == "application/pdf" and code in text_of(pdf.body)
    kept = form(visitor, "/giay-tra-cuu.json", ma=code, ten=NAME).json()
    assert verified(tmp_path, visitor, kept)[0] == 0
    for path in ("/giay-tra-cuu.pdf", "/giay-tra-cuu.json"):
        other = form(visitor, path, ma=code, ten="Ai Đó Khác")
        assert other.status == 404 and NAME not in other.text
        assert form(visitor, path, ma="K7QD-9M2X-4TPA-6ZRE", ten=NAME).status == 404
        assert visitor.get(path).status == 405


def test_who_asks_by_the_page_is_told_what_is_wrong(visitor):
    for name in ("", "004079000123", "x" * 300):
        page = form(visitor, "/giay-tra-cuu", ten=name)
        assert page.status == 400 and 'role="alert"' in page.text, name


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 400),
        ({}, 400),
        ({"subject": "x"}, 400),
        ({"subject": {"name": ""}}, 400),
        ({"subject": {"name": 5}}, 400),
        ({"subject": {"name": NAME, "kind": "cat"}}, 400),
        ({"subject": {"name": NAME, "address": "x"}}, 400),
        ({"subject": {"name": NAME}, "x": 1}, 400),
        ({"subject": {"name": NAME, "personal_id": "12"}}, 400),
        ({"subject": {"name": "004079000123"}}, 400),
        ({"subject": {"name": NAME, "personal_id": "004079000123"}}, 401),
    ],
)
def test_what_cannot_be_asked_is_refused(portal, visitor, body, status):
    ((before,),) = portal.query("SELECT count(*) FROM thads_certificate")
    answer = ask(visitor, body)
    assert answer.status == status and "code" in answer.json(), answer.text
    assert "004079000123" not in answer.text
    assert portal.query("SELECT count(*) FROM thads_certificate") == [(before,)]


def test_an_organisation_brings_a_number(portal, visitor):
    key = enter_organisation(
        portal, scopes=["certificates"], purposes=["notary"], kinds=["id"], name="cong-chung"
    )
    asked = {"purpose": "notary", "case_reference": "CC-1"}
    subject = {"name": "Tên Khác Hẳn", "personal_id": SECRETS["personal_id"]}
    answer = ask(visitor, {"subject": subject, **asked}, **bearer(key))
    assert answer.status == 200, answer.text
    told = answer.json()
    assert told["result"] == "listed" and told["with_number"]
    assert set(told["with_number"]) <= set(told["numbers"])
    # Signed as well.
    assert json.loads(told["statement"])["with_number"] == told["with_number"]
    assert told["searched"]["rules"] == "whole-name+number/1"
    assert SECRETS["personal_id"] not in answer.text + text_of(b64decode(told["pdf"]))
    ((service, purpose, reference),) = portal.query(
        "SELECT service, purpose, case_reference FROM thads_inquiry WHERE organisation = %s",
        "cong-chung",
    )
    assert (service, purpose, reference) == ("certificates", "notary", "CC-1")
    assert ask(visitor, {"subject": subject, "purpose": "x"}, **bearer(key)).status == 403
    other = enter_organisation(
        portal, scopes=["match"], purposes=["notary"], kinds=["id"], name="khac"
    )
    assert ask(visitor, {"subject": subject, **asked}, **bearer(other)).status == 403


def test_no_name_is_kept(portal, visitor):
    ask(visitor, {"subject": {"name": NAME}})
    rows = portal.query("SELECT to_jsonb(thads_certificate)::text FROM thads_certificate")
    assert rows and not any(NAME in row for (row,) in rows)


class _Authority(BaseHTTPRequestHandler):
    """A time stamp authority of the test's own."""

    stamper = None

    def do_POST(self):
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        said = type(self).stamper.request_tsa_response(asked).dump()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args):
        pass


def test_signed_and_stamped_where_an_authority_is_configured(visitor, tmp_path, monkeypatch):
    _made, store, passphrase = signing_certificate(tmp_path)
    monkeypatch.setenv("THADS_PDF_CERTIFICATE", str(store))
    monkeypatch.setenv("THADS_PDF_PASSPHRASE_FILE", str(passphrase))
    signer = signature._signer(str(store), str(passphrase))
    _Authority.stamper = DummyTimeStamper(tsa_cert=signer.signing_cert, tsa_key=signer.signing_key)
    with HTTPServer(("127.0.0.1", 0), _Authority) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("THADS_PDF_TSA", f"http://127.0.0.1:{server.server_port}/")
        told = ask(visitor, {"subject": {"name": NAME}}).json()
        server.shutdown()
    (signed,) = PdfFileReader(BytesIO(b64decode(told["pdf"]))).embedded_signatures
    kinds = [each["type"].native for each in signed.signer_info["unsigned_attrs"]]
    assert "signature_time_stamp_token" in kinds
    # An authority that does not answer stops the paper: an unstamped one must not pass for stamped.
    refused = ask(visitor, {"subject": {"name": NAME}})
    assert (refused.status, refused.json()["code"]) == (503, "cannot_sign")
