"""Give rows of a posting batch back to their editor, each with its reason; the others go on."""

from collections.abc import Mapping
from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import choose
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.batch_rows import settle
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.give_back import return_listing
from thads_portal.actions.give_back import return_unsigned
from thads_portal.content.batch import PostingBatch
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import Rejected


_STEPS = {
    BatchState.SUBMITTED.value: (BatchStep.RETURN_UNSIGNED, return_unsigned),
    BatchState.BOARD_REVIEW.value: (BatchStep.RETURN, return_listing),
}


def return_rows(
    batch: PostingBatch,
    acting: ActionContext,
    reasons: Mapping[str, str | None],
    *,
    revision: int | None = None,
) -> int:
    """Return the rows named in `reasons` (number -> reason) to their editor.

    By the head while the batch waits for the signature, by the board while it waits there.
    They leave the batch, which keeps the reasons. Returns how many were returned. Raises as
    ``batch_rows.check_batch`` and ``choose`` do, Rejected for a missing reason (field
    ``reason.<number>``).
    """
    step, give_back = _STEPS.get(batch.state, _STEPS[BatchState.BOARD_REVIEW.value])
    transition = check_batch(step, batch, acting, revision)
    if not reasons:
        raise Rejected([Problem(0, None, "rows", Code.BATCH_EMPTY)])
    entry = EnteredValues(acting.today)
    by_reason: dict[str, list[str]] = {}
    for number, reason in reasons.items():
        given = EnteredValues(acting.today)
        read = given.reason(reason)
        entry.problems += [
            Problem(0, None, f"reason.{number}", each.code, each.params) for each in given.problems
        ]
        by_reason.setdefault(read or "", []).append(number)
    entry.done()
    chosen = choose(transition, batch, acting, numbers=reasons.keys())
    acting.batch = batch.id
    for reason, numbers in by_reason.items():
        give_back([chosen.going[number] for number in numbers], acting, reason=reason)
    replace_rows(
        batch,
        waiting={
            number: seen
            for number, seen in batch.rows.waiting.items()
            if number not in chosen.going
        },
        returned={
            number: (reason, acting.user_id, acting.when)
            for reason, numbers in by_reason.items()
            for number in numbers
        },
    )
    settle(batch, transition)
    note(batch, acting, step.value, len(chosen.going))
    return len(chosen.going)
