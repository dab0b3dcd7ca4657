"""What a security key must prove: the challenge, the address, the key itself, a counter that grows."""

from tests.support.soft_key import SoftKey
from thads_portal.domain import security_keys
from thads_portal.domain.security_keys import CountsBack
from thads_portal.domain.security_keys import NotTheKey
from thads_portal.domain.security_keys import Party

import json
import pytest


pytestmark = pytest.mark.slow
ORIGIN, HOST = "https://thads.example.vn", "thads.example.vn"
PARTY = Party(HOST, (ORIGIN,))
CHALLENGE, OTHER = bytes(range(32)), bytes(32)


@pytest.fixture
def key():
    return SoftKey(ORIGIN, HOST)


def count_of(sent, kept, count=0, challenge=CHALLENGE):
    return security_keys.count_of(PARTY, challenge, sent, public=kept.public, count=count)


def test_a_key_is_made_and_signs(key):
    made = security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE))
    assert made.id == key.id and made.counter == 0
    sent = key.sign(OTHER)
    assert security_keys.id_of(sent) == key.id
    assert count_of(sent, made, challenge=OTHER) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://thads.example.vn.evil.example"},
        {"origin": "http://thads.example.vn"},
        {"origin": "https://thads.example.vn:8443"},
        {"rp": "example.vn"},
        {"flags": 0x40},
    ],
)
def test_what_makes_no_key(key, wrong):
    with pytest.raises(NotTheKey):
        security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE, **wrong))


def test_a_key_is_not_made_by_another_challenge_or_another_answer(key):
    with pytest.raises(NotTheKey):
        security_keys.registered(PARTY, OTHER, key.make(CHALLENGE))
    with pytest.raises(NotTheKey):
        security_keys.registered(PARTY, CHALLENGE, key.sign(CHALLENGE))


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"rp": "evil.example"},
        {"flags": 0},
        {"kind": "webauthn.create"},
    ],
)
def test_what_proves_nothing(key, wrong):
    made = security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE))
    with pytest.raises(NotTheKey):
        count_of(key.sign(CHALLENGE, **wrong), made)


def test_another_key_and_a_changed_answer_prove_nothing(key):
    made = security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE))
    stranger = SoftKey(ORIGIN, HOST)
    stranger.id = key.id
    with pytest.raises(NotTheKey):
        count_of(stranger.sign(CHALLENGE), made)
    with pytest.raises(NotTheKey):
        count_of(key.sign(CHALLENGE), made, challenge=OTHER)
    said = json.loads(key.sign(CHALLENGE))
    # A counter set forward breaks the signature.
    said["response"]["authenticatorData"] = json.loads(key.sign(CHALLENGE, grows=50))["response"][
        "authenticatorData"
    ]
    with pytest.raises(NotTheKey) as refused:
        count_of(json.dumps(said), made)
    assert not isinstance(refused.value, CountsBack)


@pytest.mark.parametrize(("kept", "sent"), [(5, 5), (5, 4), (5, 0), (1, 1)])
def test_a_counter_that_does_not_grow_is_a_copy(key, kept, sent):
    made = security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE))
    with pytest.raises(CountsBack):
        count_of(key.sign(CHALLENGE, grows=sent), made, count=kept)


def test_keys_that_never_count_are_taken(key):
    made = security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE))
    assert count_of(key.sign(CHALLENGE, grows=0), made) == 0


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 9_000,
        "1" * 30_000,
        '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
        '{"id": "a", "rawId": 5, "type": "public-key", "response": null}',
        '{"id": "\\ud800", "rawId": "\\ud800", "type": "public-key", "response": {"clientDataJSON": "AA",'
        ' "attestationObject": "gg", "authenticatorData": "AA", "signature": "AA"}}',
    ],
    ids=lambda sent: sent[:12] or "empty",
)
def test_what_is_no_answer(key, sent):
    made = security_keys.registered(PARTY, CHALLENGE, key.make(CHALLENGE))
    with pytest.raises(NotTheKey):
        security_keys.registered(PARTY, CHALLENGE, sent)
    with pytest.raises(NotTheKey):
        count_of(sent, made)
    assert security_keys.id_of(sent) is None or "rawId" in sent


@pytest.mark.parametrize(
    ("addresses", "party"),
    [
        (["https://thads.gov.vn"], ("thads.gov.vn", ("https://thads.gov.vn",))),
        (["https://thads.gov.vn:8443/"], ("thads.gov.vn", ("https://thads.gov.vn:8443",))),
        (["http://localhost:8080"], ("localhost", ("http://localhost:8080",))),
        (
            ["https://thads.gov.vn", "https://cb.thads.gov.vn", "http://thads.gov.vn"],
            ("thads.gov.vn", ("https://thads.gov.vn", "https://cb.thads.gov.vn")),
        ),
        (
            ["https://thads.gov.vn", "https://evilthads.gov.vn", "https://gov.vn"],
            ("thads.gov.vn", ("https://thads.gov.vn",)),
        ),
        (["http://thads.gov.vn"], None),
        (["https://203.0.113.5"], None),
        (["http://127.0.0.1:8080"], None),
        (["https://[2001:db8::1]"], None),
        (["https://intranet"], None),
        ([], None),
    ],
)
def test_the_portal_as_keys_know_it(addresses, party):
    assert security_keys.party_of(addresses) == party


def test_names():
    assert security_keys.named("  Khóa\n cơ   quan ", 1) == "Khóa cơ quan"
    assert security_keys.named("\x00 ", 3) == "Khóa 3"
    assert len(security_keys.named("ê" * 500, 1)) == security_keys.LONGEST_NAME
