"""Submit a posting batch: its rows go to the head for signature, or signed on paper to the board."""

from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import choose
from thads_portal.actions.batch_rows import Chosen
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.batch_rows import signed_with
from thads_portal.actions.context import ActionContext
from thads_portal.actions.sign import Act
from thads_portal.actions.sign import submit_signed
from thads_portal.actions.submit import submit
from thads_portal.content.batch import PostingBatch
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.batches import BatchTransition
from typing import Any


def submit_batch(
    batch: PostingBatch,
    acting: ActionContext,
    *,
    comment: str | None = None,
    revision: int | None = None,
) -> int:
    """How many rows were submitted. Raises as ``batch_rows.check_batch`` and ``choose`` do."""
    transition = check_batch(BatchStep.SUBMIT, batch, acting, revision)
    chosen = choose(transition, batch, acting)
    acting.batch = batch.id
    submit(chosen.going.values(), acting, comment=comment)
    return _submitted(batch, acting, transition, chosen, comment=comment)


def submit_signed_batch(
    batch: PostingBatch,
    acting: ActionContext,
    *,
    signatory: str | None,
    document: Act,
    signed_as: str = "",
    comment: str | None = None,
    revision: int | None = None,
) -> int:
    """The same where the head signs on paper: the rows go to the board with the signature.

    Raises Rejected for what is missing of name, number and date.
    """
    transition = check_batch(BatchStep.SUBMIT_SIGNED, batch, acting, revision)
    chosen = choose(transition, batch, acting)
    acting.batch = batch.id
    submit_signed(
        chosen.going.values(),
        acting,
        document=document,
        signatory=signatory,
        signed_as=signed_as,
        comment=comment,
    )
    signed = signed_with(chosen.going.values(), document)
    return _submitted(batch, acting, transition, chosen, comment=comment, **signed)


def _submitted(
    batch: PostingBatch,
    acting: ActionContext,
    transition: BatchTransition,
    chosen: Chosen,
    **more: Any,
) -> int:
    replace_rows(batch, waiting={each.id: each.revision for each in chosen.going.values()})
    batch.state = transition.target.value
    note(batch, acting, transition.step.value, len(chosen.going), **more)
    return len(chosen.going)
