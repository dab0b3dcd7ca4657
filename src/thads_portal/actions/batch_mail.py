"""Tells people by mail that a posting batch waits for them, or came back, or is published.

The head when it is submitted; the editors who put it together when rows came back or it was
approved. The board, which sees a hundred batches a day, has its desk. No names of debtors.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from datetime import date
from plone import api
from thads_portal.actions.context import ActionContext
from thads_portal.content.batch import PostingBatch
from thads_portal.domain.agencies import agency_in_charge
from thads_portal.domain.batches import BatchStep
from thads_portal.domain.deputies import read
from thads_portal.domain.morning import AGENCY_IN_CHARGE
from thads_portal.jobs.mail import send_later


_SUBJECTS = {
    BatchStep.SUBMIT: (
        "Đợt công khai {id} chờ ký: {rows} trường hợp",
        "Posting batch {id} waits for your signature: {rows} listings",
    ),
    BatchStep.SUBMIT_SIGNED: (
        "Đợt công khai {id} đã trình Ban Biên tập: {rows} trường hợp",
        "Posting batch {id} has gone to the editorial board: {rows} listings",
    ),
    BatchStep.SIGN: (
        "Đợt công khai {id} đã được ký: {rows} trường hợp",
        "Posting batch {id} has been signed: {rows} listings",
    ),
    BatchStep.APPROVE: (
        "Đợt công khai {id}: đã công khai {rows} trường hợp",
        "Posting batch {id}: {rows} listings are published",
    ),
    BatchStep.RECALL: (
        "Đợt công khai {id} đã được người gửi rút lại: {rows} trường hợp",
        "Posting batch {id} was called back by who sent it: {rows} listings",
    ),
    BatchStep.RECALL_SIGNATURE: (
        "Đợt công khai {id}: thủ trưởng rút lại chữ ký của {rows} trường hợp",
        "Posting batch {id}: the head called the signature of {rows} listings back",
    ),
    BatchStep.RETURN: (
        "Đợt công khai {id}: {rows} trường hợp bị Ban Biên tập trả lại",
        "Posting batch {id}: the editorial board returned {rows} listings",
    ),
    BatchStep.RETURN_UNSIGNED: (
        "Đợt công khai {id}: {rows} trường hợp bị thủ trưởng trả lại",
        "Posting batch {id}: the head returned {rows} listings",
    ),
}
_BODY = (
    "{subject}\n{agency}\nHạn công khai sớm nhất: {due}\nXem tại: {address}\n\n"
    "Thư này do Cổng thông tin điện tử Thi hành án dân sự gửi tự động.\n",
    "{subject}\n{agency}\nFirst day due: {due}\nSee: {address}\n\n"
    "Sent by the portal of civil judgment enforcement.\n",
)
_JOB = "Thư báo về đợt công khai {}"


def announce(
    batch: PostingBatch, acting: ActionContext, step: BatchStep, rows: int, address: str
) -> str | None:
    """Queue the mail about `step` in the running transaction; None if nobody is to get one."""
    to_heads = step in (BatchStep.SUBMIT, BatchStep.RECALL)
    people = _heads(batch, acting.today) if to_heads else _editors(batch, acting.today)
    people.discard(acting.user_id)
    day = acting.batch_due_on(batch)
    due = f"{day:%d/%m/%Y}" if day else "–"
    texts = {}
    province = aq_parent(aq_inner(aq_parent(aq_inner(batch)))).getId()
    in_charge = agency_in_charge(province, acting.today)
    name = in_charge.name if in_charge is not None else province
    for language, subject, body, told in zip(
        ("vi", "en"), _SUBJECTS[step], _BODY, AGENCY_IN_CHARGE, strict=True
    ):
        line = subject.format(id=batch.id, rows=rows)
        texts[language] = (
            line,
            body.format(subject=line, agency=told.format(agency=name), due=due, address=address),
        )
    title = _JOB.format(batch.id)
    return send_later(batch, people, texts, title=title, caused_by=acting.user_id)


def _heads(batch: PostingBatch, today: date) -> set[str]:
    """The heads of the province, and of its successor since the day of their merger."""
    subsite = aq_parent(aq_inner(aq_parent(aq_inner(batch))))
    # Who signs for an absent head is told as well.
    deputies = {each.account for each in read(subsite.deputies) if each.holds_on(today)}
    return _members("heads", _staff(batch, today)) | deputies


def _staff(batch: PostingBatch, today: date) -> tuple[str, ...]:
    """The slugs of the provinces whose groups work on the batch: its own first."""
    subsite = aq_parent(aq_inner(aq_parent(aq_inner(batch))))
    found: tuple[str, ...] = subsite.staff_of(today)
    return found


def _members(kind: str, slugs: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for slug in slugs:
        group = api.group.get(groupname=f"{kind}-{slug}")
        found.update(group.getGroupMemberIds() if group is not None else ())
    return found


def _editors(batch: PostingBatch, today: date) -> set[str]:
    """Whoever put it together or submitted it, and the editors of a successor since its day."""
    _own, *successors = _staff(batch, today)
    kinds = ("create", "add", BatchStep.SUBMIT.value, BatchStep.SUBMIT_SIGNED.value)
    own = {batch.created_by, *(e["actor"] for e in batch.history if e["kind"] in kinds)}
    return own | _members("editors", successors)
