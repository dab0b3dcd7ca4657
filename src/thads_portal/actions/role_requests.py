"""Asks for what a second person must confirm, confirms it, declines it.

See ``domain/role_giving.py`` for the rule. Asking changes nothing but the list of what waits;
confirming does it, in the same transaction as its two entries in the record of actions.
"""

from AccessControl import getSecurityManager
from plone import api
from thads_portal.actions.context import ActionContext
from thads_portal.content.zope_types import Site
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.recording import Recorded
from thads_portal.domain.role_giving import Asked
from thads_portal.domain.role_giving import Consent
from thads_portal.domain.role_giving import may_confirm
from thads_portal.errors import NotAllowed
from thads_portal.errors import RoleNeedsAnother
from thads_portal.errors import RoleRequestOver
from thads_portal.register.record import note
from thads_portal.security import role_requests
from thads_portal.security.permissions import MANAGE_PORTAL_SETTINGS
from thads_portal.security.role_requests import RoleRequest
from typing import Any


def ask(
    site: Site,
    acting: ActionContext,
    kind: Asked,
    *,
    account: str = "",
    groups: frozenset[str] = frozenset(),
    value: str = "",
) -> RoleRequest:
    """Put a request on the list. Raises NotAllowed for who is no administrator."""
    if not _may(MANAGE_PORTAL_SETTINGS, site):
        raise NotAllowed
    request = RoleRequest(
        role_requests.fresh_id(),
        kind,
        account,
        acting.user_id,
        acting.when.isoformat(timespec="seconds"),
        tuple(sorted(groups)),
        value,
    )
    role_requests.add(site, request, acting.when)
    _note(site, acting, Recorded.ROLE_ASKED, request)
    return request


def take(site: Site, acting: ActionContext, request_id: str) -> RoleRequest:
    """The request as confirmed by who acts, off the list; what it asked for is still to be done.

    Raises RoleRequestOver, RoleNeedsAnother.
    """
    request = _waiting(site, acting, request_id)
    if not confirms(site, acting, request):
        raise RoleNeedsAnother
    role_requests.remove(site, request.id)
    _note(site, acting, Recorded.ROLE_CONFIRMED, request)
    return request


def decline(site: Site, acting: ActionContext, request_id: str) -> None:
    """Take the request off the list, undone: by who may confirm it, or by who asked."""
    request = _waiting(site, acting, request_id)
    if acting.user_id != request.asked_by and not confirms(site, acting, request):
        raise RoleNeedsAnother
    role_requests.remove(site, request.id)
    _note(site, acting, Recorded.ROLE_DECLINED, request)


def confirms(site: Site, acting: ActionContext, request: RoleRequest) -> bool:
    """Whether who acts is a second person for `request`."""
    return may_confirm(
        role_requests.consent(),
        confirmer=acting.user_id,
        administrator=_may(MANAGE_PORTAL_SETTINGS, site),
        board=_may(Permission.APPROVE.value, site),
        asked_by=request.asked_by,
        account=request.account,
    )


def set_consent(request: RoleRequest) -> None:
    """Set who is the second person, as `request`, which was taken, asks."""
    api.portal.set_registry_record(role_requests.CONSENT_RECORD, Consent(request.value).value)


def _waiting(site: Site, acting: ActionContext, request_id: str) -> RoleRequest:
    for request in role_requests.waiting(site, acting.when):
        if request.id == request_id:
            return request
    raise RoleRequestOver


def _may(permission: str, site: Site) -> bool:
    return bool(getSecurityManager().checkPermission(permission, site))


def _note(site: Site, acting: ActionContext, action: Recorded, request: RoleRequest) -> None:
    details: dict[str, Any] = {"asked": request.kind.value, "asked_by": request.asked_by}
    if request.groups:
        details["groups"] = list(request.groups)
    if request.value:
        details["value"] = request.value
    note(
        site,
        action,
        actor=acting.user_id,
        at=acting.when,
        about=request.account or None,
        details=details,
    )
