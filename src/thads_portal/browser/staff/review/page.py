"""``xem-duyet``: one listing with all that is decided on, the step beside it, then the next one.

The form sends the revision that was shown. Has it changed meanwhile, nothing is written: the page
comes again with the present content and what happened in between, and is decided anew. A row of
a batch is decided within its batch, which keeps its account of it.
"""

from functools import cached_property
from thads_portal.actions.batch_approve import approve_rows
from thads_portal.actions.batch_return import return_rows
from thads_portal.actions.checks import refusal
from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.cards.card import cards
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.desk.staff import admit_staff
from thads_portal.browser.staff.desk.whose import ACTIONS
from thads_portal.browser.staff.desk.whose import Whose
from thads_portal.browser.staff.record.people import People
from thads_portal.browser.staff.work import queue
from thads_portal.browser.staff.work.deciding import back_step
from thads_portal.browser.staff.work.deciding import BATCH_BACK
from thads_portal.browser.staff.work.deciding import main_step
from thads_portal.browser.staff.work.steps import counted
from thads_portal.browser.staff.work.steps import label_of
from thads_portal.browser.staff.work.steps import step_fields
from thads_portal.browser.staff.work.steps import STEPS
from thads_portal.browser.staff.work.tabs import BY_CODE
from thads_portal.browser.staff.work.tabs import TABS
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.places import DESK
from thads_portal.errors import Conflict
from thads_portal.errors import message
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import batches
from thads_portal.register import desk
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate
from thads_portal.theme.navigation import desk_of


class Review(DeskPage):
    template = PageTemplate("review.pt")

    def admit(self):
        admit_staff(self)

    @property
    def title(self):
        return _(
            "review_title",
            default="Xem và quyết định: ${name}",
            mapping={"name": self.context.debtor_name},
        )

    @property
    def trail(self):
        found = [(self.list_address, self.say(_("nav_desk", default="Bàn làm việc")))]
        if batch := self.shown.batch:
            found.append((batch["address"], batch["label"]))
        return found

    @cached_property
    def list_address(self) -> str:
        """The desk with the list that is worked through."""
        own = desk_of(self.layout.site, self.layout.user) or DESK
        return address_with(f"{self.root}/{own}", self.params)

    @cached_property
    def params(self) -> dict[str, str]:
        return self.sent.present(queue.KEPT)

    @property
    def kept(self):
        """What the forms carry along."""
        return list(self.params.items())

    @cached_property
    def shown(self):
        """The card; after a refusal it says what happened since it was last read."""
        number = self.context.getId()
        since = self.sent.number("events") if self.errors else None
        return cards(self, [self.context], since={number: since})[0]

    @cached_property
    def signing(self):
        """The policy of the province."""
        return self.acting.policy.signing(self.context.province)

    # Who looked, and where in the list it stands

    def update(self):
        number = self.context.getId()
        self.place_in_batch = None
        with self.register() as cursor:
            if batch := self.shown.batch:
                at, total, _next = batches.place_in(
                    cursor, self.context.province, batch["id"], number
                )
                self.place_in_batch = at, total
            self.next_address = self._next(cursor)
        self.whose.load(self.context.revision)

    @cached_property
    def whose(self) -> Whose:
        number = self.context.getId()
        return Whose(self, number, People(self), province=self.context.province, listing=number)

    @property
    def position(self) -> str:
        if self.place_in_batch is None:
            return ""
        at, total = self.place_in_batch
        return self.say(
            _(
                "review_position",
                default="Mục ${at} trên ${total} mục đang chờ trong đợt",
                mapping={"at": self.number(at), "total": self.number(total)},
            )
        )

    def _next(self, cursor) -> str:
        """The address of the card after this one; "" at the end."""
        number = self.context.getId()
        if batch := self.shown.batch:
            following = batches.place_in(cursor, self.context.province, batch["id"], number)[2]
            return self._card_of(self.context.province, following) if following else ""
        work = desk.known(cursor, None, [number]).get(number)
        found = queue.after(self, cursor, work, self._waits, self._province)
        return self._card_of(found.province, found.number) if found else ""

    def _card_of(self, province: str, number: str) -> str:
        path = f"{self.root}/{province}/{REGISTER_ID}/{number}/{self.__name__}"
        return address_with(path, self.params)

    @property
    def _waits(self):
        if tab := BY_CODE.get(self.sent.text("viec")):
            return tab.waits
        own = [tab for tab in TABS if self.may(tab.permission.value)]
        return [kind for tab in own or TABS for kind in tab.waits]

    @property
    def _province(self) -> str | None:
        if not self.may(permissions.VIEW_DESK, self.layout.site):
            return self.context.province
        return self.sent.text("tinh") or None

    # What can be decided

    @cached_property
    def decides(self):
        """The main step (a ``DeskStep``); None where there is none for who is signed in."""
        step = main_step(self.context)
        if step is None or not self.may(BY_STEP[step].permission.value):
            return None
        if self.shown.batch and step is not Step.APPROVE:
            # The head signs the batch as a whole.
            return None
        return STEPS[step.value]

    @cached_property
    def hindered(self) -> str:
        """Why the main step is not for who is signed in, though their role has it."""
        if self.decides is None:
            return ""
        error = refusal(BY_STEP[self.decides.step], self.context, self.acting)
        return "" if error is None else message(error.code, error.params)[self.language]

    @cached_property
    def returns(self):
        step = back_step(self.context)
        if step is None or not self.may(BY_STEP[step].permission.value):
            return None
        return STEPS[step.value]

    @property
    def main_label(self) -> str:
        if self.decides.step is Step.APPROVE:
            return self.say(_("review_publish", default="Duyệt và công khai"))
        return self.say(label_of(self.decides, self.signing))

    def fields_of(self, step):
        listing = self.context
        own = (listing.no_conditions_decision_number, listing.no_conditions_decision_date)
        return step_fields(self, field_maker(self), step, [own], signed_by=listing.signed_by or "")

    @property
    def whole_batch(self) -> str:
        """Where the whole batch is decided, for who may: its page; "" if it waits in none."""
        return self.shown.batch["address"] if self.shown.batch else ""

    # Deciding

    def handle(self, action):
        if action in ACTIONS:
            return self.whose.handle(action, address_with(self.address, self.params))
        step = STEPS.get(action)
        if step is None or step not in (self._main, self._back):
            raise NotAllowed
        revision = self.sent.number("revision")
        self.errors.lines = [f"{self.context.debtor_name} ({self.context.getId()})"]
        with self.register() as cursor:
            following = self._next(cursor)
        try:
            if self.shown.batch:
                self._in_batch(step, revision)
            else:
                step.run(self.context, self.acting, self.sent, -1 if revision is None else revision)
        finally:
            # A refusal shows the card again, with what happened since.
            self.__dict__.pop("shown", None)
        return self.done(counted(self, step.done, 1), following or self.list_address)

    @property
    def _main(self):
        step = main_step(self.context)
        return STEPS.get(step.value) if step else None

    @property
    def _back(self):
        step = back_step(self.context)
        return STEPS.get(step.value) if step else None

    def _in_batch(self, step, revision):
        number = self.context.getId()
        if revision != self.context.revision:
            raise Conflict
        batch = self.layout.subsite[BATCHES_ID][self.shown.batch["id"]]
        if step.step in BATCH_BACK:
            return_rows(batch, self.acting, {number: self.sent.text("reason")})
        elif step.step is Step.APPROVE:
            comment = self.sent.text("comment").strip() or None
            approve_rows(batch, self.acting, {number: revision}, comment=comment)
        else:
            raise NotAllowed
