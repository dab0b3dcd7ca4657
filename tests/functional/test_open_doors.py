"""Every view and service that Plone and its parts register is either open on purpose, or shut.

A registration that neither ``security/open_doors.py`` nor the list of shut ones names fails the
first test: whoever brings it, an upgrade or a new part, says what becomes of it.
"""

from pathlib import Path
from plone.rest.interfaces import IService
from thads_portal.security import doors
from thads_portal.security.open_doors import Audience
from thads_portal.security.open_doors import OF_FILES
from thads_portal.security.open_doors import SERVICES
from thads_portal.security.open_doors import VIEWS
from thads_portal.testing_http import Visitor
from urllib.parse import quote
from zope.component import getGlobalSiteManager
from zope.interface import Interface

import pytest
import transaction


SHUT = Path(__file__).parent.parent / "data" / "shut-doors.txt"
ACCOUNTS = {
    "anonymous": Audience.EVERYBODY,
    "inspector": Audience.SIGNED_IN,
    "provincial_editor": Audience.WRITERS,
    "administrator": Audience.ADMINISTRATORS,
    "manager": Audience.MANAGERS,
}
#: Refused, or never there.
REFUSED = (301, 302, 401, 403, 404, 405)


def registered() -> tuple[set[str], set[str]]:
    """Keys of views, and ``METHOD:@name`` of services: those of others, and the portal's own."""
    found, own = set(), set()
    for each in getGlobalSiteManager().registeredAdapters():
        if len(each.required) != 2 or each.provided is not Interface or not each.name:
            continue
        kinds = getattr(each.factory, "__mro__", ())
        service = any(IService.implementedBy(kind) for kind in kinds)
        key = doors.service_key(each.name) if service else each.name
        if any(kind.__module__.startswith("thads_portal.") for kind in kinds):
            own.add(key)
            continue
        place = getattr(each.required[0], "__name__", "").rpartition(".")[2]
        found.add(f"{key}:{place}" if f"{key}:{place}" in VIEWS else key)
    return found, own


def shut() -> set[str]:
    lines = SHUT.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_every_registration_is_open_on_purpose_or_shut(portal):
    named = VIEWS.keys() | SERVICES.keys() | OF_FILES
    found, own = registered()
    # The portal's own in the place of Plone's are in the tables of ``test_who_enters.py``.
    assert found - own - named - shut() == set()
    assert shut() & named == set()


def test_what_is_named_is_there(portal):
    """A name that nothing has any more leaves the lists too."""
    found, own = registered()
    assert (VIEWS.keys() | SERVICES.keys()) - found - own == set()
    assert shut() - found == set()


@pytest.fixture(scope="module")
def visitors(portal, server):
    with portal.site() as site:
        site.acl_users.source_users.addUser("ky-thuat", "ky-thuat", "synthetic only")
        site.acl_users.source_groups.addPrincipalToGroup("ky-thuat", "Administrators")
        transaction.commit()
    accounts = {**portal.accounts}
    accounts["manager"] = {"username": "ky-thuat", "password": "synthetic only"}
    return {name: Visitor(server, accounts.get(name)) for name in ACCOUNTS}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_shut_view_is_shut_for_everybody(visitors, account):
    # Some names are open on one kind of thing.
    elsewhere = {key.partition(":")[0] for key in VIEWS if ":" in key}
    names = sorted(name for name in shut() - elsewhere if ":@" not in name)
    # The strongest tries all, the others one in seven.
    step = 1 if account == "manager" else 7
    answered = {}
    for number, name in enumerate(names[::step]):
        place = ("", "/cao-bang", "/cao-bang/tin-tuc")[number % 3]
        status = visitors[account].get(f"{place}/@@{quote(name)}").status
        if status not in REFUSED:
            answered[name] = status
    assert answered == {}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_shut_service_is_shut_for_everybody(visitors, account):
    answered = {}
    for key in sorted(name for name in shut() if ":@" in name):
        method, _, name = key.partition(":")
        for place in ("", "/cao-bang/tin-tuc"):
            body = {} if method in ("POST", "PATCH", "PUT") else None
            path = f"/++api++{place}/{name}"
            headers = {"Accept": "application/json"}
            status = visitors[account].ask(method, path, body=body, headers=headers).status
            if status not in REFUSED:
                answered[key, place] = status
    assert answered == {}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_is_open_is_open_for_its_audience_only(visitors, account):
    """Who is not of the audience is told that nothing is there."""
    for name, audience in VIEWS.items():
        if ":" in name:
            # Open on one kind of thing: the others are shut.
            continue
        status = visitors[account].get(f"/cao-bang/@@{name}").status
        if ACCOUNTS[account] < audience:
            assert (name, status) == (name, status if status in REFUSED else 404)
