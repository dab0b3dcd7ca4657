"""Official papers over HTTP: what they hold, what their codes answer, what they never hold."""

from dataclasses import dataclass
from io import BytesIO
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from tests.support.certificates import signing_certificate
from tests.support.restricted_values import SECRET_TEXTS
from tests.support.restricted_values import SECRETS
from thads_portal.domain.codes import State
from thads_portal.domain.words import day
from thads_portal.errors import Code
from thads_portal.jobs import files
from thads_portal.jobs.queue import enqueue
from thads_portal.opendata.issuing import LIST_JOB
from thads_portal.opendata.pdf.signature import CannotSign
from thads_portal.opendata.pdf.signature import PASSPHRASE_VARIABLE
from thads_portal.opendata.pdf.signature import sign
from thads_portal.opendata.pdf.signature import VARIABLE
from thads_portal.register import papers
from thads_portal.testing import make_listing
from thads_portal.testing_http import Visitor
from thads_portal.workflow.transitions import set_state

import datetime
import hashlib
import psycopg2
import pytest
import re
import transaction
import unicodedata


REGISTER = "/cao-bang/nguoi-phai-thi-hanh-an"
NOW = datetime.datetime(2026, 11, 20, 2, 30, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = {
            "one": make_listing(portal, site, debtor_name="Nông Văn Thử", **SECRETS),
            "changed": make_listing(portal, site, debtor_name="Nông Văn Đổi", **SECRETS),
            "ending": make_listing(portal, site, debtor_name="Nông Văn Xong", **SECRETS),
            "draft": make_listing(portal, site, debtor_name="Bế Văn Nháp", state=State.DRAFT),
        }
        found = {name: each.getId() for name, each in made.items()}
        transaction.commit()
    return found


@pytest.fixture(scope="module")
def visitor(server):
    return Visitor(server)


def text_of(document: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def printed(visitor, number: str) -> str:
    answer = visitor.ask("GET", f"{REGISTER}/{number}/pdf")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    return text_of(answer.body)


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/pdf", "application/pdf"),
        ("application/pdf;q=0.9, application/json;q=0.5", "application/pdf"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("text/html, application/pdf;q=0.5", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/x-ndjson, */*;q=0.1", "text/html"),
    ],
)
def test_a_listing_by_accept(visitor, numbers, accept, content_type):
    answer = visitor.get(f"{REGISTER}/{numbers['one']}", accept=accept)
    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == content_type
    assert "Accept" in answer.headers["Vary"] and "noindex" in answer.headers["X-Robots-Tag"]
    assert visitor.get(f"{REGISTER}/{numbers['draft']}", accept=accept).status == 404


def code_in(text: str) -> str:
    return re.search(r"Mã xác minh ([0-9A-Z-]+)", text)[1]


def change(portal, number: str, **fields) -> None:
    with portal.site() as site:
        listing = site["cao-bang"]["nguoi-phai-thi-hanh-an"][number]
        for name, value in fields.items():
            setattr(listing, name, value)
        listing.reindexObject()
        transaction.commit()


def test_a_listing_as_paper_holds_the_public_fields_and_no_other(visitor, numbers):
    text = printed(visitor, numbers["one"])
    for expected in ("Nông Văn Thử", "15/2024/DS-ST", "Trả nợ số tiền 12.500.000 đồng"):
        assert expected in text
    for secret in (*SECRET_TEXTS, "Hoàng Thị Mẫu"):
        assert secret not in text


def test_its_code_says_that_it_is_current(visitor, numbers):
    code = code_in(printed(visitor, numbers["one"]))
    answer = visitor.ask("GET", f"/xac-minh?ma={code}")
    assert answer.status == 200
    assert "Còn đúng." in answer.text
    assert numbers["one"] in answer.text
    assert "Nông Văn Thử" not in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_after_a_change_the_old_paper_is_called_changed(portal, visitor, numbers):
    number = numbers["changed"]
    code = code_in(printed(visitor, number))
    change(portal, number, debtor_address="Địa chỉ mới", last_amended=NOW)
    answer = visitor.ask("GET", f"/xac-minh?ma={code}")
    assert "Đã thay đổi." in answer.text
    assert "20/11/2026" in answer.text
    assert (
        "Còn đúng." in visitor.ask("GET", f"/xac-minh?ma={code_in(printed(visitor, number))}").text
    )


def test_after_the_end_the_paper_is_gone_and_its_code_says_so(portal, visitor, numbers):
    number = numbers["ending"]
    code = code_in(printed(visitor, number))
    with portal.site() as site:
        listing = site["cao-bang"]["nguoi-phai-thi-hanh-an"][number]
        set_state(listing, State.ENDED, action="test", actor="test", when=NOW)
        listing.ended_at = NOW
        listing.reindexObject()
        transaction.commit()
    assert visitor.ask("GET", f"{REGISTER}/{number}/pdf").status == 410
    assert visitor.ask("GET", f"{REGISTER}/{number}.pdf").status == 410
    answer = visitor.ask("GET", f"/xac-minh?ma={code}")
    assert "Đã chấm dứt." in answer.text
    assert "Nông Văn Xong" not in answer.text


def test_what_is_not_public_is_not_printed_either(portal, server, visitor, numbers):
    assert visitor.ask("GET", f"{REGISTER}/{numbers['draft']}/pdf").status == 404
    editor = Visitor(server, portal.accounts["provincial_editor"])
    assert editor.ask("GET", f"{REGISTER}/{numbers['draft']}/pdf").status == 404


@pytest.mark.parametrize(
    "code",
    [
        "K7QD9M2X4TPA6ZRE",
        "abc",
        "2026-0000001-AAAAAA-BBBBBBBBBB",
        "%3Cscript%3E",
        "x" * 5000,
        "%00",
    ],
)
def test_an_unknown_code_is_said_to_be_unknown(visitor, code):
    answer = visitor.ask("GET", f"/xac-minh?ma={code}")
    assert answer.status in (400, 404)
    assert "<script>" not in answer.text


def test_without_a_code_there_is_a_form(visitor):
    answer = visitor.ask("GET", "/xac-minh")
    assert answer.status == 200
    assert 'name="ma"' in answer.text


def issue(portal) -> papers.IssuedPaper:
    """Have the list of Cao Bằng made, as the editor does, and read what came of it."""
    with portal.site(role="provincial_editor") as site:
        job = enqueue(
            site,
            LIST_JOB,
            {"province": "cao-bang", "agency": None, "root": "https://thads.example"},
            title="Danh sách",
            province="cao-bang",
        )
        transaction.commit()
    portal.run_jobs()
    ((state, result),) = portal.query("SELECT state, result FROM thads_job WHERE id = %s", job)
    assert state == "done"
    connection = psycopg2.connect(portal.dsn)
    try:
        with connection.cursor() as cursor:
            return papers.by_code(cursor, result["code"])
    finally:
        connection.close()


@dataclass
class Issued:
    paper: papers.IssuedPaper
    document: bytes


@pytest.fixture(scope="module")
def issued(portal, numbers):
    """A list that was issued by the job and is kept under its code."""
    paper = issue(portal)
    return Issued(paper, files.read_whole(portal.dsn, paper.file))


def test_what_is_kept_is_what_was_digested_and_asked_again_it_is_the_same(portal, issued):
    assert hashlib.sha256(issued.document).digest() == issued.paper.sha256
    assert files.info(portal.dsn, issued.paper.file).expires is None
    assert issue(portal).code == issued.paper.code
    ((entries,),) = portal.query(
        "SELECT count(*) FROM thads_record WHERE action = 'document_issued' AND about = %s",
        issued.paper.code,
    )
    assert entries == 2


def test_the_list_holds_who_is_public_and_nothing_restricted(issued):
    text = text_of(issued.document)
    assert "Nông Văn Thử" in text
    assert "Bế Văn Nháp" not in text
    for secret in SECRET_TEXTS:
        assert secret not in text


def test_its_code_tells_what_it_is(visitor, issued):
    answer = visitor.ask("GET", f"/xac-minh?ma={issued.paper.code.lower()}")
    assert answer.status == 200
    for expected in ("Tỉnh Cao Bằng", day(issued.paper.made), str(issued.paper.listings)):
        assert expected in answer.text
    assert "Nông" not in answer.text


def compare(visitor, code: str, document: bytes):
    boundary = "thads"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="ma"\r\n\r\n{code}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    body += document + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return visitor.ask("POST", "/xac-minh", body=body, headers=headers)


def test_a_file_is_compared(visitor, issued):
    assert "Trùng khớp." in compare(visitor, issued.paper.code, issued.document).text
    added = b"\n9 0 obj\n<< >>\nendobj\ntrailer\n<< /Root 9 0 R >>\n%%EOF\n"
    for other in (
        issued.document.replace(b"endobj", b"endOBJ", 1),
        issued.document + added,
        issued.document[:-1],
        b"",
    ):
        answer = compare(visitor, issued.paper.code, other).text
        assert "Không khớp." in answer and "Trùng khớp." not in answer


# Signatures


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate made for the test, configured as the operator does; returns it."""
    made, store, passphrase = signing_certificate(tmp_path)
    monkeypatch.setenv(VARIABLE, str(store))
    monkeypatch.setenv(PASSPHRASE_VARIABLE, str(passphrase))
    return made


def test_a_signature_is_valid_and_covers_the_whole_paper(issued, certificate):
    from cryptography.hazmat.primitives.serialization import Encoding

    document, signed = sign(issued.document)
    assert signed
    (root,) = load_certs_from_pemder_data(certificate.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(BytesIO(document)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
    assert status.intact
    assert status.valid
    assert status.trusted
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert "ENTIRE_FILE" in str(status.coverage)
    assert text_of(document) == text_of(issued.document)


def test_a_changed_paper_does_not_pass(issued, certificate):
    document, _ = sign(issued.document)
    forged = document.replace(b"Tinos", b"Tinoz", 1)
    (signature,) = PdfFileReader(BytesIO(forged)).embedded_signatures
    assert not validate_pdf_signature(signature, ValidationContext(trust_roots=[])).intact


def test_a_certificate_that_cannot_be_used_stops_the_paper(
    issued, certificate, tmp_path, monkeypatch
):
    (tmp_path / "wrong").write_text("sai")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, str(tmp_path / "wrong"))
    with pytest.raises(CannotSign) as refused:
        sign(issued.document)
    assert refused.value.code == Code.CANNOT_SIGN


def test_without_a_certificate_nothing_is_signed(issued, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert sign(issued.document) == (issued.document, False)
