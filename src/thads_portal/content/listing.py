"""A debtor listing (mục công khai): one judgment debtor under one no-conditions decision.

The object is the truth; the register's row is computed from it at commit. A
listing is not in the portal catalog: its catalog methods tell the register
instead. Values are stored plain (str, int, date, tuple, dict), so that a
rename in the code never breaks what is stored.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Mapping
from DateTime import DateTime
from datetime import date
from datetime import datetime
from datetime import UTC
from plone.dexterity.content import Item
from Products.CMFCore.permissions import ModifyPortalContent
from thads_portal.content.access import computed_permissions
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.content.packed import packed
from thads_portal.content.projection import IRegisterProjection
from thads_portal.content.sealed_state import sealed_away
from thads_portal.content.zope_types import Waiting
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.listing_fields import STORED_BEFORE
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.records import Snapshot
from thads_portal.errors import CannotUnseal
from types import MappingProxyType
from typing import Any
from zope.component import getUtility
from zope.interface import implementer


WORKFLOW_ID = "listing_workflow"
_RESTRICTED = frozenset(RESTRICTED_FIELDS)
#: Entries of the history that tell of a change, by the day on which it was established.
_CHANGES = frozenset({EventKind.AMENDED, EventKind.REOPENED, Step.PROPOSE_AMENDMENT})


def utc_now() -> datetime:
    return datetime.now(UTC)


@packed(
    *LISTING_FIELDS,
    *("external_id", "province", "agency", "created_by", "end_reason", "successor", "predecessor"),
    *("created_at", "changed_at", "first_published", "last_amended", "ended_at"),
    "republished_at",
    *("flags", "history", "applied", "pending", "proposed_ending", "workflow_history"),
    *("separate_track", "commune_posting"),
    about="listing",
)
@computed_permissions
@implementer(IDebtorListing)
class DebtorListing(Item):
    """One debtor under one decision; its id is the permanent public number.

    `history` is a tuple of dicts with the keys of ``records.LegalEvent``;
    `applied` maps the key digest of each applied feed event to its payload
    digest; `pending` is the amendment that waits for approval, or None, and
    `proposed_ending` the ending that does (their keys: ``actions/apply.py``).
    `created_by` is whoever entered it: nobody approves what they entered.
    """

    security = ClassSecurityInfo()

    portal_type = "DebtorListing"
    province = ""
    agency = ""
    external_id: str | None = None
    history: tuple[dict[str, Any], ...] = ()
    applied: Mapping[bytes, bytes] = MappingProxyType({})
    pending: Waiting = None
    proposed_ending: Waiting = None
    #: ``{"since", "document_number", "document_date"}`` or None: ``actions/mark_track.py``.
    separate_track: dict[str, Any] | None = None
    ground_scheme = STORED_BEFORE["ground_scheme"]
    #: ``{"commune", "sent_on", "posted_from", "posted_until"}`` or None.
    commune_posting: dict[str, Any] | None = None
    flags: tuple[str, ...] = ()
    #: Grows with every change that reaches the register: tells which row is newer.
    revision = 0
    created_at: datetime | None = None
    changed_at: datetime | None = None
    created_by: str | None = None
    first_published: datetime | None = None
    last_amended: datetime | None = None
    ended_at: datetime | None = None
    #: When it was published again after an ending.
    republished_at: datetime | None = None
    end_reason: str | None = None
    successor: str | None = None
    predecessor: str | None = None

    def __init__(self, id: str | None = None, **fields: Any) -> None:
        # Not the base class's: its two DateTime values cost more to store than
        # all legal dates of a listing together.
        if id is not None:
            self.id = id
        self.created_at = self.changed_at = utc_now()
        for name, value in fields.items():
            setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        # Asked for what is not there: a default would read as "none" where nobody can tell.
        if name in _RESTRICTED:
            self.must_be_open()
        return super().__getattr__(name)

    @security.private
    def must_be_open(self) -> None:
        """Raise CannotUnseal if the key is missing that its restricted values are sealed under."""
        if sealed_away(self):
            raise CannotUnseal

    # Dublin Core, derived

    @property
    def title(self):
        return self.__dict__.get("debtor_name", "")

    @title.setter
    def title(self, value):
        """The title is the debtor's name; it is changed by amending that."""

    @property
    def creation_date(self):
        return DateTime(self.created_at or utc_now())

    @property
    def modification_date(self):
        return DateTime(self.changed_at or utc_now())

    @modification_date.setter
    def modification_date(self, value):
        self.changed_at = value.asdatetime().astimezone(UTC)

    @security.private
    def notifyModified(self):
        self.changed_at = utc_now()

    # The catalog's four methods lead to the register

    @security.protected(ModifyPortalContent)
    def indexObject(self):
        self._settle()
        getUtility(IRegisterProjection).changed(self)

    @security.protected(ModifyPortalContent)
    def reindexObject(self, idxs=(), update_metadata=1, uid=None):
        if not idxs:
            self.notifyModified()
        getUtility(IRegisterProjection).changed(self)

    @security.protected(ModifyPortalContent)
    def reindexObjectSecurity(self, skip_self=False):
        """Nothing: who sees a row follows from its state and province, not from role lists."""

    @security.protected(ModifyPortalContent)
    def unindexObject(self):
        getUtility(IRegisterProjection).removed(self)

    def _settle(self):
        """Take the province from where the listing now is: an address is never stored."""
        register = aq_parent(aq_inner(self))
        site = aq_parent(register) if register is not None else None
        slug = site.getId() if site is not None else ""
        if slug and self.province != slug:
            self.province = slug

    # State

    @property
    def state(self) -> State:
        """The workflow state; a listing without history is a draft."""
        history = (self.__dict__.get("workflow_history") or {}).get(WORKFLOW_ID)
        return State(history[-1]["review_state"]) if history else State.DRAFT

    def snapshot(self) -> Snapshot:
        """The listing as planning sees it; field values as stored (plain).

        Raises CannotUnseal.
        """
        self.must_be_open()
        stored = self.__dict__
        last_change, ended_on = _days_of(self.history)
        return Snapshot(
            number=self.id,
            external_id=self.external_id,
            province=self.province,
            agency=self.agency,
            state=self.state,
            fields={name: stored.get(name, STORED_BEFORE.get(name)) for name in LISTING_FIELDS},
            applied=self.applied,
            pending=self.pending["changes"] if self.pending else None,
            flags=self.flags,
            first_published=self.first_published,
            last_change=last_change,
            ended_on=ended_on,
        )


def _days_of(history) -> tuple[date | None, date | None]:
    """(latest day of an amendment or reopening, day of the last ending)."""
    changed = [event["occurred_on"] for event in history if event["kind"] in _CHANGES]
    ended = [event["occurred_on"] for event in history if event["kind"] == EventKind.ENDED]
    return max(changed, default=None), ended[-1] if ended else None


InitializeClass(DebtorListing)
