"""What somebody pasted to name listings: public numbers, decision numbers with their days, the rest.

Nothing is left out in silence: a line in which nothing was found is told back.
"""

from dataclasses import dataclass
from datetime import date
from thads_portal.browser.staff.desk.reading import iso_day

import re


_NUMBER = re.compile(r"(?<![0-9])[12][0-9]{3}-[0-9]{7}(?![0-9])")
_DECISION = re.compile(
    r"(?<![0-9/])[0-9]{1,6}[a-z]? ?/ ?(?:[12][0-9]{3} ?/ ?)?Q[ĐDÐ](?:[-–.][\w.\-]{1,40})?", re.I
)
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}[./-][0-9]{1,2}[./-][12][0-9]{3}(?![0-9])")
#: A longer line is no list of numbers; its beginning is read.
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Decision:
    """As it was written; `day` if one stands after it in its line."""

    text: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Pasted:
    numbers: tuple[str, ...]
    decisions: tuple[Decision, ...]
    #: Lines in which nothing was found.
    ignored: tuple[str, ...]


def read_pasted(text: str) -> Pasted:
    """`text` as lines; each number and each decision once, in the order of the lines."""
    numbers: dict[str, None] = {}
    decisions: dict[Decision, None] = {}
    ignored = []
    for line in text.splitlines():
        line = " ".join(line[:_LONGEST].split())
        found = _NUMBER.findall(line)
        named = list(_decisions(line))
        numbers.update(dict.fromkeys(found))
        decisions.update(dict.fromkeys(named))
        if line.strip(" ,;.") and not found and not named:
            ignored.append(line[:100])
    return Pasted(tuple(numbers), tuple(decisions), tuple(ignored))


def _decisions(line: str):
    matches = list(_DECISION.finditer(line))
    for match, after in zip(matches, (*matches, None)[1:], strict=True):
        end = after.start() if after else len(line)
        day = _DAY.search(line, match.end(), end)
        yield Decision(match[0].strip(" .-"), _date(day[0]) if day else None)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(iso_day(text))
    except ValueError:
        return None
