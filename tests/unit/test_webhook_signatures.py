"""The example that takes messages of watches against what a forger would send it."""

from tests.support.example_clients import example_client
from thads_portal.domain.sharing import new_key
from thads_portal.domain.watching import signed_headers
from thads_portal.jobs import webhooks

import base64
import hashlib
import hmac
import pytest


hook = example_client("hook")
URL, NOW = "https://bank.example/hook", 1764320000
BODY = b'{"delivery":812,"ref":"k1","type":"ended"}'
OURS, OTHER = new_key(), new_key()
KEYS = hook.digests(OURS.text)


def headers_of(body=BODY, *, url=URL, key=OURS, created=NOW) -> dict[str, str]:
    return signed_headers(url, body, key_id=key.id, key=key.digest, created=created)


def taken(headers, body=BODY, *, url=URL, now=NOW):
    pairs = list(headers.items()) if isinstance(headers, dict) else headers
    return hook.check(pairs, body, url=url, keys=KEYS, now=now)


def signed_anew(parameters: str, values: dict[str, str], key=OURS.digest, algorithm=hashlib.sha256):
    """As the portal would sign other parts, by whoever has `key`."""
    lines = [f'"{name}": {value}' for name, value in values.items()]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    made = base64.b64encode(hmac.digest(key, base.encode(), algorithm)).decode()
    return {"Signature-Input": f"thads={parameters}", "Signature": f"thads=:{made}:"}


def test_what_the_portal_signed_is_taken():
    assert taken(headers_of())["delivery"] == 812
    assert taken({name.lower(): f" {value} " for name, value in headers_of().items()})
    assert taken([*headers_of().items(), ("X-Forwarded-For", "1"), ("X-Forwarded-For", "2")])


@pytest.mark.parametrize(
    "forged",
    [
        headers_of(BODY.replace(b"ended", b"amended")),
        headers_of(url="https://bank.example/other"),
        headers_of(url="https://other.example/hook"),
        headers_of(url="http://bank.example/hook"),
        headers_of(key=OTHER),
        # Kept and sent again, or made for later.
        headers_of(created=NOW - 301),
        headers_of(created=NOW + 301),
        headers_of(created=-1),
        *({n: v for n, v in headers_of().items() if n != left_out} for left_out in headers_of()),
        # A second of a header: one reader takes the first, another the last.
        *([*headers_of().items(), (twice, headers_of()[twice])] for twice in headers_of()),
        *([(twice.lower(), "x"), *headers_of().items()] for twice in headers_of()),
        headers_of() | {"Content-Type": "text/plain"},
        headers_of() | {"Content-Digest": headers_of()["Content-Digest"] + ", md5=:AAAA:"},
        headers_of() | {"Signature": headers_of()["Signature"] + ", other=:AAAA:"},
        headers_of() | {"Signature": headers_of()["Signature"].replace("thads=", "other=")},
        headers_of() | {"Signature": "thads=::"},
        headers_of() | {"Signature": "thads=:é:"},
        headers_of() | {"Signature-Input": "thads=()"},
        headers_of() | {"Signature-Input": headers_of()["Signature-Input"] + ";expires=9999999999"},
        headers_of()
        | {"Signature-Input": headers_of()["Signature-Input"].replace(str(NOW), str(NOW + 1))},
        headers_of()
        | {"Signature-Input": headers_of()["Signature-Input"].replace("hmac-sha256", "ed25519")},
        headers_of()
        | {"Signature-Input": headers_of()["Signature-Input"].replace("created=", "created=0")},
    ],
)  # fmt: skip
def test_a_forged_message_is_not_taken(forged):
    with pytest.raises(hook.Refused):
        taken(forged)


@pytest.mark.parametrize("missing", hook.SIGNED)
def test_all_parts_are_signed(missing):
    """A true signature of fewer parts leaves the others to the forger."""
    values = {"@method": "POST", "@target-uri": URL} | {
        name.lower(): value for name, value in headers_of().items() if name.startswith("Content")
    }
    tail = f';created={NOW};keyid="{OURS.id}";alg="hmac-sha256"'
    whole = " ".join(f'"{name}"' for name in values)
    assert taken(headers_of() | signed_anew(f"({whole}){tail}", values))
    del values[missing]
    less = " ".join(f'"{name}"' for name in values)
    with pytest.raises(hook.Refused):
        taken(headers_of() | signed_anew(f"({less}){tail}", values))
    twice = whole.replace(f'"{missing}"', f'"{missing}" "{missing}"')
    with pytest.raises(hook.Refused):
        taken(headers_of() | signed_anew(f"({twice}){tail}", values))


def test_a_body_under_another_digest_is_not_taken():
    digest = base64.b64encode(hashlib.sha512(BODY).digest()).decode()
    sent = headers_of() | {"Content-Digest": f"sha-512=:{digest}:"}
    values = {"@method": "POST", "@target-uri": URL, "content-type": sent["Content-Type"]}
    values["content-digest"] = sent["Content-Digest"]
    parameters = sent["Signature-Input"].removeprefix("thads=")
    with pytest.raises(hook.Refused):
        taken(sent | signed_anew(parameters, values))
    with pytest.raises(hook.Refused):
        taken(headers_of(), BODY + b" ")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("https://Bank.Example", "https://bank.example/"),
        ("https://bank.example:443/Hook?A=1", "https://bank.example/Hook?A=1"),
        ("https://bank.example:8443", "https://bank.example:8443/"),
        ("http://10.0.0.1:80/x", "http://10.0.0.1/x"),
        ("https://[2001:4860:4860::8888]:443", "https://[2001:4860:4860::8888]/"),
    ],
)
def test_the_address_is_signed_as_it_is_seen_there(monkeypatch, given, seen):
    assert taken(headers_of(url=given), url=seen)
    lines = []

    class Connection(webhooks._Connection):
        def connect(self):
            self.sock = Socket()

    class Socket:
        def sendall(self, data):
            lines.extend(data.decode().split("\r\n"))
            raise ConnectionResetError

        def close(self):
            pass

        shutdown = close

    monkeypatch.setattr(webhooks, "_address", lambda *_: "10.0.0.1")
    monkeypatch.setattr(webhooks, "_Connection", Connection)
    with pytest.raises(webhooks.CallFailed):
        webhooks.call(given, BODY, headers_of(url=given), allowed=("10.0.0.0/8",))
    method, target, _ = lines[0].split(" ")
    (host,) = [line.removeprefix("Host: ") for line in lines if line.startswith("Host: ")]
    assert (method, f"{seen.partition('://')[0]}://{host}{target}") == ("POST", seen)
