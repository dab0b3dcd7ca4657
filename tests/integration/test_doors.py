"""Every way around the actions that Plone and Zope offer, tried by every account in every state.

Each is refused and changes nothing: neither the stored listing nor its row. What is
allowed here would be a change without a document, a reason and a record of who did it.
"""

from AccessControl.SecurityManagement import newSecurityManager
from dataclasses import dataclass
from dataclasses import field
from OFS.CopySupport import _cb_encode
from plone import api
from plone.protect.authenticator import createToken
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.context import ActionContext
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.register.check import check
from thads_portal.testing import make_listing
from thads_portal.testing import SITE_PATH
from thads_portal.testing_http import Visitor
from typing import Any
from urllib.parse import quote
from urllib.parse import urlencode

import pytest
import transaction


REGISTER = f"/cao-bang/{REGISTER_ID}"
OTHER = f"/bac-kan/{REGISTER_ID}"
BATCHES = f"/cao-bang/{BATCHES_ID}"
BATCH = f"{BATCHES}/2026-0001"
PASSWORD = "synthetic only"
#: Beside the demo accounts: the same roles of another province, and who may do all in Plone.
FURTHER = {
    "manager": ("ky-thuat", "Administrators"),
    "provincial_editor_foreign": ("bien-tap-bac-kan", "editors-bac-kan"),
    "agency_head_foreign": ("thu-truong-bac-kan", "heads-bac-kan"),
}
REFUSED = {400, 401, 403, 404, 405, 409, 410, 415, 422}


@dataclass(frozen=True)
class Door:
    """One request; ``{n}`` stands for the listing's number. `form` is sent with a valid token."""

    method: str
    path: str
    body: Any = None
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self):
        return f"{self.method} {self.path}"


def rest(method, path, body=None):
    return Door(method, f"/++api++{path}", body=body)


def form(path, **fields):
    return Door("POST", path, form={name.replace("__", "."): fields[name] for name in fields})


def dav(method, path, body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Door(method, path, body=body, headers=named)


LISTING = f"{REGISTER}/{{n}}"
CHANGED = {"debtor_name": "Đã sửa ngoài quy trình"}
XMLRPC = """<?xml version="1.0"?><methodCall><methodName>setTitle</methodName>
<params><param><value>x</value></param></params></methodCall>"""

ON_LISTINGS = [
    # plone.restapi
    rest("PATCH", LISTING, CHANGED),
    rest("PUT", LISTING, CHANGED),
    rest("DELETE", LISTING),
    rest("POST", LISTING, {"@type": "Document", "title": "x"}),
    *(rest("POST", f"{LISTING}/@workflow/{state}", {}) for state in ("publish", *State)),
    rest("POST", "/bac-kan/@move", {"source": LISTING}),
    rest("POST", "/bac-kan/@copy", {"source": LISTING}),
    rest("POST", f"{OTHER}/@move", {"source": LISTING}),
    rest("POST", f"{OTHER}/@copy", {"source": LISTING}),
    rest("POST", "/@copy", {"source": LISTING}),
    rest("POST", "/@move", {"source": LISTING}),
    rest("POST", f"{LISTING}/@lock", {}),
    rest("DELETE", f"{LISTING}/@lock", {"force": True}),
    rest(
        "POST",
        f"{LISTING}/@sharing",
        {"entries": [{"id": "AuthenticatedUsers", "type": "group", "roles": {"Reader": True}}]},
    ),
    rest("PATCH", f"{LISTING}/@history", {"version": 0}),
    rest("POST", f"{LISTING}/@comments", {"text": "x"}),
    rest("POST", f"{LISTING}/@aliases", {"items": [{"path": "/x"}]}),
    rest("POST", f"{LISTING}/@workingcopy", {}),
    rest("POST", f"{LISTING}/@content-rules/x", {}),
    rest("POST", f"{LISTING}/@tus-upload"),
    rest("POST", f"{REGISTER}/@relations", {"items": []}),
    # Plone's forms
    form(f"{LISTING}/edit", form__widgets__debtor_name="x", form__buttons__save="Save"),
    form(f"{LISTING}/@@edit", form__widgets__debtor_name="x", form__buttons__save="Save"),
    form(f"{LISTING}/delete_confirmation", form__buttons__Delete="Delete"),
    form(f"{LISTING}/object_delete"),
    form(
        f"{LISTING}/object_rename", form__widgets__new_id="2026-9999999", form__buttons__Rename="x"
    ),
    form(f"{LISTING}/object_cut"),
    form(f"{LISTING}/object_copy"),
    form(f"{LISTING}/content_status_modify", workflow_action="publish"),
    form(f"{LISTING}/@@content_status_modify", workflow_action="publish"),
    form(f"{LISTING}/@@sharing", form__button__Save="Save"),
    form(f"{LISTING}/@@change-ownership", userid="x"),
    form(f"{LISTING}/@@manage-aliases", redirection="/x", form__button__Add="Add"),
    form(f"{LISTING}/selectViewTemplate", templateId="x"),
    form(f"{REGISTER}/@@fc-delete", selection='["{n}"]', _authenticator=""),
    form(f"{REGISTER}/@@fc-rename", UID_1="{n}", newid_1="x"),
    # Zope's management
    form(f"{REGISTER}/manage_delObjects", **{"ids:list": "{n}"}),
    form(f"{REGISTER}/manage_renameObject", id="{n}", new_id="2026-9999999"),
    form(f"{REGISTER}/manage_renameObjects", **{"ids:list": "{n}", "new_ids:list": "x"}),
    form(f"{REGISTER}/manage_cutObjects", **{"ids:list": "{n}"}),
    form(f"{REGISTER}/manage_copyObjects", **{"ids:list": "{n}"}),
    form(f"{REGISTER}/manage_exportObject", id="{n}", download="1"),
    form(f"{LISTING}/manage_addLocalRoles", userid="x", **{"roles:list": "Owner"}),
    form(f"{LISTING}/manage_setLocalRoles", userid="x", **{"roles:list": "Owner"}),
    form(f"{LISTING}/manage_permission", permission_to_manage="View", **{"roles:list": "Owner"}),
    form(f"{LISTING}/manage_changePermissions"),
    form(f"{LISTING}/manage_changeProperties", debtor_name="x"),
    form(f"{LISTING}/manage_editProperties", debtor_name="x"),
    form(f"{LISTING}/manage_addProperty", id="x", value="x", type="string"),
    form(f"{LISTING}/manage_takeOwnership"),
    form(f"{LISTING}/manage_beforeDelete"),
    # Methods by their names
    *(
        form(f"{LISTING}/{name}", title="x", value="x", text="x", creators="x", datetime="x")
        for name in (
            "setTitle",
            "setCreators",
            "setModificationDate",
            "editMetadata",
            "notifyModified",
            "indexObject",
            "reindexObject",
            "unindexObject",
            "reindexObjectSecurity",
            "changeOwnership",
            "snapshot",
            "PUT",
        )
    ),
    Door("POST", LISTING, body=XMLRPC, headers={"Content-Type": "text/xml"}),
    # WebDAV
    dav("PUT", LISTING, body="debtor_name: x\n", content_type="text/plain"),
    dav("DELETE", LISTING),
    dav("MOVE", LISTING, destination=f"http://localhost{OTHER}/x"),
    dav("COPY", LISTING, destination=f"http://localhost{OTHER}/x"),
    dav("LOCK", LISTING, body="<x/>", content_type="text/xml"),
    dav("PROPPATCH", LISTING, body="<x/>", content_type="text/xml"),
    dav("PROPFIND", LISTING, body="", depth="0"),
    dav("MKCOL", LISTING),
]

#: Doors that need no listing: the register and the subsite above it.
ON_CONTAINERS = [
    rest("POST", REGISTER, {"@type": "DebtorListing", **CHANGED}),
    rest("POST", REGISTER, {"@type": "Document", "title": "x"}),
    rest("POST", "/cao-bang", {"@type": "DebtorRegister", "title": "x"}),
    rest("POST", "/cao-bang", {"@type": "DebtorListing", **CHANGED}),
    rest("POST", "/", {"@type": "DebtorListing", **CHANGED}),
    rest("PATCH", REGISTER, {"title": "x"}),
    rest("DELETE", REGISTER),
    rest("DELETE", "/cao-bang"),
    rest("POST", f"{REGISTER}/@sharing", {"entries": [], "inherit": False}),
    rest("POST", "/@move", {"source": REGISTER}),
    rest("POST", "/@copy", {"source": REGISTER}),
    rest("POST", "/bac-kan/@move", {"source": REGISTER}),
    rest("POST", "/bac-kan/@copy", {"source": REGISTER}),
    rest("POST", "/bac-kan/@move", {"source": "/cao-bang"}),
    rest("POST", "/@copy", {"source": "/cao-bang"}),
    rest("POST", "/@copy", {"source": "/cao-bang/cuc"}),
    form(f"{REGISTER}/++add++DebtorListing", form__buttons__save="Save"),
    form(f"{REGISTER}/createObject", type_name="DebtorListing"),
    form(f"{REGISTER}/edit", form__buttons__save="Save"),
    form(f"{REGISTER}/delete_confirmation", form__buttons__Delete="Delete"),
    form(f"{REGISTER}/object_rename", form__widgets__new_id="x", form__buttons__Rename="x"),
    form("/cao-bang/manage_delObjects", **{"ids:list": REGISTER_ID}),
    form("/cao-bang/manage_renameObject", id=REGISTER_ID, new_id="x"),
    form("/cao-bang/manage_renameObject", id="cuc", new_id="x"),
    form("/cao-bang/manage_cutObjects", **{"ids:list": REGISTER_ID}),
    form("/cao-bang/manage_copyObjects", **{"ids:list": REGISTER_ID}),
    form("/manage_delObjects", **{"ids:list": "cao-bang"}),
    form("/manage_renameObject", id="cao-bang", new_id="x"),
    form("/manage_copyObjects", **{"ids:list": "cao-bang"}),
    form(f"{REGISTER}/setOrdering", ordering="x"),
    form(f"{REGISTER}/manage_addFolder", id="x"),
    dav("PUT", f"{REGISTER}/x", body="x", content_type="text/plain"),
    dav("MKCOL", f"{REGISTER}/x"),
    dav("PROPFIND", REGISTER, depth="1"),
    dav("DELETE", REGISTER),
    dav("MOVE", REGISTER, destination="http://localhost/bac-kan/x"),
    # Posting batches: the folder and one batch
    *(
        door
        for path in (BATCHES, BATCH)
        for door in (
            rest("POST", path, {"@type": "PostingBatch", "title": "x"}),
            rest("POST", path, {"@type": "Document", "title": "x"}),
            rest("PATCH", path, {"title": "x", "state": "published"}),
            rest("DELETE", path),
            rest("POST", "/bac-kan/@move", {"source": path}),
            rest("POST", "/bac-kan/@copy", {"source": path}),
            rest("POST", f"{path}/@workflow/publish", {}),
            rest("POST", f"{path}/@sharing", {"entries": [], "inherit": False}),
            form(f"{path}/edit", form__widgets__title="x", form__buttons__save="Save"),
            form(f"{path}/delete_confirmation", form__buttons__Delete="Delete"),
            form(f"{path}/reindexObject"),
            form(f"{path}/unindexObject"),
            form(f"{path}/manage_delObjects", **{"ids:list": "2026-0001"}),
            form(f"{path}/manage_changeProperties", title="x"),
            form(f"{path}/manage_setLocalRoles", userid="x", **{"roles:list": "Owner"}),
            dav("PROPFIND", path, depth="0"),
            dav("DELETE", path),
            dav("PUT", f"{path}/x", body="x", content_type="text/plain"),
        )
    ),
    form(f"{BATCHES}/createObject", type_name="PostingBatch"),
    form(f"{BATCHES}/++add++PostingBatch", form__buttons__save="Save"),
    form("/cao-bang/manage_delObjects", **{"ids:list": BATCHES_ID}),
    form("/cao-bang/manage_renameObject", id=BATCHES_ID, new_id="x"),
]


@dataclass(frozen=True)
class House:
    portal: Any
    visitors: dict[str, Visitor]
    tokens: dict[str, str]
    #: state -> number
    numbers: dict[State, str]
    #: What was there before the first door was tried; nothing of it may ever change.
    before: list = field(default_factory=list)

    def contents(self):
        """All there is to change: rows, stored values, what the containers hold."""
        with self.portal.site() as site:
            register = site["cao-bang"][REGISTER_ID]
            stored = {
                number: sorted(
                    (name, repr(value))
                    for name, value in vars(listing).items()
                    if not name.startswith("_v_")
                )
                for number, listing in ((n, register[n]) for n in self.numbers.values())
                if listing.title is not None
            }
            held = [sorted(place.objectIds()) for place in (site, *self._places(site))]
            roles = [place.get_local_roles() for place in self._places(site)]
            rows = self.portal.query("SELECT * FROM thads_listing ORDER BY number")
            batch = site["cao-bang"][BATCHES_ID]["2026-0001"]
            names = sorted(name for name in vars(batch) if not name.startswith("_v_"))
            batches = [batch.title, names, batch.get_local_roles()]
            batches += self.portal.query("SELECT * FROM thads_batch ORDER BY province, id")
            return [stored, held, roles, rows, batches]

    @staticmethod
    def _places(site):
        for slug in ("cao-bang", "bac-kan"):
            yield site[slug]
            yield site[slug][REGISTER_ID]
            yield site[slug][BATCHES_ID]

    def try_door(self, account: str, door: Door, number: str = ""):
        body = door.body
        headers = dict(door.headers)
        if door.form is not None:
            fields = {**door.form, "_authenticator": self.tokens[account]}
            body = urlencode({name: value.replace("{n}", number) for name, value in fields.items()})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif isinstance(body, dict):
            body = {
                name: value.replace("{n}", number) if isinstance(value, str) else value
                for name, value in body.items()
            }
        path = quote(door.path.replace("{n}", number), safe="/+@")
        return self.visitors[account].ask(door.method, path, body=body, headers=headers)


@pytest.fixture(scope="module")
def house(portal, server):
    with portal.site() as site:
        for username, group in FURTHER.values():
            api.user.create(username=username, email=f"{username}@thads.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=username)
        numbers = {state: make_listing(portal, site, state=state).id for state in State}
        transaction.commit()
        editor = site.acl_users.getUser(portal.accounts["provincial_editor"]["username"])
        newSecurityManager(None, editor.__of__(site.acl_users))
        create_batch(site["cao-bang"], ActionContext(), numbers=[numbers[State.DRAFT]])
        transaction.commit()
    accounts = dict(portal.accounts)
    for key, (username, _) in FURTHER.items():
        accounts[key] = {"username": username, "password": PASSWORD}
    visitors = {"anonymous": Visitor(server)}
    tokens = {"anonymous": ""}
    with portal.site() as site:
        for key, account in accounts.items():
            visitors[key] = Visitor(server, account)
            user = site.acl_users.getUser(account["username"])
            newSecurityManager(None, user.__of__(site.acl_users))
            tokens[key] = createToken()
    house = House(portal, visitors, tokens, numbers)
    house.before.extend(house.contents())
    return house


def is_refused(answer) -> bool:
    """Refused in so many words, or by doing nothing: ``@move`` leaves out what it may not see."""
    location = answer.headers.get("Location", "")
    return (
        answer.status in REFUSED
        or (answer.status == 302 and "/login?came_from=" in location)
        or (answer.status == 200 and answer.body == b"[]")
    )


#: Try all states; the others try one each, another at the next door.
THOROUGH = ("provincial_editor", "manager")


def states_for(account: str, turn: int) -> list[State]:
    states = list(State)
    return states if account in THOROUGH else [states[turn % len(states)]]


@pytest.mark.parametrize("door", ON_LISTINGS, ids=str)
def test_listing_door_is_shut(house, door):
    opened = [
        (account, str(state), answer.status)
        for turn, account in enumerate(house.visitors, start=ON_LISTINGS.index(door))
        for state in states_for(account, turn)
        if not is_refused(answer := house.try_door(account, door, house.numbers[state]))
    ]
    assert house.contents() == house.before
    assert opened == []


@pytest.mark.parametrize("door", ON_CONTAINERS, ids=str)
def test_container_door_is_shut(house, door):
    opened = [
        (account, answer.status)
        for account in house.visitors
        if not is_refused(answer := house.try_door(account, door))
    ]
    assert house.contents() == house.before
    assert opened == []


@pytest.mark.parametrize("operation", [0, 1], ids=["copy", "cut"])
@pytest.mark.parametrize("target", ["/bac-kan", OTHER, ""])
@pytest.mark.parametrize("method", ["object_paste", "manage_pasteObjects"])
def test_pasting_what_was_never_allowed_to_be_taken(house, operation, target, method):
    opened = []
    for account in house.visitors:
        for source in (
            f"{REGISTER}/{house.numbers[State.PUBLISHED]}",
            REGISTER,
            "/cao-bang",
        ):
            taken = [tuple(f"{SITE_PATH}{source}".split("/"))]
            clipboard = _cb_encode((operation, taken)).decode()
            door = form(f"{target}/{method}", __cp=clipboard, cb_copy_data=clipboard)
            door.headers["Cookie"] = f'__cp="{quote(clipboard)}"'
            answer = house.try_door(account, door)
            # Plone says what went wrong on the next page, or by a ValueError: nobody gets
            # here without having made up a clipboard.
            if not is_refused(answer) and answer.status not in (302, 500):
                opened.append((account, source, answer.status))
    assert house.contents() == house.before
    assert opened == []


def test_afterwards_objects_and_register_agree(house):
    assert not check(house.portal.database, dsn=house.portal.dsn, site_path=SITE_PATH)
