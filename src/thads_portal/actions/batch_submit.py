"""Submit a posting batch: all of its rows go to the head of the agency for signature."""

from thads_portal.actions.acting import Acting
from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import choose
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.submit import submit
from thads_portal.domain.batches import BatchStep


def submit_batch(
    batch, acting: Acting, *, comment: str | None = None, revision: int | None = None
) -> int:
    """How many rows were submitted. Raises as ``batch_rows.check_batch`` and ``choose`` do."""
    transition = check_batch(BatchStep.SUBMIT, batch, acting, revision)
    chosen = choose(transition, batch, acting)
    acting.batch = batch.id
    submit(chosen.going.values(), acting, comment=comment)
    replace_rows(batch, waiting={each.id: each.revision for each in chosen.going.values()})
    batch.state = transition.target.value
    note(batch, acting, BatchStep.SUBMIT.value, len(chosen.going), comment=comment)
    return len(chosen.going)
