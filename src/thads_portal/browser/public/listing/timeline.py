"""What happened to a public listing, day by day, with old and new values of what was changed.

Only what the law publishes: the judgment and the decisions, the publication, and the changes that
were published with their note. An old value that the portal would not publish today (an identity
number, a birth date, what is restricted) is not shown again, whatever it once stood in.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from thads_portal.browser.shared.field_values import value_text
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.domain.codes import Flag
from thads_portal.domain.records import PUBLIC_FIELDS
from thads_portal.domain.screening import screen
from thads_portal.domain.two_years import last_news
from thads_portal.domain.two_years import standing_track
from thads_portal.domain.two_years import two_years_after
from thads_portal.domain.words import VIETNAM
from thads_portal.i18n import _
from typing import Any


_DECISION = ("no_conditions_decision_number", "no_conditions_decision_date")
#: Flags that say nothing against showing a value again.
_HARMLESS = frozenset({Flag.DAMAGED_TEXT, Flag.DATES_CONTRADICT, Flag.LIKELY_DUPLICATE})
_WITHHELD = _("timeline_withheld", default="(không đăng lại)")
_JUDGED = _("timeline_judged", default="bản án, quyết định phải thi hành số ${number}.")
_ENFORCED = _("timeline_enforced", default="quyết định thi hành án số ${number}.")
_DECIDED = _(
    "timeline_decided", default="quyết định về việc chưa có điều kiện thi hành án số ${number}."
)
_PUBLISHED = _("timeline_published", default="công khai trên Cổng.")
_AGAIN = _("timeline_again", default="công khai lại trên Cổng.")
_CHANGED = _("timeline_changed", default="sửa nội dung công khai.")
_AHEAD = _(
    "timeline_ahead",
    default="đủ hai năm. Nếu đến ngày đó không có thông tin mới, việc được chuyển sang sổ theo dõi"
    " riêng, hoặc yêu cầu thi hành án được gửi lại.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field: its label, what it was and what it is."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One day: `ahead` is still to come; the note `is_data` where an office wrote it."""

    day: date
    note: str
    changes: tuple[Change, ...] = ()
    ahead: bool = False
    is_data: bool = False


def timeline(page, listing, *, shows_decision: bool, today: date) -> list[Entry]:
    """The entries of a published `listing`, the newest first."""
    found = [*_papers(page, listing, shows_decision), *_amendments(page, listing, shows_decision)]
    if (day := _day(listing.first_published)) is not None:
        found.append(Entry(day=day, note=page.say(_PUBLISHED)))
    if (day := _day(listing.republished_at)) is not None:
        found.append(Entry(day=day, note=page.say(_AGAIN)))
    found += _ahead(page, listing, shows_decision, today)
    # Of one day, what was written later stands above.
    return [entry for _place, entry in sorted(enumerate(found), key=_newest_first)]


def _newest_first(placed: tuple[int, Entry]) -> tuple[int, int]:
    place, entry = placed
    return -entry.day.toordinal(), -place


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(VIETNAM).date()


def _papers(page, listing, shows_decision: bool) -> Iterator[Entry]:
    papers = [
        (_JUDGED, "judgment_number", "judgment_date"),
        (_ENFORCED, "enforcement_decision_number", "enforcement_decision_date"),
    ]
    if shows_decision:
        papers.append((_DECIDED, *_DECISION))
    for message, number, day in papers:
        decided = getattr(listing, day, None)
        if decided is not None:
            told = _(
                message,
                default=message.default,
                mapping={"number": getattr(listing, number, None) or "–"},
            )
            yield Entry(day=decided, note=page.say(told))


def _amendments(page, listing, shows_decision: bool) -> Iterator[Entry]:
    fields = listing.snapshot().fields
    hidden = set() if shows_decision else set(_DECISION)
    for event in listing.history:
        if not event.get("public"):
            continue
        changes = tuple(
            Change(
                label=page.say(IDebtorListing[name].title),
                old=_shown(page, fields, name, pair[0]),
                new=_shown(page, fields, name, pair[1]),
            )
            for name, pair in (event.get("changes") or {}).items()
            if name in PUBLIC_FIELDS and name in IDebtorListing and name not in hidden
        )
        if event.get("note") or changes:
            note = event.get("note") or page.say(_CHANGED)
            written = bool(event.get("note"))
            yield Entry(day=event["occurred_on"], note=note, changes=changes, is_data=written)


def _shown(page, fields: Mapping[str, Any], name: str, value: object) -> str:
    """`value` in words, unless it is one that would not be published today."""
    if fields.get(name) != value:
        raised = screen({**fields, name: value}, today=datetime.now(VIETNAM).date(), only={name})
        if set(raised) - _HARMLESS:
            return page.say(_WITHHELD)
    return value_text(page, name, value)


def _ahead(page, listing, shows_decision: bool, today: date) -> Iterator[Entry]:
    news = last_news(listing.history, listing.no_conditions_decision_date)
    if news is None or not shows_decision or standing_track(listing.separate_track, news):
        return
    day = two_years_after(news)
    if day > today:
        yield Entry(day=day, note=page.say(_AHEAD), ahead=True)
