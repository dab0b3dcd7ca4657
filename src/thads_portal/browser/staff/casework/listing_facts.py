"""What the staff page of a listing shows: its facts, what waits on it, what happened to it."""

from thads_portal.browser.shared.field_values import value_text
from thads_portal.browser.shared.track import track_tag
from thads_portal.browser.staff.cards.wording import field_title
from thads_portal.browser.staff.cards.wording import flag_tags
from thads_portal.browser.staff.cards.wording import ground_text
from thads_portal.browser.staff.cards.wording import kind_label
from thads_portal.browser.staff.cards.wording import moment_text
from thads_portal.browser.staff.cards.wording import old_and_new
from thads_portal.browser.staff.casework import listing_form
from thads_portal.browser.staff.casework.posting import END_LABELS
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.record.people import People
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import grounds
from thads_portal.domain.agencies import issuer_key
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.i18n import _
from thads_portal.register import record_search
from thads_portal.register.desk import known
from thads_portal.security import permissions
from thads_portal.services.items import agency_name


#: What steps record beside fields of the listing: see ``actions/commune_posted.py``.
_RECORDED = {
    "commune": _("posting_commune", default="Xã, phường, thị trấn"),
    "sent_on": _("posting_sent", default="Ngày gửi"),
    "posted_from": _("posting_begun", default="Niêm yết từ ngày"),
    "posted_until": _("posting_until", default="Đến ngày"),
    **END_LABELS,
    "end_due": _("posting_end_due", default="Hạn gửi xã văn bản chấm dứt"),
    "take_down_due": _("posting_take_down_due", default="Hạn xã gỡ niêm yết"),
}


class ListingFacts(DeskPage):
    """`revealed`: the restricted fields too, after the view was recorded."""

    revealed = False

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
        return value_text(self, name, value)

    def title_of(self, name: str) -> str:
        return field_title(self, name, _RECORDED)

    @property
    def facts(self):
        """(heading, [(label, value)]) of the open fields."""
        values = {**self.context.snapshot().fields, "agency": self.context.agency}
        for legend, _hint, names in listing_form.GROUPS[:-1]:
            yield (
                self.say(legend),
                [(self.title_of(name), self._fact(name, values)) for name in names],
            )

    def _fact(self, name: str, values) -> str:
        if name == grounds.GROUND and values[name]:
            return ground_text(self, values)
        if name == "agency":
            issuer = issuer_key(values[name], values["no_conditions_decision_date"])
            told = "" if issuer == values[name] else f" ({agency_name(values[name])})"
            return f"{agency_name(issuer)}{told}"
        return self.value(name, values[name])

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
        return moment_text(self, value)

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
            "end": [
                (self.say(label), self.words.day(posting[name]))
                for name, label in END_LABELS.items()
                if posting.get(name)
            ],
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
                f"{self.title_of(name)}: {old_and_new(self, name, pair)}"
                for name, pair in changes.items()
            ]
            document = ""
            if event.get("document_number"):
                document = f"{event['document_number']}, {self.words.day(event['document_date'])}"
            due = event.get("due_on")
            yield {
                "label": kind_label(self, kind),
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
                "signatory": " ".join(
                    filter(None, (event.get("capacity"), event.get("signatory")))
                ),
                "comment": event.get("comment") or "",
            }

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
                "label": kind_label(self, each.action),
                "who": people.name(each.actor),
                "when": self._moment(each.at),
            }
            for each in found
        ]
