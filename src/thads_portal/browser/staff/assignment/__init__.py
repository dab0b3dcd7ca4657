"""``phan-cong``: the board's work shared out among its standing members, and who stands in for whom.

Given by province, dealt out by turn, or taken on the desk; nothing of it is a right. Each change
is recorded.
"""

from collections import Counter
from functools import cached_property
from plone import api
from thads_portal.browser.shared.places import provinces_in_order
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.reading import iso_day
from thads_portal.browser.staff.record.people import People
from thads_portal.browser.staff.work.others import Beside
from thads_portal.browser.staff.work.tabs import TABS
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.i18n import _
from thads_portal.register import assignment
from thads_portal.templates import PageTemplate

import datetime


_BOARD = "editorial-board"
_KINDS = [kind.value for tab in TABS if tab.permission is Permission.APPROVE for kind in tab.waits]


class Assignment(DeskPage):
    template = PageTemplate("assignment.pt")
    title = _("assignment_heading", default="Phân công việc của Ban Biên tập")

    @property
    def trail(self):
        return [(f"{self.root}/{DESK}", self.say(_("trail_desk", default="Bàn làm việc")))]

    @cached_property
    def make(self):
        return field_maker(self)

    @cached_property
    def members(self) -> list[tuple[str, str]]:
        """(account, name) of the editorial board, by name."""
        people = People(self)
        found = [user.getId() for user in api.user.get_users(groupname=_BOARD)]
        return sorted(((each, people.name(each)) for each in found), key=lambda pair: pair[1])

    def update(self):
        with self.register() as cursor:
            self.standing = set(assignment.standing(cursor))
            self.given = assignment.provinces(cursor)
            beside = Beside(cursor)
            self.load = Counter(assignment.load(cursor, _KINDS)) + Counter(beside.load())
            self.free = assignment.count_free(cursor, _KINDS) + len(beside.free)
            self.away = assignment.substitutes(cursor, self.today)

    @property
    def lines(self):
        """Each member with their load: ``account``, ``name``, ``standing``, ``provinces``, ``load``."""
        return [
            {
                "account": account,
                "name": name,
                "standing": account in self.standing,
                "provinces": self.number(list(self.given.values()).count(account)),
                "load": self.number(self.load.get(account, 0)),
            }
            for account, name in self.members
        ]

    @property
    def options(self):
        return [("", self.say(_("choose", default="– Chọn –"))), *self.members]

    @property
    def province_fields(self):
        nobody = ("", self.say(_("assignment_nobody", default="Chưa giao")))
        return [
            self.make(
                f"province.{each.slug}",
                each.name,
                kind="select",
                options=[nobody, *self.members],
                value=self.given.get(each.slug, ""),
                required=True,
            )
            for each in provinces_in_order()
        ]

    @property
    def substitute_fields(self):
        make = self.make
        return [
            make("away", _("substitute_away", default="Người vắng"), kind="select",
                 options=self.options, required=True),
            make("substitute", _("substitute_who", default="Người làm thay"), kind="select",
                 options=self.options, required=True),
            make("from_day", _("substitute_from", default="Từ ngày"), kind="date", required=True),
            make("until_day", _("substitute_until", default="Đến hết ngày"), kind="date", required=True),
        ]  # fmt: skip

    @property
    def substitutes(self):
        people = People(self)
        for each in self.away:
            text = _(
                "substitute_line",
                default="${substitute} làm thay ${away}, từ ${from} đến hết ${until}",
                mapping={
                    "substitute": people.name(each.substitute),
                    "away": people.name(each.account),
                    "from": self.words.day(each.from_day),
                    "until": self.words.day(each.until_day),
                },
            )
            yield {"id": str(each.id), "text": self.say(text)}

    # Changes

    def handle(self, action):
        handler = {
            "standing": self._set_standing,
            "provinces": self._give,
            "turn": self._deal_out,
            "substitute": self._substitute,
            "end": self._end,
        }.get(action)
        return handler() if handler is not None else super().handle(action)

    @property
    def _by(self) -> str:
        return self.acting.user_id

    def _known(self, account: str, field: str) -> str:
        if account not in dict(self.members):
            code = Code.MISSING if not account else Code.UNKNOWN_COLLEAGUE
            raise Rejected([Problem(0, None, field, code, {"name": account})])
        return account

    def _set_standing(self):
        chosen = [
            account for account in self.sent.texts("standing") if account in dict(self.members)
        ]
        assignment.set_standing(self.database, chosen, by=self._by)
        return self.done(_("assignment_done", default="Đã ghi phân công."))

    def _give(self):
        wanted = {}
        for each in provinces_in_order():
            name = f"province.{each.slug}"
            if name in self.sent:
                account = self.sent.text(name)
                wanted[each.slug] = self._known(account, name) if account else ""
        assignment.give_provinces(self.database, wanted, by=self._by)
        return self.done(_("assignment_done", default="Đã ghi phân công."))

    def _deal_out(self):
        with self.register() as cursor:
            if not assignment.standing(cursor):
                raise Rejected([Problem(0, None, "standing", Code.MISSING)])
            beside = Beside(cursor).provinces
        count = assignment.deal_out(self.database, _KINDS, beside, by=self._by)
        text = _(
            "assignment_dealt",
            default="Đã chia lượt ${count} việc.",
            mapping={"count": self.number(count)},
        )
        return self.done(text)

    def _substitute(self):
        away = self._known(self.sent.text("away"), "away")
        substitute = self._known(self.sent.text("substitute"), "substitute")
        first, last = self._day("from_day"), self._day("until_day")
        if away == substitute:
            raise Rejected([Problem(0, None, "substitute", Code.UNKNOWN_COLLEAGUE, {"name": away})])
        if last < first:
            raise Rejected([Problem(0, None, "until_day", Code.BAD_DATE)])
        assignment.add_substitute(self.database, away, substitute, first, last, by=self._by)
        return self.done(_("assignment_done", default="Đã ghi phân công."))

    def _day(self, field: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(iso_day(self.sent.text(field)))
        except ValueError:
            raise Rejected([Problem(0, None, field, Code.BAD_DATE)]) from None

    def _end(self):
        number = self.sent.number("id")
        if number is not None:
            assignment.end_substitute(self.database, number, by=self._by)
        return self.done(_("assignment_done", default="Đã ghi phân công."))
