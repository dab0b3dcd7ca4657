"""``trao-doi``: whose an item of content is, who looked at it last, and the notes about it.

For news, notices, documents, their proposals to the gateway and changes, and for the contact data of
places: for who writes or reviews them, and nobody else.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from plone import api
from thads_portal.actions.changes.decide import REVIEW
from thads_portal.actions.changes.propose import MODIFY
from thads_portal.browser.shared.looked import key_of
from thads_portal.browser.shared.looked import path_of
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.whose import ACTIONS
from thads_portal.browser.staff.desk.whose import Whose
from thads_portal.browser.staff.desk.writers import ADD
from thads_portal.browser.staff.desk.writers import admit_writers
from thads_portal.browser.staff.record.people import People
from thads_portal.content.reviewed import REVIEWED
from thads_portal.content.section_item import home_of
from thads_portal.domain.provinces import by_slug
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate


def sees_content(context):
    """Whether a user works on `context`; for who may be named in a note about it."""

    section = aq_parent(aq_inner(context))

    def sees(user) -> bool:
        return any(
            api.user.has_permission(permission, user=user, obj=thing)
            for permission, thing in ((MODIFY, context), (REVIEW, context), (ADD, section))
        )

    return sees


def province_of(context) -> str | None:
    """The slug of the subsite that a thing is in; None on the gateway."""
    home = home_of(context)
    return home if by_slug(home) is not None else None


def whose_of(page) -> Whose:
    """Of the content that `page` is about."""
    here = page.context
    return Whose(
        page,
        key_of(here),
        People(page),
        province=province_of(here),
        sees=sees_content(here),
        about=path_of(here),
    )


class Talk(DeskPage):
    template = PageTemplate("talk.pt")

    def admit(self):
        if getattr(self.context, "portal_type", "") not in REVIEWED:
            raise NotAllowed
        admit_writers(self)

    @property
    def title(self):
        named = self.context.title or self.context.getId()
        return _("talk_title", default="Trao đổi nội bộ: ${title}", mapping={"title": named})

    @property
    def trail(self):
        return [(self.place, self.context.title or self.context.getId())]

    @cached_property
    def whose(self) -> Whose:
        return whose_of(self)

    def update(self):
        self.whose.load()

    def handle(self, action):
        if action not in ACTIONS:
            raise NotAllowed
        return self.whose.handle(action, self.address)
