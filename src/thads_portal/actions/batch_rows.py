"""The rows of a posting batch: which may take a step, and where they go when it is taken.

A row takes a step of the batch only as it was when the batch took its last one: whatever
has changed it since, an editor, the head or the feed, must be looked at first.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.actions.checks import refusal
from thads_portal.actions.context import ActionContext
from thads_portal.actions.load import load_present
from thads_portal.content.batch import PostingBatch
from thads_portal.content.batch import Rows
from thads_portal.content.listing import DebtorListing
from thads_portal.content.register import DebtorRegister
from thads_portal.content.register import REGISTER_ID
from thads_portal.content.zope_types import Content
from thads_portal.domain.batches import BATCH_TRANSITIONS
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.batches import BatchTransition
from thads_portal.domain.batches import ROW_STATES
from thads_portal.domain.lifecycle import BY_STEP
from thads_portal.domain.recording import Recorded
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register.record import note as record_action
from typing import Any


#: Steps for which it does not matter that a row has changed: it goes back to its editor, or
#: comes from there.
_AS_IT_IS = frozenset(
    {
        BatchStep.SUBMIT,
        BatchStep.SUBMIT_SIGNED,
        BatchStep.RECALL,
        BatchStep.RECALL_SIGNATURE,
        BatchStep.RETURN_UNSIGNED,
        BatchStep.RETURN,
    }
)
#: What an entry in the history is called in the record of actions; the others change the batch.
_RECORDED = {
    "create": Recorded.BATCH_CREATED,
    "split": Recorded.BATCH_CREATED,
    BatchStep.SUBMIT.value: Recorded.BATCH_SUBMITTED,
    BatchStep.SUBMIT_SIGNED.value: Recorded.BATCH_SUBMITTED,
    BatchStep.SIGN.value: Recorded.BATCH_SIGNED,
    BatchStep.APPROVE.value: Recorded.BATCH_APPROVED,
    BatchStep.RECALL.value: Recorded.BATCH_RECALLED,
    BatchStep.RECALL_SIGNATURE.value: Recorded.BATCH_RECALLED,
    BatchStep.RETURN.value: Recorded.BATCH_RETURNED,
    BatchStep.RETURN_UNSIGNED.value: Recorded.BATCH_RETURNED,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that take the step, and those that are left out of it, by number."""

    going: dict[str, DebtorListing]
    #: Where the step starts, to wait there.
    left: dict[str, DebtorListing]
    #: No longer there: ended, discarded, gone on alone.
    gone: tuple[str, ...]


def subsite_of_batch(batch: PostingBatch) -> Content:
    return aq_parent(aq_inner(aq_parent(aq_inner(batch))))


def register_of(batch: PostingBatch) -> DebtorRegister:
    register: DebtorRegister = subsite_of_batch(batch)[REGISTER_ID]
    return register


def check_batch(
    step: BatchStep, batch: PostingBatch, acting: ActionContext, revision: int | None = None
) -> BatchTransition:
    """The step's row of the table, if the account may take it on `batch` as it is now.

    `revision` is that of the page that was looked at. Raises NotAllowed, Conflict.
    """
    transition = BATCH_TRANSITIONS[step]
    if not acting.may(transition.permission, batch):
        raise NotAllowed
    if batch.state not in transition.sources or (
        revision is not None and revision != batch.revision
    ):
        raise Conflict(code=Code.BATCH_CHANGED)
    return transition


def choose(
    transition: BatchTransition,
    batch: PostingBatch,
    acting: ActionContext,
    *,
    numbers: Collection[str] | None = None,
    leave: Collection[str] = (),
    seen: Mapping[str, int] | None = None,
    exactly: bool = False,
) -> Chosen:
    """The rows that take the step: `numbers` of those that wait (None: all), without `leave`.

    `seen`: number -> the revision that was looked at, for rows that have changed since the
    batch's last step; `exactly`: for each of `numbers`, and a row at another one is refused.
    Raises BatchRefused with a problem for each row that cannot, Rejected
    if none is left.
    """
    waiting = batch.rows.waiting
    wanted = sorted(waiting) if numbers is None else sorted({*numbers} & waiting.keys())
    problems = [
        _problem(place, number, Code.NOT_IN_BATCH)
        for place, number in enumerate(sorted({*(numbers or ())} - waiting.keys()), start=1)
    ]
    found = load_present(register_of(batch), wanted)
    aside = frozenset(leave)
    here = ROW_STATES[BatchState(batch.state)]
    going: dict[str, DebtorListing] = {}
    left: dict[str, DebtorListing] = {}
    gone: list[str] = []
    for place, (number, listing) in enumerate(found.items(), start=1):
        if listing is not None and listing.state not in here:
            listing = None
        if number in aside:
            if listing is not None:
                left[number] = listing
            else:
                gone.append(number)
            continue
        if listing is None:
            problems.append(_problem(place, number, Code.ROW_ELSEWHERE))
            continue
        error = refusal(BY_STEP[transition.row_step], listing, acting)
        if error is not None:
            problems.append(_problem(place, number, error.code, **error.params))
        elif transition.step not in _AS_IT_IS and listing.revision not in (
            -1 if exactly else waiting[number],
            (seen or {}).get(number),
        ):
            problems.append(_problem(place, number, Code.ROW_CHANGED))
        else:
            going[number] = listing
    if problems:
        raise BatchRefused(problems, going=len(going))
    if not going and not gone:
        raise Rejected([Problem(0, None, "rows", Code.BATCH_EMPTY)])
    return Chosen(going, left, tuple(gone))


def _problem(place: int, number: str, code: Code, **params: Any) -> Problem:
    return Problem(place, None, None, code, {**params, "number": number})


def replace_rows(
    batch: PostingBatch,
    *,
    waiting: Mapping[str, int],
    published: Iterable[str] = (),
    returned: Mapping[str, tuple[Any, ...]] | None = None,
) -> None:
    """What waits from now on; `published` and `returned` are added to what was before."""
    before = batch.rows
    rows = Rows()
    rows.waiting = dict(waiting)
    rows.published = (*before.published, *published)
    rows.returned = {**before.returned, **(returned or {})}
    batch.rows = rows


def note(batch: PostingBatch, acting: ActionContext, kind: str, rows: int, **more: Any) -> None:
    """An entry in the history of the batch; its register rows are queued."""
    entry: dict[str, Any] = {"kind": kind, "actor": acting.user_id, "at": acting.when, "rows": rows}
    entry.update({name: value for name, value in more.items() if value is not None})
    batch.history = (*batch.history, entry)
    batch.changed_at = acting.when
    batch.reindexObject()
    record(batch, acting, kind, rows, document=more.get("document_number"))


def record(
    batch: PostingBatch, acting: ActionContext, kind: str, rows: int, *, document: str | None = None
) -> None:
    """An entry in the record of actions."""
    details: dict[str, str | int] = {"step": kind, "rows": rows}
    if document:
        details["document"] = document
    record_action(
        batch,
        _RECORDED.get(kind, Recorded.BATCH_CHANGED),
        actor=acting.user_id,
        at=acting.when,
        province=batch.province,
        about=batch.id,
        details=details,
    )


def settle(batch: PostingBatch, transition: BatchTransition) -> None:
    """Where the batch is when the step has been taken: on its way, or done if no row waits."""
    rows = batch.rows
    if rows.waiting:
        return
    batch.state = (BatchState.PUBLISHED if rows.published else BatchState.RETURNED).value


def signed_with(listings: Iterable[DebtorListing], document: Any) -> dict[str, Any]:
    """Of the signature that `listings` have just got, what is the same for all, for ``note``.

    `document` as a form sends it: without number and date each is signed under its own.
    """
    entries = [listing.history[-1] for listing in listings]
    common = {}
    for name, key in (
        ("signed_by", "signatory"),
        ("signed_as", "capacity"),
        ("document_number", "document_number"),
        ("document_date", "document_date"),
    ):
        values = {entry.get(key) for entry in entries}
        common[name] = values.pop() if len(values) == 1 else None
    if not document or (isinstance(document, Mapping) and not any(document.values())):
        common["document_number"] = common["document_date"] = None
    return common
