"""A signed paper that was changed afterwards does not pass: by an update behind it, or from within."""

from cryptography.hazmat.primitives.serialization import Encoding
from io import BytesIO
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfWriter
from pypdf.generic import NameObject
from pypdf.generic import StreamObject
from tests.support.certificates import signing_certificate
from thads_portal.opendata.pdf import signature

import datetime
import pytest
import re


def unsigned() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    page, content = writer.add_blank_page(300, 300), StreamObject()
    content.set_data(b"q 0 0 10 10 re f Q")
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The portal's certificate and another's of the same name: (certificate, store, passphrase) each."""
    return [signing_certificate(tmp_path_factory.mktemp(name)) for name in ("ours", "other")]


def signed_with(one) -> bytes:
    _certificate, store, passphrase = one
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(signature.VARIABLE, str(store))
        patch.setenv(signature.PASSPHRASE_VARIABLE, str(passphrase))
        patch.delenv(signature.TSA_VARIABLE, raising=False)
        document, signed = signature.sign(unsigned())
    assert signed
    return document


@pytest.fixture(scope="module")
def paper(made):
    return signed_with(made[0])


@pytest.fixture(scope="module")
def passes(made):
    """Whether a document passes as docs/official-papers.md says that it is to be checked."""
    (root,) = load_certs_from_pemder_data(made[0][0].public_bytes(Encoding.DER))

    def passes(document: bytes) -> bool:
        try:
            (held,) = PdfFileReader(BytesIO(document)).embedded_signatures
            said = validate_pdf_signature(held, ValidationContext(trust_roots=[root]))
        except (PdfError, SignatureValidationError, ValueError, TypeError):
            return False
        return said.bottom_line and said.coverage == SignatureCoverageLevel.ENTIRE_FILE

    return passes


def updated(document: bytes, change) -> bytes:
    writer, out = IncrementalPdfFileWriter(BytesIO(document)), BytesIO()
    change(writer)
    writer.write(out)
    assert out.getvalue().startswith(document) and len(out.getvalue()) > len(document)
    return out.getvalue()


def overlay(writer):
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"q Q")))


def annotation(writer):
    page = writer.root["/Pages"]["/Kids"].raw_get(0)
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/FreeText")}
    note |= {"/Rect": generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9)))}
    note |= {"/Contents": pdf_string("đã xóa")}
    added = writer.add_object(generic.DictionaryObject({pdf_name(n): v for n, v in note.items()}))
    there = page.get_object().get("/Annots", ())
    page.get_object()["/Annots"] = generic.ArrayObject([*there, added])
    writer.mark_update(page)


def other_pages(writer):
    """Hide and replace: the catalogue leads to other pages."""
    page = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9)))
    page["/MediaBox"] = box
    kids = generic.ArrayObject([writer.add_object(page)])
    pages = {"/Type": pdf_name("/Pages"), "/Kids": kids, "/Count": generic.NumberObject(1)}
    writer.root["/Pages"] = writer.add_object(
        generic.DictionaryObject({pdf_name(n): v for n, v in pages.items()})
    )
    writer.update_root()


def form_field(writer):
    field = {"/FT": pdf_name("/Tx"), "/T": pdf_string("x"), "/V": pdf_string("khác")}
    added = writer.add_object(generic.DictionaryObject({pdf_name(n): v for n, v in field.items()}))
    writer.root["/AcroForm"]["/Fields"].append(added)
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def reason(writer):
    """What the signature says of itself, said anew behind it."""
    writer.root["/AcroForm"]["/Fields"][0]["/V"]["/Reason"] = pdf_string("khác")
    writer.update_container(writer.root["/AcroForm"]["/Fields"][0]["/V"])


def permission(writer):
    """What it allows behind it, said anew."""
    reference = writer.root["/AcroForm"]["/Fields"][0]["/V"]["/Reference"][0]
    reference["/TransformParams"]["/P"] = generic.NumberObject(3)
    writer.update_container(reference["/TransformParams"])


def no_certification(writer):
    del writer.root["/Perms"]
    writer.update_root()


def test_a_paper_as_it_left_passes(paper, passes):
    assert passes(paper)
    assert not passes(unsigned())


@pytest.mark.parametrize(
    "change",
    [overlay, annotation, other_pages, form_field, reason, permission, no_certification],
)
def test_nothing_may_be_put_behind_it(paper, passes, change):
    assert not passes(updated(paper, change))


def second_signature(document: bytes, one) -> bytes:
    """A signature by the key of `one` behind what is there, whatever that allows."""
    signer = signers.SimpleSigner.load_pkcs12(str(one[1]), passphrase=b"mat-khau-thu")
    metadata = signers.PdfSignatureMetadata(field_name="Khac")
    writer = IncrementalPdfFileWriter(BytesIO(document))
    return signers.sign_pdf(writer, metadata, signer=signer).getvalue()


def test_a_namesake_cannot_sign_behind_it(paper, made, passes, monkeypatch):
    """Nor instead: the name in a certificate is anybody's, the key is not."""
    with pytest.raises(SigningError):
        second_signature(paper, made[1])
    # A tool that does not ask what is allowed.
    monkeypatch.setattr(signers.PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    both = second_signature(paper, made[1])
    first, second = PdfFileReader(BytesIO(both)).embedded_signatures
    assert first.signer_cert.subject == second.signer_cert.subject
    (root,) = load_certs_from_pemder_data(made[0][0].public_bytes(Encoding.DER))
    for held in (first, second):
        assert not validate_pdf_signature(held, ValidationContext(trust_roots=[root])).bottom_line
    assert not passes(both)
    assert not passes(second_signature(unsigned(), made[1]))
    assert not passes(signed_with(made[1]))


RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)([^\]]*)\]")
CONTENTS = re.compile(rb"/Contents <([0-9a-fA-F]+)>")


def same_length(old: bytes, new: bytes) -> bytes:
    assert len(new) <= len(old)
    return new + b" " * (len(old) - len(new))


@pytest.mark.parametrize(
    ("what", "new"),
    [
        (RANGE, b""),
        (RANGE, b"/ByteRange []"),
        (RANGE, b"/ByteRange null"),
        (RANGE, b"/ByteRange [0 0 0 0]"),
        (RANGE, b"/ByteRange [0 1 2 3]"),
        (RANGE, b"/ByteRange [-9 9 9 9]"),
        (RANGE, b"/ByteRange [0 9]"),
        (RANGE, b"/ByteRange [0 99999999 0 9]"),
        (RANGE, b"/ByteRange (x)"),
        (CONTENTS, b""),
        (CONTENTS, b"/Contents null"),
        (CONTENTS, b"/Contents <>"),
        (CONTENTS, b"/Contents <00>"),
        (CONTENTS, b"/Contents 0"),
    ],
)
def test_a_signature_without_its_parts_is_none(paper, passes, what, new):
    """Universal forgery: a viewer that checks nothing where it finds nothing to check."""
    found = what.search(paper)
    forged = paper[: found.start()] + same_length(found[0], new) + paper[found.end() :]
    assert len(forged) == len(paper) and forged != paper
    assert not passes(forged)


def test_its_range_wraps_nothing_else(paper, passes):
    """Wrapping: what was signed lies elsewhere in the file, and the pages are the forger's."""
    found = RANGE.search(paper)
    first, length, behind, rest = (int(found[n]) for n in (1, 2, 3, 4))
    added = b"\n9 0 obj\n<< /Type /Page >>\nendobj\n"
    wider = f"/ByteRange [{first} {length} {behind + len(added)} {rest}".encode()
    body = paper.replace(found[0], same_length(found[0][:-1], wider) + b"]", 1)
    for forged in (
        body[:behind] + added + body[behind:],
        body[: behind - 1] + added + body[behind - 1 :],
        paper + paper,
        paper + paper[behind:],
        paper + b"\n%%EOF\n",
        paper[:-1],
        b"\n" + paper,
    ):
        assert not passes(forged)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"0 0 10 10 re", b"0 0 10 99 re"),
        (b"/Perms", b"/Xerms"),
        (b"/DocMDP", b"/XocMDP"),
        (b"/P 1", b"/P 3"),
        (b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"),
    ],
)
def test_no_word_of_it_may_be_another(paper, passes, old, new):
    assert old in paper
    assert not passes(paper.replace(old, new))


def test_the_field_is_the_one_that_was_signed(paper):
    ((name, *_),) = enumerate_sig_fields(PdfFileReader(BytesIO(paper)))
    (held,) = PdfFileReader(BytesIO(paper)).embedded_signatures
    assert held.docmdp_level.value == 1 and held.field_name == name


@pytest.mark.parametrize("days", [-40, 2])
def test_a_certificate_out_of_its_time_stops_the_paper(tmp_path, monkeypatch, days):
    start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    _made, store, passphrase = signing_certificate(tmp_path, start=start)
    monkeypatch.setenv(signature.VARIABLE, str(store))
    monkeypatch.setenv(signature.PASSPHRASE_VARIABLE, str(passphrase))
    with pytest.raises(signature.CannotSign):
        signature.sign(unsigned())
