"""Who may see and touch a listing in each state, as data.

The permissions of a listing are computed from its state when Zope asks, not
stored on it: a change of this table holds at once for every listing, and no
writer can leave a draft with the permissions of a published one. Nobody,
administrators and managers included, has the permissions behind the generic
doors (edit form, PATCH, rename, copy, delete): changes are actions.
"""

from AccessControl.Permission import getPermissionIdentifier
from thads_portal.domain.codes import State


#: Who sees a listing in every state.
STAFF = ("ProvincialEditor", "AgencyHead", "EditorialBoard", "Inspector", "Manager")
_RESTRICTED = ("ProvincialEditor", "AgencyHead", "EditorialBoard")
_EVERYBODY = ("Anonymous",)
_NOBODY = ()

_READERS = {
    State.DRAFT: STAFF,
    State.SUBMITTED: STAFF,
    State.BOARD_REVIEW: STAFF,
    State.RETURNED: STAFF,
    State.PUBLISHED: _EVERYBODY,
    State.ENDED: STAFF,
}

#: state -> permission -> roles that have it
ACCESS: dict[State, dict[str, tuple[str, ...]]] = {
    state: {
        "View": readers,
        "Access contents information": readers,
        "Modify portal content": _NOBODY,
        "Delete objects": _NOBODY,
        "Copy or Move": _NOBODY,
        "THADS: View restricted fields": _RESTRICTED,
    }
    for state, readers in _READERS.items()
}

#: Of a register: it changes through its listings only.
REGISTER_ACCESS: dict[str, tuple[str, ...]] = dict.fromkeys(
    (
        "Modify portal content",
        "Delete objects",
        "Copy or Move",
        "Add portal content",
        "Add portal folders",
        "List folder contents",
        "Change local roles",
        "Sharing page: Delegate roles",
    ),
    _NOBODY,
)
#: Of an agency: the administrators keep the list of agencies.
AGENCY_ACCESS: dict[str, tuple[str, ...]] = {
    "Modify portal content": ("Administrator", "Manager"),
    "Delete objects": ("Administrator", "Manager"),
    "Copy or Move": _NOBODY,
}

#: Of a posting batch and of the folder of batches: the staff's, changed by actions only.
BATCH_ACCESS: dict[str, tuple[str, ...]] = {
    "View": STAFF,
    "Access contents information": STAFF,
    "Modify portal content": _NOBODY,
    "Delete objects": _NOBODY,
    "Copy or Move": _NOBODY,
    "Add portal content": _NOBODY,
    "Add portal folders": _NOBODY,
    "List folder contents": _NOBODY,
    "Change local roles": _NOBODY,
    "Sharing page: Delegate roles": _NOBODY,
    "THADS: View restricted fields": _RESTRICTED,
}

MANAGED_PERMISSIONS = tuple(ACCESS[State.DRAFT])


def _computed(permission):
    def roles(self):
        return ACCESS[self.state][permission]

    def ignore(self, *value):
        """The workflow tool may offer a mapping of its own; the table above stands."""

    return property(roles, ignore, ignore)


def computed_permissions(cls):
    """Class decorator: the managed permissions of `cls` follow its ``state``."""
    for permission in MANAGED_PERMISSIONS:
        setattr(cls, getPermissionIdentifier(permission), _computed(permission))
    return cls


def with_access(table: dict[str, tuple[str, ...]]):
    """Class decorator: the permissions of `table` are held by its roles and nobody else."""

    def decorate(cls):
        for permission, roles in table.items():
            setattr(cls, getPermissionIdentifier(permission), roles)
        return cls

    return decorate
