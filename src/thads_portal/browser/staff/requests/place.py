"""Whose requests these are: the province of the subsite, or on the gateway the centre."""

from functools import cached_property
from plone import api
from thads_portal.actions.requests.handler import Handler
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.record.people import People
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register.requests import accountants
from thads_portal.register.requests import agencies


INBOX = "hop-yeu-cau"
FILE = "xu-ly-yeu-cau"
INBOX_TITLE = _("rqs_inbox", default="Hộp yêu cầu của người dân")


class OfRequests(DeskPage):
    """A page about the requests of one place."""

    def admit(self):
        if not self.works_here:
            raise NotAllowed

    @property
    def works_here(self) -> bool:
        if self.province == CENTRE:
            return self.may(Permission.APPROVE.value)
        return self.is_head or self.may(Permission.PROPOSE.value)

    @cached_property
    def province(self) -> str:
        return self.layout.province.slug if self.layout.province is not None else CENTRE

    @cached_property
    def is_head(self) -> bool:
        if self.province == CENTRE:
            return self.may(Permission.APPROVE.value)
        return self.may(Permission.SIGN.value)

    @cached_property
    def handler(self) -> Handler:
        account = self.acting.user_id
        with self.register() as cursor:
            also = agencies.stood_in_for(cursor, self.province, account, self.today)
        return Handler(
            dsn=self.database,
            province=self.province,
            account=account,
            also=also,
            head=self.is_head,
            when=self.acting.when,
            today=self.today,
            calendar=current_calendar(),
        )

    @cached_property
    def sees_money(self) -> bool:
        """Whether numbers of bank accounts are shown: to who was named accountant here."""
        with self.register() as cursor:
            return accountants.sees(cursor, self.province, self.acting.user_id, head=self.is_head)

    @cached_property
    def make(self):
        return field_maker(self)

    @cached_property
    def people(self) -> People:
        return People(self)

    @cached_property
    def colleagues(self) -> list[tuple[str, str]]:
        """(account, name) of who may be given a request here, by name."""
        groups = (
            ("editorial-board",)
            if self.province == CENTRE
            else (f"editors-{self.province}", f"heads-{self.province}")
        )
        found = {user.getId() for group in groups for user in api.user.get_users(groupname=group)}
        return sorted(((each, self.people.name(each)) for each in found), key=lambda pair: pair[1])

    def update(self):
        self.keep_secret()

    @property
    def inbox(self) -> str:
        return f"{self.place}/{INBOX}"

    @property
    def trail(self):
        return [
            (f"{self.place}/{DESK}", self.say(_("trail_desk", default="Bàn làm việc"))),
            (self.inbox, self.say(INBOX_TITLE)),
        ]
