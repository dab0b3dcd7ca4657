"""A draft of something public: a copy in memory that a form or the API may change freely.

It is never stored. What waits already is in it, so that a second change goes on from the first.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from plone import api
from plone.dexterity.utils import iterSchemata
from plone.uuid.interfaces import IUUID
from thads_portal.content.reviewed import CONTACTS
from thads_portal.content.reviewed import is_public
from thads_portal.content.reviewed import REVIEWED
from thads_portal.content.reviewed import waiting_change
from thads_portal.content.zope_types import Content
from typing import Any
from z3c.form.interfaces import IDataManager
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from zope.component import getMultiAdapter
from zope.schema import getFieldsInOrder

import copy


#: Who made something, and when, is the portal's to say, whatever a client sends; a name in the
#: address is not changed while others may have noted it.
NOT_THEIRS = frozenset({
    "creators", "created", "modified", "creation_date", "modification_date",
    "changeNote", "versioning_enabled", "id",
})  # fmt: skip
#: When it appears: people may name a moment that lies ahead.
APPEARS = "effective"
LANGUAGE = "language"
#: Registry: "reviewed" or "recorded".
CONTACT_POLICY = "thads_portal.contact_changes"


def needs_review(thing: Content) -> bool:
    """Whether a change of `thing` by who is signed in must wait. Commands and jobs are nobody."""
    user = getSecurityManager().getUser()
    if user is None or not user.getId() or thing.portal_type not in REVIEWED:
        return False
    if thing.portal_type in CONTACTS and not contacts_are_reviewed():
        return False
    return is_public(thing)


def contacts_are_reviewed() -> bool:
    return bool(api.portal.get_registry_record(CONTACT_POLICY, default="reviewed") != "recorded")


def draft_of(thing: Content) -> Content:
    """A copy of `thing` at its place, with the change that waits already made."""
    base = aq_base(thing)
    base._p_activate()
    draft = copy.copy(base).__of__(aq_parent(aq_inner(thing)))
    waiting = waiting_change(thing)
    if waiting:
        write(draft, waiting["fields"])
    return draft


def differences(thing: Content, draft: Content) -> dict[tuple[str, str], Any]:
    """The fields of `draft` that are not as in `thing`, in a form that may be stored."""
    return {
        (schema.__identifier__, name): _stored(field, value)
        for schema, name, field in fields_of(thing)
        if (value := value_of(draft, field)) != value_of(thing, field)
        and (name != APPEARS or lies_ahead(draft))
        # Of what was made without one a form says the portal's: that is no change of anybody's.
        and (name != LANGUAGE or value_of(thing, field))
    }


def lies_ahead(thing: Content) -> bool:
    """Whether `thing` is to appear later; a day gone by is the portal's to write."""
    moment = getattr(aq_base(thing), "effective_date", None)
    return moment is not None and moment.isFuture()


def write(thing: Content, fields: dict[tuple[str, str], Any]) -> dict[Any, list[str]]:
    """Set `fields` on `thing`; tells which of which schema."""
    written: dict[Any, list[str]] = {}
    for schema, name, field in fields_of(thing):
        key = schema.__identifier__, name
        if key in fields:
            getMultiAdapter((thing, field), IDataManager).set(_live(field, fields[key]))
            written.setdefault(schema, []).append(f"{schema.__name__}.{name}")
    return written


def value_of(thing: Content, field: Any) -> Any:
    return getMultiAdapter((thing, field), IDataManager).query(field.missing_value)


def fields_of(thing: Content) -> Iterator[tuple[Any, ...]]:
    """(schema, name, field) of all that people may change."""
    for schema in iterSchemata(thing):
        for name, field in getFieldsInOrder(schema):
            if name not in NOT_THEIRS and not field.readonly:
                yield schema, name, field


def _stored(field: Any, value: Any) -> Any:
    if IRelationList.providedBy(field):
        return [IUUID(each) for each in value or () if each is not None]
    if IRelationChoice.providedBy(field):
        return IUUID(value) if value is not None else None
    return value


def _live(field: Any, value: Any) -> Any:
    if IRelationList.providedBy(field):
        found = (api.content.get(UID=each) for each in value)
        return [each for each in found if each is not None]
    if IRelationChoice.providedBy(field):
        return api.content.get(UID=value) if value else None
    return value
