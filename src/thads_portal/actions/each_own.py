"""A step on many listings, each with a document and days of its own: all of them or none."""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace
from thads_portal.content.listing import DebtorListing
from thads_portal.errors import Problem
from thads_portal.errors import Rejected
from thads_portal.errors import ThadsError


@dataclass(frozen=True, slots=True)
class OwnStep:
    """`take` does the step on `listing`; `line` is where it stands in the list."""

    line: int
    listing: DebtorListing
    take: Callable[[DebtorListing], None]


def each_own(steps: Iterable[OwnStep]) -> int:
    """Take all `steps`; how many there were.

    Raises Rejected with every problem of every line. What the lines before had written is then
    still in the transaction: whoever calls it must not commit that.
    """
    problems: list[Problem] = []
    done = 0
    for step in steps:
        try:
            step.take(step.listing)
            done += 1
        except Rejected as rejected:
            problems += [replace(each, line=step.line) for each in rejected.problems]
        except ThadsError as refused:
            problems.append(Problem(step.line, None, None, refused.code, refused.params))
    if problems:
        raise Rejected(problems)
    return done
