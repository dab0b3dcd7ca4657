"""Take a step of a posting batch: at once if it is small, else as a job with progress.

Both ways end in ``carry_out``. The job is one transaction together with its own end, so a
worker that is killed in the middle leaves nothing, and the job runs again; and a batch that
has moved on meanwhile refuses the step, so it is never taken twice.
"""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from thads_portal.actions.batch_approve import approve_batch
from thads_portal.actions.batch_mail import announce
from thads_portal.actions.batch_recall import recall_batch
from thads_portal.actions.batch_return import return_rows
from thads_portal.actions.batch_rows import check_batch
from thads_portal.actions.batch_rows import subsite_of_batch
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.batch_submit import submit_batch
from thads_portal.actions.batch_submit import submit_signed_batch
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.actions.sign import OF_EACH
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.batch import PostingBatch
from thads_portal.content.zope_types import Job
from thads_portal.content.zope_types import Site
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.deputies import deputy_on
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import ThadsError
from thads_portal.jobs.interfaces import IJobKind
from thads_portal.jobs.lookup import look_up
from thads_portal.jobs.lookup import Seen
from thads_portal.jobs.queue import enqueue
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from typing import Any
from zope.interface import implementer


KIND = "posting-batch"
#: Rows from which on a step is a job: fewer are done before a person would wonder.
LARGE = 200
#: Refused rows that a job reports one by one.
_REPORTED = 200

_TITLES = {
    BatchStep.SUBMIT: "Trình ký đợt {}",
    BatchStep.SUBMIT_SIGNED: "Trình Ban Biên tập đợt {}",
    BatchStep.SIGN: "Ký đợt {}",
    BatchStep.APPROVE: "Công khai đợt {}",
    BatchStep.RECALL: "Rút lại đợt {}",
    BatchStep.RECALL_SIGNATURE: "Rút lại chữ ký của đợt {}",
    BatchStep.RETURN: "Trả lại trong đợt {}",
    BatchStep.RETURN_UNSIGNED: "Trả lại trong đợt {}",
}


_SIGNED = (BatchStep.SIGN, BatchStep.SUBMIT_SIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A step as a person asked for it; everything in it JSON can hold.

    `revision` is that of the batch on the page; `leave`, `seen` as in ``batch_rows.choose``;
    `signatory`, `document` for a signature; `reasons` for what is returned. `address` is
    that of the batch, for the mail.
    """

    step: BatchStep
    revision: int | None = None
    comment: str | None = None
    leave: tuple[str, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)
    signatory: str | None = None
    signed_as: str = ""
    document: Mapping[str, str] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


def take(
    batch: PostingBatch, acting: ActionContext, order: Order, *, large: int = LARGE
) -> str | None:
    """Take the step, or have it taken: then the id of the job.

    A second click while the job of the first one waits or runs gets the same id. Raises
    what the step's action raises; BatchBusy (a Conflict) while another step is under way.
    """
    running = running_job(batch)
    if running is not None:
        if batch.job == (running.id, order.step.value):
            return running.id
        raise Conflict(code=Code.BATCH_BUSY)
    check_batch(order.step, batch, acting, order.revision)
    count = len(order.reasons) if order.reasons else len(batch.rows.waiting)
    if count <= large:
        carry_out(batch, acting, order)
        return None
    if order.step in _SIGNED:
        _check_signature(batch, acting, order)
    job_id = enqueue(
        batch,
        KIND,
        {"batch": batch.id, "order": asdict(order)},
        title=_TITLES[order.step].format(batch.id),
        province=batch.province,
        lock=f"batch:{batch.province}:{batch.id}",
    )
    # A change of the object, so that of two clicks at once one is repeated and sees the job.
    batch.job = (job_id, order.step.value)
    return job_id


def _check_signature(batch: PostingBatch, acting: ActionContext, order: Order) -> None:
    """What is wrong in the form is said beside the field, not by a job that fails."""
    entry = EnteredValues(acting.today)
    deputies = subsite_of_batch(batch).deputies
    own = order.step is BatchStep.SIGN and deputy_on(deputies, acting.user_id, acting.today)
    named = order.signed_as != OF_EACH and not own
    entry.signature(order.document, order.signatory, named=named)
    entry.done()


def running_job(batch: PostingBatch) -> Seen | None:
    """The job that waits or runs for this batch."""
    job = last_job(batch)
    return None if job is None or job.over else job


def last_job(batch: PostingBatch) -> Seen | None:
    """The job of the last step that was large enough to be one."""
    if not batch.job:
        return None
    with reading(dsn_of(connection_of(batch).db())) as cursor:
        return look_up(cursor, batch.job[0])


def carry_out(
    batch: PostingBatch, acting: ActionContext, order: Order, *, job: str | None = None
) -> int:
    """Take the step in the running transaction; returns how many rows took it."""
    common: dict[str, Any] = {"revision": order.revision}
    rows_too: dict[str, Any] = {"leave": order.leave, "seen": order.seen}
    match order.step:
        case BatchStep.SUBMIT:
            count = submit_batch(batch, acting, comment=order.comment, **common)
        case BatchStep.SUBMIT_SIGNED:
            count = submit_signed_batch(
                batch,
                acting,
                signatory=order.signatory,
                document=order.document,
                signed_as=order.signed_as,
                comment=order.comment,
                **common,
            )
        case BatchStep.SIGN:
            count = sign_batch(
                batch,
                acting,
                signatory=order.signatory,
                document=order.document,
                signed_as=order.signed_as,
                comment=order.comment,
                **common,
                **rows_too,
            )
        case BatchStep.APPROVE:
            count = approve_batch(
                batch, acting, comment=order.comment, job=job, **common, **rows_too
            )
        case BatchStep.RECALL | BatchStep.RECALL_SIGNATURE:
            count = recall_batch(batch, acting, comment=order.comment, **common)
        case BatchStep.RETURN | BatchStep.RETURN_UNSIGNED:
            count = return_rows(batch, acting, order.reasons, **common)
    announce(batch, acting, order.step, count, order.address)
    return count


@implementer(IJobKind)
class BatchWork:
    """A large step. Refused rows are its result, so that the batch's page can name them."""

    def run(self, site: Site, job: Job) -> dict[str, Any]:
        folder = site[job.province][BATCHES_ID]
        batch = folder.get(job.parameters["batch"])
        if batch is None:
            raise Conflict(code=Code.BATCH_CHANGED)
        order = _read(job.parameters["order"])
        acting = ActionContext()
        if not acting.user_id:
            raise NotAllowed
        total = len(order.reasons) or len(batch.rows.waiting)
        job.progress(0, total)
        # The last rows are told with the end of the job: until the commit none is done.
        acting.progress = lambda taken: job.progress(min(taken, total - 1), total)
        try:
            count = carry_out(batch, acting, order, job=job.id)
        except BatchRefused as refusal:
            return refused(refusal)
        return {"step": order.step.value, "rows": count}


def refused(refusal: ThadsError) -> dict[str, Any]:
    """A refusal for the page: {"refused": [[number, code, {"vi", "en"}]], "more", "going"}."""
    problems = getattr(refusal, "problems", ())
    told = [
        [problem.params.get("number"), problem.code.value, problem.as_dict()["message"]]
        for problem in problems[:_REPORTED]
    ]
    return {
        "refused": told,
        "more": len(problems) - len(told),
        "going": getattr(refusal, "going", 0),
    }


def _read(stored: Mapping[str, Any]) -> Order:
    values = {**stored, "step": BatchStep(stored["step"]), "leave": tuple(stored["leave"])}
    return Order(**values)
