"""A security key of software (ES256, no attestation), as a browser would speak for it."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

import base64
import cbor2
import hashlib
import json
import secrets


PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def data(sent: str) -> bytes:
    return base64.urlsafe_b64decode(sent + "=" * (-len(sent) % 4))


class SoftKey:
    """A key that belongs to `rp`; `origin` is the page at which it is asked."""

    def __init__(self, origin: str, rp: str):
        self.origin, self.rp = origin, rp
        self.id = secrets.token_bytes(32)
        self.count = 0
        self._private = ec.generate_private_key(ec.SECP256R1())

    def _client(self, kind: str, challenge: bytes, origin: str | None) -> bytes:
        said = {"type": kind, "challenge": text(challenge), "origin": origin or self.origin}
        return json.dumps(said).encode()

    def _head(self, rp: str | None, flags: int) -> bytes:
        rp_hash = hashlib.sha256((rp or self.rp).encode()).digest()
        return rp_hash + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, bytes]) -> str:
        parts = {name: text(value) for name, value in response.items()}
        said = {"id": text(self.id), "rawId": text(self.id), "type": "public-key"}
        return json.dumps({**said, "response": parts})

    def make(self, challenge: bytes, *, origin=None, rp=None, flags=PRESENT | NEW_KEY) -> str:
        """The answer to ``navigator.credentials.create``."""
        point = self._private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._head(rp, flags) + about}
        client = self._client("webauthn.create", challenge, origin)
        return self._answer({"clientDataJSON": client, "attestationObject": cbor2.dumps(attested)})

    def sign(
        self, challenge: bytes, *, origin=None, rp=None, flags=PRESENT, grows=1, kind="webauthn.get"
    ) -> str:
        """The answer to ``navigator.credentials.get``."""
        self.count += grows
        client, head = self._client(kind, challenge, origin), self._head(rp, flags)
        signed = self._private.sign(
            head + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        return self._answer(
            {"clientDataJSON": client, "authenticatorData": head, "signature": signed}
        )
