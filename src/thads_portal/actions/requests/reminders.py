"""Each morning: who handles a request is reminded before its deadline, the head told after it.

What is late gets an apology that its sender sees (as the one-door pilot of 2016 had to give one in
writing). The mails to the staff name numbers and days, nothing of a request.
"""

from datetime import date
from datetime import datetime
from datetime import UTC
from plone import api
from thads_portal.actions.requests import telling
from thads_portal.content.calendar import current_calendar
from thads_portal.database.sql import Cursor
from thads_portal.domain.requests.clocks import PUBLISHED
from thads_portal.domain.requests.clocks import Step
from thads_portal.domain.requests.clocks import term
from thads_portal.domain.requests.routing import CENTRE
from thads_portal.domain.requests.steps import Entry
from thads_portal.domain.words import day
from thads_portal.domain.words import VIETNAM
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.mail import send_later
from thads_portal.register.own_transaction import own_transaction
from thads_portal.register.requests import agencies
from thads_portal.register.requests import entries
from thads_portal.register.requests import publications
from thads_portal.register.requests import rows
from thads_portal.register.requests.rows import Request
from typing import Any
from zope.interface import implementer


APOLOGY = (
    "Cơ quan chưa giải quyết xong yêu cầu trong thời hạn và xin lỗi bạn. Việc chậm đã được báo lên thủ"
    " trưởng để chỉ đạo giải quyết."
)
#: Working days before the deadline.
BEFORE = 1
#: Days before a decision must be published.
BEFORE_PUBLISHING = 5


@implementer(IPeriodicJob)
class Reminders:
    title = "Nhắc hạn yêu cầu của người dân"
    cron = "30 6 * * *"

    def run(self, site: Any, job: Any) -> dict[str, int]:
        today = datetime.now(UTC).astimezone(VIETNAM).date()
        soon = current_calendar().add_working_days(today, BEFORE)
        with own_transaction(job.dsn) as cursor:
            reminded = rows.due_between(cursor, today, soon)
            late = rows.late_on(cursor, today)
            for request in reminded:
                rows.change(cursor, request.id, reminded=today)
                entries.write(cursor, request.id, Entry.REMINDED)
            for request in late:
                rows.change(cursor, request.id, escalated=today)
                entries.write(cursor, request.id, Entry.ESCALATED)
                entries.write(cursor, request.id, Entry.APOLOGY, text=APOLOGY)
                telling.tell(cursor, request)
            publish = _to_publish(cursor, today)
            at_work = {
                each.id: agencies.stands_in(cursor, each.province, each.assigned, today)
                for each in (*reminded, *late)
                if each.assigned
            }
        for request in reminded:
            account = at_work.get(request.id)
            _mail(site, request, [account] if account else _heads(request), request.due_on)
        for request in late:
            accounts = [*filter(None, [at_work.get(request.id)]), *_heads(request)]
            _mail(site, request, accounts, request.due_on)
        for request, last in publish:
            _mail(site, request, _heads(request), last)
        return {"reminded": len(reminded) + len(publish), "late": len(late)}


def _to_publish(cursor: Cursor, today: date) -> list[tuple[Request, date]]:
    """Answers whose term to be published ends soon, with its last day; noted."""
    found = []
    for request in publications.unpublished(cursor, PUBLISHED):
        last = publish_by(request)
        if last is not None and (last - today).days <= BEFORE_PUBLISHING:
            entries.write(cursor, request.id, Entry.REMINDED)
            found.append((request, last))
    return found


def publish_by(request: Request) -> date | None:
    """The last day on which the answer is to be published; None where the law has none published."""
    row = term(request.procedure, Step.PUBLISH, request.law_day, request.variant)
    if row is None or request.closed is None:
        return None
    return row.ends(request.closed.astimezone(VIETNAM).date(), current_calendar())


def _heads(request: Request) -> list[str]:
    group = "editorial-board" if request.province == CENTRE else f"heads-{request.province}"
    return [user.getId() for user in api.user.get_users(groupname=group)]


def _mail(site: Any, request: Request, accounts: list[str], last: date | None) -> None:
    due = day(last)
    texts = {
        "vi": (
            f"Yêu cầu {request.number}: hạn {due}",
            f"Yêu cầu {request.number} có hạn {due}. Hãy mở hộp yêu cầu trên Cổng để xử lý.",
        ),
        "en": (
            f"Request {request.number}: due {due}",
            f"Request {request.number} is due {due}. Please open the inbox of requests.",
        ),
    }
    send_later(site, accounts, texts, title="Nhắc hạn yêu cầu")
