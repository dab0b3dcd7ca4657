"""The accounts of every role, and one of everything they may or may not enter, in Cao Bằng."""

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.context import ActionContext
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.topics import SECTIONS
from thads_portal.testing import make_listing

import transaction


NATIONAL = {"administrator", "editorial_board", "central_editor", "inspector", "case_system"}
#: Of Cao Bằng, where the places of the sweep are.
OWN = {"provincial_editor", "agency_head", "case_system_own"}
#: The same three of another province: here they are visitors.
FOREIGN = {"provincial_editor_foreign", "agency_head_foreign", "case_system_foreign"}
VISITORS = {"anonymous", "member"}
EVERYBODY = NATIONAL | OWN | FOREIGN | VISITORS | {"manager"}
SIGNED_IN = EVERYBODY - {"anonymous"}
NOBODY = set()

PASSWORD = "synthetic only"
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


def make_everything(portal) -> dict[State, str]:
    """The further accounts, a listing in each state, a batch, content: state -> number."""
    with portal.site() as site:
        for username, group in FURTHER.values():
            api.user.create(username=username, email=f"{username}@thads.example", password=PASSWORD)
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
    create_batch(site["cao-bang"], ActionContext(), numbers=numbers)
    noSecurityManager()


def account_of(portal, name: str) -> dict[str, str] | None:
    """What ``Visitor`` signs in with; None for who does not."""
    if name == "anonymous":
        return None
    if name in FURTHER:
        return {"username": FURTHER[name][0], "password": PASSWORD}
    return portal.accounts[name]
