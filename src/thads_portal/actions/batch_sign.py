"""The head of the agency signs a posting batch with their name and the decision's number and date."""

from collections.abc import Collection
from collections.abc import Mapping
from thads_portal.actions.batch_create import split_batch
from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import choose
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.batch_rows import settle
from thads_portal.actions.batch_rows import signed_with
from thads_portal.actions.context import ActionContext
from thads_portal.actions.sign import Act
from thads_portal.actions.sign import sign_by_policy
from thads_portal.content.batch import PostingBatch
from thads_portal.domain.batches import BatchStep


def sign_batch(
    batch: PostingBatch,
    acting: ActionContext,
    *,
    signatory: str | None,
    document: Act,
    signed_as: str = "",
    comment: str | None = None,
    leave: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
    revision: int | None = None,
) -> int:
    """Hand its rows on to the board, or publish those that the province's policy lets the head.

    Rows of `leave` go into a batch of their own, which waits for the head. Returns how many
    were signed. Raises as ``batch_rows.check_batch`` and ``choose`` do, Rejected for what is
    missing of name, number and date.
    """
    transition = check_batch(BatchStep.SIGN, batch, acting, revision)
    chosen = choose(transition, batch, acting, leave=leave, seen=seen)
    acting.batch = batch.id
    going = chosen.going
    published = sign_by_policy(
        going.values(),
        acting,
        document=document,
        signatory=signatory or "",
        signed_as=signed_as,
        comment=comment,
    )
    signed = signed_with(going.values(), document)
    there = frozenset(published)
    waiting = {number: each.revision for number, each in going.items() if number not in there}
    left = {number: batch.rows.waiting[number] for number in chosen.left}
    replace_rows(batch, waiting=waiting, published=published)
    batch.state = transition.target.value
    settle(batch, transition)
    note(
        batch,
        acting,
        BatchStep.SIGN.value,
        len(going),
        **signed,
        comment=comment,
        published=len(published) or None,
    )
    if left:
        split_batch(batch, acting, left)
    return len(going)
