"""A certificate to sign papers with, made for a test, as an operator has it: a file and its passphrase."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pathlib import Path

import datetime


def signing_certificate(
    folder: Path, *, start: datetime.datetime | None = None
) -> tuple[x509.Certificate, Path, Path]:
    """The certificate, its PKCS #12 file in `folder` and the file with the passphrase.

    It is valid for 30 days from `start`, by default since yesterday.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cổng THADS thử")])
    start = start or datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=30))
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    store = folder / "cong.p12"
    store.write_bytes(
        serialize_key_and_certificates(
            b"cong", key, made, None, BestAvailableEncryption(b"mat-khau-thu")
        )
    )
    passphrase = folder / "passphrase"
    passphrase.write_text("mat-khau-thu\n")
    return made, store, passphrase
