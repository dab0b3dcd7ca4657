"""Requests of citizens made through the actions, for tests that need no pages."""

from datetime import datetime
from datetime import UTC
from tests.support.citizen import ANSWERS
from thads_portal.actions.requests.handler import Handler
from thads_portal.actions.requests.submit import Receipt
from thads_portal.actions.requests.submit import submit
from thads_portal.domain.requests.checking import check
from thads_portal.domain.requests.checking import with_seen
from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import default_calendar
from thads_portal.register.requests import drafts


def answered(procedure: str, **more: str) -> dict[str, str]:
    """Answers to all questions of a procedure, as pages keep them."""
    known = {**ANSWERS, "listing": "2026-0000001", **more}
    today = datetime.now(VIETNAM).date()
    answers: dict[str, str] = {}
    for question in BY_ID[procedure].questions:
        for field in question.fields:
            answers[field.name], code = check(field, known.get(field.name, ""), today=today)
            assert code is None or question.when, (field.name, code)
        answers = with_seen(answers, question.id)
    return answers


def draft(dsn: str, procedure: str, **more: str) -> str:
    return drafts.begin(dsn, procedure, answered(procedure, **more))


def sent(dsn: str, procedure: str, *, when: datetime | None = None, **more: str) -> Receipt:
    return submit(
        dsn,
        draft(dsn, procedure, **more),
        when=when or datetime.now(UTC),
        calendar=default_calendar(),
        listing_province="cao-bang",
    )


def handler(
    dsn: str, *, account: str = "bien-tap-cao-bang", head: bool = False, province="cao-bang"
):
    now = datetime.now(UTC)
    return Handler(
        dsn=dsn,
        province=province,
        account=account,
        head=head,
        when=now,
        today=now.astimezone(VIETNAM).date(),
        calendar=default_calendar(),
    )
