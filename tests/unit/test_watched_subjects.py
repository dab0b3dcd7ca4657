"""Where messages may go, how they are signed, and what a listing says about somebody who is watched."""

from datetime import date
from thads_portal.domain import watching
from thads_portal.domain.sharing import digest_of
from thads_portal.domain.sharing import new_key
from thads_portal.domain.sharing import parts_of_key
from thads_portal.jobs import webhooks

import base64
import hashlib
import hmac
import pytest
import re
import socket


KEY = b"k" * 32


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "2002:7f00:1::", "64:ff9b:1::1", "64:ff9b::a00:1",
        "64:ff9b::8.8.8.8", "::7f00:1", "nowhere", "", "fec0::1", "3fff::1", "192.88.99.1", "192.0.0.8",
        "2001:4860:4860::5efe:10.0.0.1", "2001:4860:4860::200:5efe:10.0.0.1", "::ffff:10.0.0.1%1", "fe80::1%lo",
    ],
)  # fmt: skip
def test_no_address_within(address):
    assert not watching.may_call(address)


def test_public_addresses_and_networks_that_are_named():
    assert watching.may_call("203.113.0.1") is False or watching.may_call("8.8.8.8")
    assert watching.may_call("8.8.8.8")
    assert watching.may_call("2001:4860:4860::8888")
    assert watching.may_call("127.0.0.1", allowed=["127.0.0.0/8"])
    assert not watching.may_call("10.0.0.1", allowed=["127.0.0.0/8"])


def test_in_clear_only_within_the_networks_that_are_named(monkeypatch):
    """A network of one's own that is named is no leave to send to the world without TLS."""
    connected = []
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: answer)
    monkeypatch.setattr(socket, "create_connection", lambda *args: connected.append(args))
    with pytest.raises(webhooks.CallFailed, match="url"):
        webhooks.call("http://public.example/hook", b"{}", {}, allowed=("10.0.0.0/8",))
    assert connected == []


def test_a_host_that_answers_otherwise_the_second_time_leads_nowhere_else(monkeypatch):
    """The connection goes to the address that was looked at; a name is asked for once."""
    asked = []

    def answers(host, port, *_, **__):
        asked.append(host)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connects(address, *_, **__):
        called.append(address)
        raise ConnectionRefusedError

    called = []
    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", connects)
    with pytest.raises(webhooks.CallFailed):
        webhooks.call("https://rebind.example/hook", b"{}", {})
    assert (asked, called) == (["rebind.example"], [("8.8.8.8", 443)])


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("8.8.8.8", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(webhooks.CallFailed, match="private_address"):
        webhooks.call("https://both.example/", b"{}", {})


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://bank.example/hook?x=1", True),
        ("https://bank.example:8443/", True),
        ("http://bank.example/", False),
        ("ftp://bank.example/", False),
        ("https://user:word@bank.example/", False),
        ("https:///hook", False),
        ("https://bank.example/#x", False),
        ("https://bank.example:99999/", False),
        ("https://bank.example/\nHost: x", False),
        ("https://bank.example/ x", False),
        ("file:///etc/passwd", False),
        ("https://" + "a" * 600, False),
    ],
)
def test_urls(url, fits):
    assert watching.url_fits(url) is fits


def test_a_message_is_signed_as_rfc_9421_says():
    made = new_key()
    secret = parts_of_key(made.text)[1]
    body = b'{"delivery":1}'
    headers = watching.signed_headers("https://bank.example/hook", body, key_id=made.id, key=made.digest, created=1764320000)  # fmt: skip
    # As the other side would check it, from its key alone.
    parameters = headers["Signature-Input"].removeprefix("thads=")
    named = re.findall(r'"([^"]+)"', parameters.partition(")")[0])
    values = {
        "@method": "POST",
        "@target-uri": "https://bank.example/hook",
        "content-type": headers["Content-Type"],
        "content-digest": headers["Content-Digest"],
    }
    base = "\n".join([*(f'"{name}": {values[name]}' for name in named), f'"@signature-params": {parameters}'])  # fmt: skip
    signature = base64.b64decode(headers["Signature"].removeprefix("thads=:").removesuffix(":"))
    assert hmac.compare_digest(signature, hmac.digest(digest_of(secret), base.encode(), hashlib.sha256))  # fmt: skip
    assert parameters.endswith(f'created=1764320000;keyid="{made.id}";alg="hmac-sha256"')
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert headers["Content-Digest"] == f"sha-256=:{digest}:"


NUMBER = watching.id_digest("004 079 555 777", key=KEY)
OTHER = watching.id_digest("004079555778", key=KEY)
BIRTHS = watching.birth_digests(date(1979, 4, 2), key=KEY)
YEAR = watching.birth_digest("1979", key=KEY)
LATER = watching.birth_digest("1980-01", key=KEY)


@pytest.mark.parametrize(
    ("same_name", "asked_id", "held_id", "asked_birth", "births", "decision"),
    [
        (True, NUMBER, watching.id_digest("004079555777", key=KEY), None, (), "same_id"),
        (False, NUMBER, NUMBER, None, (), "same_id"),
        (True, NUMBER, OTHER, None, (), "different_id_only"),
        (True, NUMBER, None, None, (), "same_name"),
        (True, None, NUMBER, None, (), "same_name"),
        (True, None, None, YEAR, BIRTHS, "probable"),
        (True, None, None, LATER, BIRTHS, "none"),
        (True, None, None, LATER, (), "same_name"),
        (False, None, None, YEAR, BIRTHS, "none"),
    ],
)
def test_what_a_listing_says(same_name, asked_id, held_id, asked_birth, births, decision):
    assert decision == watching.decide(
        same_name=same_name,
        asked_id=asked_id,
        held_id=held_id,
        asked_birth=asked_birth,
        held_births=births,
    )


def test_names_are_compared_without_marks_and_order_and_under_a_key():
    one = watching.name_digest("Nông Văn Thử", key=KEY)
    assert one == watching.name_digest("thu van  NONG", key=KEY)
    assert one != watching.name_digest("Nông Văn Thử", key=b"o" * 32)
    assert one != watching.name_digest("Nông Văn", key=KEY)


def test_waits_grow_and_stay():
    waits = [watching.wait_after(n).total_seconds() for n in range(1, 12)]
    assert waits == sorted(waits) and waits[0] == 60 and waits[-1] == waits[-2] == 7200
