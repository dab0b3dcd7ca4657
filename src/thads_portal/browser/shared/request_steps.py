"""Requests in words, for the citizen's page and the agency's: steps, deadlines, lateness."""

from thads_portal.content.calendar import current_calendar
from thads_portal.domain import words
from thads_portal.domain.due_words import due_words
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import STEP_LABELS
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.steps import LABELS
from thads_portal.domain.requests.steps import STATE_LABELS

import datetime


def pick(pair, language: str) -> str:
    """The text of a pair (Vietnamese, English)."""
    return pair[language == "en"]


def state(request, language: str) -> str:
    return pick(STATE_LABELS[request.state], language)


def procedure_title(id: str, language: str) -> str:
    return pick(BY_ID[id].title, language)


def deadline(request, today: datetime.date, language: str) -> dict | None:
    """The next deadline in words: ``text``, ``late``, what is due; None where none runs."""
    if not request.open or request.due_on is None:
        return None
    told = due_words(request.due_on, today=today, calendar=current_calendar(), language=language)
    step = request.step if request.step in set(Step) else Step.DECIDE
    return {
        "text": told.text,
        "kind": f"due {told.status}",
        "late": request.due_on < today,
        "step": pick(STEP_LABELS[Step(step)], language),
    }


def entry_label(entry, language: str) -> str:
    return pick(LABELS[entry.kind], language)


def moment(value) -> str:
    return f"{words.time(value)} {words.day(value)}"
