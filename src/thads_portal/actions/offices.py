"""Writes a list of offices: all of it or nothing, recorded as one action.

Administrators alone do it. A list that was looked at is written as it was seen: when an agency has
changed since, nothing is written. The same list sent twice is written once.
"""

from AccessControl import getSecurityManager
from collections.abc import Iterable
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from thads_portal.actions.changes.guard import accepting
from thads_portal.actions.context import ActionContext
from thads_portal.content.agency import agencies_in
from thads_portal.content.agency import found_agency
from thads_portal.content.agency import office_of
from thads_portal.content.zope_types import Content
from thads_portal.content.zope_types import Site
from thads_portal.database.sql import Cursor
from thads_portal.domain.codes import AgencyKind
from thads_portal.domain.office_plan import OfficeChange
from thads_portal.domain.office_plan import OfficePlan
from thads_portal.domain.office_plan import plan
from thads_portal.domain.office_plan import Told
from thads_portal.domain.offices import Office
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.recording import Recorded
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.register.idempotency_keys import digest_of
from thads_portal.register.idempotency_keys import made_by
from thads_portal.register.idempotency_keys import take
from thads_portal.register.record import note
from thads_portal.security.permissions import MANAGE_PORTAL_SETTINGS
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib


_TYPE = "EnforcementAgency"


def stored_offices(site: Site) -> dict[str, Office]:
    """Every agency of the portal by its key: by province in their order, the heads first."""
    found = {}
    for slug in provinces_by_slug():
        subsite = site.get(slug)
        if subsite is not None:
            offices = [office_of(agency) for agency in agencies_in(subsite)]
            for office in sorted(offices, key=_order):
                found[office.key] = office
    return found


_KINDS = (
    AgencyKind.PROVINCIAL,
    AgencyKind.REGIONAL_OFFICE,
    AgencyKind.CUC,
    AgencyKind.CHI_CUC,
)


def _order(office: Office) -> tuple[int, str]:
    return _KINDS.index(office.kind), office.key


def planned(site: Site, rows: Iterable[Told]) -> OfficePlan:
    """What `rows` come to now."""
    stored = stored_offices(site)
    taken = {
        f"{slug}/{name}"
        for slug in provinces_by_slug()
        if slug in site
        for name in site[slug].objectIds()
    }
    return plan(rows, stored, taken)


def seen_as(change: OfficePlan) -> str:
    """Tells one plan from another: what is written is what was looked at."""
    return hashlib.sha256(repr(change.written).encode()).hexdigest()[:32]


def write_offices(
    site: Site, acting: ActionContext, cursor: Cursor, list_id: str, rows: Iterable[Told], seen: str
) -> tuple[int, int]:
    """Write the list `list_id`: how many agencies are new, how many have changed.

    `seen` is ``seen_as`` of the plan that was looked at. A list that is written already answers as
    it did. Raises NotAllowed, Rejected, Conflict.
    """
    if not getSecurityManager().checkPermission(MANAGE_PORTAL_SETTINGS, site):
        raise NotAllowed
    digest = digest_of(list_id, acting.user_id, "offices", {"seen": seen})
    if digest is None:
        raise Conflict(code=Code.CONFLICT)
    made = made_by(cursor, digest)
    if made is not None:
        first, _blank, second = made.partition(" ")
        return int(first), int(second)
    found = planned(site, rows)
    if found.problems:
        raise Rejected(found.problems)
    if seen_as(found) != seen:
        raise Conflict(code=Code.CONFLICT)
    written = found.written
    with accepting():
        for change in written:
            _write(site, change)
    new = sum(change.is_new for change in written)
    counts = new, len(written) - new
    take(site, digest, "{} {}".format(*counts))
    if written:
        note(
            site,
            Recorded.OFFICES_IMPORTED,
            actor=acting.user_id,
            at=acting.when,
            details={
                "new": counts[0],
                "changed": counts[1],
                "agencies": [change.after.key for change in written],
            },
        )
    return counts


def _write(site: Site, change: OfficeChange) -> None:
    office = change.after
    fields = _fields(office)
    if change.is_new:
        _add(site[office.province], office.key.partition("/")[2], fields)
        return
    agency = found_agency(site[office.province], office.key)
    for field in change.fields:
        for name in _STORED.get(field, (field,)):
            setattr(agency, name, fields[name])
    notify(ObjectModifiedEvent(agency))


#: Field of an office -> the attributes that hold it, where they are called otherwise.
_STORED = {"name": ("title",), "successors": ("successor", "offices")}


def _fields(office: Office) -> dict[str, object]:
    regional = office.kind is AgencyKind.REGIONAL_OFFICE
    successor = "" if regional or not office.successors else office.successors[0]
    offices = list(office.successors[1 if successor else 0 :])
    return {
        "title": office.name,
        "kind": office.kind.value,
        "address": office.address or None,
        "telephone": office.telephone or None,
        "valid_from": office.valid_from,
        "valid_to": office.valid_to,
        "successor": successor or None,
        "offices": offices or None,
    }


def _add(subsite: Content, name: str, fields: dict[str, object]) -> None:
    agency = createContent(_TYPE, id=name, **fields)
    agency.id = name
    addContentToContainer(subsite, agency, checkConstraints=False)
