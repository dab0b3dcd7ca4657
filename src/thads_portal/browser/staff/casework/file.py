"""The staff page of a listing (``ho-so``): all of it, what happened, what can be done next.

Public fields and history are for all of the staff who may see the listing. Restricted
fields show only on demand, to those allowed in the province, after the view was recorded.
"""

from thads_portal.actions.checks import refusal
from thads_portal.browser.staff.cards.card import cards
from thads_portal.browser.staff.casework.listing_facts import ListingFacts
from thads_portal.browser.staff.desk.forms import field_maker
from thads_portal.browser.staff.desk.staff import admit_staff
from thads_portal.browser.staff.work.steps import counted
from thads_portal.browser.staff.work.steps import effect_of
from thads_portal.browser.staff.work.steps import label_of
from thads_portal.browser.staff.work.steps import step_fields
from thads_portal.browser.staff.work.steps import STEPS
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.lifecycle import steps_from
from thads_portal.domain.places import DESK
from thads_portal.domain.recording import Recorded
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register.ledger.books import case_of
from thads_portal.register.record import write_now
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate


#: Steps that have a page of their own.
_PAGES = {
    Step.AMEND: ("sua", _("go_amend", default="Sửa")),
    Step.PROPOSE_AMENDMENT: ("sua", _("go_propose_amendment", default="Đề nghị sửa đổi")),
    Step.PROPOSE_ENDING: ("cham-dut", _("go_propose_ending", default="Đề nghị chấm dứt")),
    Step.REOPEN: ("cong-khai-lai", _("go_reopen", default="Công khai lại")),
    Step.COMMUNE_POSTED: ("niem-yet", _("go_posting", default="Niêm yết tại xã")),
    Step.MARK_TRACK: ("theo-doi-rieng", _("go_track", default="Chuyển sổ theo dõi riêng")),
    Step.DELEGATE: ("uy-thac", _("go_delegate", default="Lập mục kế tiếp (ủy thác)")),
}


class ListingFile(ListingFacts):
    template = PageTemplate("file.pt")
    confirming = None

    def admit(self):
        admit_staff(self)

    @property
    def heading(self):
        return self.context.debtor_name

    @property
    def trail(self):
        desk = f"{self.root}/{self.layout.province.slug}/{DESK}"
        return [(desk, self.say(_("nav_desk", default="Bàn làm việc")))]

    @property
    def saved(self) -> str:
        """The form whose draft the browser may forget."""
        name = self.sent.text("xong")
        return name if len(name) < 60 else ""

    # Steps

    def handle(self, action):
        if action == "reveal":
            return self._reveal()
        step = STEPS.get(action)
        if step is None:
            raise NotAllowed
        revision = self.sent.number("revision")
        # What is shown is what is decided on: the present one, with what happened since.
        confirmed = self.sent.text("confirmed")
        whole = confirmed or step.decides
        present = str(self.context.revision) if whole else self.sent.text("revision")
        listing = self.context
        shown = []
        if step.decides:
            since = self.sent.number("events") if confirmed else None
            shown = cards(self, [listing], since={listing.getId(): since})
        self.confirming = {
            "question": counted(self, effect_of(step, self.signing), 1) + "?",
            "effect": counted(self, effect_of(step, self.signing), 1),
            "action": step.step.value,
            "fields": step_fields(
                self,
                field_maker(self),
                step,
                [
                    (
                        self.context.no_conditions_decision_number,
                        self.context.no_conditions_decision_date,
                    )
                ],
                signed_by=self.context.signed_by or "",
            ),
            "hidden": [("revision", present), ("events", str(len(listing.history)))],
            "rows": [] if shown else [f"{listing.debtor_name} – {listing.getId()}"],
            "cards": shown,
            "back": self.address,
        }
        if not confirmed:
            return None
        step.run(self.context, self.acting, self.sent, -1 if revision is None else revision)
        gone = step.step is Step.DISCARD
        return self.done(counted(self, step.done, 1), self.trail[0][0] if gone else None)

    @property
    def signing(self):
        """The policy of the province."""
        return self.acting.policy.signing(self.context.province)

    def _reveal(self):
        if not self.may_reveal:
            raise NotAllowed
        write_now(
            self.database,
            Recorded.RESTRICTED_VIEWED,
            actor=self.acting.user_id,
            listing=self.context.getId(),
            province=self.context.province,
        )
        self.revealed = True
        self.keep_secret()

    @property
    def may_reveal(self) -> bool:
        return self.may(permissions.VIEW_RESTRICTED)

    @property
    def has_case(self) -> bool:
        """Whether there is a case to follow up, for who may see it."""
        if not self.may_reveal or self.context.state is State.DRAFT:
            return False
        with self.register() as cursor:
            return case_of(cursor, self.context.getId()) is not None

    @property
    def buttons(self):
        """Steps that can be taken now: (code, label, address or None), the main one first."""
        listing = self.context
        found, seen = [], set()
        possible = steps_from(
            listing.state, pending=bool(listing.pending), ending=bool(listing.proposed_ending)
        )
        for transition in possible:
            step = transition.step
            if step in seen or not self.may(transition.permission.value):
                continue
            if self.signing not in transition.policies or not self._makes_sense(step):
                continue
            if transition.by_sender and refusal(transition, listing, self.acting) is not None:
                continue
            seen.add(step)
            if step is Step.END and not listing.proposed_ending:
                label = _("go_end", default="Chấm dứt công khai")
                found.append((step.value, self.say(label), f"{self.place}/cham-dut"))
            elif step in _PAGES:
                page, label = _PAGES[step]
                found.append((step.value, self.say(label), f"{self.place}/{page}"))
            elif step.value in STEPS:
                label = label_of(STEPS[step.value], self.signing)
                found.append((step.value, self.say(label), None))
        main = [each for each in found if each[0] in _MAIN]
        return main + [each for each in found if each not in main]

    def _makes_sense(self, step: Step) -> bool:
        listing = self.context
        delegated = listing.end_reason == EndReason.DELEGATED and not listing.successor
        fed = bool(listing.applied) and not any(
            event["kind"] == Step.SEE_ENDING for event in listing.history
        )
        return {
            Step.DELEGATE: delegated,
            Step.LINK_SUCCESSOR: False,
            Step.SEE_ENDING: fed,
            Step.SIGN_AND_PUBLISH: False,
        }.get(step, True)


_MAIN = {
    Step.SUBMIT.value,
    Step.SUBMIT_SIGNED.value,
    Step.SIGN.value,
    Step.APPROVE.value,
    Step.APPROVE_AMENDMENT.value,
}
