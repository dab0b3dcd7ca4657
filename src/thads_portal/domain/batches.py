"""A posting batch's life as a table: listings that go the way to publication together.

A batch has the state of the work that is to be done on it next; its rows are listings,
whose own life stands in ``lifecycle.py``. A step of a batch is one step of each of its rows,
all in one transaction.

    draft ──submit──► submitted ──sign──► board_review ──approve──► published
        │                 │                    │
        └──── submit_signed, by policy ───────►│
                          └─ return ───────────┴── rows leave the batch; the last one: returned
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from thads_portal.domain.codes import State
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.domain.lifecycle import WITH_EDITOR


#: Rows of one batch: one transaction must hold them all, and its record is read as a whole.
MAX_ROWS = 10_000
#: Attachments of one batch have no number; each has a size, in bytes.
MAX_DOCUMENT = 100 * 1024 * 1024


class BatchState(StrEnum):
    """What is to be done with a batch next; the last two are final."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    BOARD_REVIEW = "board_review"
    PUBLISHED = "published"
    RETURNED = "returned"


class Source(StrEnum):
    """Where the rows of a batch came from."""

    PICKED = "picked"
    UPLOAD = "upload"
    FEED = "feed"


class BatchStep(StrEnum):
    """What is done to a batch as a whole; what is done to its list of rows is not in here."""

    SUBMIT = "submit"
    SUBMIT_SIGNED = "submit_signed"
    SIGN = "sign"
    RECALL = "recall"
    RECALL_SIGNATURE = "recall_signature"
    RETURN_UNSIGNED = "return_unsigned"
    RETURN = "return"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class BatchTransition:
    """`step` starts in `sources`; `target` is where the batch is once none of its rows waits there."""

    step: BatchStep
    sources: frozenset[BatchState]
    target: BatchState
    row_step: Step

    @property
    def permission(self) -> Permission:
        return BY_STEP[self.row_step].permission


def _row(step: BatchStep, *sources: BatchState, to: BatchState, row_step: Step) -> BatchTransition:
    return BatchTransition(step, frozenset(sources), to, row_step)


_DRAFT, _SUBMITTED, _BOARD = BatchState.DRAFT, BatchState.SUBMITTED, BatchState.BOARD_REVIEW
BATCH_TRANSITIONS: dict[BatchStep, BatchTransition] = {
    each.step: each
    for each in (
        _row(BatchStep.SUBMIT, _DRAFT, to=_SUBMITTED, row_step=Step.SUBMIT),
        _row(BatchStep.SUBMIT_SIGNED, _DRAFT, _SUBMITTED, to=_BOARD, row_step=Step.SUBMIT_SIGNED),
        _row(BatchStep.SIGN, _SUBMITTED, to=_BOARD, row_step=Step.SIGN),
        _row(BatchStep.RECALL, _SUBMITTED, _BOARD, to=_DRAFT, row_step=Step.RECALL),
        _row(
            BatchStep.RECALL_SIGNATURE,
            _BOARD,
            to=_SUBMITTED,
            row_step=Step.RECALL_SIGNATURE,
        ),
        _row(
            BatchStep.RETURN_UNSIGNED,
            _SUBMITTED,
            to=BatchState.RETURNED,
            row_step=Step.RETURN_UNSIGNED,
        ),
        _row(BatchStep.RETURN, _BOARD, to=BatchState.RETURNED, row_step=Step.RETURN),
        _row(BatchStep.APPROVE, _BOARD, to=BatchState.PUBLISHED, row_step=Step.APPROVE),
    )
}

#: State of a batch -> the states that the listings have which wait in it.
ROW_STATES: dict[BatchState, frozenset[State]] = {
    BatchState.DRAFT: WITH_EDITOR,
    BatchState.SUBMITTED: frozenset({State.SUBMITTED}),
    BatchState.BOARD_REVIEW: frozenset({State.BOARD_REVIEW}),
}
#: Something is still to be done.
OPEN = frozenset(ROW_STATES)


def state_for_rows(states: Collection[State]) -> BatchState | None:
    """The state of a new batch of listings in `states`; None if they do not go together."""
    for state, allowed in ROW_STATES.items():
        if allowed.issuperset(states):
            return state
    return None


def may_make(state: BatchState) -> tuple[Permission, ...]:
    """Who may put listings of such a batch together: any of these."""
    return {
        BatchState.DRAFT: (Permission.SUBMIT,),
        BatchState.SUBMITTED: (Permission.SUBMIT, Permission.SIGN),
        BatchState.BOARD_REVIEW: (Permission.SUBMIT, Permission.APPROVE),
    }[state]
