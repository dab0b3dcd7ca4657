"""Who somebody is at a provider: one account for each, also where two administrators bind at once."""

from persistent import Persistent
from thads_portal.security.pas import subjects
from ZODB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import ConflictError

import pytest
import transaction


ISSUER = "https://sso.example"


class Users(Persistent):
    _subjects = None


@pytest.fixture
def sources():
    """The source of accounts as two see it, and the transactions of both."""
    database = DB(DemoStorage())
    managers = [transaction.TransactionManager() for _each in range(2)]
    with managers[0] as _begun:
        connection = database.open(managers[0])
        connection.root()["users"] = Users()
        subjects.bind(connection.root()["users"], "first", ISSUER, "another")
    connection.close()
    found = []
    for manager in managers:
        manager.begin()
        found.append((database.open(manager).root()["users"], manager))
    yield found
    for _users, manager in found:
        manager.abort()
    database.close()


def test_two_at_once_do_not_bind_one_subject_twice(sources):
    (one, first), (other, second) = sources
    for users, account in ((one, "an"), (other, "binh")):
        assert subjects.account_of(users, ISSUER, "who") is None
        subjects.bind(users, account, ISSUER, "who")
    first.commit()
    with pytest.raises(ConflictError):
        second.commit()
    second.abort()
    second.begin()
    assert subjects.account_of(other, ISSUER, "who") == "an"
