"""Who has which permission where: the table of roles (docs/roles.md) against every account.

An account that is missing from a set must not have the permission, so each line
also says who is kept out.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from tests.support.everybody import EVERYBODY
from tests.support.everybody import FURTHER
from tests.support.everybody import make_everything
from tests.support.everybody import NATIONAL
from tests.support.everybody import NOBODY
from tests.support.everybody import SIGNED_IN
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Permission
from thads_portal.security import permissions
from thads_portal.security.accounts import DEMO_ACCOUNTS

import pytest


STAFF = {"provincial_editor", "agency_head", "editorial_board", "inspector", "manager"}
MAY_SEE_RESTRICTED = {"provincial_editor", "agency_head", "editorial_board"}
ADMINISTRATORS = {"administrator", "manager"}
WRITERS_OF_GATEWAY = {"central_editor", *ADMINISTRATORS}
WRITERS_HERE = {"provincial_editor", *ADMINISTRATORS}

#: Hold alike on everything in a province.
OF_THE_PROVINCE = {
    Permission.CREATE: {"provincial_editor"},
    Permission.SUBMIT: {"provincial_editor"},
    Permission.PROPOSE: {"provincial_editor"},
    Permission.SIGN: {"agency_head"},
    Permission.APPROVE: {"editorial_board"},
    permissions.VIEW_RESTRICTED: MAY_SEE_RESTRICTED,
    permissions.VIEW_DESK: {"administrator", *MAY_SEE_RESTRICTED, "inspector"},
    permissions.VIEW_RECORD: {"administrator", "agency_head", "editorial_board", "inspector"},
    permissions.SIGNED_IN: SIGNED_IN,
    Permission.FEED: {"case_system", "case_system_own"},
    permissions.MANAGE_PORTAL_SETTINGS: ADMINISTRATORS,
    permissions.ADD_LISTING: NOBODY,
    permissions.ADD_BATCH: NOBODY,
    permissions.ADD_REGISTER: NOBODY,
    permissions.ADD_SUBSITE: NOBODY,
    permissions.ADD_AGENCY: ADMINISTRATORS,
    permissions.ADD_SECTION: NOBODY,
    permissions.ADD_LEGAL_DOCUMENT: WRITERS_HERE,
    permissions.ADD_PROCEDURE: WRITERS_HERE,
    permissions.ADD_PUBLIC_NOTICE: WRITERS_HERE,
    permissions.PROPOSE_CONTENT: {"provincial_editor"},
    permissions.ACCEPT_CONTENT: {"editorial_board"},
    permissions.SHOW_EVERYWHERE: {"editorial_board", "central_editor"},
}
#: The doors of Plone that no role has on a listing, in no state.
SHUT = {
    "Modify portal content": NOBODY,
    "Delete objects": NOBODY,
    "Copy or Move": NOBODY,
}


def listing_in(state):
    readers = EVERYBODY if state == State.PUBLISHED else STAFF
    return {"View": readers, "Access contents information": readers, **SHUT, **OF_THE_PROVINCE}


CONTENT = (
    "plone.app.contenttypes: Add News Item",
    "plone.app.contenttypes: Add Document",
    "plone.app.contenttypes: Add Event",
    "plone.app.contenttypes: Add File",
    "plone.app.contenttypes: Add Image",
    "plone.app.contenttypes: Add Link",
    "plone.app.contenttypes: Add Folder",
)
#: Who keeps the portal running accepts no content.
REVIEWERS = {"editorial_board", "manager"}

#: place -> permission -> accounts that have it there, and no other has
EXPECTED = {
    **{f"listing/{state}": listing_in(state) for state in State},
    "register": {
        "View": EVERYBODY,
        "Access contents information": EVERYBODY,
        "List folder contents": NOBODY,
        "Add portal content": NOBODY,
        "Change local roles": NOBODY,
        "Sharing page: Delegate roles": NOBODY,
        **SHUT,
        **OF_THE_PROVINCE,
    },
    **{
        place: {
            "View": STAFF,
            "Access contents information": STAFF,
            "List folder contents": NOBODY,
            "Add portal content": NOBODY,
            "Change local roles": NOBODY,
            **SHUT,
            **OF_THE_PROVINCE,
        }
        for place in ("batches", "batch")
    },
    "agency": {
        "View": EVERYBODY,
        "Access contents information": EVERYBODY,
        "Modify portal content": ADMINISTRATORS,
        "Delete objects": ADMINISTRATORS,
        "Copy or Move": NOBODY,
        **OF_THE_PROVINCE,
    },
    "subsite": {
        "View": EVERYBODY,
        "Access contents information": EVERYBODY,
        "Modify portal content": WRITERS_HERE,
        "Add portal content": WRITERS_HERE,
        "Review portal content": REVIEWERS,
        "Change local roles": ADMINISTRATORS,
        **dict.fromkeys(CONTENT, WRITERS_HERE),
        **OF_THE_PROVINCE,
    },
    "gateway": {
        "View": EVERYBODY,
        "Access contents information": EVERYBODY,
        "Modify portal content": WRITERS_OF_GATEWAY,
        "Add portal content": WRITERS_OF_GATEWAY,
        "Review portal content": REVIEWERS,
        "Change local roles": ADMINISTRATORS,
        "Manage portal": {"manager"},
        "Plone Site Setup: Users and Groups": ADMINISTRATORS,
        **dict.fromkeys(CONTENT, WRITERS_OF_GATEWAY),
        # A province-bound role holds on its subsite only.
        Permission.CREATE: NOBODY,
        Permission.SUBMIT: NOBODY,
        Permission.PROPOSE: NOBODY,
        Permission.SIGN: NOBODY,
        Permission.APPROVE: {"editorial_board"},
        permissions.VIEW_RESTRICTED: {"editorial_board"},
        permissions.VIEW_DESK: {"administrator", "editorial_board", "inspector"},
        permissions.VIEW_RECORD: {"administrator", "editorial_board", "inspector"},
        permissions.SIGNED_IN: SIGNED_IN,
        Permission.FEED: {"case_system"},
        permissions.MANAGE_PORTAL_SETTINGS: ADMINISTRATORS,
        permissions.ADD_LISTING: NOBODY,
        permissions.ADD_BATCH: NOBODY,
        permissions.ADD_REGISTER: NOBODY,
        permissions.ADD_SUBSITE: NOBODY,
        permissions.ADD_AGENCY: ADMINISTRATORS,
        permissions.ADD_SECTION: NOBODY,
        permissions.ADD_LEGAL_DOCUMENT: WRITERS_OF_GATEWAY,
        permissions.ADD_PROCEDURE: WRITERS_OF_GATEWAY,
        permissions.ADD_PUBLIC_NOTICE: WRITERS_OF_GATEWAY,
        permissions.PROPOSE_CONTENT: NOBODY,
        permissions.ACCEPT_CONTENT: {"editorial_board"},
        permissions.SHOW_EVERYWHERE: {"editorial_board", "central_editor"},
    },
    "section": {
        "View": EVERYBODY,
        "Add portal content": WRITERS_HERE,
        "Copy or Move": EVERYBODY,
        **dict.fromkeys(CONTENT, WRITERS_HERE),
        **OF_THE_PROVINCE,
    },
    **{
        f"{kind}/{state}": {
            "View": readers,
            "Access contents information": readers,
            "Modify portal content": writers,
            "Delete objects": WRITERS_HERE,
            "Review portal content": REVIEWERS,
        }
        for kind in ("tin-tuc", "van-ban", "thong-bao", "su-kien")
        for state, readers, writers in (
            ("private", WRITERS_HERE, WRITERS_HERE),
            ("pending", {"editorial_board", *WRITERS_HERE}, {"editorial_board", *ADMINISTRATORS}),
            ("published", EVERYBODY, WRITERS_HERE),
        )
    },
}


@pytest.fixture(scope="module")
def numbers(portal):
    """State -> number of a listing in it."""
    return make_everything(portal)


def place_of(site, name, numbers):
    subsite = site["cao-bang"]
    if name.startswith("listing/"):
        return subsite[REGISTER_ID][numbers[State(name.removeprefix("listing/"))]]
    section, _, state = name.partition("/")
    if state:
        return subsite[section][state]
    return {
        "section": subsite["tin-tuc"],
        "register": subsite[REGISTER_ID],
        "batches": subsite[BATCHES_ID],
        "batch": subsite[BATCHES_ID].get("2026-0001"),
        "agency": subsite["cuc"],
        "subsite": subsite,
        "gateway": site,
    }[name]


def sign_in(site, portal, account):
    if account == "anonymous":
        noSecurityManager()
        return
    username = FURTHER[account][0] if account in FURTHER else portal.accounts[account]["username"]
    user = site.acl_users.getUser(username)
    newSecurityManager(None, user.__of__(site.acl_users))


def test_every_demo_account_is_in_the_sweep():
    assert {account.role for account in DEMO_ACCOUNTS} == NATIONAL | {
        "provincial_editor",
        "agency_head",
    }


def test_every_permission_of_the_portal_is_in_the_sweep():
    titles = {value for name, value in vars(permissions).items() if name.isupper()}
    titles.update(Permission)
    assert titles <= set(EXPECTED["gateway"])
    assert titles <= set(EXPECTED["subsite"])
    assert titles <= set(EXPECTED["listing/draft"])


@pytest.mark.parametrize("name", EXPECTED)
def test_permissions(portal, numbers, name):
    found = {permission: set() for permission in EXPECTED[name]}
    with portal.site() as site:
        place = place_of(site, name, numbers)
        for account in EVERYBODY:
            sign_in(site, portal, account)
            manager = getSecurityManager()
            for permission, accounts in found.items():
                if manager.checkPermission(permission, place):
                    accounts.add(account)
    assert found == EXPECTED[name]
