"""Who acts, when, and under which policy: what all steps of one request share.

Made once for a request and handed to each step, so that a step over thousands of
listings asks the security machinery once for each register, and the registry and
the calendar once in all. It must not outlive its request: rights change.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Callable
from datetime import date
from datetime import datetime
from datetime import UTC
from thads_portal.content.batch import PostingBatch
from thads_portal.content.calendar import current_calendar
from thads_portal.content.listing import DebtorListing
from thads_portal.content.zope_types import Content
from thads_portal.domain.clocks import due_date
from thads_portal.domain.clocks import Duty
from thads_portal.domain.clocks import event_due_on
from thads_portal.domain.clocks import Trigger
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.security.province_policy import province_policy
from thads_portal.security.province_policy import ProvincePolicy
from typing import Any


class ActionContext:
    """The signed-in account at one moment. `when` is aware; `today` is the day in Vietnam."""

    def __init__(
        self,
        *,
        when: datetime | None = None,
        policy: ProvincePolicy | None = None,
        calendar: WorkingCalendar | None = None,
        batch: str | None = None,
    ) -> None:
        self._security = getSecurityManager()
        self.user_id: str = self._security.getUser().getId() or ""
        self.when = when or datetime.now(UTC)
        self.today = self.when.astimezone(VIETNAM).date()
        self.policy = policy or province_policy()
        self.calendar = calendar or current_calendar()
        #: The posting batch as a part of which listings take their steps, if they do.
        self.batch = batch
        #: Told how many listings have taken a step, for long work.
        self.progress: Callable[[int], None] | None = None
        self.taken = 0
        #: (permission, id of a register) -> (the register, kept alive; the answer)
        self._allowed: dict[tuple[str, int], tuple[object, bool]] = {}
        self._due: dict[tuple[Any, ...], date | None] = {}

    def count(self) -> None:
        """One more listing has taken its step."""
        self.taken += 1
        if self.progress is not None:
            self.progress(self.taken)

    def may(self, permission: Permission, context: Content) -> bool:
        """Whether the account has `permission` on a listing or a register.

        All listings of a register answer alike, unless one has local roles of its own.
        """
        place = aq_base(aq_parent(aq_inner(context)))
        if getattr(aq_base(context), "__ac_local_roles__", None):
            return bool(self._security.checkPermission(permission.value, context))
        key = permission.value, id(place)
        known = self._allowed.get(key)
        if known is None:
            answer = bool(self._security.checkPermission(permission.value, context))
            known = self._allowed[key] = place, answer
        return known[1]

    def due_on(
        self, kind: EventKind, occurred_on: date, end_reason: EndReason | None = None
    ) -> date | None:
        """The last day of the legal term that such an event on `occurred_on` starts."""
        key = kind, occurred_on, end_reason
        if key not in self._due:
            self._due[key] = event_due_on(kind, occurred_on, self.calendar, end_reason)
        return self._due[key]

    def batch_due_on(self, batch: PostingBatch) -> date | None:
        """The first day on which one of the rows of `batch` is to be published."""
        since = batch.clock_from
        return None if since is None else self.due_on(EventKind.ISSUED, since)

    def posting_due_on(self, listing: DebtorListing) -> date | None:
        """The last day to send the decision to the commune for posting."""
        decided = listing.no_conditions_decision_date
        key = Duty.COMMUNE_POSTING, decided
        if key not in self._due:
            self._due[key] = due_date(key[0], Trigger.DECISION_ISSUED, decided, self.calendar)
        return self._due[key]

    def take_down_due_on(self, received_on: date) -> date | None:
        """The last day for the commune to take a posting down, from when it got the paper."""
        key = Duty.COMMUNE_TAKE_DOWN, received_on
        if key not in self._due:
            self._due[key] = due_date(key[0], Trigger.END_RECEIVED, received_on, self.calendar)
        return self._due[key]

    def publication_due_on(self, listing: DebtorListing) -> date | None:
        """The last day to publish `listing`: counted from its decision, or from its reopening."""
        for event in reversed(listing.history):
            if event["kind"] == EventKind.REOPENED:
                return self.due_on(EventKind.REOPENED, event["occurred_on"])
        return self.due_on(EventKind.ISSUED, listing.no_conditions_decision_date)
