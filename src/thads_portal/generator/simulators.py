"""Stand-ins for the demo and the tests: a provider of identities, and the national service portal.

Made-up people only. ``thads simulate`` runs it. It speaks as the real ones are asked to: OpenID Connect
(discovery, code flow with PKCE, signed ID tokens), and a receiver of signed status messages.
"""

from cryptography.hazmat.primitives.asymmetric import rsa
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit

import base64
import hashlib
import hmac
import json
import jwt
import secrets
import time


PERSON = {"name": "Nông Thị Định", "birthdate": "1979-04-02", "personal_number": "004179000126"}
_KID = "simulator"


class Simulator(ThreadingHTTPServer):
    """Listens on `port` of this machine (0: a free one). `messages` are those that were taken."""

    def __init__(self, port: int = 0, *, key: bytes = b"") -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.signing = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.key = key
        self.codes: dict[str, dict[str, str]] = {}
        self.messages: list[dict[str, Any]] = []
        #: Says no to status messages.
        self.refuses = False
        #: Claims of the next tokens beside or instead of the usual ones.
        self.claims: dict[str, Any] = {}
        #: Sends people back without a code.
        self.denies = False

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Simulator

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses hold codes."""

    def do_GET(self) -> None:
        issuer, parts = self.server.issuer, urlsplit(self.path)
        match parts.path:
            case "/.well-known/openid-configuration":
                self._json(
                    {
                        "issuer": issuer,
                        "authorization_endpoint": f"{issuer}/authorize",
                        "token_endpoint": f"{issuer}/token",
                        "jwks_uri": f"{issuer}/jwks",
                    }
                )
            case "/jwks":
                public = self.server.signing.public_key()
                key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
                self._json({"keys": [{**key, "kid": _KID, "use": "sig", "alg": "RS256"}]})
            case "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                code = secrets.token_urlsafe(16)
                self.server.codes[code] = asked
                self.send_response(303)
                said = {"error": "access_denied"} if self.server.denies else {"code": code}
                back = urlencode({**said, "state": asked.get("state", "")})
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        match self.path:
            case "/token":
                self._token({name: values[0] for name, values in parse_qs(body.decode()).items()})
            case "/status":
                self._status(body)
            case _:
                self.send_error(404)

    def _token(self, sent: dict[str, str]) -> None:
        asked = self.server.codes.pop(sent.get("code", ""), None)
        challenge = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        made = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if asked is None or asked.get("code_challenge") != made:
            self.send_error(400)
            return
        now = int(time.time())
        claims = {
            **PERSON,
            "iss": self.server.issuer,
            "sub": "1",
            "aud": asked["client_id"],
            "nonce": asked.get("nonce", ""),
            "iat": now,
            "exp": now + 300,
            **self.server.claims,
        }
        token = jwt.encode(claims, self.server.signing, "RS256", headers={"kid": _KID})
        self._json({"id_token": token, "token_type": "Bearer", "access_token": "none"})

    def _status(self, body: bytes) -> None:
        right = hmac.digest(self.server.key, body, hashlib.sha256).hex()
        if self.server.refuses:
            self.send_error(503)
        elif not hmac.compare_digest(right, self.headers.get("X-Thads-Signature", "")):
            self.send_error(403)
        else:
            self.server.messages.extend(json.loads(body)["messages"])
            self._json({"taken": True})

    def _json(self, value: dict[str, Any]) -> None:
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
