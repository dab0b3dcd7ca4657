"""Makes accounts, gives them their provinces and roles, and takes them out of use.

An account carries a role by its groups only (``security/roles.py``). Each step is recorded
in the same transaction; some wait for a second person (``domain/role_giving.py``). Accounts are never deleted: the record of actions names them for
as long as it stands. A step on one's own account that would lock oneself out, and any step
on an account of the technical managers, is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from thads_portal.actions import role_requests
from thads_portal.actions.context import ActionContext
from thads_portal.content.zope_types import Site
from thads_portal.domain.recording import Recorded
from thads_portal.domain.role_giving import Asked
from thads_portal.domain.role_giving import guarded
from thads_portal.errors import BadRequest
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register.record import note
from thads_portal.security import staff_identity
from thads_portal.security.accounts import create_account
from thads_portal.security.groups import portal_groups
from thads_portal.security.pas import subjects
from thads_portal.security.role_requests import RoleRequest
from typing import Any

import re
import secrets


ADMINISTRATORS = "administrators"
_LOGIN = re.compile(r"[a-z0-9][a-z0-9.\-]{2,49}")
_LOGIN_SHAPE = {
    "expected_vi": "3 đến 50 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối, ví dụ bien-tap-cao-bang",
    "expected_en": "3 to 50 small letters, digits, dots or hyphens, such as bien-tap-cao-bang",
}
_MAIL_SHAPE = {
    "expected_vi": "địa chỉ thư điện tử, ví dụ ten@thads.example",
    "expected_en": "a mail address, such as ten@thads.example",
}
_SUBJECT_SHAPE = {
    "expected_vi": "mã định danh do máy chủ đăng nhập một lần cấp, nhiều nhất 255 ký tự",
    "expected_en": "the identifier that the provider gives, at most 255 characters",
}
_MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


def create(site: Site, acting: ActionContext, *, login: str, full_name: str, email: str) -> str:
    """Make an account without any group; returns a password to be changed by its owner.

    Raises Rejected with a problem for each field that is not right.
    """
    problems = []
    if not _LOGIN.fullmatch(login):
        problems.append(Problem(0, None, "login", Code.BAD_SHAPE, _LOGIN_SHAPE))
    elif exists(site, login) or not site.portal_registration.isMemberIdAllowed(login):
        problems.append(Problem(0, None, "login", Code.LOGIN_TAKEN))
    if not full_name:
        problems.append(Problem(0, None, "full_name", Code.MISSING))
    if not _MAIL.fullmatch(email):
        problems.append(Problem(0, None, "email", Code.BAD_SHAPE, _MAIL_SHAPE))
    if problems:
        raise Rejected(problems)
    password = one_time_password()
    create_account(username=login, password=password, group=None, full_name=full_name, email=email)
    note(site, Recorded.ACCOUNT_CREATED, actor=acting.user_id, at=acting.when, about=login)
    return password


@dataclass(frozen=True, slots=True)
class Outcome:
    """`changed`: something was done at once; `asked`: waits for a second person."""

    changed: bool = False
    asked: RoleRequest | None = None


def set_groups(
    site: Site, acting: ActionContext, *, user_id: str, groups: frozenset[str]
) -> Outcome:
    """Put the account into these of the portal's groups and no other.

    Groups that need a second person are asked for; all else is done at once, also taking away.
    """
    _require_ordinary(site, user_id)
    known = frozenset(portal_groups(site))
    unknown = groups - known
    if unknown:
        raise BadRequest(detail=", ".join(sorted(unknown)))
    present = groups_of(site, user_id) & known
    added, removed = groups - present, present - groups
    if user_id == acting.user_id and ADMINISTRATORS in removed:
        raise NotAllowed
    waits = _guarded(acting, added)
    changed = _change(site, acting, user_id, added - waits, removed)
    asked = None
    if waits:
        asked = role_requests.ask(site, acting, Asked.GROUPS, account=user_id, groups=waits)
    return Outcome(changed, asked)


def set_active(site: Site, acting: ActionContext, *, user_id: str, active: bool) -> Outcome:
    """Take an account out of use, with all its sessions and tokens, or into use again."""
    _require_ordinary(site, user_id)
    if user_id == acting.user_id:
        raise NotAllowed
    if site.acl_users.source_users.is_active(user_id) is active:
        return Outcome()
    if active and _guarded(acting, groups_of(site, user_id)):
        return Outcome(asked=role_requests.ask(site, acting, Asked.ENABLE, account=user_id))
    _set_active(site, acting, user_id, active=active)
    return Outcome(changed=True)


def new_password(site: Site, acting: ActionContext, *, user_id: str) -> str | RoleRequest:
    """Give the account another password, which ends its sessions, and return it.

    For an account whose role needs a second person: the request for one.
    """
    _require_ordinary(site, user_id)
    if user_id != acting.user_id and _guarded(acting, groups_of(site, user_id)):
        return role_requests.ask(site, acting, Asked.PASSWORD, account=user_id)
    return _new_password(site, user_id)


def set_subject(site: Site, acting: ActionContext, *, user_id: str, subject: str) -> Outcome:
    """Bind the account to a subject of the provider of identities, who signs in as it; "" unbinds it.

    Raises BadRequest where no provider is configured, Rejected for a subject that another account has.
    """
    _require_ordinary(site, user_id)
    issuer = _issuer()
    users = site.acl_users.source_users
    if subject == subjects.subject_of(users, user_id, issuer):
        return Outcome()
    _require_free(site, user_id, issuer, subject)
    if subject and _guarded(acting, groups_of(site, user_id)):
        waits = role_requests.ask(site, acting, Asked.SUBJECT, account=user_id, value=subject)
        return Outcome(asked=waits)
    _set_subject(site, acting, user_id, issuer, subject)
    return Outcome(changed=True)


def confirm(site: Site, acting: ActionContext, *, request_id: str) -> str:
    """Do what was asked for, as its second person; returns a password if one was made.

    Raises RoleRequestOver, RoleNeedsAnother, NotAllowed.
    """
    request = role_requests.take(site, acting, request_id)
    if request.kind is Asked.CONSENT:
        role_requests.set_consent(request)
        return ""
    _require_ordinary(site, request.account)
    if request.kind is Asked.PASSWORD:
        return _new_password(site, request.account)
    if request.kind is Asked.ENABLE:
        _set_active(site, acting, request.account, active=True)
        return ""
    if request.kind is Asked.SUBJECT:
        issuer = _issuer()
        _require_free(site, request.account, issuer, request.value)
        _set_subject(site, acting, request.account, issuer, request.value)
        return ""
    groups = frozenset(request.groups) & frozenset(portal_groups(site))
    groups -= groups_of(site, request.account)
    _change(site, acting, request.account, groups, frozenset(), asked_by=request.asked_by)
    return ""


def _guarded(acting: ActionContext, groups: frozenset[str]) -> frozenset[str]:
    return guarded(groups, head_alone=acting.policy.head_publishes)


def _change(
    site: Site,
    acting: ActionContext,
    user_id: str,
    added: frozenset[str],
    removed: frozenset[str],
    *,
    asked_by: str = "",
) -> bool:
    source = site.acl_users.source_groups
    for group in sorted(added):
        source.addPrincipalToGroup(user_id, group)
    for group in sorted(removed):
        source.removePrincipalFromGroup(user_id, group)
    if added or removed:
        details: dict[str, Any] = {"added": sorted(added), "removed": sorted(removed)}
        if asked_by:
            details["asked_by"] = asked_by
        _note(site, acting, Recorded.MEMBERSHIP_CHANGED, user_id, details)
    return bool(added or removed)


def _set_active(site: Site, acting: ActionContext, user_id: str, *, active: bool) -> None:
    users = site.acl_users.source_users
    (users.enable if active else users.disable)(user_id)
    _note(site, acting, Recorded.ACCOUNT_CHANGED, user_id, {"active": active})


def _issuer() -> str:
    provider = staff_identity.provider()
    if provider is None:
        raise BadRequest(detail="single sign-on")
    return provider.issuer


def _require_free(site: Site, user_id: str, issuer: str, subject: str) -> None:
    if len(subject) > staff_identity.LONGEST or not subject.isprintable():
        raise Rejected([Problem(0, None, "subject", Code.BAD_SHAPE, _SUBJECT_SHAPE)])
    owner = subjects.account_of(site.acl_users.source_users, issuer, subject) if subject else None
    if owner not in (None, user_id):
        raise Rejected([Problem(0, None, "subject", Code.SUBJECT_TAKEN)])


def _set_subject(
    site: Site, acting: ActionContext, user_id: str, issuer: str, subject: str
) -> None:
    users = site.acl_users.source_users
    before = subjects.subject_of(users, user_id, issuer)
    subjects.bind(users, user_id, issuer, subject)
    # Sessions that the former one has are over.
    users.end_sessions(user_id)
    details = {"subject": subject, "before": before}
    _note(site, acting, Recorded.ACCOUNT_CHANGED, user_id, details)


def _new_password(site: Site, user_id: str) -> str:
    password = one_time_password()
    # The source of accounts has the entry for the record, whoever sets one.
    site.acl_users.source_users.updateUserPassword(user_id, password)
    return password


def _note(
    site: Site, acting: ActionContext, action: Recorded, user_id: str, details: Mapping[str, Any]
) -> None:
    note(site, action, actor=acting.user_id, at=acting.when, about=user_id, details=details)


def one_time_password() -> str:
    """Easy to read out on the telephone: groups of letters that are not mistaken for others."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def exists(site: Site, user_id: str) -> bool:
    return api.user.get(userid=user_id) is not None


def groups_of(site: Site, user_id: str) -> frozenset[str]:
    """The groups the account is in."""
    source = site.acl_users.source_groups
    return frozenset(source._principal_groups.get(user_id, ()))


def _require_ordinary(site: Site, user_id: str) -> None:
    """Raise unless this is an account that the portal's administrators keep."""
    user = api.user.get(userid=user_id)
    if user is None:
        raise BadRequest(detail="account")
    if "Manager" in user.getRoles():
        raise NotAllowed
