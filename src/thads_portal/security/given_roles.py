"""Roles that were not given by the portal's own action: found, told, never taken away here.

An account's roles come from the portal's groups, and each membership from an entry in the
record of actions. Whatever else gives a role came through another door, or by a hand in the
database: a role of the account's own, a group that is not the portal's, a group that carries
more than it should, a local role for a person, a membership nobody recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from thads_portal.domain.recording import Recorded
from thads_portal.register.pool import reading
from thads_portal.security.groups import portal_groups
from thads_portal.security.roles import NATIONAL_GROUPS


class Otherwise(StrEnum):
    """How a role came."""

    OWN_ROLE = "own_role"
    FOREIGN_GROUP = "foreign_group"
    GROUP_ROLE = "group_role"
    LOCAL_ROLE = "local_role"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Finding:
    """`principal` is an account or a group; `what` a role or a group; `place` a path, or ""."""

    how: Otherwise
    principal: str
    what: str
    place: str = ""


#: Everybody's: they give nothing.
_EVERYBODYS = {"Member", "Authenticated", "Anonymous"}
_OWNER = {"Owner"}
#: Made by Plone with its site: whoever is in one is told of, what they carry is Plone's.
_PLONES = frozenset({"Administrators", "Site Administrators", "Reviewers"})
_RECORDED = """
    SELECT about, action, details FROM thads_record
    WHERE action IN ('account_created', 'membership_changed') AND about IS NOT NULL
    ORDER BY at, id
"""


def findings(site, dsn: str, *, everywhere: bool = False) -> list[Finding]:
    """All of them, sorted. `everywhere`: also local roles below the subsites, which takes a walk."""
    found = [*_direct(site), *_groups(site), *_unrecorded(site, dsn)]
    found += [
        each for place in _places(site, everywhere=everywhere) for each in _local(site, place)
    ]
    return sorted(set(found), key=lambda each: (each.principal, each.how, each.what, each.place))


def of_account(found: list[Finding], user_id: str) -> list[Finding]:
    return [each for each in found if each.principal == user_id]


def _direct(site) -> Iterator[Finding]:
    """Roles of an account's, or a group's, own."""
    pas = site.acl_users
    expected = {group.id: frozenset(group.roles) for group in NATIONAL_GROUPS}
    known = frozenset(pas.source_groups.getGroupIds())
    for role in pas.portal_role_manager.listRoleIds():
        if role in _EVERYBODYS:
            continue
        for principal, _title in pas.portal_role_manager.listAssignedPrincipals(role):
            if principal in pas.source_users._user_passwords:
                yield Finding(Otherwise.OWN_ROLE, principal, role)
            elif principal in known - _PLONES and role not in expected.get(principal, ()):
                yield Finding(Otherwise.GROUP_ROLE, principal, role)


def _groups(site) -> Iterator[Finding]:
    """Accounts in groups that are not the portal's."""
    own = frozenset(portal_groups(site))
    for user_id, groups in site.acl_users.source_groups._principal_groups.items():
        for group in groups:
            if group not in own:
                yield Finding(Otherwise.FOREIGN_GROUP, user_id, group)


def _unrecorded(site, dsn: str) -> Iterator[Finding]:
    """Memberships without an entry that gave them."""
    recorded: dict[str, set[str]] = {}
    with reading(dsn) as cursor:
        cursor.execute(_RECORDED)
        for account, action, details in cursor:
            groups = recorded.setdefault(account, set())
            if action == Recorded.ACCOUNT_CREATED:
                # An account of this name begins anew.
                groups.clear()
                groups.update(filter(None, [details.get("group")]))
            else:
                groups.update(details.get("added") or ())
                groups.difference_update(details.get("removed") or ())
    own = frozenset(portal_groups(site))
    for user_id, groups in site.acl_users.source_groups._principal_groups.items():
        for group in own.intersection(groups) - recorded.get(user_id, set()):
            yield Finding(Otherwise.UNRECORDED, user_id, group)


def _places(site, *, everywhere: bool) -> Iterator:
    yield site
    for place in site.objectValues():
        if getattr(place, "portal_type", None) is None:
            continue
        yield place
        if everywhere:
            for child in getattr(place, "objectValues", tuple)():
                if getattr(child, "portal_type", None) is not None:
                    yield child
    if everywhere:
        for brain in site.portal_catalog.unrestrictedSearchResults():
            yield brain._unrestrictedGetObject()


def _local(site, place) -> Iterator[Finding]:
    """Roles that a person, or a foreign group, has on `place`; who made a thing owns it."""
    own = frozenset(portal_groups(site))
    for principal, roles in place.get_local_roles():
        for role in sorted(frozenset(roles) - _OWNER):
            if principal not in own:
                path = "/".join(place.getPhysicalPath()[2:]) or "/"
                yield Finding(Otherwise.LOCAL_ROLE, principal, role, path)
