"""What was typed in a form of the portal becomes an item, or changes one.

What is not public changes at once; a change of what is public waits beside it for another person
(``actions/changes``). Nobody writes over what they have not seen: the form names the content
it was opened with, and another one meanwhile is a Conflict.
"""

from collections.abc import Mapping
from plone.dexterity.utils import createContentInContainer
from plone.uuid.interfaces import IUUID
from thads_portal.actions.changes.draft import draft_of
from thads_portal.actions.changes.draft import needs_review
from thads_portal.actions.changes.draft import write
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.actions.changes.propose import propose_change
from thads_portal.actions.composing.texts import changed_values
from thads_portal.actions.composing.texts import read
from thads_portal.actions.composing.texts import texts_of
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.syndication.account import needs
from thads_portal.content.zope_types import Content
from thads_portal.domain.content_form import version_of
from thads_portal.domain.topics import BY_TYPE
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.register import content_drafts
from thads_portal.register import content_versions
from thads_portal.register.content_versions import Saved
from zope.container.interfaces import IContainerModifiedEvent
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


def create_item(
    section: Content, texts: Mapping[str, str], acting: ActionContext, *, draft_key: str = ""
) -> Content:
    """A new item of `section`, a draft for the staff alone.

    Raises NotAllowed, Rejected with all that is wrong.
    """
    needs("Add portal content", section)
    kind = BY_TYPE[section.portal_type].item_type
    entered = EnteredValues(acting.today)
    values = read(kind, texts, entered)
    entered.done()
    item = createContentInContainer(section, kind, title=values["title"])
    _write(item, values, texts)
    if draft_key:
        content_drafts.drop(item, acting.user_id, draft_key)
    return item


def save_item(item: Content, texts: Mapping[str, str], acting: ActionContext, *, seen: str) -> bool:
    """Make `texts` the content of `item`; False if the change waits for another person.

    `seen`: ``version_now`` when the form was opened. Raises NotAllowed, Rejected, Conflict.
    """
    needs(MODIFY, item)
    draft = draft_of(item)
    if seen != version_of(texts_of(draft)):
        raise Conflict(code=Code.CONFLICT)
    entered = EnteredValues(acting.today)
    values = read(item.portal_type, texts, entered)
    entered.done()
    content_drafts.drop(item, acting.user_id, IUUID(item))
    if needs_review(item):
        write(draft, changed_values(draft, values, texts))
        return not propose_change(item, draft, acting)
    before = Saved(IUUID(item), acting.when, item.Creator(), texts_of(item), first=True)
    content_versions.keep(item, before)
    _write(item, values, texts)
    return True


def version_now(item: Content) -> str:
    """Tells what a form of `item` shows now, with the change that waits, from what it shows later."""
    return version_of(texts_of(draft_of(item)))


def _write(item: Content, values: Mapping[str, object], texts: Mapping[str, str]) -> None:
    changed = changed_values(item, values, texts)
    if not changed:
        return
    written = write(item, changed)
    notify(
        ObjectModifiedEvent(item, *(Attributes(each, *names) for each, names in written.items()))
    )
    item.reindexObject()


def keep_version(item: Content, event: object) -> None:
    """Subscriber of IObjectAddedEvent and IObjectModifiedEvent: by whatever door it changed."""
    if IContainerModifiedEvent.providedBy(event):
        return
    acting = ActionContext()
    saved = Saved(IUUID(item), acting.when, acting.user_id, texts_of(item))
    content_versions.keep(item, saved)
