"""Signing in over HTTP: slowed after failures at every door, sessions that end, passwords."""

from argon2 import PasswordHasher
from AuthEncoding.AuthEncoding import pw_encrypt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from datetime import timedelta
from http.cookies import SimpleCookie
from plone import api
from thads_portal.cli.hosting import hosted
from thads_portal.errors import WeakPassword
from thads_portal.security.pas import clock
from thads_portal.security.pas.argon2id import Argon2idScheme
from thads_portal.security.pas.argon2id import cost
from thads_portal.security.pas.argon2id import hashed
from thads_portal.security.pas.argon2id import is_current
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from urllib.parse import urlencode

import pytest
import transaction


PASSWORD = "rau muống xanh thuyền"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def time(monkeypatch):
    """Moves the time by which sign-ins are judged: ``time(minutes=5)``."""
    real = clock.now
    moved = [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + moved[0])

    def move(**by):
        moved[0] += timedelta(**by)

    return move


@pytest.fixture
def account(portal, server, request):
    """An editor of Cao Bằng of the test's own; nothing is counted yet."""
    portal.query("DELETE FROM thads_sign_in")
    name = f"thu-{abs(hash(request.node.name)) % 10**8}"
    with portal.site() as site:
        api.user.create(username=name, email=f"{name}@thads.example", password=PASSWORD)
        site.acl_users.source_groups.addPrincipalToGroup(name, "editors-cao-bang")
        transaction.commit()
    return {"username": name, "password": PASSWORD}


def by_basic(server, account, **other):
    return Visitor(server, {**account, **other}).get("/")


def by_form(server, account, **other):
    fields = {**account, **other}
    body = urlencode(
        {
            "__ac_name": fields["username"],
            "__ac_password": fields["password"],
            "buttons.login": "Log in",
        }
    )
    return Visitor(server).ask("POST", "/login", body=body, headers=FORM)


def by_token(server, account, **other):
    fields = {**account, **other}
    body = {"login": fields["username"], "password": fields["password"]}
    headers = {"Accept": "application/json"}
    return Visitor(server).ask("POST", "/++api++/@login", body=body, headers=headers)


def session(answer):
    """The value of the cookie that `answer` sets, or None; and its attributes."""
    jar = SimpleCookie()
    for each in answer.cookies:
        jar.load(each)
    return jar.get("__ac")


def opens(answer):
    """Whether `answer` gives a session: to who has none it may say that the cookie is over."""
    found = session(answer)
    return found is not None and found.value != "deleted"


def signed_in(server, cookie):
    """Whether the session still stands: the frame then offers to leave."""
    return "logout" in Visitor(server).get("/", cookie=f'__ac="{cookie}"').text


DOORS = pytest.mark.parametrize("door", [by_basic, by_form, by_token])


@DOORS
def test_every_door_is_slowed_and_opens_again(server, account, time, door):
    for _ in range(5):
        assert door(server, account, password="sai hoàn toàn rồi").status != 429
    refused = door(server, account)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) <= 5
    time(seconds=6)
    assert door(server, account).status in (200, 302)


@DOORS
def test_an_account_that_is_not_there_answers_alike(server, account, door):
    ghost = {"username": "khong-co-ai", "password": "sai hoàn toàn rồi"}
    wrong = [door(server, account, password="sai hoàn toàn rồi").status for _ in range(6)]
    portal_counts = [door(server, ghost).status for _ in range(6)]
    assert portal_counts == wrong
    assert wrong[-1] == 429


def test_a_stranger_does_not_lock_out_the_owner(portal, server, account):
    assert by_basic(server, account).status == 200
    # From elsewhere: what is counted by account alone.
    portal.query(
        "UPDATE thads_sign_in SET failures = 99, last_failed = now() WHERE succeeded IS NULL"
    )
    assert by_basic(server, account).status == 200


def test_a_feed_writes_nothing_for_its_successes(portal, server, account):
    by_basic(server, account)
    before = portal.query("SELECT xmin::text, ctid::text FROM thads_sign_in")
    for _ in range(3):
        by_basic(server, account)
    assert portal.query("SELECT xmin::text, ctid::text FROM thads_sign_in") == before
    assert len(before) == 1


def test_the_cookie(portal, server, account):
    cookie = session(by_form(server, account))
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["secure"]
    with portal.site() as site:
        site.REQUEST["SERVER_URL"] = "https://portal.example"
        response = site.REQUEST.response
        site.acl_users.session._setupSession(account["username"], response)
        (sent,) = [value for name, value in response.listHeaders() if name == "Set-Cookie"]
    assert "; Secure" in sent


def test_a_session_ends_without_use_and_after_a_day(server, account, time):
    cookie = session(by_form(server, account)).value
    assert signed_in(server, cookie)
    time(minutes=50)
    renewed = session(Visitor(server).get("/", cookie=f'__ac="{cookie}"'))
    assert renewed is not None
    time(minutes=50)
    assert not signed_in(server, cookie)
    assert signed_in(server, renewed.value)
    for _ in range(14):
        time(minutes=50)
        again = session(Visitor(server).get("/", cookie=f'__ac="{renewed.value}"'))
        if again is None:
            break
        renewed = again
    assert not signed_in(server, renewed.value)


def test_a_new_password_ends_sessions_and_tokens(portal, server, account):
    cookie = session(by_form(server, account)).value
    token = by_token(server, account).json()["token"]
    bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    own = f"/++api++/@users/{account['username']}"
    assert signed_in(server, cookie)
    assert Visitor(server).ask("GET", own, headers=bearer).status == 200
    with portal.site() as site:
        site.acl_users.userSetPassword(account["username"], "ba con thuyền ngược sông")
        transaction.commit()
    assert not signed_in(server, cookie)
    assert Visitor(server).ask("GET", own, headers=bearer).status == 401


def test_a_disabled_account_is_out_at_once(portal, server, account):
    cookie = session(by_form(server, account)).value
    token = by_token(server, account).json()["token"]
    bearer = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    own = f"/++api++/@users/{account['username']}"
    with portal.site() as site:
        site.acl_users.source_users.disable(account["username"])
        transaction.commit()
    assert not signed_in(server, cookie)
    assert Visitor(server).ask("GET", own, headers=bearer).status == 401
    assert "logout" not in by_basic(server, account).text
    with portal.site() as site:
        site.acl_users.source_users.enable(account["username"])
        transaction.commit()
    # What the lock ended stays over.
    assert not signed_in(server, cookie)
    assert "logout" in by_basic(server, account).text


@pytest.mark.parametrize("weak", ["ngắn", "MatKhau@123456"])
def test_weak_passwords_are_refused_at_every_door(portal, server, account, weak):
    headers = {"Accept": "application/json"}
    own = f"/++api++/@users/{account['username']}"
    changed = Visitor(server, account).ask(
        "POST",
        f"{own}/reset-password",
        body={"old_password": PASSWORD, "new_password": weak},
        headers=headers,
    )
    assert changed.status == 400
    with portal.site() as site:
        with pytest.raises(WeakPassword):
            site.acl_users.source_users.updateUserPassword(account["username"], weak)
        assert "Mật khẩu" in site.portal_registration.testPasswordValidity(weak)
    assert by_basic(server, account).status == 200


# How passwords are kept


def kept(portal, account):
    with portal.site() as site:
        stored = site.acl_users.source_users._user_passwords[account["username"]]
    return stored if isinstance(stored, bytes) else stored.encode()


def keep_as(portal, account, stored):
    """As an older release has kept the account's password."""
    with portal.site() as site:
        users = site.acl_users.source_users
        users._user_passwords[account["username"]] = stored
        transaction.commit()


def test_a_password_is_kept_by_argon2id(portal, server, account):
    assert kept(portal, account).startswith(b"{ARGON2ID}$argon2id$v=19$")
    with portal.site() as site:
        users = site.acl_users.source_users
        other = "cá rô đồng kho tộ"
        users.doChangeUser(account["username"], other)
        users.updateUserPassword(account["username"], other)
        transaction.commit()
    assert kept(portal, account).startswith(b"{ARGON2ID}$argon2id$")
    assert by_token(server, account, password=other).status == 200
    assert by_token(server, account).status == 401


OLDER = pytest.mark.parametrize(
    "older",
    [
        pw_encrypt(PASSWORD, "SSHA"),
        pw_encrypt(PASSWORD, "SSHA").decode(),
        b"{ARGON2ID}"
        + PasswordHasher(memory_cost=16, time_cost=1, parallelism=1).hash(PASSWORD).encode(),
    ],
    ids=["ssha", "ssha text", "another cost"],
)


@OLDER
@DOORS
def test_an_older_hash_opens_and_is_made_anew(portal, server, account, older, door):
    keep_as(portal, account, older)
    assert door(server, account, password="sai hoàn toàn rồi").status in (200, 401)
    assert not opens(door(server, account, password="sai hoàn toàn rồi"))
    stored = older if isinstance(older, bytes) else older.encode()
    assert kept(portal, account) == stored
    assert door(server, account).status in (200, 302)
    assert is_current(kept(portal, account))
    assert door(server, account).status in (200, 302)


def test_sessions_go_on_when_a_password_is_hashed_anew(portal, server, account):
    keep_as(portal, account, pw_encrypt(PASSWORD, "SSHA"))
    cookie = session(by_form(server, account)).value
    assert is_current(kept(portal, account))
    assert signed_in(server, cookie)
    with portal.site() as site:
        users = site.acl_users.source_users
        users.updateUserPassword(account["username"], "cá rô đồng kho tộ")
        transaction.commit()
    assert not signed_in(server, cookie)


def test_who_is_no_account_costs_as_much_as_a_wrong_password(portal, account, monkeypatch):
    """Counted in checks of Argon2id: none may be told from another by its time."""
    seen = []
    real = Argon2idScheme.validate
    monkeypatch.setattr(
        Argon2idScheme,
        "validate",
        lambda self, reference, attempt: seen.append(1) or real(self, reference, attempt),
    )
    name = account["username"]
    with portal.site() as site:
        users = site.acl_users.source_users
        wrong = {"login": name, "password": "sai hoàn toàn rồi"}
        counts = []
        for stored in (hashed(PASSWORD), pw_encrypt(PASSWORD, "SSHA")):
            users._user_passwords[name] = stored
            seen.clear()
            assert users._check_password(name, wrong) is None
            counts.append(len(seen))
        seen.clear()
        assert users._check_password(None, {**wrong, "login": "khong-co-ai"}) is None
        counts.append(len(seen))
        transaction.abort()
    assert counts == [1, 1, 1]


def test_a_program_pays_for_the_slow_hash_once(portal, server, account, monkeypatch):
    seen = []
    real = Argon2idScheme.validate
    monkeypatch.setattr(
        Argon2idScheme,
        "validate",
        lambda self, reference, attempt: seen.append(1) or real(self, reference, attempt),
    )
    for _ in range(4):
        assert by_basic(server, account).status == 200
    assert len(seen) == 1
    by_basic(server, account, password="sai hoàn toàn rồi")
    assert len(seen) == 2


def test_what_a_hash_costs_is_a_setting_with_a_strong_default(monkeypatch):
    monkeypatch.delenv("THADS_PASSWORD_COST")
    assert cost() == (19456, 2)
    for wrong in ("0:1", "64", "8:0", "x:y", "9999999:1"):
        monkeypatch.setenv("THADS_PASSWORD_COST", wrong)
        with pytest.raises(ValueError, match=wrong):
            cost()


# Accounts bound to networks and certificates


@pytest.fixture
def places_of(portal):
    def bind(*lines):
        with portal.site():
            api.portal.set_registry_record("thads_portal.account_places", list(lines))
            transaction.commit()

    yield bind
    bind()


def token_of(answer):
    return answer.json()["token"]


def test_an_account_bound_to_a_network(portal, server, account, places_of):
    before = token_of(by_token(server, account))
    cookie = session(by_form(server, account)).value
    places_of(f"{account['username']} 203.0.113.0/24", "khac 198.51.100.0/24")
    assert by_token(server, account).status == 401
    assert not opens(by_form(server, account))
    assert not signed_in(server, cookie)

    def ask(address):
        headers = {"Authorization": f"Bearer {before}", "X-Forwarded-For": address}
        path = f"/++api++/@users/{account['username']}"
        return Visitor(server).ask("GET", path, headers=headers).status

    assert ask("198.51.100.9") == 401
    # As a proxy on this machine tells it.
    assert ask("203.0.113.9") == 200
    places_of(f"{account['username']} khong-phai-mang")
    assert ask("203.0.113.9") == 401
    assert portal.query(
        "SELECT count(*) FROM thads_record WHERE actor = %s AND action = 'sign_in_refused'",
        account["username"],
    ) == [(2,)]


def test_an_account_bound_to_a_certificate(server, account, places_of, certificate):
    pem, digest = certificate
    places_of(f"{account['username']} certificate:{digest}")
    body = {"login": account["username"], "password": PASSWORD}

    def ask(**headers):
        headers = {"Accept": "application/json", **headers}
        return Visitor(server).ask("POST", "/++api++/@login", body=body, headers=headers).status

    assert ask() == 401
    assert ask(**{"X-Client-Certificate": "khong phai"}) == 401
    assert ask(**{"X-Client-Certificate": quote(pem)}) == 200


def test_nobody_but_a_proxy_here_tells_of_a_certificate():
    seen = []

    def application(environ, start_response):
        seen.append(environ.get("HTTP_X_CLIENT_CERTIFICATE"))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    for address in ("127.0.0.1", "203.0.113.9"):
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": address,
            "HTTP_X_CLIENT_CERTIFICATE": "x",
            "wsgi.url_scheme": "http",
        }
        hosted(application)(environ, lambda *_arguments: None)
    assert seen == ["x", None]


@pytest.fixture
def certificate():
    """(PEM, SHA-256 in hex) of a certificate that signs itself."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "phan-mem-thu-ly")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, None)
    )
    pem = made.public_bytes(Encoding.PEM).decode()
    return pem, made.fingerprint(SHA256()).hex()
