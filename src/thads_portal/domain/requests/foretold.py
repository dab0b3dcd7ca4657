"""What happens to a request until when, by law, as its sender is told beforehand."""

from datetime import date
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import STEP_LABELS
from thads_portal.domain.requests.clocks import term


#: The steps of the way as they are foretold.
_FORETOLD = (Step.REPLY, Step.SUPPLEMENT, Step.ACCEPT, Step.DECIDE)


def foretold(procedure: str, law: date, variant: str, language: str) -> list[tuple[str, str]]:
    """What happens until when, and by which law: ``Giải quyết: 5 ngày làm việc``, ``Luật …``."""
    english = language == "en"
    found = []
    for step in _FORETOLD:
        row = term(procedure, step, law, variant)
        if row is not None:
            found.append((f"{STEP_LABELS[step][english]}: {row.words[english]}", row.source))
    return found
