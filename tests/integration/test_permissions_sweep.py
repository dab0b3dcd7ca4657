"""Who has which permission where: the table of roles (docs/roles.md) against every account.

An account that is missing from a set must not have the permission, so each line
also says who is kept out.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from thads_portal.actions.acting import Acting
from thads_portal.actions.batch_create import create_batch
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.topics import SECTIONS
from thads_portal.security import permissions
from thads_portal.security.accounts import DEMO_ACCOUNTS
from thads_portal.testing import make_listing

import pytest
import transaction


NATIONAL = {"administrator", "editorial_board", "central_editor", "inspector", "case_system"}
#: Of Cao Bằng, where the places of the sweep are.
OWN = {"provincial_editor", "agency_head", "case_system_own"}
#: The same three of another province: here they are visitors.
FOREIGN = {"provincial_editor_foreign", "agency_head_foreign", "case_system_foreign"}
VISITORS = {"anonymous", "member"}
EVERYBODY = NATIONAL | OWN | FOREIGN | VISITORS | {"manager"}
NOBODY = set()

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
REVIEWERS = {"editorial_board", *ADMINISTRATORS}

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

#: Accounts beside those of the demo: key -> (user name, group or None)
FURTHER = {
    "member": ("nguoi-dung", None),
    "manager": ("ky-thuat", "Administrators"),
    "case_system_own": ("thu-ly-cao-bang", "case-system-cao-bang"),
    "case_system_foreign": ("thu-ly-bac-kan", "case-system-bac-kan"),
    "provincial_editor_foreign": ("bien-tap-bac-kan", "editors-bac-kan"),
    "agency_head_foreign": ("thu-truong-bac-kan", "heads-bac-kan"),
}


def make_items(place, portal_type):
    """One in each state of the workflow, called after it."""
    for state, step in (("private", None), ("pending", "submit"), ("published", "publish")):
        item = createContent(portal_type)
        item.id, item.title = state, "Mục thử"
        item = addContentToContainer(place, item, checkConstraints=False)
        if step:
            api.content.transition(item, step)


@pytest.fixture(scope="module")
def numbers(portal):
    """The further accounts, and a listing in each state: state -> number."""
    with portal.site() as site:
        for username, group in FURTHER.values():
            api.user.create(
                username=username, email=f"{username}@thads.example", password="synthetic only"
            )
            if group:
                api.group.add_user(groupname=group, username=username)
        made = {state: make_listing(portal, site, state=state).id for state in State}
        transaction.commit()
        make_batch(site)
        # As a manager, who is nobody's owner.
        with api.env.adopt_roles(["Manager"]):
            for section in SECTIONS:
                if section.on_subsites:
                    make_items(site["cao-bang"][section.id], section.item_type)
        transaction.commit()
    return made


def make_batch(site):
    numbers = [
        number
        for number, listing in site["cao-bang"][REGISTER_ID]._tree.items()
        if listing.state == State.BOARD_REVIEW
    ]
    users = site.acl_users
    newSecurityManager(None, users.getUser("ban-bien-tap").__of__(users))
    create_batch(site["cao-bang"], Acting(), numbers=numbers)
    noSecurityManager()


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
