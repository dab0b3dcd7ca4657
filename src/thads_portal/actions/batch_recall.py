"""Call a posting batch back (rút lại đợt): by who sent it, until somebody has taken the next step."""

from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import choose
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.context import ActionContext
from thads_portal.actions.recall import recall
from thads_portal.actions.recall import recall_signature
from thads_portal.content.batch import PostingBatch
from thads_portal.domain.batches import BatchStep
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed


#: What sends a batch on -> what calls it back.
_BACK = {
    BatchStep.SUBMIT.value: BatchStep.RECALL,
    BatchStep.SUBMIT_SIGNED.value: BatchStep.RECALL,
    BatchStep.SIGN.value: BatchStep.RECALL_SIGNATURE,
}
#: What changes only the papers of a batch takes no step.
_STILL = frozenset({"attach", "detach"})


def recall_step(batch: PostingBatch, acting: ActionContext) -> BatchStep | None:
    """The step by which this account may call `batch` back as it is now; None if there is none."""
    last = next((each for each in reversed(batch.history) if each["kind"] not in _STILL), None)
    # Signed and called back by the head, it is with them as its editor had submitted it.
    if last is not None and last["kind"] == BatchStep.RECALL_SIGNATURE:
        sent = (BatchStep.SUBMIT, BatchStep.SUBMIT_SIGNED)
        last = next((each for each in reversed(batch.history) if each["kind"] in sent), None)
    if last is None or last["actor"] != acting.user_id:
        return None
    return _BACK.get(last["kind"])


def recall_batch(
    batch: PostingBatch,
    acting: ActionContext,
    *,
    comment: str | None = None,
    revision: int | None = None,
) -> int:
    """All rows that wait go back with it; returns how many.

    Raises NotAllowed (not_sender) for who did not send it or once a step was taken on it since,
    else as ``batch_rows.check_batch`` and ``choose`` do.
    """
    step = recall_step(batch, acting)
    if step is None:
        raise NotAllowed(code=Code.NOT_SENDER)
    transition = check_batch(step, batch, acting, revision)
    acting.batch = batch.id
    going = choose(transition, batch, acting).going
    (recall if step is BatchStep.RECALL else recall_signature)(
        going.values(), acting, comment=comment
    )
    replace_rows(batch, waiting={number: each.revision for number, each in going.items()})
    batch.state = transition.target.value
    note(batch, acting, step.value, len(going), comment=comment)
    return len(going)
