"""The staff page of a listing (``ho-so``): all of it, what happened, what can be done next.

Public fields and history are for all of the staff who may see the listing. Restricted
fields show only on demand, to those allowed in the province, after the view was recorded.
"""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from thads_portal.browser.casework import entry_form
from thads_portal.browser.desk.forms import field_maker
from thads_portal.browser.desk.page import DeskPage
from thads_portal.browser.listing.track import track_tag
from thads_portal.browser.record.people import People
from thads_portal.browser.results.labels import agency_name
from thads_portal.browser.work.rows import flag_tags
from thads_portal.browser.work.steps import counted
from thads_portal.browser.work.steps import effect_of
from thads_portal.browser.work.steps import label_of
from thads_portal.browser.work.steps import step_fields
from thads_portal.browser.work.steps import STEPS
from thads_portal.content.access import STAFF
from thads_portal.content.listing import IDebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import recording
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.codes import ObligationKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.lifecycle import steps_from
from thads_portal.domain.recording import Recorded
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.errors import NotAllowed
from thads_portal.i18n import _
from thads_portal.register import record_search
from thads_portal.register.desk import known
from thads_portal.register.record import write_now
from thads_portal.security import permissions
from thads_portal.templates import PageTemplate


_CODES = {
    "debtor_kind": DebtorKind,
    "judgment_kind": JudgmentKind,
    "ground": Ground,
}
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


def admit_staff(page) -> None:
    """Let in who sees a listing as staff: the administrator sees it as the public does."""
    user = getSecurityManager().getUser()
    if user is None or not user.getId():
        raise Unauthorized
    if not set(STAFF) & set(user.getRolesInContext(page.context)):
        raise NotAllowed


class ListingFile(DeskPage):
    template = PageTemplate("file.pt")
    confirming = None
    revealed = False

    def admit(self):
        admit_staff(self)

    @property
    def heading(self):
        return self.context.debtor_name

    @property
    def trail(self):
        desk = f"{self.root}/{self.layout.province.slug}/ban-lam-viec"
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
        # After a refusal the present one: the page says what happened, the person decides anew.
        confirmed = self.sent.text("confirmed")
        shown = str(self.context.revision) if confirmed else self.sent.text("revision")
        self.confirming = {
            "question": counted(self, effect_of(step, self.signing), 1) + "?",
            "effect": counted(self, effect_of(step, self.signing), 1),
            "action": step.step.value,
            "fields": step_fields(
                self, field_maker(self), step, signed_by=self.context.signed_by or ""
            ),
            "hidden": [("revision", shown)],
            "rows": [f"{self.context.debtor_name} – {self.context.getId()}"],
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
            # Of what has ended, only what was never said.
            Step.COMMUNE_POSTED: listing.state is not State.ENDED or not listing.commune_posting,
        }.get(step, True)

    # What is shown

    @property
    def tags(self):
        listing = self.context
        found = [(self.label(listing.state), "live" if listing.state is State.PUBLISHED else "")]
        if track := track_tag(self, listing):
            found.append((track, ""))
        return [*found, *flag_tags(self, listing.flags)]

    @property
    def deadline(self):
        listing = self.context
        if listing.state is State.PUBLISHED:
            waiting = listing.proposed_ending or listing.pending
            return self.due(self._waiting_due(waiting)) if waiting else None
        if listing.state is State.ENDED:
            return None
        return self.due(self.acting.publication_due_on(listing))

    def _waiting_due(self, waiting):
        if "end_reason" in waiting:
            reason = EndReason(waiting["end_reason"])
            return self.acting.due_on("ended", waiting["occurred_on"], reason)
        return self.acting.due_on("amended", waiting["occurred_on"])

    def value(self, name: str, value) -> str:
        """A stored value in words."""
        if value is None or value == ():
            return "–"
        if name == "agency":
            return agency_name(value)
        if name == "obligation_kinds":
            return ", ".join(self.label(ObligationKind(each)) for each in value)
        if name in _CODES:
            return self.label(_CODES[name](value))
        if name == "obligation_amount":
            return self.money(value)
        if hasattr(value, "isoformat"):
            return self.words.day(value)
        return str(value)

    def title_of(self, name: str) -> str:
        field = IDebtorListing.get(name)
        return self.say(field.title) if field is not None else name

    @property
    def facts(self):
        """(heading, [(label, value)]) of the open fields."""
        values = {**self.context.snapshot().fields, "agency": self.context.agency}
        for legend, _hint, names in entry_form.GROUPS[:-1]:
            yield (
                self.say(legend),
                [(self.title_of(name), self.value(name, values[name])) for name in names],
            )

    @property
    def restricted(self):
        """Only after ``_reveal``."""
        names = (*RESTRICTED_FIELDS, "external_id")
        return [
            (self.title_of(name), self.value(name, getattr(self.context, name, None)))
            for name in names
        ]

    @property
    def waiting(self):
        """The amendment that waits: ``lines`` of (label, old, new), and on what it rests."""
        pending = self.context.pending
        if not pending:
            return None
        present = {**self.context.snapshot().fields, "agency": self.context.agency}
        lines = []
        for name, new in pending["changes"].items():
            old = present[name]
            if name in RESTRICTED_FIELDS and not self.revealed:
                hidden = self.say(_("restricted_changed", default="(thông tin hạn chế)"))
                lines.append((self.title_of(name), hidden, hidden))
            else:
                lines.append((self.title_of(name), self.value(name, old), self.value(name, new)))
        return {"lines": lines, **self._basis(pending), "note": pending["note"] or ""}

    @property
    def ending(self):
        proposed = self.context.proposed_ending
        if not proposed:
            return None
        return {
            "reason": self.label(EndReason(proposed["end_reason"])),
            **self._basis(proposed),
            "note": proposed["comment"] or "",
        }

    def _basis(self, waiting):
        proposers = waiting["proposed_by"]
        people = proposers if isinstance(proposers, tuple) else (proposers,)
        return {
            "document": f"{waiting['document_number']}, {self.words.day(waiting['document_date'])}",
            "occurred": self.words.day(waiting["occurred_on"]),
            "people": ", ".join(people),
            "at": self._moment(waiting["proposed_at"]),
        }

    def _moment(self, value) -> str:
        return f"{self.words.time(value)} {self.words.day(value)}"

    @property
    def posting(self):
        posting = self.context.commune_posting
        if not posting:
            return None
        return {
            "commune": posting["commune"],
            "sent": self.words.day(posting["sent_on"]),
            "begun": self.words.day(posting["posted_from"]),
            "until": self.words.day(posting["posted_until"]),
        }

    @property
    def links(self):
        """The listings before and after a delegation: (label, address, number)."""
        numbers = {
            self.context.predecessor: _("link_before", default="Nhận ủy thác từ mục"),
            self.context.successor: _("link_after", default="Đã ủy thác, mục kế tiếp"),
        }
        wanted = {number: label for number, label in numbers.items() if number}
        if not wanted:
            return []
        with self.register() as cursor:
            found = known(cursor, None, list(wanted))
        return [
            (
                self.say(label),
                f"{self.root}/{found[number].province}/{REGISTER_ID}/{number}/ho-so"
                if number in found
                else "",
                number,
            )
            for number, label in wanted.items()
        ]

    @property
    def events(self):
        """The history, newest first."""
        people = People(self)
        for event in reversed(self.context.history):
            kind = event["kind"]
            changes = event.get("changes") or {}
            lines = [
                f"{self.title_of(name)}: {self._old_and_new(name, pair)}"
                for name, pair in changes.items()
            ]
            document = ""
            if event.get("document_number"):
                document = f"{event['document_number']}, {self.words.day(event['document_date'])}"
            due = event.get("due_on")
            yield {
                "label": self._kind(kind),
                "when": self._moment(event["recorded_at"]),
                "who": people.name(event["actor"]),
                "occurred": self.words.day(event["occurred_on"]),
                "document": document,
                "due": self.words.day(due) if due else "",
                "reason": self.label(EndReason(event["end_reason"]))
                if event.get("end_reason")
                else "",
                "lines": lines,
                "note": event.get("note") or "",
                "signatory": event.get("signatory") or "",
                "comment": event.get("comment") or "",
            }

    def _old_and_new(self, name, pair) -> str:
        if name in RESTRICTED_FIELDS or name == "external_id":
            return self.say(_("restricted_changed", default="(thông tin hạn chế)"))
        old, new = pair
        return f"{self.value(name, old)} → {self.value(name, new)}"

    def _kind(self, kind: str) -> str:
        labels = recording.LABELS.get(kind)
        return labels[self.language == "en"] if labels else kind

    @property
    def record(self):
        """The last entries of the record of actions, for those who may see it."""
        if not self.may(permissions.VIEW_RECORD):
            return None
        with self.register() as cursor:
            found = record_search.search(
                cursor, record_search.Query(listing=self.context.getId()), limit=10
            )
        people = People(self)
        return [
            {
                "label": self._kind(each.action),
                "who": people.name(each.actor),
                "when": self._moment(each.at),
            }
            for each in found
        ]


_MAIN = {
    Step.SUBMIT.value,
    Step.SUBMIT_SIGNED.value,
    Step.SIGN.value,
    Step.APPROVE.value,
    Step.APPROVE_AMENDMENT.value,
}
