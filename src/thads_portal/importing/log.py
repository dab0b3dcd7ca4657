"""Keeps what became of a feed for the people: its counts, and the lines that were refused.

A line that was refused was not understood, or not in all; its province is read from it
once more, so that the right editors see it.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.errors import Code
from thads_portal.errors import Problem
from thads_portal.errors import RegisterUnavailable
from thads_portal.errors import ThadsError
from thads_portal.importing.feed import Line
from thads_portal.importing.feed import parse
from thads_portal.importing.report import MAX_PROBLEMS
from thads_portal.importing.report import merge
from thads_portal.importing.report import Report
from thads_portal.register import feed_runs


@dataclass(slots=True)
class Log:
    """What has become of a run so far; `run` is what it is looked up by."""

    run: int | None = None
    report: Report = field(default_factory=Report)
    rejections: list[tuple[Problem, str | None]] = field(default_factory=list)

    def written(self, lines: Sequence[Line], report: Report) -> None:
        """`lines` are committed, as `report` says."""
        self.report = merge(self.report, report)
        self._keep(lines, report)

    def refused(self, lines: Sequence[Line], report: Report) -> None:
        """`lines` were all or nothing and came to nothing."""
        self.report = report.nothing_written()
        self._keep(lines, report)

    def _keep(self, lines: Sequence[Line], report: Report) -> None:
        if not report.problems:
            return
        # Of lines that several processes wrote, later ones may come first.
        last = self.rejections[-1][0].line if len(self.rejections) == MAX_PROBLEMS else None
        raw = dict(lines)
        for problem in report.problems[:MAX_PROBLEMS]:
            if last is None or problem.line < last:
                self.rejections.append((problem, _province_of(problem.line, raw.get(problem.line))))
        self.rejections.sort(key=lambda each: each[0].line)
        del self.rejections[MAX_PROBLEMS:]

    @property
    def counts(self) -> dict[str, int]:
        answer = self.report.as_dict()
        return {name: value for name, value in answer.items() if type(value) is int}


def _province_of(number: int, raw: bytes | None) -> str | None:
    data = parse(Line(number, raw)) if raw else None
    province = data.get("province") if type(data) is dict else None
    return province if type(province) is str and province in provinces_by_slug() else None


@contextmanager
def logged(dsn: str, *, actor: str, atomic: bool) -> Iterator[Log]:
    """A run that is noted when it starts and when it ends, also when it breaks off."""
    run = feed_runs.begin(dsn, actor=actor, atomic=atomic)
    log = Log(run)
    code: Code | None = Code.INTERNAL_ERROR
    try:
        yield log
        code = None
    except ThadsError as refusal:
        code = refusal.code
        raise
    finally:
        # Without the database the run stays as one that never ended; the error goes on.
        with suppress(RegisterUnavailable):
            feed_runs.end(
                dsn,
                run,
                actor=actor,
                counts=log.counts,
                rejections=log.rejections,
                code=code,
            )
