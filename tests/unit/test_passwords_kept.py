"""Passwords are kept by Argon2id; what was kept before still opens, and is hashed anew then."""

from argon2 import PasswordHasher
from AuthEncoding.AuthEncoding import pw_encrypt

import pytest


pytestmark = pytest.mark.slow
PASSWORD = "rau muống xanh thuyền"
NAME = "bien-tap"


@pytest.fixture
def kept():
    """The portal's user source in a database in memory: (source, the database)."""
    from thads_portal.security.pas.users import PortalUsers

    import transaction
    import ZODB

    database = ZODB.DB(None)
    connection = database.open()
    users = PortalUsers("source_users")
    connection.root()["users"] = users
    transaction.commit()
    yield users
    transaction.abort()
    connection.close()
    database.close()


def keep(users, stored):
    import transaction

    users._user_passwords[NAME] = stored
    users._login_to_userid[NAME] = NAME
    users._userid_to_login[NAME] = NAME
    transaction.commit()


def stored_of(users):
    import transaction

    transaction.begin()
    found = users._user_passwords[NAME]
    return found if isinstance(found, bytes) else found.encode()


def check(users, password, known=NAME):
    return users._check_password(known, {"login": NAME, "password": password})


@pytest.fixture
def verified(monkeypatch):
    """How many hashes of Argon2id were checked."""
    from thads_portal.security.pas.argon2id import Argon2idScheme

    seen = []
    real = Argon2idScheme.validate

    def validate(self, reference, attempt):
        seen.append(reference)
        return real(self, reference, attempt)

    monkeypatch.setattr(Argon2idScheme, "validate", validate)
    return seen


OLDER = (
    pw_encrypt(PASSWORD, "SSHA"),
    pw_encrypt(PASSWORD, "SSHA").decode(),
    b"{ARGON2ID}"
    + PasswordHasher(memory_cost=16, time_cost=1, parallelism=1).hash(PASSWORD).encode(),
)


@pytest.mark.parametrize("older", OLDER, ids=["ssha", "ssha text", "another cost"])
def test_an_older_hash_opens_and_is_made_anew(kept, older):
    from thads_portal.security.pas.argon2id import is_current

    keep(kept, older)
    before = kept.stamp(NAME)
    assert check(kept, "sai hoàn toàn rồi") is None
    assert stored_of(kept) == (older if isinstance(older, bytes) else older.encode())
    assert check(kept, PASSWORD) == (NAME, NAME)
    assert stored_of(kept).startswith(b"{ARGON2ID}$argon2id$v=19$")
    assert is_current(stored_of(kept))
    assert check(kept, PASSWORD) == (NAME, NAME)
    assert check(kept, "sai hoàn toàn rồi") is None
    # Sessions and tokens go by it: they go on.
    assert kept.stamp(NAME) == before


def test_another_password_has_another_stamp(kept):
    from thads_portal.security.pas.argon2id import hashed

    keep(kept, OLDER[0])
    check(kept, PASSWORD)
    # What was written beside this transaction is seen by the next one.
    stored_of(kept)
    before = kept.stamp(NAME)
    kept._stamped_by.pop(NAME)
    kept._user_passwords[NAME] = hashed("cá rô đồng kho tộ")
    assert kept.stamp(NAME) != before
    assert check(kept, PASSWORD) is None


def test_who_is_no_account_costs_as_much_as_a_wrong_password(kept, verified):
    from thads_portal.security.pas.argon2id import hashed

    counts = []
    for stored in (hashed(PASSWORD), OLDER[0]):
        keep(kept, stored)
        verified.clear()
        assert check(kept, "sai hoàn toàn rồi") is None
        counts.append(len(verified))
    verified.clear()
    assert (
        kept._check_password(None, {"login": "khong-co-ai", "password": "sai hoàn toàn rồi"})
        is None
    )
    counts.append(len(verified))
    assert counts == [1, 1, 1]


def test_a_program_pays_for_the_slow_hash_once(kept, verified):
    from thads_portal.security.pas.argon2id import hashed

    keep(kept, hashed(PASSWORD))
    for _ in range(4):
        assert check(kept, PASSWORD) == (NAME, NAME)
    assert len(verified) == 1
    assert check(kept, "sai hoàn toàn rồi") is None
    assert len(verified) == 2


def test_what_a_hash_costs_is_a_setting_with_a_strong_default(monkeypatch):
    from thads_portal.security.pas.argon2id import cost

    monkeypatch.delenv("THADS_PASSWORD_COST")
    assert cost() == (19456, 2)
    for wrong in ("0:1", "64", "8:0", "x:y", "9999999:1"):
        monkeypatch.setenv("THADS_PASSWORD_COST", wrong)
        with pytest.raises(ValueError, match=wrong):
            cost()
