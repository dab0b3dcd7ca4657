"""The clocks of a request as columns: what is next, until when, and the answer's own day."""

from dataclasses import dataclass
from datetime import date
from thads_portal.domain.requests.clocks import decision_deadline
from thads_portal.domain.requests.clocks import first_deadline
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import term
from thads_portal.domain.working_days import WorkingCalendar
from thads_portal.register.requests.rows import Request


@dataclass(frozen=True, slots=True)
class Clock:
    step: str
    due_on: date | None
    decide_by: date | None


def of_new(
    procedure: str, day: date, calendar: WorkingCalendar, *, law: date, variant: str
) -> Clock:
    """Of a request that came on `day`."""
    first = first_deadline(procedure, day, calendar, law=law, variant=variant)
    accepts = term(procedure, Step.ACCEPT, law, variant) is not None
    decide = (
        None if accepts else decision_deadline(procedure, day, calendar, law=law, variant=variant)
    )
    return Clock(
        first.step.value if first else "",
        first.due_on if first else None,
        decide.due_on if decide else None,
    )


def of_decision(request: Request, day: date, calendar: WorkingCalendar) -> Clock:
    """Of the answer, from `day`: its acceptance, or the supplement that made it whole."""
    found = decision_deadline(
        request.procedure, day, calendar, law=request.law_day, variant=request.variant
    )
    due = found.due_on if found else None
    return Clock(Step.DECIDE.value, due, due)


def after_reply(request: Request) -> dict[str, object]:
    """Columns once the agency has said something: a first reply is done."""
    if request.step == Step.REPLY.value:
        return {"step": Step.DECIDE.value, "due_on": request.decide_by}
    return {}
