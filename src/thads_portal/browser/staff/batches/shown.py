"""What goes with a step of a batch, shown before it is taken: cards, differences first.

Up to ``WHOLE`` rows are shown as cards, those that want a closer look before the others; what is
more is listed in a line each. A row that is shown here is one at the revision that the step takes,
or the step is refused and names it.
"""

from thads_portal.actions.load import load_present
from thads_portal.browser.staff.cards.card import cards
from thads_portal.content.batch import PostingBatch
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import BatchStep
from thads_portal.i18n import _
from thads_portal.register import batch_pages
from thads_portal.register import looks
from thads_portal.register.batch_pages import Show


#: Rows shown whole.
WHOLE = 60
#: Lines for the others.
_LINES = 2000
_DECIDING = (BatchStep.SIGN, BatchStep.APPROVE)


def last_step(batch: PostingBatch):
    """When the batch took its last step: what has changed since is to be looked at."""
    return batch.history[-1]["at"] if batch.history else None


def what_goes(page, batch: PostingBatch, states, step: BatchStep, leave=frozenset()) -> dict:
    """``cards``, ``rows`` and ``more`` for the macro ``confirm``."""
    if step not in _DECIDING:
        return {"rows": (), "cards": ()}
    key = (page.layout.province.slug, batch.id, states)
    with page.register() as cursor:
        first = batch_pages.page(cursor, *key, show=Show.WARNINGS, limit=WHOLE)
        numbers = [row.number for row in first if row.number not in leave]
        others = batch_pages.page(cursor, *key, limit=_LINES)
    rest = [row for row in others if row.number not in leave and row.number not in set(numbers)]
    whole, lines = rest[: WHOLE - len(numbers)], rest[max(WHOLE - len(numbers), 0) :]
    numbers += [row.number for row in whole]
    return {
        "cards": batch_cards(page, batch, numbers),
        "rows": [_line(page, row) for row in lines],
        "more": _more(page, len(batch.rows.waiting) - len(leave) - len(numbers) - len(lines)),
    }


def batch_cards(page, batch: PostingBatch, numbers) -> list:
    """The cards of rows of `batch` that are still there; those that moved say what happened."""
    found = load_present(page.layout.subsite[REGISTER_ID], numbers)
    since = last_step(batch)
    moved = {
        number: since
        for number, listing in found.items()
        if listing is not None and listing.revision != batch.rows.waiting.get(number)
    }
    return cards(page, [each for each in found.values() if each is not None], since=moved)


def _line(page, row) -> str:
    amount = "" if row.obligation_amount is None else page.money(row.obligation_amount)
    told = (
        row.debtor_name,
        row.debtor_address,
        row.obligation,
        amount,
        row.decision_number,
        page.words.day(row.decision_date) if row.decision_date else "",
        row.number,
    )
    return " · ".join(filter(None, told))


def _more(page, count: int) -> str:
    if count <= 0:
        return ""
    text = _(
        "batch_more_rows",
        default="và ${count} mục nữa, xem ở danh sách của đợt trước khi xác nhận",
        mapping={"count": page.number(count)},
    )
    return page.say(text)


def reading(page, batch: PostingBatch) -> dict | None:
    """The first card to be read one by one, and how many this account has read as they are now."""
    waiting = batch.rows.waiting
    if BatchState(batch.state) is BatchState.DRAFT or not waiting:
        return None
    slug = page.layout.province.slug
    with page.register() as cursor:
        seen = looks.seen_in_batch(cursor, slug, batch.id, page.acting.user_id)
    text = _(
        "batch_read",
        default="Bạn đã xem ${seen} trên ${rows} mục đang chờ.",
        mapping={"seen": page.number(seen), "rows": page.number(len(waiting))},
    )
    first = f"{page.root}/{slug}/{REGISTER_ID}/{min(waiting)}/xem-duyet"
    return {"text": page.say(text), "address": first}
