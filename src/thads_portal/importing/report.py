"""The answer to a feed: counts and problems, as the contract names them.

Every line received is counted once in one of the seven outcomes (``flagged`` counts
some of them again), so a client can check the sum; problems beyond a limit are
counted and left out, or 50 MB of junk would be answered with 500 MB of reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from thads_portal.domain.decision import Decision
from thads_portal.domain.decision import Outcome
from thads_portal.errors import FeedUnreadable
from thads_portal.errors import Problem
from typing import Any


#: Problems that one answer spells out.
MAX_PROBLEMS = 1_000
#: The same where a report of every line was asked for.
ALL_PROBLEMS = 100_000
#: Problems named where nothing at all could be read.
MAX_REASONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of `received` lines. `readable` of them were JSON objects.

    `most` problems are spelled out, the others counted. `run` is what it is looked up by later;
    None for one that wrote nothing.
    """

    received: int = 0
    readable: int = 0
    created: int = 0
    amended: int = 0
    ended: int = 0
    withdrawn: int = 0
    reopened: int = 0
    unchanged: int = 0
    flagged: int = 0
    rejected: int = 0
    #: Of those amended, the entries in ledgers of cases.
    entered: int = 0
    problems: tuple[Problem, ...] = ()
    problems_omitted: int = 0
    most: int = MAX_PROBLEMS
    run: int | None = field(default=None, compare=False)

    def as_dict(self, *, dry_run: bool = False) -> dict[str, Any]:
        """The answer's body, in the order of the contract."""
        return {
            **{name: getattr(self, name) for name in _ANSWERED},
            # Only of a feed that has such lines: the answer to others is as it was.
            **({"entered": self.entered} if self.entered else {}),
            "dry_run": dry_run,
            "problems": [problem.as_dict() for problem in self.problems],
            "problems_omitted": self.problems_omitted,
        }

    def nothing_written(self) -> "Report":
        """The report of an all-or-nothing feed that came to nothing."""
        return replace(
            self, created=0, amended=0, ended=0, withdrawn=0, reopened=0, flagged=0, entered=0
        )


_ANSWERED = (
    "received",
    "created",
    "amended",
    "ended",
    "withdrawn",
    "reopened",
    "unchanged",
    "flagged",
    "rejected",
)
_COUNTED = (*_ANSWERED, "readable", "entered", "problems_omitted")
_WRITTEN = tuple(outcome for outcome in Outcome if outcome is not Outcome.UNCHANGED)


def batch_report(
    *,
    received: int,
    readable: int,
    unchanged: int,
    decisions: Iterable[Decision],
    problems: Iterable[Problem],
    most: int = MAX_PROBLEMS,
) -> Report:
    """The report of one batch. A line with several problems is rejected once."""
    counts: dict[Outcome, int] = dict.fromkeys(_WRITTEN, 0)
    flagged = 0
    for decision in decisions:
        counts[decision.outcome] += 1
        flagged += decision.flagged
    problems = tuple(problems)
    return Report(
        received=received,
        readable=readable,
        unchanged=unchanged,
        flagged=flagged,
        rejected=len({problem.line for problem in problems}),
        problems=problems[:most],
        problems_omitted=max(0, len(problems) - most),
        most=most,
        **{outcome.value: count for outcome, count in counts.items()},
    )


def merge(first: Report, second: Report) -> Report:
    """Both reports as one; problems in the order of the feed, up to the limit."""
    counts = {name: getattr(first, name) + getattr(second, name) for name in _COUNTED}
    most = max(first.most, second.most)
    room = most - len(first.problems)
    counts["problems_omitted"] += max(0, len(second.problems) - room)
    return Report(problems=first.problems + second.problems[:room], most=most, **counts)


def merge_by_line(first: Report, second: Report) -> Report:
    """Both reports as one, of lines that stand among each other: the first problems of the feed."""
    merged = merge(replace(first, problems=()), replace(second, problems=()))
    most = merged.most
    problems = sorted((*first.problems, *second.problems), key=lambda each: each.line)
    omitted = merged.problems_omitted + max(0, len(problems) - most)
    return replace(merged, problems=tuple(problems[:most]), problems_omitted=omitted)


def require_readable(report: Report) -> None:
    """FeedUnreadable with the first reasons if no line was a JSON object.

    Such a feed has written nothing, so this may be asked when all batches are done.
    """
    if not report.readable:
        raise FeedUnreadable(report.problems[:MAX_REASONS])
