"""Put listings of a province together into a posting batch, add to it, take out, dissolve it.

The rows themselves are not touched: which batch a listing is in stands in the batch and in
the register's table. So thousands are put together in the time of one save.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.actions.batch_rows import note
from thads_portal.actions.batch_rows import record
from thads_portal.actions.batch_rows import replace_rows
from thads_portal.actions.context import ActionContext
from thads_portal.actions.entered import EnteredValues
from thads_portal.content.batch import BATCHES_ID
from thads_portal.content.batch import PostingBatch
from thads_portal.content.store import place
from thads_portal.content.zope_types import Content
from thads_portal.domain.batches import BatchState
from thads_portal.domain.batches import MAX_ROWS
from thads_portal.domain.batches import may_make
from thads_portal.domain.batches import ROW_STATES
from thads_portal.domain.batches import Source
from thads_portal.domain.batches import state_for_rows
from thads_portal.domain.codes import State
from thads_portal.errors import BatchRefused
from thads_portal.errors import Code
from thads_portal.errors import Conflict
from thads_portal.errors import NotAllowed
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.register import batches as table
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.pool import reading
from thads_portal.register.trouble import RegisterConflict


_TITLE = 200


def create_batch(
    subsite: Content,
    acting: ActionContext,
    *,
    numbers: Collection[str],
    title: str | None = None,
    note_text: str | None = None,
    source: Source = Source.PICKED,
    source_id: str | None = None,
) -> PostingBatch:
    """A batch of the listings with `numbers`, all of which must be at the same step.

    Drafts and returned listings make a batch that is to be submitted, submitted ones a batch
    to sign, those that wait for the board (as the feed brings them) one to approve. Asked for
    the same again, as by a second click, the account gets the batch that it has made. Raises
    NotAllowed, Rejected, BatchRefused with the rows that do not go with the others.
    """
    container = subsite[BATCHES_ID]
    entry = EnteredValues(acting.today)
    title = entry.text("title", title)
    if title and len(title) > _TITLE:
        entry.add("title", Code.TOO_LONG, max=_TITLE)
    note_text = entry.text("note", note_text)
    wanted = sorted(set(numbers))
    _check_size(len(wanted), entry)
    entry.done()
    known = _known(subsite, wanted)
    state = state_for_rows({each for each, _revision in known.values()}) or _most(known)
    if not any(acting.may(permission, container) for permission in may_make(state)):
        raise NotAllowed
    # Asked once: whoever commits later meets the unique index, and is repeated.
    elsewhere = _elsewhere(subsite, wanted)
    made = _made_before(subsite, acting, wanted, state, elsewhere)
    if made is not None:
        return made
    rows = _fitting(wanted, known, state, elsewhere)
    made_now = PostingBatch(
        _next_id(container, acting),
        province=subsite.getId(),
        created_by=acting.user_id,
        when=acting.when,
        title=title or "",
        note=note_text or "",
        source=(source.value, source_id),
        state=state.value,
    )
    batch: PostingBatch = place(container, made_now)
    replace_rows(batch, waiting=rows)
    _set_clock(batch)
    note(batch, acting, "create", len(rows))
    return batch


def add_rows(
    batch: PostingBatch,
    acting: ActionContext,
    numbers: Collection[str],
    revision: int | None = None,
) -> None:
    """Put more listings into a batch that has not been submitted."""
    _check_own(batch, acting, revision)
    wanted = sorted({*numbers} - batch.rows.waiting.keys())
    entry = EnteredValues(acting.today)
    _check_size(len(wanted), entry, len(batch.rows.waiting))
    entry.done()
    subsite = aq_parent(aq_inner(aq_parent(aq_inner(batch))))
    known, elsewhere = _known(subsite, wanted), _elsewhere(subsite, wanted)
    rows = _fitting(wanted, known, BatchState(batch.state), elsewhere)
    replace_rows(batch, waiting={**batch.rows.waiting, **rows})
    _set_clock(batch)
    note(batch, acting, "add", len(rows))


def remove_rows(
    batch: PostingBatch,
    acting: ActionContext,
    numbers: Collection[str],
    revision: int | None = None,
) -> None:
    """Take listings out of a batch that has not been submitted; they stay as they are."""
    _check_own(batch, acting, revision)
    gone = {*numbers} & batch.rows.waiting.keys()
    if not gone:
        raise Rejected([Problem(0, None, "rows", Code.BATCH_EMPTY)])
    left = {number: seen for number, seen in batch.rows.waiting.items() if number not in gone}
    replace_rows(batch, waiting=left)
    _set_clock(batch)
    note(batch, acting, "remove", len(gone))


def dissolve_batch(batch: PostingBatch, acting: ActionContext, revision: int | None = None) -> None:
    """Do away with a batch that has not been submitted; its listings stay as they are."""
    _check_own(batch, acting, revision)
    record(batch, acting, "dissolve", len(batch.rows.waiting))
    batch.unindexObject()
    # Stored once more, so that another step of the same moment meets this one and is repeated.
    batch._p_changed = True
    aq_parent(aq_inner(batch))._delOb(batch.id)


def split_batch(
    batch: PostingBatch, acting: ActionContext, rows: Mapping[str, int]
) -> PostingBatch:
    """A batch of its own for `rows` of `batch` (number -> revision), which still wait to be signed.

    The head left them out; what `batch` waits for is no longer theirs.
    """
    container = aq_parent(aq_inner(batch))
    parted = PostingBatch(
        _next_id(container, acting),
        province=batch.province,
        created_by=batch.created_by,
        when=acting.when,
        title=batch.title,
        note=batch.note,
        source=batch.source,
        state=BatchState.SUBMITTED.value,
        clock_from=batch.clock_from,
    )
    rest: PostingBatch = place(container, parted)
    replace_rows(rest, waiting=rows)
    note(rest, acting, "split", len(rows), comment=batch.id)
    return rest


def _check_own(batch: PostingBatch, acting: ActionContext, revision: int | None) -> None:
    if not acting.may(may_make(BatchState.DRAFT)[0], batch):
        raise NotAllowed
    if batch.state != BatchState.DRAFT or (revision is not None and revision != batch.revision):
        raise Conflict(code=Code.BATCH_CHANGED)


def _check_size(count: int, entry: EnteredValues, before: int = 0) -> None:
    if not count:
        entry.add("rows", Code.BATCH_EMPTY)
    if before + count > MAX_ROWS:
        entry.add("rows", Code.BATCH_FULL, max=MAX_ROWS)


def _known(subsite: Content, numbers: Sequence[str]) -> dict[str, tuple[State, int]]:
    """Number -> (state, revision), of the province's listings among `numbers`."""
    with reading(dsn_of(connection_of(subsite).db())) as cursor:
        cursor.execute(
            "SELECT number, state, revision FROM thads_listing"
            " WHERE number = ANY(%s) AND province = %s",
            (list(numbers), subsite.getId()),
        )
        return {number: (State(state), revision) for number, state, revision in cursor.fetchall()}


def _most(known: dict[str, tuple[State, int]]) -> BatchState:
    """The state for most of them, so that the others are the ones to be named."""
    states = [each for each, _revision in known.values()]
    return max(ROW_STATES, key=lambda state: sum(map(ROW_STATES[state].__contains__, states)))


def _elsewhere(subsite: Content, numbers: Sequence[str]) -> dict[str, str]:
    """Number -> the batch it waits in, of those that wait in one."""
    with reading(dsn_of(connection_of(subsite).db())) as cursor:
        found = table.waiting_in(cursor, list(numbers))
    return {number: name for number, (_province, name) in found.items()}


def _made_before(
    subsite: Content,
    acting: ActionContext,
    wanted: Sequence[str],
    state: BatchState,
    elsewhere: Mapping[str, str],
) -> PostingBatch | None:
    """The batch that the same account has made of just these, if they wait in it."""
    names = set(elsewhere.values())
    if len(elsewhere) != len(wanted) or len(names) != 1:
        return None
    batch = subsite[BATCHES_ID].get(names.pop())
    if batch is None:
        # Made since this transaction began: repeated, it finds the batch.
        raise RegisterConflict("batch")
    if (batch.created_by, batch.state) != (acting.user_id, state.value):
        return None
    return batch if batch.rows.waiting.keys() == {*wanted} else None


def _fitting(
    wanted: Sequence[str],
    known: dict[str, tuple[State, int]],
    state: BatchState,
    elsewhere: Mapping[str, str],
) -> dict[str, int]:
    """Number -> revision. Raises BatchRefused with the rows that cannot be in such a batch."""
    problems = []
    for line, number in enumerate(wanted, start=1):
        params = {"number": number}
        if number not in known or known[number][0] not in ROW_STATES[state]:
            problems.append(Problem(line, None, None, Code.ROW_ELSEWHERE, params))
        elif number in elsewhere:
            params["batch"] = elsewhere[number]
            problems.append(Problem(line, None, None, Code.IN_ANOTHER_BATCH, params))
    if problems:
        raise BatchRefused(problems, going=len(wanted) - len(problems))
    return {number: known[number][1] for number in wanted}


def _set_clock(batch: PostingBatch) -> None:
    """From which day the first of its terms counts."""
    numbers = list(batch.rows.waiting)
    if not numbers:
        batch.clock_from = None
        return
    with reading(dsn_of(connection_of(batch).db())) as cursor:
        batch.clock_from = table.earliest_clock(cursor, numbers)


def _next_id(container: Content, acting: ActionContext) -> str:
    """``2026-0001``; two that are made at once take the same, and one of them is repeated."""
    prefix = f"{acting.today.year}-"
    known = list(container._tree.keys(f"{prefix}0", f"{prefix}:"))
    serial = max((int(each.removeprefix(prefix)) for each in known), default=0)
    return f"{prefix}{serial + 1:04}"
