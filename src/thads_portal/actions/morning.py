"""Tells people in the morning of a working day, by mail, what is due on their desk.

Editors and heads of a province and the editorial board; who has nothing to do gets no mail.
The mails are queued in the transaction that notes the day, so that there is one a day however
often the job runs. No names of debtors.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cache
from functools import partial
from plone import api
from thads_portal.content.calendar import current_calendar
from thads_portal.content.zope_types import Job
from thads_portal.content.zope_types import Site
from thads_portal.database.sql import Cursor
from thads_portal.domain.due_ranges import due_of
from thads_portal.domain.ledger.terms import last_raw_day
from thads_portal.domain.morning import Desk
from thads_portal.domain.morning import mail
from thads_portal.domain.morning import OWN
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.domain.working_days import DueStatus
from thads_portal.jobs.interfaces import IPeriodicJob
from thads_portal.jobs.mail import send_later
from thads_portal.jobs.mail import set_up
from thads_portal.register import morning
from thads_portal.register.ledger.compliance import waiting_by_province
from thads_portal.register.pool import reading
from thads_portal.register.waiting import Waits
from thads_portal.security.handover import handed_over
from thads_portal.security.public_address import public_address
from zope.interface import implementer

import logging


logger = logging.getLogger(__name__)

#: Member property: False for who wants no such mail.
WANTED = "morning_mail"
#: The same for being told of notes that name one, and of work that is given to one.
NAMED = "named_mail"
_SWITCH = "thads_portal.morning_mail"
_TITLE = "Thư báo việc buổi sáng"
#: Seconds the counts may take; nobody waits for them.
_PATIENCE = 60.0
#: Follow-up of cases is told this long ahead.
_SOON = timedelta(days=7)
#: Role of a desk -> what is its own work.
_OWN = {
    "editor": {Waits.DRAFT, Waits.RETURNED},
    "head": {Waits.SUBMITTED},
    "board": {Waits.BOARD_REVIEW, Waits.AMENDMENT, Waits.ENDING},
}
_GROUPS = {"editors-": "editor", "heads-": "head"}
_BOARD = "editorial-board"


@implementer(IPeriodicJob)
class Morning:
    title = _TITLE
    cron = "30 6 * * *"

    def run(self, site: Site, job: Job) -> dict[str, int]:
        return send(site, job.dsn, today=datetime.now(VIETNAM).date())


def send(site: Site, dsn: str, *, today: date) -> dict[str, int]:
    """Queue the mails of `today` unless they are queued; tells how many people and mails."""
    none = {"people": 0, "mails": 0}
    if not api.portal.get_registry_record(_SWITCH, default=True):
        logger.info("Morning mail: switched off")
        return none
    if not current_calendar().is_working_day(today):
        return none
    if not set_up():
        logger.info("Morning mail: skipped, no mail server is set up")
        return none
    with reading(dsn, statement_timeout=_PATIENCE) as cursor:
        if morning.told(cursor, today):
            return none
        desks = _desks(cursor, today)
        own = _own(cursor)
    letters = _letters(site, desks, own, today)
    root = public_address()
    for told, accounts in letters.items():
        texts = {
            language: mail(told, today=today, root=root, language=language)
            for language in ("vi", "en")
        }
        send_later(site, accounts, texts, title=_TITLE)
    people = sum(map(len, letters.values()))
    morning.tell(site, today, people=people)
    return {"people": people, "mails": len(letters)}


def _desks(cursor: Cursor, today: date) -> dict[tuple[str, str | None], Desk]:
    """(role, province) -> the desk, those with something to tell."""
    calendar = current_calendar()
    counts: dict[tuple[str, str | None], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for group in morning.waiting(cursor):
        due = due_of(group.waits, group.since, group.reason, calendar) if group.since else None
        status = calendar.due_status(due, today) if due is not None else DueStatus.LATER
        for role, own in _OWN.items():
            desk = counts[role, None if role == "board" else group.province]
            if group.waits in own:
                desk[status.value] += group.count
                if group.waits == Waits.RETURNED:
                    desk["returned"] += group.count
            elif status is DueStatus.OVERDUE:
                desk["elsewhere"] += group.count
    for province, count in morning.postings(cursor, today=today).items():
        counts["editor", province]["postings"] = count
    waiting = waiting_by_province(
        cursor,
        overdue=last_raw_day(today - timedelta(days=1), calendar),
        soon=last_raw_day(today + _SOON, calendar),
    )
    for province, (overdue, soon) in waiting.items():
        for role in ("editor", "head"):
            counts[role, province]["cases_overdue"] = overdue
            counts[role, province]["cases_soon"] = soon
    found: dict[tuple[str, str | None], Desk] = {}
    for (role, place), desk in counts.items():
        desk.pop(DueStatus.LATER.value, None)
        made = Desk(role, place, **desk)
        if not made.empty:
            found[role, place] = made
    return found


def _own(cursor: Cursor) -> dict[str, Desk]:
    """Account -> what is about the person: notes that name them, work that was given to them."""
    mentions, given = morning.mentions(cursor), morning.given(cursor)
    return {
        account: Desk(OWN, None, mentions=mentions.get(account, 0), given=given.get(account, 0))
        for account in mentions.keys() | given.keys()
    }


def _letters(
    site: Site,
    desks: Mapping[tuple[str, str | None], Desk],
    persons: Mapping[str, Desk],
    today: date,
) -> dict[tuple[Desk, ...], list[str]]:
    """The desks that a mail tells of -> the accounts that get it."""
    users = site.acl_users.source_users
    groups = site.acl_users.source_groups._principal_groups
    settings = site.acl_users.mutable_properties._storage
    letters = defaultdict(list)
    places_of = cache(partial(handed_over, site, today=today))
    for account in sorted(users._user_passwords):
        stored = settings.get(account) or {}
        if not stored.get("email") or not users.is_active(account):
            continue
        named = stored.get(NAMED, True) and account in persons
        person = (persons[account],) if named else ()
        groups_of = groups.get(account, ()) if stored.get(WANTED, True) else ()
        keys = {
            (role, place)
            for group in groups_of
            if (key := _key(group)) is not None
            for role, slug in (key,)
            for place in ((None,) if slug is None else places_of(slug))
        }
        own = (*person, *(desks[key] for key in sorted(keys, key=_order) if key in desks))
        # What only waits for others is news to none by itself.
        if any(not replace(desk, elsewhere=0).empty for desk in own):
            letters[own].append(account)
    return letters


def _key(group: str) -> tuple[str, str | None] | None:
    """The desk of a group's people; None for other groups."""
    if group == _BOARD:
        return "board", None
    for prefix, role in _GROUPS.items():
        slug = group.removeprefix(prefix)
        if slug != group and by_slug(slug) is not None:
            return role, slug
    return None


def _order(key: tuple[str, str | None]) -> tuple[str, str]:
    return key[1] or "", key[0]
