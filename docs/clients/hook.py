#!/usr/bin/env python3
"""Takes the messages of watches, and nothing that the portal has not signed. Standard library only.

    THADS_KEY=thads_… python3 hook.py https://bank.example/hook messages.jsonl --port 8080

The address is the one that was given to the portal when the watch was made; a proxy of yours ends the TLS. Each message is a line
in the file, once: what comes again (the portal was stopped while sending, or somebody sends a copy) is answered 200 and not
written. What is not signed right is answered 401 and forgotten.
"""

from http.server import BaseHTTPRequestHandler
from http.server import HTTPServer
from pathlib import Path

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import time


#: Seconds that a signature may be old, or ahead of this clock: each attempt is signed anew.
TOLERANCE = 300
LONGEST = 100_000
SIGNED = ("@method", "@target-uri", "content-type", "content-digest")
#: Just what the portal writes: all four parts, this algorithm, in this order, and no other signature beside it.
NAMED = " ".join(f'"{name}"' for name in SIGNED)
INPUT = re.compile(
    rf'thads=(\({re.escape(NAMED)}\);created=([0-9]{{1,12}});keyid="([a-z2-7]{{10}})";alg="hmac-sha256")'
)


class Refused(Exception):
    """The message is not the portal's, or not of now."""


def digests(*keys: str) -> dict[str, bytes]:
    """The id and digest of each of the organisation's keys: the portal signs with the digest."""
    found = {}
    for key in keys:
        _, name, secret = key.split("_", 2)
        found[name] = hashlib.sha256(b"thads organisation key\0" + secret.encode()).digest()
    return found


def check(headers, body: bytes, *, url: str, keys: dict[str, bytes], now: float) -> dict:
    """The message in `body`, a POST to `url` with `headers` (pairs of name and value). Raises Refused."""
    values = {"@method": "POST", "@target-uri": url}
    for wanted in ("content-type", "content-digest", "signature-input", "signature"):
        found = [value.strip() for name, value in headers if name.lower() == wanted]
        if len(found) != 1:
            raise Refused(f"{wanted} is missing, or there is more than one")
        (values[wanted],) = found
    said = INPUT.fullmatch(values["signature-input"])
    if said is None:
        raise Refused("signature-input is not as the portal writes it")
    parameters, created, key_id = said.groups()
    if abs(now - int(created)) > TOLERANCE:
        raise Refused("the signature is not of now")
    if key_id not in keys:
        raise Refused("the signature is by an unknown key")
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if not hmac.compare_digest(values["content-digest"].encode(), f"sha-256=:{digest}:".encode()):
        raise Refused("content-digest is not that of the body")
    lines = [f'"{name}": {values[name]}' for name in SIGNED]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    made = base64.b64encode(hmac.digest(keys[key_id], base.encode(), hashlib.sha256)).decode()
    if not hmac.compare_digest(values["signature"].encode(), f"thads=:{made}:".encode()):
        raise Refused("the signature is false")
    return json.loads(body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, default=8080)
    words = parser.parse_args()
    # Two keys hold at once while one takes the other's place: both, parted by blanks.
    keys = digests(*os.environ["THADS_KEY"].split())
    known = words.file.read_text(encoding="utf-8").splitlines() if words.file.exists() else []
    seen = {json.loads(line)["delivery"] for line in known}

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            length = self.headers.get("Content-Length") or ""
            body = b""
            if length.isdecimal() and int(length) <= LONGEST:
                body = self.rfile.read(int(length))
            try:
                message = check(
                    self.headers.items(), body, url=words.url, keys=keys, now=time.time()
                )
            except Refused:
                self.answer(401)
                return
            if message["delivery"] not in seen:
                with words.file.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(message, ensure_ascii=False) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                seen.add(message["delivery"])
            self.answer(200)

        def answer(self, status):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", words.port), Hook) as server:
        print(f"listening at {server.server_address[1]}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
