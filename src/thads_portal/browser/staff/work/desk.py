"""What the desks of a province and of the country share: lists by deadline, steps on many.

Read from the register; a step loads the objects it changes and nothing else. A box of a
row sends the number and the revision that was seen, so that nobody approves what another
has changed meanwhile.
"""

from functools import cached_property
from thads_portal.actions.load import load
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.shared.pager import keyset_pager
from thads_portal.browser.shared.pager import Pager
from thads_portal.browser.shared.values import whole_number
from thads_portal.browser.staff.cards.card import cards
from thads_portal.browser.staff.desk.forms import Field
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.saved import SavedFilters
from thads_portal.browser.staff.desk.staff import admits_staff
from thads_portal.browser.staff.desk.tables import Table
from thads_portal.browser.staff.jobs import texts
from thads_portal.browser.staff.work.changes_returned import returned_changes
from thads_portal.browser.staff.work.deciding import MIXED
from thads_portal.browser.staff.work.nothing import nothing_here
from thads_portal.browser.staff.work.queue import KEPT
from thads_portal.browser.staff.work.queue import narrowed
from thads_portal.browser.staff.work.rows import columns
from thads_portal.browser.staff.work.rows import row_of
from thads_portal.browser.staff.work.steps import counted
from thads_portal.browser.staff.work.steps import effect_of
from thads_portal.browser.staff.work.steps import label_of
from thads_portal.browser.staff.work.steps import step_fields
from thads_portal.browser.staff.work.steps import STEPS
from thads_portal.browser.staff.work.tabs import BY_CODE
from thads_portal.browser.staff.work.tabs import TABS
from thads_portal.content.calendar import current_calendar
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.due_ranges import due_ranges
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.working_days import DueStatus
from thads_portal.domain.working_days import STATUS_LABELS
from thads_portal.errors import Code
from thads_portal.errors import ListingNotFound
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError
from thads_portal.i18n import _
from thads_portal.register import desk
from thads_portal.register import waiting_tally
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate


#: Rows whose boxes one request may send.
_MOST_AT_ONCE = 500
BOX = "muc"
_DIFFERENCES = _(
    "confirm_differences",
    default="Mục có thay đổi, cảnh báo, trùng tên đứng trước. Chỉ đúng nội dung đang hiện ở đây được"
    " quyết định: nếu có người sửa trong lúc này, Cổng không ghi gì và cho xem chỗ đã sửa.",
)
PRESSING = (DueStatus.OVERDUE, DueStatus.TODAY, DueStatus.TOMORROW)


class WorkDesk(SavedFilters, DeskPage):
    template = PageTemplate("desk.pt")
    #: The slug of the province; None on the desk of the country.
    province = None
    confirming = None

    def update(self):
        if self.confirming is not None:
            return
        with self.register() as cursor:
            self.fill(cursor)

    def fill(self, cursor) -> None:
        """Ask the register for what the page shows."""
        self.unsent = texts.unsent(self, cursor)
        self.counted = waiting_tally.counts(cursor, province=self.province)
        self.pressing = [
            (status, waiting_tally.until(cursor, self._own_until(status), province=self.province))
            for status in (DueStatus.OVERDUE, DueStatus.TOMORROW)
        ]
        if not self.reads:
            self.page = desk.Page(())
            return
        self.page = desk.waiting(
            cursor,
            self.waits,
            province=self.chosen_province,
            after=self.sent.text("sau"),
            **narrowed(self, self.waits),
            **self.narrowed_more(cursor),
        )

    def narrowed_more(self, cursor) -> dict:
        """Further arguments of ``desk.waiting``."""
        return {}

    #: A list of what is no listing, in the place of the list of listings.
    other = None
    #: Whose the lines are, where that is shown.
    owners = None

    # What is chosen

    @cached_property
    def reads(self) -> bool:
        """Whether who is signed in sees listings that wait; the administrator sees how many."""
        return admits_staff(self.context)

    @cached_property
    def params(self) -> dict[str, str]:
        """The state of the page, as its address holds it."""
        return self.sent.present(KEPT)

    @cached_property
    def own_tabs(self):
        """The lists that are the work of who is signed in."""
        return [tab for tab in TABS if self.may(tab.permission.value)]

    @cached_property
    def tab(self):
        """The chosen list; None for all of one's own work."""
        return BY_CODE.get(self.sent.text("viec"))

    @property
    def waits(self):
        if self.tab is not None:
            return self.tab.waits
        own = [kind for tab in self.own_tabs for kind in tab.waits]
        # Who has no work of their own here looks at everybody's.
        return own or [kind for tab in TABS for kind in tab.waits]

    @property
    def chosen_province(self) -> str | None:
        return self.province

    def _own_until(self, status: DueStatus):
        """The last day of the event by kind, for what is one's own and at least so pressing."""
        found: dict = {}
        own = {kind for tab in self.own_tabs for kind in tab.waits} or set(self.waits)
        for each in PRESSING[: PRESSING.index(status) + 1]:
            ranges = due_ranges(each, today=self.today, calendar=current_calendar())
            for key, (_first, last) in ranges.items():
                if key[0] in own and last is not None:
                    found[key] = max(last, found.get(key, last))
        return found

    # What is shown

    @property
    def steps(self):
        """Buttons for many: (code, label); the first is the main one."""
        if self.tab is not None:
            shared = self.tab.steps if self.may(self.tab.permission.value) else self._recalls
            steps = [STEPS[step.value] for step in shared]
        elif self._mixes:
            steps = [*MIXED.values()]
        else:
            steps = [STEPS[step.value] for step in self._shared_steps]
        return [
            (each.code, self.say(label_of(each, self.signing)))
            for each in steps
            if each.possible(self.signing)
        ]

    @property
    def _recalls(self):
        """What who sent the chosen list on may call back."""
        recalls = self.tab.recall
        return [step for step in recalls if self.may(BY_STEP[step].permission.value)]

    @property
    def _mixes(self) -> bool:
        """Whether one's own work is of several kinds, each decided by a step of its own."""
        own = self.own_tabs
        return len(own) > 1 and all(tab.permission is Permission.APPROVE for tab in own)

    @cached_property
    def signing(self):
        """The policy of the province; None on the desk of the country."""
        return None if self.province is None else self.acting.policy.signing(self.province)

    @property
    def _shared_steps(self):
        """What can be done with all of one's own work alike (drafts and returned ones)."""
        sets = [set(tab.steps) for tab in self.own_tabs]
        shared = set.intersection(*sets) if sets else set()
        return [step for tab in self.own_tabs[:1] for step in tab.steps if step in shared]

    @property
    def table(self) -> Table:
        return Table(
            caption=self.list_heading,
            columns=columns(self),
            rows=[row_of(self, work) for work in self.page.rows],
            name=BOX if self.steps else "",
        )

    @property
    def list_heading(self) -> str:
        if self.tab is not None:
            return self.say(self.tab.label)
        if self.own_tabs:
            return self.say(_("tab_own", default="Việc cần làm, hạn gần nhất trước"))
        return self.say(_("tab_all", default="Tất cả việc đang chờ, hạn gần nhất trước"))

    @property
    def empty(self) -> dict[str, str]:
        return nothing_here(self)

    @property
    def notices(self):
        """What else is to be known here; the macro ``notices`` says of what form."""
        if self.unsent is not None:
            yield self.unsent
        returned = returned_changes(self, self.context, own=self.province is None)
        if returned is not None:
            yield returned

    @property
    def next_thing(self) -> dict[str, str]:
        """What to do when there is nothing to do."""
        return {"text": self.say(_("desk_nothing", default="Không có việc nào đang chờ."))}

    @property
    def tiles(self):
        """The lists with their counts: ``label``, ``count``, ``address``, ``current``, ``pressing``."""
        own = sum(self.counted[kind.value] for tab in self.own_tabs for kind in tab.waits)
        if self.own_tabs:
            yield self._tile(_("tile_own", default="Việc của tôi"), own, {})
        for status, count in self.pressing:
            label = (
                _("tile_overdue", default="Quá hạn")
                if status is DueStatus.OVERDUE
                else _("tile_pressing", default="Đến hạn hôm nay, ngày mai hoặc đã quá")
            )
            wanted = {"han": DueStatus.OVERDUE.value} if status is DueStatus.OVERDUE else None
            yield self._tile(label, count, wanted, pressing=count > 0)
        for tab in TABS:
            count = sum(self.counted[kind.value] for kind in tab.waits)
            yield self._tile(tab.label, count, {"viec": tab.code})

    def _tile(self, label, count: int, params: dict[str, str] | None, *, pressing: bool = False):
        chosen = {name: self.params[name] for name in ("viec", "han", "cua") if name in self.params}
        return {
            "label": self.say(label),
            "count": self.number(count),
            "address": None if params is None else address_with(self.address, params),
            "current": params is not None and params == chosen,
            "pressing": pressing,
        }

    @property
    def pager(self) -> Pager:
        shown = _(
            "desk_shown",
            default="${count} dòng trên trang này",
            mapping={"count": self.number(len(self.page.rows))},
        )
        return keyset_pager(self, self.params, self.page.after, shown=self.say(shown))

    @property
    def filters(self) -> list[Field]:
        any_ = ("", self.say(_("filter_any", default="Tất cả")))
        statuses = [
            (status.value, STATUS_LABELS[status][self.language == "en"]) for status in DueStatus
        ]
        make = self._filter
        found = [make("han", _("filter_due", default="Hạn"), [any_, *statuses])]
        found.append(
            make(
                "canh-bao",
                _("filter_flags", default="Cảnh báo"),
                [any_, ("1", self.say(_("filter_flagged", default="Chỉ mục có cảnh báo")))],
            )
        )
        return found

    def _filter(self, name, label, options) -> Field:
        return Field(
            name=name,
            label=self.say(label),
            kind="select",
            options=options,
            value=self.sent.text(name),
        )

    @property
    def kept(self):
        """What a form or the filters carry along."""
        return list(self.params.items())

    # Steps on many

    def handle(self, action: str):
        step = MIXED.get(action) or STEPS.get(action)
        if step is None:
            return super().handle(action)
        if not self.reads:
            # The question whether to take the step names whom it is taken on.
            raise NotAllowed
        chosen = self._chosen()
        if not chosen:
            self.errors.say(_("bulk_nothing_chosen", default="Chưa chọn dòng nào."))
            return None
        confirmed = bool(self.sent.text("confirmed"))
        listings = self._load(chosen) if step.decides or confirmed else []
        if not confirmed:
            self.confirming = self._confirm(step, chosen, listings)
            return None
        self.errors.lines = [f"{each.debtor_name} ({each.id})" for each in listings]
        try:
            step.run(listings, self.acting, self.sent, {each: rev for _p, each, rev in chosen})
        except ThadsError:
            self.confirming = self._confirm(step, chosen, listings, refused=True)
            raise
        return self.done(counted(self, step.done, len(listings)), self._here)

    @property
    def _here(self) -> str:
        return address_with(self.address, self.params)

    def _chosen(self) -> list[tuple[str, str, int]]:
        """(province, number, revision) of the boxes that were ticked."""
        found = []
        for value in self.sent.texts(BOX)[:_MOST_AT_ONCE]:
            province, number, seen = (*value.split("/"), "", "")[:3]
            revision = whole_number(seen)
            if revision is None or (self.province is not None and province != self.province):
                continue
            found.append((province, number, revision))
        return found

    def _load(self, chosen):
        site = self.layout.site
        found = {}
        for slug in {province for province, _number, _rev in chosen}:
            subsite = site.get(slug)
            if subsite is None or REGISTER_ID not in subsite:
                raise ListingNotFound
            numbers = [number for province, number, _rev in chosen if province == slug]
            found.update({each.id: each for each in load(subsite[REGISTER_ID], numbers)})
        listings = [found[number] for _province, number, _rev in chosen]
        if not all(self.may(permissions.VIEW_DESK, each) for each in listings):
            raise Rejected([Problem(0, None, None, Code.NOT_ALLOWED)])
        return listings

    def _confirm(self, step, chosen, listings, *, refused: bool = False) -> dict:
        """What is asked before `step`; what others entered is shown whole, differences first."""
        with self.register() as cursor:
            known = desk.known(cursor, self.province, [number for _p, number, _r in chosen])
        make = field_maker(self)
        shown, rows = [], []
        if step.decides:
            # What was seen before, by number: after a refusal the page says what happened since.
            since = self._seen_events() if refused else {}
            shown = cards(self, listings, since=since)
            boxes = [card.key for card in shown]
        else:
            rows = [
                f"{known[number].debtor_name} – {number}" if number in known else number
                for _province, number, _revision in chosen
            ]
            boxes = [f"{province}/{number}/{rev}" for province, number, rev in chosen]
        return {
            "question": counted(self, effect_of(step, self.signing), len(chosen)) + "?",
            "effect": counted(self, effect_of(step, self.signing), len(chosen)),
            "text": self.say(_DIFFERENCES) if len(shown) > 1 else "",
            "action": step.code,
            "fields": step_fields(self, make, step, map(desk.decision_of, known.values())),
            "hidden": [*((BOX, box) for box in boxes), *self.kept],
            "rows": rows,
            "cards": shown,
            "back": self._here,
        }

    def _seen_events(self) -> dict[str, int]:
        """Number -> how long its history was on the page that was confirmed."""
        parts = [value.split("/") for value in self.sent.texts(BOX)]
        read = {each[1]: whole_number(each[3]) for each in parts if len(each) > 3}
        return {number: events for number, events in read.items() if events is not None}
