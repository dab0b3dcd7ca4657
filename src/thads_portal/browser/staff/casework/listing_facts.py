"""What the staff page of a listing shows: its facts, what waits on it, what happened to it."""

from thads_portal.browser.shared.labels import agency_name
from thads_portal.browser.shared.track import track_tag
from thads_portal.browser.staff.casework import listing_form
from thads_portal.browser.staff.casework.posting import END_LABELS
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.browser.staff.record.people import People
from thads_portal.browser.staff.work.rows import flag_tags
from thads_portal.content.listing import IDebtorListing
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import grounds
from thads_portal.domain import recording
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.listing_fields import BY_NAME
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.i18n import _
from thads_portal.register import record_search
from thads_portal.register.desk import known
from thads_portal.security import permissions


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
        if value is None or value == ():
            return "–"
        if name == "agency":
            return agency_name(value)
        field = BY_NAME.get(name)
        if field is not None and field.kind is Kind.CODES:
            return ", ".join(self.label(field.code_list(each)) for each in value)
        if name == grounds.GROUND:
            # Alone among changes: of the law, its own field tells.
            return grounds.letter_label(value, self.language)
        if field is not None and field.kind is Kind.CODE:
            return self.label(field.code_list(value))
        if field is not None and field.kind is Kind.AMOUNT:
            return self.money(value)
        if hasattr(value, "isoformat"):
            return self.words.day(value)
        return str(value)

    def title_of(self, name: str) -> str:
        field = IDebtorListing.get(name)
        title = field.title if field is not None else _RECORDED.get(name, name)
        return self.say(title)

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
            row = grounds.ground_row(values[name], values[grounds.SCHEME])
            return f"{row.full[self.language == 'en']} ({row.article(self.language)})"
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
