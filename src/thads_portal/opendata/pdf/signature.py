"""Signs a paper (PAdES) with the portal's certificate, where one is configured.

``THADS_PDF_CERTIFICATE`` names a PKCS #12 file, ``THADS_PDF_PASSPHRASE_FILE`` a file with
its passphrase; ``THADS_PDF_TSA`` the address of a time stamp authority (RFC 3161). A certificate or an authority that is
configured and cannot be used, or is out of its time, stops the paper: an unsigned one must not pass for
signed. The signature certifies the paper and allows nothing behind it (DocMDP, 1): no note, no field, no
second signature by somebody who is called alike.
"""

from datetime import datetime
from datetime import UTC
from functools import cache
from io import BytesIO
from pathlib import Path
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps import TimestampRequestError
from thads_portal.errors import Code
from thads_portal.errors import ThadsError

import os


VARIABLE = "THADS_PDF_CERTIFICATE"
PASSPHRASE_VARIABLE = "THADS_PDF_PASSPHRASE_FILE"  # noqa: S105 - the name of a setting
TSA_VARIABLE = "THADS_PDF_TSA"
_SECONDS = 10
_FIELD = "Chu-ky-so-cua-Cong"


class CannotSign(ThadsError):
    """The configured certificate cannot be used."""

    code = Code.CANNOT_SIGN


def sign(document: bytes) -> tuple[bytes, bool]:
    """`document` and whether it is signed now: unchanged where no certificate is configured.

    Raises CannotSign.
    """
    path = os.environ.get(VARIABLE, "").strip()
    if not path:
        return document, False
    signer = _signer(path, os.environ.get(PASSPHRASE_VARIABLE, "").strip())
    held = signer.signing_cert
    if held is None or not held.not_valid_before <= datetime.now(UTC) <= held.not_valid_after:
        # What it signed now would be called false everywhere.
        raise CannotSign()
    writer = IncrementalPdfFileWriter(BytesIO(document))
    metadata = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        reason="Cổng thông tin điện tử Thi hành án dân sự phát hành",
        location="Việt Nam",
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    tsa = os.environ.get(TSA_VARIABLE, "").strip()
    timestamper = HTTPTimeStamper(tsa, timeout=_SECONDS) if tsa else None
    try:
        out = signers.sign_pdf(writer, metadata, signer=signer, timestamper=timestamper)
    except (TimestampRequestError, OSError) as error:
        # The second is what the client of HTTP raises for whatever keeps it from an answer.
        raise CannotSign() from error
    return out.getvalue(), True


@cache
def _signer(path: str, passphrase_file: str) -> signers.SimpleSigner:
    passphrase = None
    try:
        if passphrase_file:
            passphrase = Path(passphrase_file).read_text(encoding="utf-8").strip().encode()
        data = Path(path).read_bytes()
        signer = signers.SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=passphrase)
    except (OSError, ValueError) as error:
        raise CannotSign() from error
    if signer is None:
        raise CannotSign()
    return signer
