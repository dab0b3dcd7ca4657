"""Requests for roles that wait for a second person, kept with the portal until they are decided on.

What was asked and decided stands in the record of actions; here is only what waits.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from plone import api
from thads_portal.domain.role_giving import Asked
from thads_portal.domain.role_giving import Consent
from thads_portal.domain.role_giving import DEFAULT
from thads_portal.domain.role_giving import LASTS
from zope.annotation.interfaces import IAnnotations

import secrets


CONSENT_RECORD = "thads_portal.role_consent"
_KEY = "thads_portal.role_requests"


@dataclass(frozen=True, slots=True)
class RoleRequest:
    """`account` is "" for a request about the setting; `groups` are to be added.

    `asked_at` is an ISO time with its zone; `value` the setting that is asked for.
    """

    id: str
    kind: Asked
    account: str
    asked_by: str
    asked_at: str
    groups: tuple[str, ...] = ()
    value: str = ""


def consent() -> Consent:
    """Who is the second person, as it is set now."""
    value = api.portal.get_registry_record(CONSENT_RECORD, default=None)
    return Consent(value) if value in set(Consent) else DEFAULT


def waiting(site, now: datetime) -> Iterator[RoleRequest]:
    """What waits at `now` (aware), oldest first."""
    stored = (IAnnotations(site).get(_KEY) or {}).values()
    requests = [RoleRequest(**{**each, "kind": Asked(each["kind"])}) for each in stored]
    for request in sorted(requests, key=lambda each: each.asked_at):
        if datetime.fromisoformat(request.asked_at) + LASTS > now:
            yield request


def add(site, request: RoleRequest, now: datetime) -> None:
    """Keep `request`; one that asked the same of the same account is replaced."""
    annotations = IAnnotations(site)
    if _KEY not in annotations:
        annotations[_KEY] = OOBTree()
    tree = annotations[_KEY]
    still = {each.id: each for each in waiting(site, now)}
    for key in list(tree):
        known = still.get(key)
        if known is None or (known.kind, known.account) == (request.kind, request.account):
            del tree[key]
    tree[request.id] = {**asdict(request), "kind": request.kind.value}


def remove(site, request_id: str) -> None:
    IAnnotations(site)[_KEY].pop(request_id, None)


def fresh_id() -> str:
    return secrets.token_hex(8)
