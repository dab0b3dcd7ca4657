"""The editorial board approves a posting batch: its rows become visible to the public at once.

Objects, register rows and the batch are one transaction. So it is published as a whole or
not at all, and to approve again what is approved is refused, not done twice.
"""

from collections.abc import Collection
from collections.abc import Mapping
from thads_portal.actions.approve import approve
from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import choose
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.batch_rows import settle
from thads_portal.actions.context import ActionContext
from thads_portal.content.batch import PostingBatch
from thads_portal.domain.batches import BatchStep


def approve_batch(
    batch: PostingBatch,
    acting: ActionContext,
    *,
    comment: str | None = None,
    leave: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
    revision: int | None = None,
    job: str | None = None,
) -> int:
    """Publish the rows of `batch`; those of `leave` go on waiting in it.

    `seen` are revisions of rows that were looked at again. Returns how many were published.
    Raises as ``batch_rows.check_batch`` and ``choose`` do.
    """
    transition = check_batch(BatchStep.APPROVE, batch, acting, revision)
    chosen = choose(transition, batch, acting, leave=leave, seen=seen)
    acting.batch = batch.id
    approve(chosen.going.values(), acting, comment=comment)
    replace_rows(
        batch,
        # With the revisions of before: what has changed is still to be looked at.
        waiting={number: batch.rows.waiting[number] for number in chosen.left},
        published=chosen.going,
    )
    settle(batch, transition)
    note(batch, acting, BatchStep.APPROVE.value, len(chosen.going), comment=comment, job=job)
    return len(chosen.going)


def approve_rows(
    batch: PostingBatch,
    acting: ActionContext,
    seen: Mapping[str, int],
    *,
    comment: str | None = None,
) -> int:
    """Publish some rows of `batch` before the others: `seen`, number -> the revision that was read.

    The others go on waiting in it. Returns how many were published. Raises as
    ``batch_rows.check_batch`` and ``choose`` do; a row at another revision is refused.
    """
    transition = check_batch(BatchStep.APPROVE, batch, acting)
    chosen = choose(transition, batch, acting, numbers=seen.keys(), seen=seen, exactly=True)
    acting.batch = batch.id
    approve(chosen.going.values(), acting, comment=comment)
    waiting = {
        number: at for number, at in batch.rows.waiting.items() if number not in chosen.going
    }
    replace_rows(batch, waiting=waiting, published=chosen.going)
    settle(batch, transition)
    note(batch, acting, BatchStep.APPROVE.value, len(chosen.going), comment=comment)
    return len(chosen.going)
