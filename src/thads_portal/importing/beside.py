"""Writes a feed by several processes: each has its share of every stretch of it.

What may be written beside each other is decided by `spread`; a stretch begins when the one before
it is written. Answers come in any order and are added up in the order of the lines, so the report
is that of one process. A process that dies ends the feed with `WorkInterrupted`, when the others
have said what became of theirs: nothing that was reported is lost, and the feed can be sent again.
"""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from thads_portal.domain.changes import DUPLICATE_FIELDS
from thads_portal.errors import ThadsError
from thads_portal.errors import WorkInterrupted
from thads_portal.importing.feed import BATCH_LINES
from thads_portal.importing.feed import Line
from thads_portal.importing.report import merge_by_line
from thads_portal.importing.report import Report
from thads_portal.importing.spread import spread
from thads_portal.importing.spread import STRETCH_LINES
from thads_portal.importing.spread import stretches
from thads_portal.register import delegations
from thads_portal.register import pool
from thads_portal.register.processes import answers
from thads_portal.register.processes import Helper


#: Fewer lines are written before helpers would have begun.
LEAST_LINES = 2 * BATCH_LINES
_COMPARED = (
    f"SELECT external_id, {', '.join(DUPLICATE_FIELDS)} FROM thads_listing"  # noqa: S608 - own names
    " WHERE external_id = ANY(%s)"
)


class Stored:
    """Answers what `spread` asks, from the newest committed rows."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    def compared(self, external_ids: Collection[str]) -> Mapping[str, Sequence[str | None]]:
        with pool.reading(self.dsn) as cursor:
            cursor.execute(_COMPARED, (list(external_ids),))
            return {external_id: values for external_id, *values in cursor}

    def named_by(self, external_ids: Collection[str]) -> Mapping[str, Collection[str]]:
        with pool.reading(self.dsn) as cursor:
            waiting = delegations.waiting_for(cursor, external_ids)
        return {each: [province for _, province, _ in rows] for each, rows in waiting.items()}


def write_beside(
    lines: Iterable[Line],
    crew: Sequence[Helper],
    *,
    dsn: str,
    written: Callable[[Sequence[Line], Report], None],
    progress: Callable[[int], None],
) -> Report:
    """Let `crew` write `lines`; each helper answers a batch with its report.

    `written` is called with each batch that is committed.
    """
    report = Report()
    stored = Stored(dsn)
    most = STRETCH_LINES * len(crew)
    for stretch in stretches(lines, first=BATCH_LINES * len(crew), most=most):
        shares = spread(stretch, len(crew), stored)
        # Of the stretch before this one.
        report = _collected(report, crew, written, progress)
        for helper, share in zip(crew, shares, strict=True):
            for batch in share:
                helper.give(batch)
    return _collected(report, crew, written, progress)


def _collected(
    report: Report,
    crew: Sequence[Helper],
    written: Callable[[Sequence[Line], Report], None],
    progress: Callable[[int], None],
) -> Report:
    """`report` with what becomes of all that the crew was given."""
    failed: ThadsError | None = None
    while any(helper.given for helper in crew):
        try:
            for _helper, batch, done in answers(crew):
                written(batch, done)
                report = merge_by_line(report, done)
                progress(report.received)
        except ThadsError as error:
            # What somebody was refused with says more than that a process died.
            if failed is None or isinstance(failed, WorkInterrupted):
                failed = error
            for helper in crew:
                helper.withhold()
    if failed is not None:
        raise failed
    return report
