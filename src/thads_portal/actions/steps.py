"""Takes one checked step on one listing: the entry in its history, its state, its row."""

from collections.abc import Mapping
from datetime import date
from thads_portal.actions import apply
from thads_portal.actions.context import ActionContext
from thads_portal.content.listing import DebtorListing
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.records import Document
from thads_portal.domain.records import LegalEvent
from typing import Any


def take(
    step: Step,
    listing: DebtorListing,
    acting: ActionContext,
    *,
    kind: str | None = None,
    occurred_on: date | None = None,
    document: Document | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    note: str | None = None,
    public: bool = False,
    end_reason: EndReason | None = None,
    due_on: date | None = None,
    comment: str | None = None,
    signatory: str | None = None,
    capacity: str | None = None,
    target: State | None = None,
) -> None:
    """Record `step` and go where it leads.

    The entry's `kind` is the step's name unless the step is itself a legal event; it
    happened today unless told otherwise. `target` stands for the table's, where a step has two.
    The other arguments are those of LegalEvent.
    """
    apply.record(
        listing,
        LegalEvent(
            kind=kind or step,
            occurred_on=occurred_on or acting.today,
            recorded_at=acting.when,
            actor=acting.user_id,
            document_number=document.number if document else None,
            document_date=document.date if document else None,
            changes=changes,
            note=note,
            public=public,
            end_reason=end_reason,
            due_on=due_on,
            comment=comment,
            signatory=signatory,
            capacity=capacity,
            batch=acting.batch,
        ),
    )
    target = target or BY_STEP[step].target
    if target is not None:
        apply.enter_state(
            listing,
            target,
            action=step.value,
            actor=acting.user_id,
            when=acting.when,
            comment=comment or "",
        )
    apply.changed(listing, acting.when)
    acting.count()
