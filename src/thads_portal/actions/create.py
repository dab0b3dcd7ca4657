"""Enter new listings by hand: drafts (bản nháp) with their permanent public numbers."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions import apply
from thads_portal.actions import flags
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import DebtorRegister
from thads_portal.content.store import place
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import LegalEvent
from thads_portal.errors import NotAllowed
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.numbers import numbering
from typing import Any


def create(
    register: DebtorRegister,
    rows: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    acting: ActionContext,
) -> tuple[DebtorListing, ...]:
    """Put a draft into `register` for each of `rows`, or for the one row given.

    A row holds fields of a listing by their names, and ``agency`` (absent: the
    province's Cục). Raises NotAllowed, or Rejected with the problems of all rows; a
    problem's `line` is the row's place, counted from 1.
    """
    if not acting.may(BY_STEP[Step.CREATE].permission, register):
        raise NotAllowed
    given = (rows,) if isinstance(rows, Mapping) else tuple(rows)
    site = aq_parent(aq_inner(register))
    entry = EnteredValues(acting.today)
    entered = [entry.whole(row, site, line) for line, row in enumerate(given, start=1)]
    entry.done()
    with numbering(dsn_of(connection_of(register).db())) as numbers:
        taken = numbers.take(len(entered), now=acting.when)
    numbered = list(zip(taken, entered, strict=True))
    found = flags.raised(register, numbered, acting)
    return tuple(
        _store(register, number, fields, flagged, acting)
        for (number, fields), flagged in zip(numbered, found, strict=True)
    )


def _store(
    register: DebtorRegister,
    number: str,
    fields: dict[str, Any],
    flagged: tuple[str, ...],
    acting: ActionContext,
) -> DebtorListing:
    listing = DebtorListing(
        number, created_by=acting.user_id, created_at=acting.when, changed_at=acting.when
    )
    apply.write_fields(
        listing, {name: value for name, value in fields.items() if value is not None}
    )
    if flagged:
        listing.flags = flagged
    decided_on = fields["no_conditions_decision_date"]
    apply.record(
        listing,
        LegalEvent(
            kind=EventKind.ISSUED,
            occurred_on=decided_on,
            recorded_at=acting.when,
            actor=acting.user_id,
            document_number=fields["no_conditions_decision_number"],
            document_date=decided_on,
            due_on=acting.due_on(EventKind.ISSUED, decided_on),
        ),
    )
    apply.enter_state(
        listing, State.DRAFT, action=Step.CREATE.value, actor=acting.user_id, when=acting.when
    )
    placed: DebtorListing = place(register, listing)
    return placed
