"""Merges a subsite into that of its successor: from a day on, its staff works for both.

On the day nothing is rewritten: no listing moves, no address ends, no name on a paper changes.
From then on the editors, the head and the case system of the successor have their roles on the
old subsite too (``security/handover.py``), so its desk, its clocks and its mails are theirs. The
groups of the old province keep what they had until an administrator moves their people. It is
recorded, and can be taken back until the day.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from thads_portal.content.calendar import current_calendar
from thads_portal.domain.batches import BatchState
from thads_portal.domain.due_ranges import due_of
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.recording import Recorded
from thads_portal.domain.working_days import DueStatus
from thads_portal.register import morning
from thads_portal.register.pool import reading
from thads_portal.register.record import note
from thads_portal.security.roles import PROVINCIAL_GROUPS


_FINAL = frozenset({BatchState.PUBLISHED, BatchState.RETURNED})


class MergeProblem(Exception):
    """Why it cannot be done, in both languages; nothing was changed."""

    def __init__(self, *, vi: str, en: str):
        super().__init__(en)
        self.vi, self.en = vi, en


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What is in the old province now, and who works for it and for its successor.

    `listings`: state -> number. `waiting`: what a listing waits for -> number (the inboxes).
    `due`: ``overdue``, ``today``, ``tomorrow``, ``later`` -> how many terms run (the clocks).
    `postings`: notices at communes to be seen to. `batches`: all, and those not published yet.
    `people`: group -> its members; `mails`: the accounts of the successor's editors and heads
    with an address, who get the mails from the day on.
    """

    listings: Mapping[str, int]
    waiting: Mapping[str, int] = field(default_factory=dict)
    due: Mapping[str, int] = field(default_factory=dict)
    postings: int = 0
    batches: int = 0
    open_batches: int = 0
    people: Mapping[str, int] = field(default_factory=dict)
    mails: int = 0


def effect_of(portal, old: str, new: str, dsn: str, *, today: date | None = None) -> Effect:
    """Counted now; `today` is the day of the terms. Raises RegisterUnavailable."""
    with reading(dsn) as cursor:
        cursor.execute(
            "SELECT state, count(*) FROM thads_listing WHERE province = %s GROUP BY state"
            " ORDER BY state",
            [old],
        )
        listings = dict(cursor.fetchall())
        waiting = [group for group in morning.waiting(cursor) if group.province == old]
        postings = morning.postings(cursor, today=today).get(old, 0) if today else 0
    inboxes: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for group in waiting:
        inboxes[group.waits] += group.count
        due[_status(group, today)] += group.count
    members = portal.acl_users.source_groups
    accounts = {
        group.id.format(slug=slug): members.listAssignedPrincipals(group.id.format(slug=slug))
        for slug in (old, new)
        for group in PROVINCIAL_GROUPS
    }
    batches = list(portal[old]["dot-cong-khai"].objectValues())
    return Effect(
        listings=listings,
        waiting=dict(inboxes),
        due=dict(due),
        postings=postings,
        batches=len(batches),
        open_batches=sum(batch.state not in _FINAL for batch in batches),
        people={group: len(found) for group, found in accounts.items()},
        mails=_mailed(portal, new, accounts),
    )


def _status(group: morning.Waiting, today: date | None) -> str:
    if today is None or group.since is None:
        return DueStatus.LATER.value
    calendar = current_calendar()
    day = due_of(group.waits, group.since, group.reason, calendar)
    return (calendar.due_status(day, today) if day is not None else DueStatus.LATER).value


def _mailed(portal, new: str, accounts) -> int:
    """How many editors and heads of `new` have an address to be written to."""
    people = {
        principal[0]
        for group, found in accounts.items()
        if group in (f"editors-{new}", f"heads-{new}")
        for principal in found
    }
    settings = portal.acl_users.mutable_properties._storage
    return sum(bool((settings.get(each) or {}).get("email")) for each in people)


def merge(portal, old: str, new: str, *, first: date, now: datetime, today: date, actor: str):
    """Let the staff of `new` work for `old` from the day `first` on. Raises MergeProblem."""
    site = _checked(portal, old, new)
    if first < today:
        raise MergeProblem(
            vi=f"Ngày {first:%d/%m/%Y} đã qua; hãy chọn từ ngày {today:%d/%m/%Y}.",
            en=f"{first} is over; choose {today} or a later day.",
        )
    if site.handover == (new, first):
        return
    if site.handover is not None and site.handover[1] <= today:
        raise _done(site.handover)
    site.handover = (new, first)
    _note(site, Recorded.SUBSITE_MERGED, actor, now, new, first)


def take_back(portal, old: str, new: str, *, now: datetime, today: date, actor: str) -> None:
    """Undo a merger whose day has not come yet. Raises MergeProblem."""
    site = _checked(portal, old, new)
    if site.handover is None:
        raise MergeProblem(
            vi=f"Chưa có việc sáp nhập nào của trang {old}.", en=f"No merger of {old} is planned."
        )
    if site.handover[1] <= today:
        raise _done(site.handover)
    _new, first = site.handover
    site.handover = None
    _note(site, Recorded.SUBSITE_MERGE_TAKEN_BACK, actor, now, new, first)


def _done(handover: tuple[str, date]) -> MergeProblem:
    new, first = handover
    return MergeProblem(
        vi=f"Đã sáp nhập vào {new} từ ngày {first:%d/%m/%Y}; không lùi lại được nữa.",
        en=f"Merged into {new} since {first}; it cannot be taken back any more.",
    )


def _checked(portal, old: str, new: str):
    """The subsite of `old`, if the law merged it into `new`."""
    province = by_slug(old)
    if province is None or not province.is_merged or old not in portal:
        raise MergeProblem(
            vi=f"“{old}” không phải là tỉnh cũ đã nhập vào tỉnh khác.",
            en=f"{old!r} is no province that was merged into another.",
        )
    if new != province.successor_slug or new not in portal:
        raise MergeProblem(
            vi=f"Tỉnh kế thừa của {old} là “{province.successor_slug}”, không phải “{new}”.",
            en=f"The successor of {old} is {province.successor_slug!r}, not {new!r}.",
        )
    return portal[old]


def _note(site, action: Recorded, actor: str, now: datetime, new: str, first: date) -> None:
    note(
        site,
        action,
        actor=actor,
        at=now,
        province=site.getId(),
        details={"successor": new, "first_day": first.isoformat()},
    )
