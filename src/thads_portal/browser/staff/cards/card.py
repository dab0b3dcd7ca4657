"""A listing as who decides on it must see it: what would be public, what changes, what to mind.

Read from the object, so that what is shown is what `revision` names: a step taken with that
revision is taken on this, or refused. Restricted fields are on no card.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from thads_portal.browser.shared.field_values import value_text
from thads_portal.browser.staff.cards.wording import field_title
from thads_portal.browser.staff.cards.wording import flag_tags
from thads_portal.browser.staff.cards.wording import ground_text
from thads_portal.browser.staff.cards.wording import kind_label
from thads_portal.browser.staff.cards.wording import moment_text
from thads_portal.browser.staff.cards.wording import old_and_new
from thads_portal.browser.staff.record.people import People
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain import grounds
from thads_portal.domain import names
from thads_portal.domain.changes import AGENCY
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import State
from thads_portal.domain.field_shapes import Group
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.listing_fields import names_of
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.i18n import _
from thads_portal.register.beside import Beside
from thads_portal.register.beside import beside
from thads_portal.register.beside import MOST
from thads_portal.security import permissions


#: In the order in which one decides: what is owed and why, on which papers, against whom.
_ORDER = (
    *names_of(group=Group.OBLIGATION, given=True),
    *names_of(group=Group.DECISIONS),
    AGENCY,
    *names_of(group=Group.JUDGMENT),
    *names_of(group=Group.DEBTOR),
)
#: After these an editor has the listing again: what they changed since is to be seen.
_BACK = frozenset({Step.RETURN.value, Step.RETURN_UNSIGNED.value, "reopened"})


class Card:
    """`since`: what the reader saw before, as the length of the history or a moment; None if nothing.

    `beside` is what ``register.beside`` found.
    """

    def __init__(self, page, listing, beside: Beside, *, since: int | datetime | None = None):
        self._page = page
        self._listing = listing
        self._beside = beside
        self._since = since
        self.number = listing.getId()
        self.name = listing.debtor_name
        self.revision = listing.revision
        self.events = len(listing.history)
        self.province = listing.province
        self.id = f"muc-{self.number}"

    @property
    def address(self) -> str:
        """The staff page of the listing."""
        return f"{self._page.root}/{self.province}/{REGISTER_ID}/{self.number}/ho-so"

    @property
    def place(self) -> str:
        province = by_slug(self.province)
        return province.name if province else self.province

    @property
    def key(self) -> str:
        """What a form sends, so that the step is taken on what was shown and nothing else."""
        return f"{self.province}/{self.number}/{self.revision}/{self.events}"

    @cached_property
    def tags(self):
        page, listing = self._page, self._listing
        state = "live" if listing.state is State.PUBLISHED else ""
        waiting = listing.pending["flags"] if listing.pending else ()
        flags = dict.fromkeys((*listing.flags, *waiting))
        return [(page.label(listing.state), state), *flag_tags(page, flags)]

    @property
    def warnings(self) -> list[str]:
        """Each flag in full."""
        waiting = self._listing.pending["flags"] if self._listing.pending else ()
        flags = dict.fromkeys((*self._listing.flags, *waiting))
        return [self._page.label(Flag(flag)) for flag in flags]

    @cached_property
    def due(self):
        page, listing = self._page, self._listing
        if ending := listing.proposed_ending:
            reason = EndReason(ending["end_reason"])
            return page.due(page.acting.due_on("ended", ending["occurred_on"], reason))
        if listing.pending:
            return page.due(page.acting.due_on("amended", listing.pending["occurred_on"]))
        if listing.state in (State.PUBLISHED, State.ENDED):
            return None
        return page.due(page.acting.publication_due_on(listing))

    # Old and new

    @cached_property
    def _values(self):
        return {**self._listing.snapshot().fields, AGENCY: self._listing.agency}

    @cached_property
    def changes(self) -> list[dict[str, str]]:
        """What an amendment that waits would change: ``label``, ``old``, ``new``."""
        pending = self._listing.pending
        if not pending:
            return []
        after = {**self._values, **pending["changes"]}
        found = []
        for name in pending["changes"]:
            old, new = self._text(name, self._values), self._text(name, after)
            if name in RESTRICTED_FIELDS:
                old = new = self._page.say(_("restricted_changed", default="(thông tin hạn chế)"))
            found.append({"label": field_title(self._page, name), "old": old, "new": new})
        return found

    @cached_property
    def corrected(self) -> list[str]:
        """What its editor changed since it came back to them."""
        history = self._listing.history
        backs = [place for place, each in enumerate(history) if each["kind"] in _BACK]
        if not backs or self._listing.state in (State.PUBLISHED, State.ENDED):
            return []
        return [line for event in history[backs[-1] :] for line in self._lines(event)]

    @property
    def came_back(self) -> str:
        """Why it was returned the last time, as long as it is not public."""
        if self._listing.state in (State.PUBLISHED, State.ENDED):
            return ""
        for event in reversed(self._listing.history):
            if event["kind"] in (Step.RETURN.value, Step.RETURN_UNSIGNED.value):
                return event.get("comment") or ""
        return ""

    @cached_property
    def news(self) -> list[dict]:
        """What happened since the reader saw it: ``label``, ``who``, ``when``, ``lines``."""
        since, history = self._since, self._listing.history
        if since is None:
            return []
        if isinstance(since, int):
            later = history[max(since, 0) :]
        else:
            later = [event for event in history if event["recorded_at"] > since]
        people = People(self._page)
        return [
            {
                "label": kind_label(self._page, event["kind"]),
                "who": people.name(event["actor"]),
                "when": moment_text(self._page, event["recorded_at"]),
                "lines": self._lines(event),
            }
            for event in later
        ]

    def _lines(self, event) -> list[str]:
        return [
            f"{field_title(self._page, name)}: {old_and_new(self._page, name, pair)}"
            for name, pair in (event.get("changes") or {}).items()
        ]

    # What would stand in public

    def _text(self, name: str, values) -> str:
        if name == grounds.GROUND and values[name]:
            return ground_text(self._page, values)
        return value_text(self._page, name, values[name])

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, value) of what is public or on the papers and stays as it is."""
        moved = set(self._listing.pending["changes"]) if self._listing.pending else set()
        return [
            (field_title(self._page, name), self._text(name, self._values))
            for name in dict.fromkeys(_ORDER)
            if name != grounds.SCHEME and name not in moved and self._values[name] not in (None, ())
        ]

    @property
    def basis(self):
        """On which paper an amendment or ending rests, and who proposed it; None if none waits."""
        waiting = self._listing.proposed_ending or self._listing.pending
        if not waiting:
            return None
        page, proposers = self._page, waiting["proposed_by"]
        people = People(page)
        ended = "end_reason" in waiting
        return {
            "ending": page.label(EndReason(waiting["end_reason"])) if ended else "",
            "document": f"{waiting['document_number']}, {page.words.day(waiting['document_date'])}",
            "occurred": page.words.day(waiting["occurred_on"]),
            "people": ", ".join(
                people.name(each)
                for each in (proposers if isinstance(proposers, tuple) else (proposers,))
            ),
            "at": moment_text(page, waiting["proposed_at"]),
            "note": waiting.get("note") or waiting.get("comment") or "",
        }

    @property
    def signed(self) -> dict[str, str] | None:
        """Under which decision and by whom it was signed last, while it is not public."""
        for event in reversed(self._listing.history):
            if event["kind"] in (Step.SIGN, Step.SUBMIT_SIGNED, Step.SIGN_AND_PUBLISH):
                day = event.get("document_date")
                return {
                    "number": event.get("document_number") or "–",
                    "day": self._page.words.day(day) if day else "–",
                    "by": " ".join(
                        filter(
                            None,
                            (
                                event.get("capacity"),
                                event.get("signatory") or People(self._page).name(event["actor"]),
                            ),
                        )
                    ),
                }
        return None

    # What is to be minded

    @property
    def twins(self):
        return self._others(self._beside.twins)

    @property
    def namesakes(self):
        return self._others(self._beside.namesakes)

    def _others(self, found):
        """``entries`` (``text``, ``address``) and whether there are more; None if there are none."""
        if not found:
            return None
        page = self._page
        entries = []
        for each in found[:MOST]:
            province = by_slug(each.province)
            told = (
                each.debtor_address,
                province.name if province else each.province,
                each.decision_number,
                page.words.day(each.decision_date) if each.decision_date else None,
                page.label(State(each.state)),
            )
            entries.append(
                {
                    "label": f"{each.debtor_name} – {each.number}",
                    "address": f"{page.root}/{each.province}/{REGISTER_ID}/{each.number}/ho-so",
                    "text": " · ".join(filter(None, told)),
                }
            )
        return {"entries": entries, "more": len(found) > MOST}

    @cached_property
    def batch(self):
        """The batch in which it waits: ``label``, ``address``; None if in none."""
        if self._beside.batch is None:
            return None
        province, name = self._beside.batch
        label = _("card_batch", default="Đợt công khai ${id}", mapping={"id": name})
        address = f"{self._page.root}/{province}/{BATCHES_ID}/{name}"
        return {"label": self._page.say(label), "address": address, "id": name}

    @cached_property
    def documents(self) -> list[dict]:
        """Papers and scans of its batch, for who may see restricted fields."""
        page = self._page
        if self.batch is None or not page.may(permissions.VIEW_RESTRICTED, self._listing):
            return []
        subsite = aq_parent(aq_parent(aq_inner(self._listing)))
        batch = subsite[BATCHES_ID].get(self.batch["id"])
        if batch is None:
            return []
        return [
            {
                "title": document.title,
                "address": f"{self.batch['address']}/tai-lieu?ma={key}",
                "seen": f"{self.batch['address']}/tai-lieu?ma={key}&xem=1",
                "size": page.size(document.length()),
                "picture": document.blob.filename.lower().endswith((".png", ".jpg", ".jpeg")),
                "page": document.blob.filename.lower().endswith(".pdf"),
            }
            for key, document in batch.documents.items()
        ]

    @property
    def weight(self) -> tuple:
        """What must be looked at comes first: changed, flagged, old → new, twins, namesakes."""
        return (
            not self.news,
            not self.warnings,
            not (self.changes or self.corrected),
            not self._beside.twins,
            not self._beside.namesakes,
            self.number,
        )

    @property
    def calm(self) -> bool:
        """Whether nothing on it wants a closer look than the others."""
        return all(self.weight[:5])


def cards(page, listings: Iterable, *, since=None) -> list[Card]:
    """A card for each, what must be looked at first; `since`: number -> what was seen before."""
    chosen = list(listings)
    found_names = {listing.getId(): _name_key(listing) for listing in chosen}
    with page.register() as cursor:
        found = beside(cursor, found_names)
    since = since or {}
    made = [
        Card(page, listing, found[listing.getId()], since=since.get(listing.getId()))
        for listing in chosen
    ]
    return sorted(made, key=lambda card: card.weight)


def _name_key(listing) -> str:
    """The key of the name that would be public: namesakes of a new name are what is minded."""
    changes = listing.pending["changes"] if listing.pending else {}
    name = changes.get("debtor_name") or listing.debtor_name or ""
    kind = changes.get("debtor_kind") or listing.debtor_kind or "individual"
    return names.sort_key(name, kind)
