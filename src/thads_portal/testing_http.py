"""A visitor for tests: real HTTP, nothing followed, nothing tidied up.

A client that follows redirects or escapes paths on its own would hide what the portal
answers to somebody who does not.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import http.client
import json


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    #: Each ``Set-Cookie``; there may be several.
    cookies: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """Asks the portal at `address`, as the account if one is given."""

    def __init__(self, address: str, account: Mapping[str, str] | None = None):
        self._place = urlsplit(address).netloc
        self._headers = {}
        if account is not None:
            pair = f"{account['username']}:{account['password']}"
            self._headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request. A dict or list as `body` is sent as JSON, a string or bytes as it is."""
        sent = {**self._headers, **(headers or {})}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection(self._place, timeout=180)
        try:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            cookies = tuple(response.headers.get_all("Set-Cookie") or ())
            return Answer(response.status, dict(response.getheaders()), response.read(), cookies)
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """`headers` by their names with underscores: ``accept="application/json"``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", path, headers=named)
